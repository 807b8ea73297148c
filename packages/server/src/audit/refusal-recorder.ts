import { type AuditAction, type Refusal, SYSTEM_CHAIN, sha256Hex } from "@countersign/core";
import type { Actor, CallFrame } from "../command/actor.ts";
import type { Environment } from "../command/environment.ts";
import { readOrganization } from "../command/organization-store.ts";
import { appendToChain, type EventDraft } from "./audit-store.ts";
import { withAddress } from "./client-address.ts";
import { countRepetition, takeEndedFolds } from "./refusal-fold-store.ts";

/** Equal refusals within this many milliseconds become one event more, however many they are. */
const foldWindow = 60_000;

/** A write that was refused. */
export interface RefusedWrite {
  /** `null` for a call that nobody authenticated: it goes to the system's chain. */
  readonly actor: Actor | null;
  readonly action: AuditAction;
  readonly target: { readonly type: string; readonly id: string | null };
  readonly refusal: Refusal;
}

/**
 * Commits the event of a refusal, alone. The first of its kind is written at once; its repetitions within a minute are
 * counted and written as one event when the minute is over.
 */
export async function recordRefusal(environment: Environment, frame: CallFrame, refused: RefusedWrite): Promise<void> {
  const { actor, action, target, refusal } = refused;
  const draft: EventDraft = {
    action,
    actor:
      actor === null
        ? { type: "anonymous", principalId: null, keyId: null }
        : { type: actor.type, principalId: actor.principalId, keyId: actor.keyId },
    target,
    scopeId: null,
    outcome: { outcome: "refused", code: refusal.code },
    requestId: frame.requestId,
    details: refusal.permission === undefined ? {} : { permission: refusal.permission },
    texts: withAddress(frame),
  };
  const fingerprint = sha256Hex(
    JSON.stringify([draft.actor.principalId, draft.actor.keyId, action, target.type, target.id, refusal.code]),
  );
  await environment.db.transaction().execute(async (tx) => {
    const { engine } = environment;
    const organization = actor === null ? null : await readOrganization(tx, engine, actor.organizationId, "shared");
    const chain = organization?.id ?? SYSTEM_CHAIN;
    const now = await environment.clock.inside(tx);
    const ended = await takeEndedFolds(tx, chain, before(now));
    const repeated = await countRepetition(tx, chain, fingerprint, now, JSON.stringify(draft));
    await appendToChain({ tx, engine, chain, revision: organization?.revision ?? 0, now }, [
      ...ended,
      ...(repeated ? [] : [draft]),
    ]);
  });
}

/** Writes the counted repetitions whose minute is over; called now and then and when the server stops. */
export async function flushRefusals(environment: Environment, everything = false): Promise<void> {
  await environment.db.transaction().execute(async (tx) => {
    const now = await environment.clock.inside(tx);
    const chains = await tx.selectFrom("audit_folds").select("chain").distinct().orderBy("chain").execute();
    for (const { chain } of chains) {
      const organization =
        chain === SYSTEM_CHAIN ? null : await readOrganization(tx, environment.engine, chain, "shared");
      const ended = await takeEndedFolds(tx, chain, everything ? null : before(now));
      await appendToChain({ tx, engine: environment.engine, chain, revision: organization?.revision ?? 0, now }, ended);
    }
  });
}

function before(now: string): string {
  return new Date(Date.parse(now) - foldWindow).toISOString();
}
