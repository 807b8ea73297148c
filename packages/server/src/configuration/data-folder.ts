import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { shortestSecret } from "./configuration.ts";
import { StartFault } from "./start-fault.ts";

/** Makes the data folder, readable for its owner alone, and finds out whether it can be written. */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    const probe = join(folder, `.probe-${randomBytes(8).toString("hex")}`);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (cause) {
    const why = reasons[codeOf(cause) ?? ""] ?? codeOf(cause) ?? "unknown reason";
    throw new StartFault(
      `The data folder ${folder} can't be written (${why}); name another one with COUNTERSIGN_DATA.`,
    );
  }
}

/** Makes a folder with those above it. Node's own way never returns where a file system, such as /proc, makes none. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const above = dirname(folder);
  if (above !== folder) makeFolder(above);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
  }
}

/** The secret that the data folder keeps; made at the first start, readable for the folder's owner alone. */
export function secretIn(folder: string): string {
  const file = join(folder, "secret");
  try {
    writeFileSync(file, `${randomBytes(32).toString("base64url")}\n`, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    if (codeOf(cause) !== "EEXIST") throw cause;
  }
  const secret = readFileSync(file, "utf8").trim();
  if (secret.length >= shortestSecret) return secret;
  throw new StartFault(
    `${file} holds no secret of ${shortestSecret} characters; remove it, start again, and everybody signs in again.`,
  );
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOENT: "there can be no folder",
  ENOTDIR: "a part of its path is no folder",
  EEXIST: "it is a file",
  ENOSPC: "the disk is full",
};

function codeOf(cause: unknown): string | null {
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : null;
}
