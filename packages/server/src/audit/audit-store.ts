import {
  type AuditAction,
  type AuditActor,
  type AuditEvent,
  type AuditOutcome,
  encodeEvent,
  eventHash,
  GENESIS,
  type JsonValue,
  saltedDigest,
} from "@countersign/core";
import { newId, randomText } from "../command/identifiers.ts";
import type { Tx } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";

/** What an event says before it has its place in the chain. */
export interface EventDraft {
  readonly action: AuditAction;
  readonly actor: AuditActor;
  readonly target: { readonly type: string; readonly id: string | null };
  readonly scopeId: string | null;
  readonly outcome: AuditOutcome;
  readonly requestId: string;
  /** Digests of the thing before and after. */
  readonly before?: string | null;
  readonly after?: string | null;
  /** Ids, digests, numbers and words of the catalogue; never a name, a reason, a secret or a prompt's text. */
  readonly details: JsonValue;
  /** Names, reasons and other free text: stored apart, erasable, the event holds salted digests. */
  readonly texts?: Readonly<Record<string, string>>;
}

export interface ChainPlace {
  readonly tx: Tx;
  readonly engine: Engine;
  readonly chain: string;
  readonly revision: number;
  readonly now: string;
}

/** Appends events to a chain, in order, under the lock of its head. */
export async function appendToChain(place: ChainPlace, drafts: readonly EventDraft[]): Promise<void> {
  if (drafts.length === 0) return;
  const { tx, chain } = place;
  let head = await lockHead(place);
  for (const draft of drafts) {
    const seq = head.seq + 1;
    const texts: Record<string, string> = {};
    for (const [field, text] of Object.entries(draft.texts ?? {})) {
      if (text === "") continue;
      const salt = randomText(20);
      texts[field] = saltedDigest(salt, text);
      await tx.insertInto("audit_texts").values({ chain, seq, field, salt, text }).execute();
    }
    const event: AuditEvent = {
      format: 1,
      chain,
      seq,
      prev: head.hash,
      id: newId("evt"),
      time: place.now,
      revision: place.revision,
      actor: draft.actor,
      action: draft.action,
      target: draft.target,
      scopeId: draft.scopeId,
      ...draft.outcome,
      requestId: draft.requestId,
      before: draft.before ?? null,
      after: draft.after ?? null,
      details: draft.details,
      texts,
    };
    const bytes = encodeEvent(event);
    const hash = eventHash(bytes);
    await tx
      .insertInto("audit_events")
      .values({
        chain,
        seq,
        bytes,
        hash,
        id: event.id,
        at: event.time,
        actor_id: draft.actor.principalId,
        action: draft.action,
        outcome: draft.outcome.outcome,
        target_id: draft.target.id,
      })
      .execute();
    head = { seq, hash };
  }
  await tx.updateTable("audit_heads").set(head).where("chain", "=", chain).execute();
}

async function lockHead(place: ChainPlace): Promise<{ readonly seq: number; readonly hash: string }> {
  const query = place.tx.selectFrom("audit_heads").select(["seq", "hash"]).where("chain", "=", place.chain);
  const locked = place.engine === "postgres" ? query.forUpdate() : query;
  const head = await locked.executeTakeFirst();
  if (head !== undefined) return head;
  await place.tx
    .insertInto("audit_heads")
    .values({ chain: place.chain, seq: 0, hash: GENESIS })
    .onConflict((conflict) => conflict.column("chain").doNothing())
    .execute();
  return locked.executeTakeFirstOrThrow();
}
