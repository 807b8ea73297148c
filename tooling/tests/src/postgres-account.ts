import { readFileSync } from "node:fs";

/** As whom PostgreSQL runs: as this process does, or as an account that may do less. */
export type Account = { readonly kind: "own" } | { readonly kind: "other"; readonly uid: number; readonly gid: number };

/** PostgreSQL refuses to run as root, so root runs it as `postgres`, or as `nobody` where there is no `postgres`. */
export function postgresAccount(): Account {
  if (process.getuid?.() !== 0) return { kind: "own" };
  const accounts = readFileSync("/etc/passwd", "utf8").split("\n");
  for (const name of ["postgres", "nobody"]) {
    const [, , uid, gid] = accounts.find((line) => line.startsWith(`${name}:`))?.split(":") ?? [];
    if (uid !== undefined && gid !== undefined) return { kind: "other", uid: Number(uid), gid: Number(gid) };
  }
  throw new Error(
    "PostgreSQL refuses to run as root, and this machine has no account `postgres` or `nobody` for it; add one.",
  );
}
