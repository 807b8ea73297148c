import type { AuditFilter, ChainHead } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A stored event: its bytes, and the columns by which it is found. */
export interface AuditRow {
  readonly seq: number;
  readonly bytes: string;
  readonly hash: string;
  readonly index: AuditIndex;
}

/** What the columns of an event repeat of its bytes. */
export interface AuditIndex {
  readonly id: string;
  readonly at: string;
  readonly actorId: string | null;
  readonly action: string;
  readonly outcome: "done" | "refused";
  readonly targetId: string | null;
}

/** An erasable text of an event. */
export interface AuditText {
  readonly seq: number;
  readonly field: string;
  readonly salt: string;
  readonly text: string;
}

const columns = ["seq", "bytes", "hash", "id", "at", "actor_id", "action", "outcome", "target_id"] as const;

/** Events of a chain, the newest first. */
export async function listEventsBackwards(
  tx: Tx,
  chain: string,
  filter: AuditFilter,
  page: { readonly beforeSeq: number | null; readonly limit: number },
): Promise<readonly AuditRow[]> {
  let query = tx.selectFrom("audit_events").select(columns).where("chain", "=", chain);
  if (filter.actorId !== undefined) query = query.where("actor_id", "=", filter.actorId);
  if (filter.action !== undefined) query = query.where("action", "=", filter.action);
  if (filter.outcome !== undefined) query = query.where("outcome", "=", filter.outcome);
  if (filter.targetId !== undefined) query = query.where("target_id", "=", filter.targetId);
  if (filter.from !== undefined) query = query.where("at", ">=", filter.from);
  if (filter.to !== undefined) query = query.where("at", "<", filter.to);
  if (page.beforeSeq !== null) query = query.where("seq", "<", page.beforeSeq);
  const rows = await query.orderBy("seq", "desc").limit(page.limit).execute();
  return rows.map(auditRow);
}

/** Events of a chain after a number, the oldest first. */
export async function listEventsForwards(
  tx: Tx,
  chain: string,
  afterSeq: number,
  limit: number,
): Promise<readonly AuditRow[]> {
  const rows = await tx
    .selectFrom("audit_events")
    .select(columns)
    .where("chain", "=", chain)
    .where("seq", ">", afterSeq)
    .orderBy("seq")
    .limit(limit)
    .execute();
  return rows.map(auditRow);
}

/** The texts of the events from one number to another, both included, that were not erased. */
export async function listTexts(tx: Tx, chain: string, from: number, to: number): Promise<readonly AuditText[]> {
  return tx
    .selectFrom("audit_texts")
    .select(["seq", "field", "salt", "text"])
    .where("chain", "=", chain)
    .where("seq", ">=", from)
    .where("seq", "<=", to)
    .orderBy("seq")
    .orderBy("field")
    .execute();
}

/** Where a chain is noted to end; `null` where no event was ever appended, or somebody removed the note. */
export async function readHead(tx: Tx, chain: string): Promise<ChainHead | null> {
  const head = await tx.selectFrom("audit_heads").select(["seq", "hash"]).where("chain", "=", chain).executeTakeFirst();
  return head ?? null;
}

/** Every chain that there is or should be: each organization's, and whatever else has events or a head. */
export async function listChains(tx: Tx): Promise<readonly string[]> {
  const organizations = await tx.selectFrom("organizations").select("id").execute();
  const heads = await tx.selectFrom("audit_heads").select("chain").execute();
  const events = await tx.selectFrom("audit_events").select("chain").distinct().execute();
  const chains = [
    ...organizations.map(({ id }) => id),
    ...heads.map(({ chain }) => chain),
    ...events.map((row) => row.chain),
  ];
  return [...new Set(chains)].sort();
}

function auditRow(row: {
  readonly seq: number;
  readonly bytes: string;
  readonly hash: string;
  readonly id: string;
  readonly at: string;
  readonly actor_id: string | null;
  readonly action: string;
  readonly outcome: "done" | "refused";
  readonly target_id: string | null;
}): AuditRow {
  const { seq, bytes, hash, id, at, action, outcome } = row;
  return { seq, bytes, hash, index: { id, at, actorId: row.actor_id, action, outcome, targetId: row.target_id } };
}
