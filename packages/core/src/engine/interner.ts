/**
 * Ids of people, groups, roles and scopes as small whole numbers. A number is never given to another id: what was removed
 * and is named again is the same thing again, and what is named before it is there has a number already.
 */
export class Interner {
  readonly #numbers = new Map<string, number>();
  readonly #ids: string[] = [];

  /** How many ids have a number. */
  get size(): number {
    return this.#ids.length;
  }

  /** The number of an id; `undefined` for one that was never named. */
  find(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  /** The number of an id, a new one where it has none. */
  number(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    const next = this.#ids.length;
    this.#numbers.set(id, next);
    this.#ids.push(id);
    return next;
  }

  /** The id of a number that was given. */
  id(number: number): string {
    return this.#ids[number] ?? "";
  }
}
