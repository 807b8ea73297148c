import type { JsonValue } from "@countersign/core";
import { z } from "zod";
import { resourceArgument } from "../access/scope-locators.ts";
import { requires } from "../command/requirement.ts";
import { name, page, reference, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { compareVersions } from "./version-comparison.ts";
import { comparedVersion, historyArgument, versionArgument } from "./version-locators.ts";
import { checkVersion, createVersion, getVersion, listVersions } from "./version-service.ts";

/** Whatever JSON the call carried; the rules of its kind read it strictly, and only once. */
const content = z.custom<JsonValue>((value) => value !== undefined, "A content is needed.");

/** A name that an importer chose: one line. */
const importKey = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, "An import key has no control characters.");

export const versionRouter = router({
  create: mutation({
    action: "version.create",
    requires: requires("edit", resourceArgument),
    lock: "shared",
    input: z.strictObject({
      resourceId: reference,
      content,
      message: sentence.optional(),
      basedOnVersionId: reference.nullish(),
      importKey: importKey.optional(),
      claimedAuthor: name.optional(),
      force: z.boolean().optional(),
    }),
    answer: createVersion,
  }),
  list: query({
    requires: requires("view", historyArgument),
    input: z.strictObject({ resourceId: reference, ...page }),
    answer: listVersions,
  }),
  get: query({
    requires: requires("view", versionArgument),
    input: z.strictObject({ versionId: reference }),
    answer: getVersion,
  }),
  compare: query({
    requires: requires("view", comparedVersion),
    input: z.strictObject({ beforeId: reference.nullable(), afterId: reference }),
    answer: compareVersions,
  }),
  check: query({
    requires: requires("edit", resourceArgument),
    input: z.strictObject({ resourceId: reference, content }),
    answer: checkVersion,
  }),
});
