import { SYSTEM_CHAIN } from "@countersign/core";
import type { CountersignServer } from "../../src/compose.ts";

/** What a chain tells, in order: `action` for what was done and `action refused` for what was not. */
export async function eventsOf(server: CountersignServer, chain: string = SYSTEM_CHAIN): Promise<readonly string[]> {
  const rows = await server.environment.db
    .transaction()
    .execute((tx) =>
      tx.selectFrom("audit_events").select(["action", "outcome"]).where("chain", "=", chain).orderBy("seq").execute(),
    );
  return rows.map(({ action, outcome }) => (outcome === "done" ? action : `${action} refused`));
}
