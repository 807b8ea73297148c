import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { isJsonObject, type JsonValue, readCheckpoint } from "@countersign/core";
import { StartFault } from "../configuration/start-fault.ts";
import type { Database } from "../db/database.ts";
import { listChains } from "./audit-event-store.ts";
import { listCheckpoints, readHashAt } from "./checkpoint-store.ts";

/** Where checkpoints are written outside the database: a file, or a function that takes a line; `null` for nowhere. */
export type CheckpointTarget = { readonly file: string } | { readonly line: (line: string) => void } | null;

/**
 * Writes every checkpoint outside the database, a line of JSON each, so that whoever rewrites the database and even has
 * the key contradicts what stands there.
 */
export class CheckpointJournal {
  readonly #target: CheckpointTarget;
  /** Up to which number each chain's checkpoints are written. */
  readonly #written = new Map<string, number>();

  constructor(target: CheckpointTarget) {
    this.#target = target;
  }

  /**
   * Compares the file with the database.
   *
   * @throws a {@link StartFault} where the file cannot be written, or the database no longer has what was noted there
   */
  async start(db: Database): Promise<void> {
    if (this.#target === null) return;
    if ("line" in this.#target) return this.#skip(db);
    const { file } = this.#target;
    closeSync(openForAppending(file));
    const noted = readJournal(file);
    await db
      .transaction()
      .setAccessMode("read only")
      .execute(async (tx) => {
        for (const [chain, { seq, hash }] of noted) {
          if ((await readHashAt(tx, chain, seq)) === hash) continue;
          throw new StartFault(
            `The audit chain ${chain} is not the one that ${file} has noted up to event ${seq}: the database was rewritten, or is an older copy. Find out which; to go on with it, move the file elsewhere and keep it.`,
          );
        }
      });
    for (const [chain, { seq }] of noted) this.#written.set(chain, seq);
  }

  /** Writes the checkpoints that are not written yet. */
  async write(db: Database): Promise<void> {
    if (this.#target === null) return;
    const rows = await db
      .transaction()
      .setAccessMode("read only")
      .execute(async (tx) => {
        const chains = await listChains(tx);
        const lists = [];
        for (const chain of chains) {
          lists.push(await listCheckpoints(tx, chain, this.#written.get(chain) ?? 0, Number.MAX_SAFE_INTEGER));
        }
        return lists.flat();
      });
    for (const { chain, seq, statement, signature } of rows) {
      this.#append(JSON.stringify({ statement, signature }));
      this.#written.set(chain, seq);
    }
  }

  #append(line: string): void {
    if (this.#target === null) return;
    if ("line" in this.#target) {
      this.#target.line(line);
      return;
    }
    const handle = openForAppending(this.#target.file);
    try {
      writeSync(handle, `${line}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  }

  /** Standard output keeps nothing that could be compared: it is told of new ones alone. */
  async #skip(db: Database): Promise<void> {
    await db
      .transaction()
      .setAccessMode("read only")
      .execute(async (tx) => {
        for (const chain of await listChains(tx)) {
          const known = await listCheckpoints(tx, chain, 0, Number.MAX_SAFE_INTEGER);
          this.#written.set(chain, known.at(-1)?.seq ?? 0);
        }
      });
  }
}

/** The last checkpoint of each chain that a journal notes. A last line that was cut off while it was written is none. */
export function readJournal(file: string): ReadonlyMap<string, { readonly seq: number; readonly hash: string }> {
  const noted = new Map<string, { readonly seq: number; readonly hash: string }>();
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const last = lines.pop() ?? "";
  if (last !== "") lines.push(last);
  for (const [index, line] of lines.entries()) {
    const checkpoint = checkpointIn(line);
    if (checkpoint !== null) noted.set(checkpoint.chain, checkpoint);
    else if (index < lines.length - 1) {
      throw new StartFault(
        `Line ${index + 1} of ${file} is no checkpoint; put the file back as it was, or move it elsewhere.`,
      );
    }
  }
  return noted;
}

function checkpointIn(line: string) {
  try {
    const value: JsonValue = JSON.parse(line);
    const statement = isJsonObject(value) ? value["statement"] : null;
    return typeof statement === "string" ? readCheckpoint(statement) : null;
  } catch {
    return null;
  }
}

function openForAppending(file: string): number {
  try {
    return openSync(file, "a", 0o600);
  } catch (cause) {
    const why = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "unknown reason";
    throw new StartFault(`${file} can't be written (${why}); name another file with COUNTERSIGN_CHECKPOINTS.`);
  }
}
