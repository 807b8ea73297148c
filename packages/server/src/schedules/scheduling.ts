import { kindPermission, type RequestRecord } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { answerRequest, standingOf } from "../releases/request-reading.ts";
import { touchRequest } from "../releases/request-store.ts";
import { endSchedule, insertSchedule, listSchedules } from "./schedule-store.ts";

/**
 * Lets an approved request be published at an hour, by whoever schedules it and with what he may do then. Nothing is
 * promised by it: at its hour everything is decided again.
 */
export async function scheduleRequest(
  command: Command,
  input: {
    readonly requestId: string;
    readonly digest: string;
    readonly publishAt: string;
    readonly reason?: string | undefined;
  },
): Promise<RequestRecord> {
  const { tx, organizationId, actor, now } = command;
  const standing = await standingOf(command, input.requestId);
  const { stored, target, state } = standing;
  const { request } = stored;
  command.require(kindPermission(stored.kind, "publish"), target.scopeId, request.target.label);
  if (state !== "approved") {
    refuse({
      code: state === "open" || state === "changes_requested" ? "policy_unsatisfied" : "conflict",
      message: "Only what is approved is scheduled, and this request is not approved.",
      remedy: "Have it approved first; its page says what is missing.",
    });
  }
  if (input.digest !== request.content.digest) {
    refuse({
      code: "stale",
      message: "The request proposes another content than the one that you looked at.",
      remedy: "Load the request again, look at what it proposes now, and decide on that.",
    });
  }
  if (input.publishAt <= now || (request.expiresAt !== null && input.publishAt >= request.expiresAt)) {
    refuse({
      code: "invalid",
      message:
        input.publishAt <= now
          ? "The hour is over already."
          : `The request expires at ${request.expiresAt}, before its hour.`,
      remedy: "Choose an hour that is still to come, before the request expires; or publish it now.",
    });
  }
  if ((await listSchedules(tx, organizationId, request.id)).some((one) => one.state === "waiting")) {
    refuse({
      code: "conflict",
      message: "The request is scheduled already.",
      remedy: "Cancel that first, then schedule it anew.",
    });
  }
  const id = newId("sch");
  await insertSchedule(tx, {
    id,
    organizationId,
    requestId: request.id,
    digest: request.content.digest,
    reason: input.reason ?? "",
    publishAt: input.publishAt,
    scheduledBy: actor.principalId,
    keyId: actor.keyId,
    at: now,
  });
  await touchRequest(tx, organizationId, request.id, now);
  command.record({
    action: "request.schedule",
    target: { type: "release-request", id: request.id },
    scopeId: target.scopeId,
    after: request.content.digest,
    details: { scheduleId: id, publishAt: input.publishAt },
    texts: { reason: input.reason ?? "" },
  });
  return answerRequest(command, request.id);
}

/** Takes a scheduled publication back. */
export async function unscheduleRequest(
  command: Command,
  input: { readonly requestId: string },
): Promise<RequestRecord> {
  const { tx, organizationId, actor, now } = command;
  const { stored, target } = await standingOf(command, input.requestId);
  command.require(kindPermission(stored.kind, "publish"), target.scopeId, stored.request.target.label);
  const waiting = (await listSchedules(tx, organizationId, input.requestId)).find((one) => one.state === "waiting");
  if (
    waiting === undefined ||
    !(await endSchedule(tx, organizationId, waiting.id, {
      state: "cancelled",
      failure: null,
      endedBy: actor.principalId,
      at: now,
    }))
  ) {
    return refuse({
      code: "conflict",
      message: "The request is not scheduled.",
      remedy: "Load it again: it was published or taken back meanwhile.",
    });
  }
  await touchRequest(tx, organizationId, input.requestId, now);
  command.record({
    action: "request.unschedule",
    target: { type: "release-request", id: input.requestId },
    scopeId: target.scopeId,
    details: { scheduleId: waiting.id, publishAt: waiting.publishAt },
  });
  return answerRequest(command, input.requestId);
}
