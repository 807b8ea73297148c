import { type ChainState, SYSTEM_CHAIN } from "@countersign/core";
import type { Database } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";
import { listChains } from "./audit-event-store.ts";
import { verifyStoredChain } from "./chain-verification.ts";

/** What the host's command line says of every audit chain of a database. */
export interface VerificationReport {
  readonly intact: boolean;
  /** The system's chain first, then by organization id. */
  readonly chains: readonly ({ readonly chain: string } & ChainState)[];
}

/**
 * Verifies every chain of a database, the system's included, on one snapshot, without writing. It proves that rows agree
 * with each other; whoever could rewrite a whole chain with its head is caught only by a head noted elsewhere.
 */
export async function verifyDatabase(db: Database, engine: Engine): Promise<VerificationReport> {
  const begin = db.transaction().setAccessMode("read only");
  const snapshot = engine === "postgres" ? begin.setIsolationLevel("repeatable read") : begin;
  return snapshot.execute(async (tx) => {
    const names = [SYSTEM_CHAIN, ...(await listChains(tx)).filter((chain) => chain !== SYSTEM_CHAIN)];
    const chains: ({ readonly chain: string } & ChainState)[] = [];
    for (const chain of names) chains.push({ chain, ...(await verifyStoredChain(tx, chain)) });
    return { intact: chains.every(({ intact }) => intact), chains };
  });
}
