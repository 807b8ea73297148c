import { type RequestRecord, transition } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";
import type { RequestStanding } from "./request-facts.ts";
import { answerRequest, standingOf } from "./request-reading.ts";
import { recordRequest } from "./request-recording.ts";
import { endRequest } from "./request-store.ts";

/** The requester takes his own request back. */
export async function cancelRequest(
  command: Command,
  input: { readonly requestId: string; readonly reason?: string | undefined },
): Promise<RequestRecord> {
  const standing = await standingOf(command, input.requestId);
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
export async function rejectRequest(
  command: Command,
  input: { readonly requestId: string; readonly reason: string },
): Promise<RequestRecord> {
  return end(command, await standingOf(command, input.requestId), "rejected", input.reason);
}

async function end(
  command: Command,
  standing: RequestStanding,
  as: "cancelled" | "rejected",
  reason: string,
): Promise<RequestRecord> {
  const by = command.actor.principalId;
  const ended = transition(standing.facts, { type: as === "cancelled" ? "cancel" : "reject", by }, command.now);
  if (!ended.ok) refuse(ended.error);
  const { id } = standing.stored.request;
  await endRequest(command.tx, command.organizationId, id, { as, by, reason, releaseId: null, at: command.now });
  recordRequest(command, standing, as === "cancelled" ? "request.cancel" : "request.reject", { reason });
  return answerRequest(command, id);
}
