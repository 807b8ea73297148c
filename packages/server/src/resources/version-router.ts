import type { JsonValue } from "@countersign/core";
import { z } from "zod";
import { resourceArgument } from "../access/scope-locators.ts";
import { requires } from "../command/requirement.ts";
import { compareStoredRows, rowComparisonPage } from "../datasets/row-difference.ts";
import { readRowPage, rowPage } from "../datasets/row-page.ts";
import { sealedRows } from "../datasets/stored-rows.ts";
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
  rows: query({
    requires: requires("view", versionArgument),
    input: z.strictObject({ versionId: reference, ...rowPage }),
    answer: async (reading, input) => readRowPage(reading, await sealedRows(reading, input.versionId), input),
  }),
  compareRows: query({
    requires: requires("view", comparedVersion),
    input: z.strictObject({ beforeId: reference.nullable(), afterId: reference, ...rowComparisonPage }),
    answer: async (reading, input) => {
      const after = await sealedRows(reading, input.afterId);
      const before = input.beforeId === null ? null : await sealedRows(reading, input.beforeId);
      return compareStoredRows(reading, before, after, input);
    },
  }),
  check: query({
    requires: requires("edit", resourceArgument),
    input: z.strictObject({ resourceId: reference, content }),
    answer: checkVersion,
  }),
});
