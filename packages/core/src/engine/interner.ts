/**
 * Ids of groups, roles and scopes as small whole numbers. A number is never given to another id: what was removed
 * and is named again is the same thing again, and what is named before it is there has a number already.
 *
 * A `Map` would hash every character of an id that comes out of a request, and follow it to four places in memory. Here an id
 * is hashed by its last characters, in which ids differ, and is found in three. Ids that do not differ there are hashed by more.
 * That takes half the time of an `IdTable` as long as caches hold the ids, and more where they don't, as with principals.
 */
export class Interner {
  readonly #ids: string[] = [];
  /**
   * A number + 1 in the low bits, as many as the table's size needs, and above them bits of the hash, which tell most other
   * ids apart without a look at them. It stands at the place of the id's hash, or after it. 0 is an empty place.
   */
  #places = new Int32Array(64);
  #hashed = 8;

  /** How many ids have a number. */
  get size(): number {
    return this.#ids.length;
  }

  /** The number of an id; `undefined` for one that was never named. */
  find(id: string): number | undefined {
    const places = this.#places;
    const mask = places.length - 1;
    const hash = hashOfEnd(id, this.#hashed);
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const entry = places[place] ?? 0;
      if (entry === 0) return undefined;
      if (((entry ^ hash) & ~mask) !== 0) continue;
      const number = (entry & mask) - 1;
      if (this.#ids[number] === id) return number;
    }
  }

  /** The number of an id, a new one where it has none. */
  number(id: string): number {
    const known = this.find(id);
    if (known !== undefined) return known;
    const number = this.#ids.push(id) - 1;
    if (this.#ids.length * 2 > this.#places.length) this.#rehash();
    else this.#place(number);
    return number;
  }

  /** The id of a number that was given. */
  id(number: number): string {
    return this.#ids[number] ?? "";
  }

  #place(number: number): void {
    const places = this.#places;
    const mask = places.length - 1;
    const id = this.id(number);
    const hash = hashOfEnd(id, this.#hashed);
    const ideal = hash & mask;
    let place = ideal;
    while (places[place] !== 0) place = (place + 1) & mask;
    places[place] = (hash & ~mask) | (number + 1);
    if (((place - ideal) & mask) <= FAR || this.#hashed >= LONGEST) return;
    this.#hashed *= 2;
    this.#rehash();
  }

  #rehash(): void {
    const size = this.#places.length;
    this.#places = new Int32Array(this.#ids.length * 2 > size ? size * 2 : size);
    const hashed = this.#hashed;
    for (let number = 0; number < this.#ids.length; number += 1) {
      this.#place(number);
      // More characters were found to be needed, and with them all of this was done.
      if (this.#hashed !== hashed) return;
    }
  }
}

/** An id that stands so far from its place says that too many are alike where they are hashed. */
const FAR = 64;

/** How many characters are hashed at most. */
const LONGEST = 1024;

function hashOfEnd(text: string, most: number): number {
  const { length } = text;
  let hash = length;
  let at = length > most ? length - most : 0;
  for (; at + 4 <= length; at += 4) {
    const word =
      text.charCodeAt(at) |
      (text.charCodeAt(at + 1) << 8) |
      (text.charCodeAt(at + 2) << 16) |
      (text.charCodeAt(at + 3) << 24);
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  for (; at < length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x9e3779b1);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}
