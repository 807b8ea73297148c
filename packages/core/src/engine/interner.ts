import { IdTable } from "./id-table.ts";

/**
 * Ids of people, groups, roles and scopes as small whole numbers. A number is never given to another id: what was removed
 * and is named again is the same thing again, and what is named before it is there has a number already.
 */
export class Interner {
  readonly #numbers = new IdTable();
  readonly #ids: string[] = [];

  /** How many ids have a number. */
  get size(): number {
    return this.#ids.length;
  }

  /** The number of an id; `undefined` for one that was never named. */
  find(id: string): number | undefined {
    const number = this.#numbers.find(id);
    return number < 0 ? undefined : number;
  }

  /** The number of an id, a new one where it has none. */
  number(id: string): number {
    const known = this.#numbers.find(id);
    if (known >= 0) return known;
    this.#ids.push(id);
    return this.#numbers.add(id);
  }

  /** The id of a number that was given. */
  id(number: number): string {
    return this.#ids[number] ?? "";
  }
}
