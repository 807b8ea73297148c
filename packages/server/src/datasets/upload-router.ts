import type { JsonValue } from "@countersign/core";
import { z } from "zod";
import { resourceArgument } from "../access/scope-locators.ts";
import { requires } from "../command/requirement.ts";
import { reference } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { uploadArgument } from "./upload-locators.ts";
import { appendToUpload, copyToUpload, discardUpload, getUpload, openUpload } from "./upload-service.ts";

/** Whatever JSON the call carried; it is read strictly, and only once, against the schema of the upload. */
const json = z.custom<JsonValue>((value) => value !== undefined, "A value is needed.");
const uploadId = reference;
const position = z.int().min(0);

/** How many rows one call copies at most. */
const mostCopied = 10_000;

export const uploadRouter = router({
  open: mutation({
    action: "upload.open",
    requires: requires("edit", resourceArgument),
    lock: "shared",
    input: z.strictObject({ resourceId: reference, schema: json }),
    answer: openUpload,
  }),
  get: query({
    requires: requires("edit", uploadArgument),
    input: z.strictObject({ uploadId }),
    answer: getUpload,
  }),
  append: mutation({
    action: "upload.append",
    requires: requires("edit", uploadArgument),
    lock: "shared",
    input: z.strictObject({ uploadId, position, rows: json }),
    answer: appendToUpload,
  }),
  copy: mutation({
    action: "upload.append",
    requires: requires("edit", uploadArgument),
    lock: "shared",
    input: z.strictObject({
      uploadId,
      position,
      versionId: reference,
      from: position,
      count: z.int().min(1).max(mostCopied),
    }),
    answer: copyToUpload,
  }),
  discard: mutation({
    action: "upload.discard",
    requires: requires("edit", uploadArgument),
    lock: "shared",
    input: z.strictObject({ uploadId }),
    answer: discardUpload,
  }),
});
