import { z } from "zod";
import { resourceArgument } from "../access/scope-locators.ts";
import { anyMember, requires } from "../command/requirement.ts";
import { label, page, reference, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { createRelease, listReleases, rollbackRelease } from "./release-service.ts";

const sequence = z.int().min(0).optional();

export const releaseRouter = router({
  list: query({
    requires: anyMember("Only releases of what one sees are listed; with `use` alone, what each label serves now."),
    input: z.strictObject({
      ...page,
      resourceId: reference.optional(),
      label: label.optional(),
      workspaceId: reference.optional(),
    }),
    answer: listReleases,
  }),
  create: mutation({
    action: "label.release",
    requires: requires("publish", resourceArgument),
    input: z.strictObject({
      resourceId: reference,
      label,
      versionId: reference,
      reason: sentence.optional(),
      expectedSequence: sequence,
    }),
    answer: createRelease,
  }),
  rollback: mutation({
    action: "release.rollback",
    requires: requires("publish", resourceArgument),
    input: z.strictObject({
      resourceId: reference,
      label,
      toReleaseId: reference,
      reason: sentence.min(1, "Say why: the reason stands in the history."),
      expectedSequence: sequence,
    }),
    answer: rollbackRelease,
  }),
});
