import { hasCode } from "../error/countersign-error.ts";

/**
 * A thing as it stands now, and whether this call wrote anything to bring it there. Of several at once, more than one
 * may say so where the server takes a second write of the same as done.
 */
export type Ensured<T> = T & { readonly changed: boolean };

/** How one thing is looked up and brought to what is wished. */
export interface Wish<T> {
  /** The thing as it stands; `null` where there is none. */
  readonly find: () => Promise<T | null>;
  readonly create: () => Promise<T>;
  /** Brings it to what is wished; `null` where it is that already. */
  readonly update: (found: T) => (() => Promise<T>) | null;
}

/**
 * Brings a thing to what is wished, and writes nothing where it is that already. A write that meets somebody else's is
 * a conflict: then the thing is read back and compared again, so two who wish the same both end well.
 */
export async function ensure<T extends object>(wish: Wish<T>): Promise<Ensured<T>> {
  for (let round = 1; ; round += 1) {
    const found = await wish.find();
    const update = found === null ? null : wish.update(found);
    if (found !== null && update === null) return { ...found, changed: false };
    try {
      return { ...(await (update ?? wish.create)()), changed: true };
    } catch (error) {
      if (round >= MOST_ROUNDS || !hasCode(error, "conflict", "stale")) throw error;
    }
  }
}

const MOST_ROUNDS = 3;

/** Whether two lists hold the same, whatever the order and however often. */
export function sameSet(a: readonly string[], b: readonly string[]): boolean {
  const left = new Set(a);
  const right = new Set(b);
  return left.size === right.size && [...left].every((item) => right.has(item));
}
