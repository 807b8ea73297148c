import type { ChainHead, SignedText } from "@countersign/core";
import type { Tx } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";

/** A stored checkpoint. */
export interface CheckpointRow extends SignedText, ChainHead {
  readonly chain: string;
  readonly keyId: string;
  readonly at: string;
}

/** A chain with events that no checkpoint has sealed. */
export interface UnsealedChain {
  readonly chain: string;
  readonly headSeq: number;
  /** What the newest checkpoint sealed; 0 without one. */
  readonly sealedTo: number;
  /** When the first event after it happened. */
  readonly since: string;
}

const columns = ["chain", "seq", "hash", "kid", "statement", "signature", "created_at"] as const;

/** Every chain that goes on after its newest checkpoint. */
export async function listUnsealedChains(tx: Tx): Promise<readonly UnsealedChain[]> {
  const rows = await tx
    .selectFrom("audit_heads as h")
    .select((of) => [
      "h.chain",
      "h.seq",
      of
        .selectFrom("audit_checkpoints as c")
        .select((f) => f.fn.max("c.seq").as("seq"))
        .whereRef("c.chain", "=", "h.chain")
        .as("sealed"),
    ])
    .orderBy("h.chain")
    .execute();
  const unsealed: UnsealedChain[] = [];
  for (const { chain, seq, sealed } of rows) {
    const sealedTo = Number(sealed ?? 0);
    if (seq <= sealedTo) continue;
    const first = await tx
      .selectFrom("audit_events")
      .select("at")
      .where("chain", "=", chain)
      .where("seq", "=", sealedTo + 1)
      .executeTakeFirst();
    unsealed.push({ chain, headSeq: seq, sealedTo, since: first?.at ?? "" });
  }
  return unsealed;
}

/** The head of a chain, locked until the transaction ends. */
export async function lockChainHead(tx: Tx, engine: Engine, chain: string): Promise<ChainHead | null> {
  const query = tx.selectFrom("audit_heads").select(["seq", "hash"]).where("chain", "=", chain);
  return (await (engine === "postgres" ? query.forUpdate() : query).executeTakeFirst()) ?? null;
}

export async function readNewestCheckpoint(tx: Tx, chain: string): Promise<CheckpointRow | null> {
  const row = await tx
    .selectFrom("audit_checkpoints")
    .select(columns)
    .where("chain", "=", chain)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : checkpointOf(row);
}

/** The newest checkpoint that was made before a moment. */
export async function readCheckpointBefore(tx: Tx, chain: string, before: string): Promise<CheckpointRow | null> {
  const row = await tx
    .selectFrom("audit_checkpoints")
    .select(columns)
    .where("chain", "=", chain)
    .where("created_at", "<", before)
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : checkpointOf(row);
}

/** The checkpoints of a chain whose numbers lie after one and not after the other, oldest first. */
export async function listCheckpoints(
  tx: Tx,
  chain: string,
  after: number,
  to: number,
): Promise<readonly CheckpointRow[]> {
  const rows = await tx
    .selectFrom("audit_checkpoints")
    .select(columns)
    .where("chain", "=", chain)
    .where("seq", ">", after)
    .where("seq", "<=", to)
    .orderBy("seq")
    .execute();
  return rows.map(checkpointOf);
}

export async function insertCheckpoint(tx: Tx, checkpoint: CheckpointRow): Promise<void> {
  await tx
    .insertInto("audit_checkpoints")
    .values({
      chain: checkpoint.chain,
      seq: checkpoint.seq,
      hash: checkpoint.hash,
      kid: checkpoint.keyId,
      statement: checkpoint.statement,
      signature: checkpoint.signature,
      created_at: checkpoint.at,
    })
    .execute();
}

/** The hash that an event, or the checkpoint that stands for a dropped one, has; `null` where there is neither. */
export async function readHashAt(tx: Tx, chain: string, seq: number): Promise<string | null> {
  const event = await tx
    .selectFrom("audit_events")
    .select("hash")
    .where("chain", "=", chain)
    .where("seq", "=", seq)
    .executeTakeFirst();
  if (event !== undefined) return event.hash;
  const checkpoint = await tx
    .selectFrom("audit_checkpoints")
    .select("hash")
    .where("chain", "=", chain)
    .where("seq", "=", seq)
    .executeTakeFirst();
  return checkpoint?.hash ?? null;
}

/** The number of the first event that is there; 1 for a chain without any. */
export async function readFirstSeq(tx: Tx, chain: string): Promise<number> {
  const row = await tx
    .selectFrom("audit_events")
    .select("seq")
    .where("chain", "=", chain)
    .orderBy("seq")
    .limit(1)
    .executeTakeFirst();
  return row?.seq ?? 1;
}

function checkpointOf(row: {
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
  readonly kid: string;
  readonly statement: string;
  readonly signature: string;
  readonly created_at: string;
}): CheckpointRow {
  const { chain, seq, hash, statement, signature } = row;
  return { chain, seq, hash, keyId: row.kid, statement, signature, at: row.created_at };
}
