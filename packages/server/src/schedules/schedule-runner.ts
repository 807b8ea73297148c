import { isCountersignError, type Refusal } from "@countersign/core";
import { appendToChain } from "../audit/audit-store.ts";
import type { Actor } from "../command/actor.ts";
import { execute } from "../command/command.ts";
import type { Environment } from "../command/environment.ts";
import { newId, newRequestId, randomText } from "../command/identifiers.ts";
import { readOrganization } from "../command/organization-store.ts";
import { refuse } from "../command/refuse.ts";
import { requires } from "../command/requirement.ts";
import { noteOverdueReviews } from "../emergencies/overdue-reviews.ts";
import { insertNotifications } from "../notifications/notification-store.ts";
import { publishRequest } from "../releases/publication.ts";
import { requestArgument } from "../releases/release-locators.ts";
import { readRequest } from "../releases/request-store.ts";
import { anyDue, claimDue, endSchedule, readScheduler, type StoredSchedule } from "./schedule-store.ts";

/** How long a node keeps what it claimed to itself, in milliseconds; whatever it did not end by then another may take. */
const claimTime = 60_000;

/**
 * Does what is due: publishes what was scheduled, and notes which reviews are overdue. Several nodes may run one each: a
 * node claims what it takes, and ends it in the transaction that publishes, so that nothing happens twice and nothing is
 * lost when a node dies.
 */
export class ScheduleRunner {
  readonly #environment: Environment;
  readonly #node = `node_${randomText(12)}`;
  #underWay: Promise<void> | null = null;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** One run; while one is under way, that one. */
  run(): Promise<void> {
    this.#underWay ??= this.#runOnce().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  /** Until nothing is under way. */
  async ended(): Promise<void> {
    await this.#underWay?.catch(() => undefined);
  }

  async #runOnce(): Promise<void> {
    const environment = this.#environment;
    const due = await environment.db.transaction().execute(async (tx) => {
      const now = await environment.clock.inside(tx);
      if (!(await anyDue(tx, now))) return [];
      return claimDue(tx, this.#node, now, new Date(Date.parse(now) + claimTime).toISOString());
    });
    for (const schedule of due) await publishScheduled(environment, schedule);
    await noteOverdueReviews(environment);
  }
}

/** Publishes one that is due as whoever scheduled it, or records why that does not happen. */
async function publishScheduled(environment: Environment, schedule: StoredSchedule): Promise<void> {
  const { organizationId, id, requestId, digest, reason } = schedule;
  try {
    const scheduler = await environment.db.transaction().execute((tx) => readScheduler(tx, schedule));
    if (scheduler === null) refuse(gone);
    const actor: Actor = {
      organizationId,
      principalId: schedule.scheduledBy,
      keyId: schedule.keyId,
      ...scheduler,
    };
    const frame = { requestId: newRequestId(), idempotencyKey: null, seenRevision: null };
    await execute(
      environment,
      actor,
      frame,
      {
        action: "label.release",
        requires: requires("publish", requestArgument),
        lock: "exclusive",
        work: async (command, input: { readonly requestId: string }) => {
          const ending = { state: "published", failure: null, endedBy: null, at: command.now } as const;
          if (!(await endSchedule(command.tx, organizationId, id, ending))) refuse(overAlready);
          return publishRequest(command, { ...input, digest, reason });
        },
      },
      { requestId },
    );
  } catch (error) {
    if (isCountersignError(error)) await recordFailure(environment, schedule, error.toRefusal());
    else environment.log({ level: "error", message: `The schedule ${id} failed; it is tried again.`, cause: error });
  }
}

/** Ends a schedule that did not come off, and tells whoever scheduled it and whoever asked for the release. */
async function recordFailure(environment: Environment, schedule: StoredSchedule, refusal: Refusal): Promise<void> {
  const { organizationId, id, requestId, scheduledBy, keyId, publishAt } = schedule;
  await environment.db.transaction().execute(async (tx) => {
    const { engine } = environment;
    const organization = await readOrganization(tx, engine, organizationId, "shared");
    const now = await environment.clock.inside(tx);
    const ending = { state: "failed", failure: whyOf(refusal), endedBy: null, at: now } as const;
    if (organization === null || !(await endSchedule(tx, organizationId, id, ending))) return;
    const requesterId = (await readRequest(tx, organizationId, requestId))?.requesterId ?? scheduledBy;
    await insertNotifications(
      tx,
      organizationId,
      { type: "schedule-failed", subjectId: id, at: now },
      [...new Set([scheduledBy, requesterId])].map((principalId) => ({ id: newId("ntf"), principalId })),
    );
    await appendToChain({ tx, engine, chain: organizationId, revision: organization.revision, now }, [
      {
        action: "request.schedule-fail",
        actor: { type: "user", principalId: scheduledBy, keyId },
        target: { type: "release-request", id: requestId },
        scopeId: null,
        outcome: { outcome: "done" },
        requestId: newRequestId(),
        details: { scheduleId: id, publishAt, code: refusal.code },
        texts: { reason: whyOf(refusal) },
      },
    ]);
  });
}

/** To whom a request is hidden by now it is "not found", which says too little to everybody else. */
function whyOf(refusal: Refusal): string {
  return refusal.code === "not_found"
    ? "Whoever scheduled it may not see the request any more, and so not publish it."
    : refusal.message;
}

const gone: Refusal = {
  code: "unauthenticated",
  message: "Whoever scheduled it is not there any more.",
  remedy: "Have somebody publish it who may.",
};

const overAlready: Refusal = {
  code: "conflict",
  message: "It was published or taken back meanwhile.",
  remedy: "Nothing is to be done.",
};
