import { sql } from "kysely";
import type { Database } from "../../src/db/database.ts";

/** Notices every committed row that is written, in every table but those of the audit log. SQLite alone. */
export interface ChangeWatch {
  /** The tables that were written since the last time it was asked, none twice. */
  changed(): Promise<readonly string[]>;
}

/** Sets a trigger on every table. What is rolled back takes its notice with it. */
export async function watchChanges(db: Database): Promise<ChangeWatch> {
  await sql`create temp table changed (name text not null)`.execute(db);
  for (const name of await watchedTables(db)) {
    for (const event of ["insert", "update", "delete"]) {
      await sql`create temp trigger ${sql.id(`watch_${name}_${event}`)} after ${sql.raw(event)} on ${sql.table(name)}
        begin insert into changed values (${sql.lit(name)}); end`.execute(db);
    }
  }
  return {
    async changed() {
      const { rows } = await sql<{ readonly name: string }>`select distinct name from changed`.execute(db);
      if (rows.length > 0) await sql`delete from changed`.execute(db);
      return rows.map(({ name }) => name);
    },
  };
}

async function watchedTables(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly name: string }>`
    select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name not like 'audit_%'
  `.execute(db);
  return rows.map(({ name }) => name);
}
