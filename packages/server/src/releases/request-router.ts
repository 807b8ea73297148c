import { z } from "zod";
import { seesContainer } from "../access/visibility.ts";
import { anyMember, type Locator, requires } from "../command/requirement.ts";
import { rowComparisonPage } from "../datasets/row-difference.ts";
import { rowPage } from "../datasets/row-page.ts";
import { readVersion } from "../resources/version-store.ts";
import { digest, instant, label, page, prose, reference, sentence, text } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { scheduleRequest, unscheduleRequest } from "../schedules/scheduling.ts";
import { reportCheck } from "./check-reporting.ts";
import { publishRequest } from "./publication.ts";
import { requestArgument, requestContainerArgument } from "./release-locators.ts";
import { commentOnRequest, resolveRequestComment } from "./request-comments.ts";
import { dismissReview } from "./request-dismissal.ts";
import { cancelRequest, rejectRequest } from "./request-ending.ts";
import { listRequests } from "./request-list.ts";
import { openRequest } from "./request-opening.ts";
import { previewRequest } from "./request-preview.ts";
import { pushRequest, rebaseRequest } from "./request-pushing.ts";
import { getRequest } from "./request-reading.ts";
import { reviewRequest } from "./request-reviewing.ts";
import { compareProposedRows, readProposedRows } from "./request-rows.ts";
import { placeOf, resolveTarget } from "./target-address.ts";

const path = z
  .string()
  .max(512)
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}(\/[a-z0-9][a-z0-9._-]{0,62})*$/, "A path is names joined by slashes.");

interface OpenInput {
  readonly sourceVersionId: string;
  readonly targetWorkspaceId: string;
  readonly targetPath?: string | undefined;
}

/** The target of a new request: the deepest scope of its path that exists. The kind is that of the proposed version. */
const targetArgument: Locator<OpenInput> = {
  argument: "targetWorkspaceId",
  locate: async (reading, input) => {
    const workspace = reading.state.scopes.get(input.targetWorkspaceId);
    const version = await readVersion(reading.tx, reading.organizationId, input.sourceVersionId);
    if (workspace?.type !== "workspace" || version === null) return null;
    const source = reading.state.scopes.get(version.resourceId);
    if (source === undefined || !reading.may(`${version.kind}:view`, version.resourceId)) return null;
    const { scopeId } = resolveTarget(
      reading,
      workspace.id,
      input.targetPath ?? placeOf(reading, version.resourceId).path,
    );
    const visible = seesContainer(reading, workspace.id) || reading.may(`${version.kind}:request`, scopeId);
    return {
      scopeId,
      kind: version.kind,
      target: { type: "workspace", id: workspace.id },
      visibleBy: visible ? "always" : [],
    };
  },
};

export const requestRouter = router({
  list: query({
    requires: anyMember("Only requests that one sees are listed: by `view` at the target, and one's own."),
    input: z.strictObject({
      ...page,
      filter: z.enum(["all", "awaiting-me", "mine"]).optional(),
      state: z.enum(["open", "ended"]).optional(),
      workspaceId: reference.optional(),
      resourceId: reference.optional(),
      label: label.optional(),
      olderThanDays: z.int().min(1).max(3_650).optional(),
      order: z.enum(["newest", "oldest"]).optional(),
    }),
    answer: listRequests,
  }),
  get: query({
    requires: requires("view", requestArgument, { orOwn: true }),
    input: z.strictObject({ requestId: reference }),
    answer: getRequest,
  }),
  rows: query({
    requires: requires("view", requestArgument, { orOwn: true }),
    input: z.strictObject({ requestId: reference, ...rowPage }),
    answer: readProposedRows,
  }),
  compareRows: query({
    requires: requires("view", requestArgument, { orOwn: true }),
    input: z.strictObject({ requestId: reference, ...rowComparisonPage }),
    answer: compareProposedRows,
  }),
  preview: query({
    requires: requires("request", targetArgument),
    input: z.strictObject({
      sourceVersionId: reference,
      targetWorkspaceId: reference,
      targetPath: path.optional(),
      label,
    }),
    answer: previewRequest,
  }),
  open: mutation({
    action: "request.open",
    requires: requires("request", targetArgument),
    input: z.strictObject({
      sourceVersionId: reference,
      targetWorkspaceId: reference,
      targetPath: path.optional(),
      label,
      title: text(200).trim().optional(),
      description: prose.optional(),
    }),
    answer: openRequest,
  }),
  push: mutation({
    action: "request.push",
    requires: requires("request", requestArgument),
    input: z.strictObject({ requestId: reference, sourceVersionId: reference }),
    answer: pushRequest,
  }),
  rebase: mutation({
    action: "request.rebase",
    requires: requires("request", requestArgument),
    input: z.strictObject({ requestId: reference }),
    answer: rebaseRequest,
  }),
  cancel: mutation({
    action: "request.cancel",
    requires: requires("request", requestArgument),
    input: z.strictObject({ requestId: reference, reason: sentence.optional() }),
    answer: cancelRequest,
  }),
  reject: mutation({
    action: "request.reject",
    requires: requires("review", requestArgument),
    input: z.strictObject({ requestId: reference, reason: sentence.min(1, "Say why: the requester reads it.") }),
    answer: rejectRequest,
  }),
  review: mutation({
    action: "review.submit",
    requires: requires("review", requestArgument),
    input: z.strictObject({
      requestId: reference,
      verdict: z.enum(["approve", "request_changes", "comment"]),
      digest,
      body: prose.optional(),
    }),
    answer: reviewRequest,
  }),
  dismissReview: mutation({
    action: "review.dismiss",
    requires: requires("policy:manage", requestContainerArgument),
    input: z.strictObject({
      requestId: reference,
      reviewId: reference,
      reason: sentence.trim().min(1, "Say why: the reviewer and the audit log read it."),
    }),
    answer: dismissReview,
  }),
  comment: mutation({
    action: "comment.create",
    lock: "shared",
    requires: requires("comment", requestArgument),
    input: z.strictObject({
      requestId: reference,
      body: prose.min(1),
      anchor: z
        .strictObject({ path: text(500), line: z.int().min(1), digest })
        .nullable()
        .optional(),
      threadId: reference.nullable().optional(),
    }),
    answer: commentOnRequest,
  }),
  resolveComment: mutation({
    action: "comment.resolve",
    lock: "shared",
    requires: requires("comment", requestArgument),
    input: z.strictObject({ requestId: reference, commentId: reference, resolved: z.boolean() }),
    answer: resolveRequestComment,
  }),
  reportCheck: mutation({
    action: "check.report",
    // Whoever checks a content must see it. Beyond that a policy of the request names the account: the service asks for it.
    requires: requires("view", requestArgument),
    input: z.strictObject({
      requestId: reference,
      name: z.string().min(1).max(100),
      digest,
      outcome: z.enum(["passed", "failed"]),
      summary: sentence.optional(),
      expiresAt: instant.optional(),
    }),
    answer: reportCheck,
  }),
  schedule: mutation({
    action: "request.schedule",
    requires: requires("publish", requestArgument),
    input: z.strictObject({ requestId: reference, digest, publishAt: instant, reason: sentence.optional() }),
    answer: scheduleRequest,
  }),
  unschedule: mutation({
    action: "request.unschedule",
    requires: requires("publish", requestArgument),
    input: z.strictObject({ requestId: reference }),
    answer: unscheduleRequest,
  }),
  publish: mutation({
    action: "label.release",
    requires: requires("publish", requestArgument),
    input: z.strictObject({ requestId: reference, digest, reason: sentence.optional() }),
    answer: publishRequest,
  }),
});
