/**
 * Texts as small whole numbers, for millions of them: 7-bit texts lie one after the other in one array of bytes, and a
 * table of numbers finds them by their hash. A text takes its length and about 12 bytes, a third of what a `Map` of
 * strings takes. Numbers of removed texts are given again.
 */
export class IdTable {
  #bytes: Uint8Array;
  #used = 0;
  /** Where in `#bytes` a text lies, by number. */
  #start: Uint32Array;
  /** Its length; 0 for numbers that are free, and for texts that stand in `#wide`. */
  #length: Uint16Array;
  /** Number + 1 at the place of a text's hash, or one after it; 0 for an empty place, -1 for one that was left. */
  #places: Int32Array;
  #taken = 0;
  #left = 0;
  #free: number[] = [];
  #next = 0;
  #garbage = 0;
  /** Texts that are not of 1 to 65535 7-bit characters. */
  readonly #wide = new Map<string, number>();
  readonly #wideTexts = new Map<number, string>();

  /** @param expected how many texts there will be, about; more are no error */
  constructor(expected = 16) {
    this.#bytes = new Uint8Array(Math.max(256, expected * 26));
    this.#start = new Uint32Array(Math.max(16, expected));
    this.#length = new Uint16Array(Math.max(16, expected));
    this.#places = new Int32Array(placesFor(expected));
  }

  /** One more than the highest number given. */
  get end(): number {
    return this.#next;
  }

  get bytes(): number {
    return this.#bytes.byteLength + this.#start.byteLength + this.#length.byteLength + this.#places.byteLength;
  }

  /** The number of a text; -1 for one that is not here. */
  find(text: string): number {
    if (!isNarrow(text)) return this.#wide.get(text) ?? -1;
    const mask = this.#places.length - 1;
    for (let place = hashOf(text) & mask; ; place = (place + 1) & mask) {
      const entry = this.#places[place] ?? 0;
      if (entry === 0) return -1;
      if (entry > 0 && this.#is(entry - 1, text)) return entry - 1;
    }
  }

  /** Adds a text that is not here yet and gives its number. */
  add(text: string): number {
    const number = this.#free.pop() ?? this.#next++;
    if (number >= this.#start.length) this.#grow();
    if (!isNarrow(text)) {
      this.#wide.set(text, number);
      this.#wideTexts.set(number, text);
      return number;
    }
    if (this.#used + text.length > this.#bytes.length) this.#makeRoom(text.length);
    for (let at = 0; at < text.length; at += 1) this.#bytes[this.#used + at] = text.charCodeAt(at);
    this.#start[number] = this.#used;
    this.#length[number] = text.length;
    this.#used += text.length;
    if ((this.#taken + this.#left + 1) * 10 > this.#places.length * 7) this.#rehash();
    this.#place(number, hashOf(text));
    return number;
  }

  /** Forgets a text by its number. */
  remove(number: number): void {
    const wide = this.#wideTexts.get(number);
    if (wide !== undefined) {
      this.#wide.delete(wide);
      this.#wideTexts.delete(number);
    } else {
      const mask = this.#places.length - 1;
      let place = hashOf(this.text(number)) & mask;
      while (this.#places[place] !== number + 1) place = (place + 1) & mask;
      this.#places[place] = -1;
      this.#taken -= 1;
      this.#left += 1;
      this.#garbage += this.#length[number] ?? 0;
      this.#length[number] = 0;
    }
    this.#free.push(number);
  }

  /** The text of a number that was given and not removed. */
  text(number: number): string {
    const wide = this.#wideTexts.get(number);
    if (wide !== undefined) return wide;
    const start = this.#start[number] ?? 0;
    return String.fromCharCode(...this.#bytes.subarray(start, start + (this.#length[number] ?? 0)));
  }

  #is(number: number, text: string): boolean {
    if (this.#length[number] !== text.length) return false;
    const start = this.#start[number] ?? 0;
    for (let at = 0; at < text.length; at += 1) if (this.#bytes[start + at] !== text.charCodeAt(at)) return false;
    return true;
  }

  #place(number: number, hash: number): void {
    const mask = this.#places.length - 1;
    let place = hash & mask;
    while ((this.#places[place] ?? 0) > 0) place = (place + 1) & mask;
    if (this.#places[place] === -1) this.#left -= 1;
    this.#places[place] = number + 1;
    this.#taken += 1;
  }

  #rehash(): void {
    const numbers = this.#places.filter((entry) => entry > 0);
    this.#places = new Int32Array(placesFor(this.#taken + 1));
    this.#taken = 0;
    this.#left = 0;
    for (const entry of numbers) this.#place(entry - 1, hashOf(this.text(entry - 1)));
  }

  #grow(): void {
    const size = Math.ceil(this.#start.length * 1.5);
    const [start, length] = [this.#start, this.#length];
    this.#start = new Uint32Array(size);
    this.#start.set(start);
    this.#length = new Uint16Array(size);
    this.#length.set(length);
  }

  /** Moves the texts together where enough of them were removed, else takes more room. */
  #makeRoom(needed: number): void {
    const old = this.#bytes;
    const alive = this.#used - this.#garbage;
    this.#bytes = new Uint8Array(Math.ceil(Math.max(old.length, alive * 1.5 + needed)));
    this.#used = 0;
    this.#garbage = 0;
    for (let number = 0; number < this.#next; number += 1) {
      const length = this.#length[number] ?? 0;
      if (length === 0) continue;
      const start = this.#start[number] ?? 0;
      this.#bytes.set(old.subarray(start, start + length), this.#used);
      this.#start[number] = this.#used;
      this.#used += length;
    }
  }
}

/** A power of two, at most 70 % of it taken by so many. */
function placesFor(count: number): number {
  let size = 64;
  while (size * 7 < (count + 1) * 10) size *= 2;
  return size;
}

function isNarrow(text: string): boolean {
  if (text.length === 0 || text.length > 65535) return false;
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return false;
  return true;
}

/** FNV-1a, its high bits mixed into the low ones that a table looks at. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
