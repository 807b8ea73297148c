import { z } from "zod";
import { anyMember, requires } from "../command/requirement.ts";
import { label, page, prose, reference, segment, sentence, text } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { publishTreeRequest } from "./tree-publication.ts";
import { cancelTreeRequest, rejectTreeRequest } from "./tree-request-ending.ts";
import { changeArgument, treeRequestArgument } from "./tree-request-locators.ts";
import { openTreeRequest, previewTreeChange } from "./tree-request-opening.ts";
import { getTreeRequest, listTreeRequests } from "./tree-request-reading.ts";
import { rebaseTree, reviewTreeRequest } from "./tree-request-reviewing.ts";

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, "A digest is sha256: and 64 hexadecimal digits.");

const change = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("move"),
    scopeId: reference,
    parentId: reference.optional(),
    name: segment.optional(),
  }),
  z.strictObject({ type: z.literal("archive"), scopeId: reference }),
  z.strictObject({ type: z.literal("restore"), scopeId: reference }),
  z.strictObject({ type: z.literal("withdraw"), scopeId: reference, label }),
]);

export const treeRequestRouter = router({
  list: query({
    requires: anyMember("Only requests that one sees are listed: by `view` at what they touch, and one's own."),
    input: z.strictObject({
      ...page,
      filter: z.enum(["all", "awaiting-me", "mine"]).optional(),
      state: z.enum(["open", "ended"]).optional(),
    }),
    answer: listTreeRequests,
  }),
  get: query({
    requires: requires("view", treeRequestArgument("view"), { orOwn: true }),
    input: z.strictObject({ requestId: reference }),
    answer: getTreeRequest,
  }),
  preview: query({
    requires: requires("request", changeArgument),
    input: z.strictObject({ change }),
    answer: previewTreeChange,
  }),
  open: mutation({
    action: "request.open",
    requires: requires("request", changeArgument),
    input: z.strictObject({ change, title: text(200).trim().optional(), description: prose.optional() }),
    answer: openTreeRequest,
  }),
  rebase: mutation({
    action: "request.rebase",
    requires: requires("request", treeRequestArgument("request")),
    input: z.strictObject({ requestId: reference }),
    answer: rebaseTree,
  }),
  cancel: mutation({
    action: "request.cancel",
    requires: requires("request", treeRequestArgument("request")),
    input: z.strictObject({ requestId: reference, reason: sentence.optional() }),
    answer: cancelTreeRequest,
  }),
  reject: mutation({
    action: "request.reject",
    requires: requires("review", treeRequestArgument("review")),
    input: z.strictObject({ requestId: reference, reason: sentence.min(1, "Say why: the requester reads it.") }),
    answer: rejectTreeRequest,
  }),
  review: mutation({
    action: "review.submit",
    requires: requires("review", treeRequestArgument("review")),
    input: z.strictObject({
      requestId: reference,
      verdict: z.enum(["approve", "request_changes", "comment"]),
      digest,
      body: prose.optional(),
    }),
    answer: reviewTreeRequest,
  }),
  publish: mutation({
    action: "request.act",
    requires: requires("publish", treeRequestArgument("publish")),
    input: z.strictObject({ requestId: reference, digest, reason: sentence.optional() }),
    answer: publishTreeRequest,
  }),
});
