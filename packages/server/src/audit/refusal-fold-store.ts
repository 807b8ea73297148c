import { sql } from "kysely";
import type { Tx } from "../db/database.ts";
import type { EventDraft } from "./audit-store.ts";

/** Counts a refusal whose like was written less than a window ago; false when it is the first and must be written. */
export async function countRepetition(
  tx: Tx,
  chain: string,
  fingerprint: string,
  now: string,
  event: string,
): Promise<boolean> {
  // One statement: of two equal refusals at the same moment one writes and the other counts.
  const row = await tx
    .insertInto("audit_folds")
    .values({ chain, fingerprint, window_start: now, repeated: 0, event })
    .onConflict((conflict) =>
      conflict.columns(["chain", "fingerprint"]).doUpdateSet({ repeated: sql`audit_folds.repeated + 1` }),
    )
    .returning("repeated")
    .executeTakeFirstOrThrow();
  return row.repeated > 0;
}

/** Removes the windows that began before the instant (`null`: all) and answers the events of their repetitions. */
export async function takeEndedFolds(
  tx: Tx,
  chain: string,
  startedBefore: string | null,
): Promise<readonly EventDraft[]> {
  let query = tx.deleteFrom("audit_folds").where("chain", "=", chain);
  if (startedBefore !== null) query = query.where("window_start", "<=", startedBefore);
  const rows = await query.returning(["event", "repeated", "window_start"]).execute();
  return rows
    .filter((row) => row.repeated > 0)
    .map((row) => {
      const draft: EventDraft = JSON.parse(row.event); // written by `countRepetition` alone
      return { ...draft, details: { repeated: row.repeated, since: row.window_start } };
    });
}
