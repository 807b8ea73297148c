import { err, ok, type Result } from "@countersign/core";

/** The database an operator chose; an embedded one stands in the data folder. */
export type ConfiguredDatabase =
  | { readonly engine: "sqlite" }
  | { readonly engine: "postgres"; readonly url: string; readonly ownerUrl: string | null };

/** Reads the two addresses of PostgreSQL; without the first the database is embedded. A fault never repeats a password. */
export function databaseFrom(url: string | null, ownerUrl: string | null): Result<ConfiguredDatabase, string> {
  if (url === null) {
    return ownerUrl === null
      ? ok({ engine: "sqlite" })
      : err("DATABASE_OWNER_URL is given without DATABASE_URL; give both, or neither for SQLite.");
  }
  for (const [name, address] of [
    ["DATABASE_URL", url],
    ["DATABASE_OWNER_URL", ownerUrl],
  ] as const) {
    if (address !== null && !isPostgresUrl(address)) {
      return err(`${name} is no address of PostgreSQL; write it as postgres://role@host:5432/database.`);
    }
  }
  return ok({ engine: "postgres", url, ownerUrl });
}

function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol);
}
