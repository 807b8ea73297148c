import { encodeCheckpoint } from "@countersign/core";
import type { Clock } from "../command/clock.ts";
import type { LogLine } from "../command/environment.ts";
import type { Database } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";
import type { Signer } from "../signing/signer.ts";
import type { CheckpointJournal } from "./checkpoint-journal.ts";
import {
  insertCheckpoint,
  listUnsealedChains,
  lockChainHead,
  readNewestCheckpoint,
  type UnsealedChain,
} from "./checkpoint-store.ts";

/** When a chain is sealed. */
export interface SealingRules {
  /** After so many events since the last checkpoint. */
  readonly events: number;
  /** And where the first of them is so old, in milliseconds. */
  readonly age: number;
}

export const usualSealing: SealingRules = { events: 1_000, age: 3_600_000 };

interface SealingParts {
  readonly db: Database;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly signer: Signer;
  readonly journal: CheckpointJournal;
  readonly log: (line: LogLine) => void;
}

/**
 * Seals audit chains: signs how far each goes, in the database and in a journal outside of it. One at a time, beside the
 * changes and never inside them.
 */
export class Sealing {
  readonly #parts: SealingParts;
  readonly #rules: SealingRules;
  /** Events that were appended by this process since its last look, by chain. */
  readonly #appended = new Map<string, number>();
  #turn: Promise<void> = Promise.resolve();

  constructor(parts: SealingParts, rules: SealingRules) {
    this.#parts = parts;
    this.#rules = rules;
  }

  /** Takes note of events that were committed; where they are enough, what is due is sealed soon. */
  noted(chain: string, events: number): void {
    const appended = (this.#appended.get(chain) ?? 0) + events;
    this.#appended.set(chain, appended);
    if (appended < this.#rules.events) return;
    this.#appended.delete(chain);
    this.seal().catch((cause: unknown) =>
      this.#parts.log({ level: "error", message: "The audit log could not be sealed.", cause }),
    );
  }

  /** Seals what is due, or all that is not sealed yet. */
  seal(which: "due" | "everything" = "due"): Promise<void> {
    const turn = this.#turn.then(() => this.#seal(which));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #seal(which: "due" | "everything"): Promise<void> {
    const { db, clock, journal } = this.#parts;
    const unsealed = await db.transaction().setAccessMode("read only").execute(listUnsealedChains);
    const now = Date.parse(clock.now());
    for (const chain of unsealed) {
      if (which === "everything" || this.#isDue(chain, now)) await this.#sealChain(chain.chain);
    }
    await journal.write(db);
  }

  #isDue({ headSeq, sealedTo, since }: UnsealedChain, now: number): boolean {
    return headSeq - sealedTo >= this.#rules.events || now - Date.parse(since) >= this.#rules.age;
  }

  async #sealChain(chain: string): Promise<void> {
    const { db, engine, clock, signer } = this.#parts;
    await db.transaction().execute(async (tx) => {
      const head = await lockChainHead(tx, engine, chain);
      const previous = (await readNewestCheckpoint(tx, chain))?.seq ?? 0;
      if (head === null || head.seq <= previous) return;
      const at = await clock.inside(tx);
      const statement = encodeCheckpoint({ format: 1, chain, ...head, previous, at });
      const signature = await signer.sign(tx, "checkpoint", statement);
      await insertCheckpoint(tx, { chain, ...head, statement, ...signature, at });
    });
  }
}
