import { Kysely, PostgresDialect } from "kysely";
import { Pool, types } from "pg";
import { type CommitEar, embeddedEar } from "./commit-ear.ts";
import type { Database, Tables } from "./database.ts";
import { EmbeddedDialect } from "./embedded-dialect.ts";
import { PostgresEar } from "./postgres-ear.ts";

/** Which database the server keeps its state in. */
export type DatabaseTarget =
  | { readonly engine: "sqlite"; readonly filename: string; readonly image?: Uint8Array }
  | {
      readonly engine: "postgres";
      /** The role the server runs as; it does not own the schema. */
      readonly url: string;
      /** The role that owns the schema and migrates it. Default: `url`, which `countersign-server` warns of. */
      readonly ownerUrl?: string;
      /** Connections at most. Default 10. */
      readonly poolSize?: number;
    };

export type Engine = DatabaseTarget["engine"];

/** Opens the database without looking at its schema. Destroy it when done. */
export function openDatabase(target: DatabaseTarget, as: "application" | "owner" = "application"): Database {
  if (target.engine === "sqlite") return new Kysely<Tables>({ dialect: embeddedDialect(target) });
  const url = as === "owner" ? (target.ownerUrl ?? target.url) : target.url;
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openPool(url, target.poolSize ?? 10) }) });
}

/** Opens the database for a server, with the ear that hears of what is committed to it. Close the ear, then destroy it. */
export function openWithEar(target: DatabaseTarget): { readonly db: Database; readonly ear: CommitEar } {
  if (target.engine === "postgres") return { db: openDatabase(target), ear: new PostgresEar(target.url) };
  const dialect = embeddedDialect(target);
  return { db: new Kysely<Tables>({ dialect }), ear: embeddedEar(() => dialect.writes()) };
}

function embeddedDialect({ filename, image }: Extract<DatabaseTarget, { readonly engine: "sqlite" }>): EmbeddedDialect {
  return new EmbeddedDialect(image === undefined ? { filename } : { filename, image });
}

/** A pool that returns 64-bit integers as numbers: ours count rows and never pass 2^53. */
export function openPool(connectionString: string, max: number): Pool {
  const pool = new Pool({
    connectionString,
    max,
    application_name: "countersign",
    statement_timeout: 30_000,
    types: {
      getTypeParser: (oid, format) =>
        oid === types.builtins.INT8 ? (text: string) => Number(text) : types.getTypeParser(oid, format),
    },
  });
  // An idle connection that breaks is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => undefined);
  return pool;
}
