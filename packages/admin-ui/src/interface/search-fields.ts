/** Reads one field of an address's search; whatever is not allowed there is left out. */
type Reader<T> = (value: unknown) => T | undefined;

/**
 * A reader of an address's search: each field is what its reader makes of it, and what does not fit is left out, so
 * that a stale or mistyped address still shows its page. Give it to a route as `validateSearch`.
 */
export function searchFields<S extends Record<string, unknown>>(readers: { readonly [K in keyof S]: Reader<S[K]> }) {
  return (search: Record<string, unknown>): { [K in keyof S]?: S[K] | undefined } => {
    const read: { [K in keyof S]?: S[K] | undefined } = {};
    for (const name in readers) {
      const value = readers[name](search[name]);
      if (value !== undefined) read[name] = value;
    }
    return read;
  };
}

/** Any text that is not empty; numbers, which an address may hold without quotes, are text too. */
export function text(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** One of a few words. */
export function oneOf<const T extends string>(words: readonly T[]): Reader<T> {
  return (value) => words.find((word) => word === value);
}

/** A whole number within bounds. */
export function wholeNumber(least: number, most: number): Reader<number> {
  return (value) => {
    const number = typeof value === "string" ? Number(value) : value;
    return typeof number === "number" && Number.isInteger(number) && number >= least && number <= most
      ? number
      : undefined;
  };
}

/** Present or not. */
export function flag(value: unknown): true | undefined {
  return value === true || value === "true" || value === "1" || value === 1 ? true : undefined;
}
