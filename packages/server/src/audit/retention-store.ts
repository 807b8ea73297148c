import { sql } from "kysely";
import type { Tx } from "../db/database.ts";
import { sqliteGuard, writtenOnce } from "../db/migrations/guard.ts";
import type { Engine } from "../db/open-database.ts";

/**
 * Deletes the events of a chain up to a number, with their texts. The guard against it is put aside in this transaction
 * and stands again when it commits; on PostgreSQL nobody but the owner of the schema can do that.
 */
export async function dropEvents(tx: Tx, engine: Engine, chain: string, to: number): Promise<void> {
  const guard = writtenOnce("audit_events").find(({ on }) => on === "delete");
  if (guard === undefined) throw new Error("Nothing guards audit events against deletion.");
  const name = sql.id(`guard_${guard.name}`);
  await (engine === "sqlite"
    ? sql`drop trigger ${name}`
    : sql`alter table audit_events disable trigger ${name}`
  ).execute(tx);
  await tx.deleteFrom("audit_texts").where("chain", "=", chain).where("seq", "<=", to).execute();
  await tx.deleteFrom("audit_events").where("chain", "=", chain).where("seq", "<=", to).execute();
  await (engine === "sqlite"
    ? sql.raw(sqliteGuard(guard))
    : sql`alter table audit_events enable trigger ${name}`
  ).execute(tx);
}

/** The organization's revision; 0 for the system's chain. */
export async function readChainRevision(tx: Tx, chain: string): Promise<number> {
  const row = await tx.selectFrom("organizations").select("revision").where("id", "=", chain).executeTakeFirst();
  return row?.revision ?? 0;
}
