import type { ServedResource } from "@countersign/core";
import { type Address, isServedResource } from "../transport/ask-served.ts";

/** A place for texts that outlives the process; one for each server and key. Texts of another key are never found in it. */
export interface PromptStore {
  /** The text of a name; `null` where there is none, or none that can be trusted. */
  readonly load: (name: string) => Promise<string | null>;
  /** Puts a text in the place of the one before, whole or not at all. */
  readonly save: (name: string, text: string) => Promise<void>;
  /** Forgets every text. */
  readonly clear: () => Promise<void>;
}

/** Opens the store of one server and key. */
export type OpenPromptStore = (owner: { readonly url: string; readonly key: string }) => PromptStore;

/** A copy outside of memory. */
export interface KeptCopy {
  readonly served: ServedResource;
  readonly etag: string | null;
  /** Milliseconds since 1970: when the server last said that it stands. */
  readonly confirmedAt: number;
}

/** Prompts that an application carries along, for starting where no server can be reached. */
export interface PromptBundle {
  readonly format: 1;
  readonly prompts: readonly KeptCopy[];
}

interface Kept {
  readonly copy: KeptCopy | null;
  /** When the server last refused it; copies from before are worth nothing. */
  readonly refusedAt: number;
}

/** The name under which it stands that everything was refused. No address has it. */
const EVERYTHING = "*";

/** Copies in a store and in a bundle. What was refused is not given from either, however often the program starts. */
export class KeptCopies {
  readonly #store: PromptStore | null;
  readonly #bundle: ReadonlyMap<string, KeptCopy>;
  readonly #verify: (served: ServedResource, asked: Address) => Promise<void>;
  readonly #now: () => number;
  /** What was refused by name, where the store does not keep it. */
  readonly #refused = new Map<string, number>();
  /** One after the other, so that what was refused is not saved by what began before. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(parts: {
    readonly store: PromptStore | null;
    readonly bundle: PromptBundle | null;
    readonly verify: (served: ServedResource, asked: Address) => Promise<void>;
    readonly now: () => number;
  }) {
    this.#store = parts.store;
    this.#bundle = new Map(parts.bundle?.prompts.map((copy) => [nameOf(copy.served), copy]));
    this.#verify = parts.verify;
    this.#now = parts.now;
  }

  /** The youngest copy of an address that may be given as far as is known here. */
  async load(address: Address): Promise<KeptCopy | null> {
    await this.#writing;
    const name = nameOf(address);
    const stored = await this.#read(name);
    const everything = await this.#read(EVERYTHING);
    const refusedAt = Math.max(
      stored.refusedAt,
      everything.refusedAt,
      this.#refused.get(name) ?? 0,
      this.#refused.get(EVERYTHING) ?? 0,
    );
    const copies = [stored.copy, this.#bundle.get(name) ?? null]
      .filter((copy) => copy !== null)
      // One from the future has no age.
      .filter(({ confirmedAt }) => confirmedAt > refusedAt && confirmedAt <= this.#now())
      .sort((a, b) => b.confirmedAt - a.confirmedAt);
    for (const copy of copies) {
      try {
        await this.#verify(copy.served, address);
        return copy;
      } catch {
        // Whoever changed the file did not sign it.
      }
    }
    return null;
  }

  save(address: Address, copy: KeptCopy): void {
    this.#write(nameOf(address), { copy, refusedAt: 0 });
  }

  /** The server refuses it. */
  refuse(address: Address): void {
    this.#noteRefusal(nameOf(address));
  }

  /** The server refuses the key. */
  refuseEverything(): void {
    this.#then((store) => store.clear());
    this.#noteRefusal(EVERYTHING);
  }

  #noteRefusal(name: string): void {
    const refusedAt = this.#now();
    if (this.#bundle.has(name) || name === EVERYTHING) this.#refused.set(name, refusedAt);
    this.#write(name, { copy: null, refusedAt });
  }

  #write(name: string, kept: Kept): void {
    this.#then((store) => store.save(name, JSON.stringify(kept)));
  }

  /** What cannot be written is not kept; an application is served all the same. */
  #then(act: (store: PromptStore) => Promise<void>): void {
    const store = this.#store;
    if (store === null) return;
    this.#writing = this.#writing.then(() => act(store)).catch(() => undefined);
  }

  async #read(name: string): Promise<Kept> {
    const text = await this.#store?.load(name).catch(() => null);
    return readKept(text ?? null, name) ?? { copy: null, refusedAt: 0 };
  }
}

/** Reads what is kept under a name; `null` for what is none, or is of another address. */
function readKept(text: string | null, name: string): Kept | null {
  if (text === null) return null;
  const kept: unknown = parsed(text);
  if (typeof kept !== "object" || kept === null || !("refusedAt" in kept) || !("copy" in kept)) return null;
  const { refusedAt, copy } = kept;
  if (typeof refusedAt !== "number") return null;
  if (copy === null) return { copy, refusedAt };
  return isKeptCopy(copy) && nameOf(copy.served) === name ? { copy, refusedAt } : null;
}

export function isKeptCopy(value: unknown): value is KeptCopy {
  return (
    typeof value === "object" &&
    value !== null &&
    "served" in value &&
    isServedResource(value.served) &&
    "etag" in value &&
    (value.etag === null || typeof value.etag === "string") &&
    "confirmedAt" in value &&
    typeof value.confirmedAt === "number"
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function nameOf({ workspace, path, label }: Address): string {
  return JSON.stringify([workspace, path, label]);
}
