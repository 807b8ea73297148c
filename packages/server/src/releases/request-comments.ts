import { anchorProblem, type CommentAnchor, type RequestRecord } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { notFound, refuse } from "../command/refuse.ts";
import { insertComment, listComments, resolveThread } from "./comment-store.ts";
import { comparisonOf } from "./request-comparison.ts";
import { answerRequest, standingOf } from "./request-reading.ts";
import { touchRequest } from "./request-store.ts";

/** Says something about a request: as a whole, on a line of what is compared, or in answer to a thread. */
export async function commentOnRequest(
  command: Command,
  input: {
    readonly requestId: string;
    readonly body: string;
    readonly anchor?: CommentAnchor | null | undefined;
    readonly threadId?: string | null | undefined;
  },
): Promise<RequestRecord> {
  const { tx, organizationId, now } = command;
  const standing = await standingOf(command, input.requestId);
  const anchor = input.anchor ?? null;
  const threadId = input.threadId ?? null;
  if (threadId !== null) {
    if (anchor !== null) {
      refuse({
        code: "invalid",
        message: "An answer stands where its thread stands, and this one names a line too.",
        remedy: "Leave the line out, or begin a thread on it without naming another.",
      });
    }
    const threads = await listComments(tx, organizationId, input.requestId);
    if (!threads.some(({ id, threadId: answers }) => id === threadId && answers === null)) refuse(notFound);
  }
  if (anchor !== null) {
    const { before, after } = await comparisonOf(command, standing);
    const problem = anchorProblem(anchor, before === null ? [after] : [after, before]);
    if (problem !== null) refuse(problem);
  }
  const id = newId("cmt");
  await insertComment(tx, organizationId, {
    id,
    requestId: input.requestId,
    principalId: command.actor.principalId,
    body: input.body,
    anchor,
    threadId,
    at: now,
  });
  await touchRequest(tx, organizationId, input.requestId, now);
  command.record({
    action: "comment.create",
    target: { type: "release-request", id: input.requestId },
    scopeId: standing.target.scopeId,
    details: { commentId: id, threadId },
    texts: { body: input.body },
  });
  return answerRequest(command, input.requestId);
}

/** Marks a thread as resolved, or as open again. */
export async function resolveRequestComment(
  command: Command,
  input: { readonly requestId: string; readonly commentId: string; readonly resolved: boolean },
): Promise<RequestRecord> {
  const standing = await standingOf(command, input.requestId);
  const changed = await resolveThread(
    command.tx,
    command.organizationId,
    input.requestId,
    input.commentId,
    input.resolved ? { at: command.now, by: command.actor.principalId } : null,
  );
  if (!changed) refuse(notFound);
  command.record({
    action: "comment.resolve",
    target: { type: "release-request", id: input.requestId },
    scopeId: standing.target.scopeId,
    details: { commentId: input.commentId, resolved: input.resolved },
  });
  return answerRequest(command, input.requestId);
}
