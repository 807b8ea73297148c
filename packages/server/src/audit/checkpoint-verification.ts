import { readCheckpoint, readSignature, type Seal, signsAt } from "@countersign/core";
import type { Tx } from "../db/database.ts";
import { listSigningKeys } from "../signing/signing-key-store.ts";
import { verifySignature } from "../signing/verify-signature.ts";
import { type CheckpointRow, listCheckpoints, readHashAt } from "./checkpoint-store.ts";

/** What the checkpoints of a chain say of it. */
export interface CheckpointFindings {
  readonly sealed: Seal | null;
  /** The first checkpoint that is not what it should be, with the event after which something is wrong. */
  readonly broken: { readonly seq: number; readonly problem: string } | null;
}

/** Verifies every checkpoint of a chain: its signature, that none is missing, and that the chain still has what it sealed. */
export async function verifyCheckpoints(tx: Tx, chain: string, to: number): Promise<CheckpointFindings> {
  const keys = new Map((await listSigningKeys(tx)).map((key) => [key.kid, key]));
  let sealed: Seal | null = null;
  let sealedTo = 0;
  for (const row of await listCheckpoints(tx, chain, 0, Number.MAX_SAFE_INTEGER)) {
    const broken = (problem: string): CheckpointFindings => ({
      sealed,
      broken: {
        seq: sealedTo + 1,
        problem: `One of the events ${sealedTo + 1} to ${row.seq} of the chain "${chain}": ${problem}`,
      },
    });
    const checkpoint = readCheckpoint(row.statement);
    if (checkpoint === null || !repeats(row, checkpoint)) return broken("its checkpoint is none of this chain.");
    const parts = readSignature("checkpoint", row);
    const key = parts === null ? undefined : keys.get(parts.kid);
    if (parts === null || key === undefined || !signsAt(key, checkpoint.at) || !(await verifySignature(key, parts))) {
      return broken("its checkpoint was not signed by a key of this server.");
    }
    if (checkpoint.previous !== sealedTo) return broken("a checkpoint is missing.");
    if (checkpoint.seq > to) return broken("the chain is cut off before what was sealed.");
    if ((await readHashAt(tx, chain, row.seq)) !== row.hash) return broken("they are not those that were sealed.");
    sealedTo = row.seq;
    sealed = { seq: row.seq, at: checkpoint.at, keyId: key.kid };
  }
  return { sealed, broken: null };
}

function repeats(
  row: CheckpointRow,
  said: { readonly chain: string; readonly seq: number; readonly hash: string },
): boolean {
  return row.chain === said.chain && row.seq === said.seq && row.hash === said.hash;
}
