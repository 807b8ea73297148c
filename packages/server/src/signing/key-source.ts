import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { StartFault } from "../configuration/start-fault.ts";
import { formatPrivateKey, newPrivateKey, type PrivateKey, parsePrivateKey } from "./private-key.ts";

/** Where a server has its private key from. */
export interface KeySource {
  /** The file, for messages and for rotation; `null` where the key comes from elsewhere. */
  readonly file: string | null;
  /** Reads it anew. */
  readonly read: () => PrivateKey;
}

/** A key that stands in the environment. */
export function keyOf(text: string): KeySource {
  const parsed = parsePrivateKey(text);
  if (!parsed.ok)
    throw new StartFault(
      `COUNTERSIGN_SIGNING_KEY ${parsed.error}; make one with \`countersign-server signing-key prepare\`.`,
    );
  return { file: null, read: () => parsed.value };
}

/** A key that lives as long as the process: for tests and trials. What it signed is verified by whoever kept its public half. */
export function temporaryKey(): KeySource {
  const key = newPrivateKey();
  return { file: null, read: () => key };
}

/**
 * A key in a file.
 *
 * @param made whether the file is made, readable for its owner alone, where there is none
 */
export function keyInFile(file: string, made: boolean): KeySource {
  if (made && !existsSync(file)) writeKeyFile(file, newPrivateKey(), "wx");
  return { file, read: () => readKeyFile(file) };
}

/** Puts another key into the file, whole or not at all. */
export function replaceKeyFile(file: string, key: PrivateKey): void {
  const beside = `${file}.${key.kid.slice(0, 8)}.tmp`;
  writeKeyFile(beside, key, "w");
  renameSync(beside, file);
}

/** The key of a file. */
export function readKeyFile(file: string): PrivateKey {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    throw new StartFault(
      `The signing key ${file} can't be read (${codeOf(cause)}); name another one with COUNTERSIGN_SIGNING_KEY_FILE.`,
    );
  }
  const parsed = parsePrivateKey(text);
  if (!parsed.ok) throw new StartFault(`The file ${file} ${parsed.error}; put the right one back.`);
  return parsed.value;
}

/** Whether others than the file's owner may read it. */
export function isExposed(file: string): boolean {
  return process.platform !== "win32" && (statSync(file).mode & 0o077) !== 0;
}

/** Two processes that start at once make one key: the second finds the file. */
function writeKeyFile(file: string, key: PrivateKey, flag: "w" | "wx"): void {
  try {
    const handle = openSync(file, flag, 0o600);
    try {
      writeFileSync(handle, formatPrivateKey(key));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (cause) {
    if (flag === "wx" && codeOf(cause) === "EEXIST") return;
    throw new StartFault(
      `The signing key ${file} can't be written (${codeOf(cause)}); name another file with COUNTERSIGN_SIGNING_KEY_FILE.`,
    );
  }
}

function codeOf(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "unknown reason";
}
