import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { Fault } from "../command-line/fault.ts";

/** One server that somebody is signed in to. */
interface SignIn {
  readonly key: string;
  /** The key by its id, to be revoked when one signs out; `null` where this program did not make it. */
  readonly keyId: string | null;
  /** Whom the server took the key for. */
  readonly name: string;
}

/** Everything that is kept: sign-ins by the server's address, and the one that is meant when none is named. */
export interface SignIns {
  readonly current: string | null;
  readonly servers: Readonly<Record<string, SignIn>>;
}

const empty: SignIns = { current: null, servers: {} };

type Environment = Readonly<Record<string, string | undefined>>;

/** The file that holds them, for its owner alone. */
export function signInFile(environment: Environment): string {
  const own = environment["COUNTERSIGN_CONFIG"];
  const base = environment["XDG_CONFIG_HOME"] || join(environment["HOME"] || homedir(), ".config");
  return join(own === undefined || own === "" ? join(base, "countersign") : own, "sign-ins.json");
}

/** Throws a fault where others can read the file: then its keys may be known. */
export function readSignIns(environment: Environment): SignIns {
  const file = signInFile(environment);
  let text: string;
  try {
    const { mode } = statSync(file);
    if (process.platform !== "win32" && (mode & 0o077) !== 0) {
      throw new Fault(
        `Others than you can read ${file}, which holds keys.`,
        `Run \`chmod 600 ${file}\`, and revoke its keys if others had access.`,
      );
    }
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return empty;
    throw error;
  }
  return parseSignIns(text) ?? failDamaged(file);
}

/** Writes the file whole, or not at all. */
export function writeSignIns(environment: Environment, signIns: SignIns): void {
  const file = signInFile(environment);
  const folder = join(file, "..");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const next = `${file}.${process.pid}.new`;
  try {
    writeFileSync(next, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600, flag: "wx" });
    chmodSync(next, 0o600);
    renameSync(next, file);
  } finally {
    rmSync(next, { force: true });
  }
}

function parseSignIns(text: string): SignIns | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isRecord(value) || !isRecord(value["servers"])) return null;
  const servers: Record<string, SignIn> = {};
  for (const [url, entry] of Object.entries(value["servers"])) {
    if (!isRecord(entry)) return null;
    const { key, keyId, name } = entry;
    if (typeof key !== "string" || typeof name !== "string" || (keyId !== null && typeof keyId !== "string"))
      return null;
    servers[url] = { key, keyId, name };
  }
  const current = value["current"];
  return { current: typeof current === "string" ? current : null, servers };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function failDamaged(file: string): never {
  throw new Fault(`${file} is damaged.`, "Delete it and sign in again with `countersign login`.");
}
