import { sql } from "kysely";
import { type Migration, type MigrationProvider, Migrator } from "kysely/migration";
import type { Database } from "./database.ts";
import { credentialTables } from "./migrations/0001-credential-tables.ts";
import { postgresGuards, sqliteGuards } from "./migrations/0001-guards.ts";
import { tables } from "./migrations/0001-tables.ts";
import { reviewThreads } from "./migrations/0002-review-threads.ts";
import { policyTerms } from "./migrations/0003-policy-terms.ts";
import { bindInlineRows, datasetRows } from "./migrations/0004-dataset-rows.ts";
import { signing } from "./migrations/0005-signing.ts";
import { treeRequests } from "./migrations/0006-tree-requests.ts";
import { toldRevisions } from "./migrations/0007-told-revisions.ts";
import { breakGlass } from "./migrations/0008-break-glass.ts";
import { schedules } from "./migrations/0009-schedules.ts";
import { type SchemaStep, statementsOf, withByteOrder } from "./migrations/schema-step.ts";
import { type DatabaseTarget, type Engine, openDatabase } from "./open-database.ts";

/** Every migration by name, oldest first. Names sort; one that was released is never edited. */
function migrations(engine: Engine): Record<string, Migration> {
  return {
    "0001-first": {
      async up(db) {
        await runAll(
          db,
          engine === "sqlite"
            ? [...tables, ...credentialTables(engine), ...sqliteGuards]
            : [...tables.map(withByteOrder), ...credentialTables(engine), ...postgresGuards],
        );
      },
    },
    "0002-review-threads": step(engine, reviewThreads),
    "0003-policy-terms": step(engine, policyTerms),
    "0004-dataset-rows": {
      async up(db) {
        await runAll(db, statementsOf(datasetRows, engine));
        await bindInlineRows(db, engine);
      },
    },
    "0005-signing": step(engine, signing),
    "0006-tree-requests": step(engine, treeRequests),
    "0007-told-revisions": { up: (db) => runAll(db, toldRevisions(engine)) },
    "0008-break-glass": step(engine, breakGlass),
    "0009-schedules": step(engine, schedules),
  };
}

function step(engine: Engine, of: SchemaStep): Migration {
  return { up: (db) => runAll(db, statementsOf(of, engine)) };
}

/**
 * Brings the schema of the database up to this server's, under the migrator's lock.
 *
 * @throws an Error with one sentence when the database is newer than this server or a migration fails.
 */
export async function migrate(target: DatabaseTarget): Promise<void> {
  const db = openDatabase(target, "owner");
  try {
    await assertNotNewer(db, target.engine);
    const provider: MigrationProvider = { getMigrations: () => Promise.resolve(migrations(target.engine)) };
    const { error } = await new Migrator({ db, provider }).migrateToLatest();
    if (error !== undefined) {
      throw new Error(`The database could not be migrated: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
    if (target.engine === "postgres" && target.ownerUrl !== undefined && target.ownerUrl !== target.url) {
      await grantToApplication(db, new URL(target.url).username);
    }
  } finally {
    await db.destroy();
  }
}

async function assertNotNewer(db: Database, engine: Engine): Promise<void> {
  const known = new Set(Object.keys(migrations(engine)));
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === "kysely_migration")) return;
  const applied = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const unknown = applied.rows.find((row) => !known.has(row.name));
  if (unknown !== undefined) {
    throw new Error(
      `The database was written by a newer Countersign (it has the migration "${unknown.name}"). Start that version, or restore a backup made before the upgrade.`,
    );
  }
}

/** The application reads and writes rows, and can neither alter the schema nor switch its guards off. */
async function grantToApplication(db: Database, role: string): Promise<void> {
  const name = sql.id(decodeURIComponent(role));
  await sql`grant usage on schema public to ${name}`.execute(db);
  await sql`grant select, insert, update, delete on all tables in schema public to ${name}`.execute(db);
  await sql`revoke insert, update, delete on kysely_migration, kysely_migration_lock from ${name}`.execute(db);
}

async function runAll(db: Database, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
