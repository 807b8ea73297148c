import type { RequestRecord } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { notFound, refuse } from "../command/refuse.ts";
import { answerRequest, standingOf } from "./request-reading.ts";
import { touchRequest } from "./request-store.ts";
import { type CommentAnchor, insertComment, resolveComment } from "./review-store.ts";

export async function commentOnRequest(
  command: Command,
  input: { readonly requestId: string; readonly body: string; readonly anchor?: CommentAnchor | null | undefined },
): Promise<RequestRecord> {
  const standing = await standingOf(command, input.requestId);
  const id = newId("cmt");
  await insertComment(command.tx, command.organizationId, {
    id,
    requestId: input.requestId,
    principalId: command.actor.principalId,
    body: input.body,
    anchor: input.anchor ?? null,
    resolvedAt: null,
    at: command.now,
  });
  await touchRequest(command.tx, command.organizationId, input.requestId, command.now);
  command.record({
    action: "comment.create",
    target: { type: "release-request", id: input.requestId },
    scopeId: standing.target.scopeId,
    details: { commentId: id },
    texts: { body: input.body },
  });
  return answerRequest(command, input.requestId);
}

export async function resolveRequestComment(
  command: Command,
  input: { readonly requestId: string; readonly commentId: string; readonly resolved: boolean },
): Promise<RequestRecord> {
  const standing = await standingOf(command, input.requestId);
  const changed = await resolveComment(command.tx, command.organizationId, input.requestId, input.commentId, {
    at: input.resolved ? command.now : null,
    by: input.resolved ? command.actor.principalId : null,
  });
  if (!changed) refuse(notFound);
  command.record({
    action: "comment.resolve",
    target: { type: "release-request", id: input.requestId },
    scopeId: standing.target.scopeId,
    details: { commentId: input.commentId, resolved: input.resolved },
  });
  return answerRequest(command, input.requestId);
}
