import type { Instant } from "@countersign/core";
import type { Tx } from "../db/database.ts";
import { readDatabaseTime } from "../db/database-time.ts";
import type { Engine } from "../db/open-database.ts";

/** The only source of time in the server. */
export interface Clock {
  /** Outside a transaction. */
  now(): Instant;
  /** Inside a transaction, read after its locks. */
  inside(tx: Tx): Promise<Instant>;
}

/** The machine's time outside transactions and the database's inside. */
export function databaseClock(engine: Engine): Clock {
  return {
    now: () => new Date().toISOString(),
    inside: (tx) => readDatabaseTime(tx, engine),
  };
}
