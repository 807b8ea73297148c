import { type TreeRequestRecord, transition } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";
import { endRequest } from "./request-store.ts";
import type { TreeStanding } from "./tree-request-facts.ts";
import { answerTreeRequest, seenTreeRequest } from "./tree-request-reading.ts";
import { recordTreeRequest } from "./tree-request-recording.ts";
import { requireReview } from "./tree-request-reviewing.ts";

/** The requester takes his own request back. */
export async function cancelTreeRequest(
  command: Command,
  input: { readonly requestId: string; readonly reason?: string | undefined },
): Promise<TreeRequestRecord> {
  const standing = await seenTreeRequest(command, input.requestId);
  if (standing.stored.requesterId !== command.actor.principalId) {
    refuse({
      code: "forbidden",
      message: "A request is cancelled by its requester alone.",
      remedy: "Ask its requester, or reject it if you may review it.",
    });
  }
  return end(command, standing, "cancelled", input.reason ?? "");
}

/** A reviewer ends a request. */
export async function rejectTreeRequest(
  command: Command,
  input: { readonly requestId: string; readonly reason: string },
): Promise<TreeRequestRecord> {
  const standing = await seenTreeRequest(command, input.requestId);
  requireReview(command, standing);
  return end(command, standing, "rejected", input.reason);
}

async function end(
  command: Command,
  { stored, facts }: TreeStanding,
  as: "cancelled" | "rejected",
  reason: string,
): Promise<TreeRequestRecord> {
  const by = command.actor.principalId;
  const ended = transition(facts, { type: as === "cancelled" ? "cancel" : "reject", by }, command.now);
  if (!ended.ok) refuse(ended.error);
  const { id } = stored.request;
  await endRequest(command.tx, command.organizationId, id, { as, by, reason, releaseId: null, at: command.now });
  recordTreeRequest(command, stored, as === "cancelled" ? "request.cancel" : "request.reject", { reason });
  return answerTreeRequest(command, id);
}
