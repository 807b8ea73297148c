import { sql } from "kysely";
import type { Tx } from "./database.ts";
import type { Engine } from "./open-database.ts";

/** Reads the database's own time, as ISO-8601 UTC with milliseconds. Inside a transaction it is read after the locks. */
export async function readDatabaseTime(tx: Tx, engine: Engine): Promise<string> {
  const query =
    engine === "sqlite"
      ? sql<{ now: string }>`select strftime('%Y-%m-%dT%H:%M:%fZ', 'now') as now`
      : sql<{
          now: string;
        }>`select to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now`;
  const { rows } = await query.execute(tx);
  const row = rows[0];
  if (row === undefined) throw new Error("The database did not tell the time.");
  return row.now;
}
