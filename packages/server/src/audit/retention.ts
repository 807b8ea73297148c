import type { Clock } from "../command/clock.ts";
import { newRequestId } from "../command/identifiers.ts";
import type { Database } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";
import { appendToChain } from "./audit-store.ts";
import { verifyStoredChain } from "./chain-verification.ts";
import { lockChainHead, readCheckpointBefore, readFirstSeq } from "./checkpoint-store.ts";
import { dropEvents, readChainRevision } from "./retention-store.ts";

/** What became of old events. */
export type Retention =
  | { readonly type: "dropped"; readonly from: number; readonly to: number }
  | { readonly type: "nothing"; readonly why: string };

/**
 * Drops the events of a chain up to its last checkpoint before a moment. The checkpoint stays and says what the first
 * event that is left follows; an event says what was dropped. The guard against deletion is put aside for this
 * transaction alone, which on PostgreSQL only the owner of the schema can.
 *
 * @param db opened as the owner of the schema
 */
export async function retainAudit(
  place: { readonly db: Database; readonly engine: Engine; readonly clock: Clock },
  chain: string,
  before: string,
): Promise<Retention> {
  const { db, engine, clock } = place;
  return db.transaction().execute(async (tx) => {
    const head = await lockChainHead(tx, engine, chain);
    const checkpoint = await readCheckpointBefore(tx, chain, before);
    const from = await readFirstSeq(tx, chain);
    if (head === null || checkpoint === null || checkpoint.seq < from) {
      return { type: "nothing", why: `no checkpoint from before ${before} has events up to it` };
    }
    const state = await verifyStoredChain(tx, chain);
    if (state.broken !== null) return { type: "nothing", why: `the chain is broken: ${state.broken.problem}` };
    const now = await clock.inside(tx);
    const revision = await readChainRevision(tx, chain);
    await appendToChain({ tx, engine, chain, revision, now }, [
      {
        action: "audit.retain",
        actor: { type: "system", principalId: null, keyId: null },
        target: { type: "audit-chain", id: chain },
        scopeId: null,
        outcome: { outcome: "done" },
        requestId: newRequestId(),
        before: null,
        after: `sha256:${checkpoint.hash}`,
        details: { droppedFrom: from, droppedTo: checkpoint.seq, hash: checkpoint.hash, before },
      },
    ]);
    await dropEvents(tx, engine, chain, checkpoint.seq);
    return { type: "dropped", from, to: checkpoint.seq };
  });
}
