/**
 * Texts as small whole numbers, for millions of them. A text lies as words of four 7-bit characters in one array, all texts
 * in as many words as the longest needs, so that its number says where it is; and a table of numbers finds it by its hash. So
 * one question reads two places in memory, where a `Map` of strings reads four, and a text of 24 characters takes about 32
 * bytes. Numbers of removed texts are given again.
 */
export class IdTable {
  /** The characters, by number; the rest of a text's last word and all its further words are filled with {@link PADDING}. */
  #words: Int32Array;
  /** How many words each text has. */
  #width: number;
  /**
   * A number + 1 in the low bits, as many as the table's size needs, and above them bits of the hash, which tell most other
   * texts apart without a look at them. It stands at the place of the text's hash, or after it. 0 is an empty place.
   */
  #places: Int32Array;
  #taken = 0;
  #left = 0;
  #next = 0;
  readonly #free: number[] = [];
  /** Texts that are not of 1 to {@link LONGEST} 7-bit characters. */
  readonly #wide = new Map<string, number>();
  readonly #wideTexts = new Map<number, string>();

  /**
   * @param expected how many texts there will be, about; more are no error
   * @param length of most of them; longer ones are no error
   */
  constructor(expected = 16, length = 24) {
    this.#width = Math.ceil(Math.min(length, LONGEST) / 4);
    this.#words = new Int32Array(expected * this.#width).fill(PADDING);
    this.#places = new Int32Array(placesFor(expected));
  }

  /** One more than the highest number given. */
  get end(): number {
    return this.#next;
  }

  get bytes(): number {
    return this.#words.byteLength + this.#places.byteLength;
  }

  /** The number of a text; -1 for one that is not here. */
  find(text: string): number {
    const width = this.#width;
    if (!pack(text, width)) return this.#wide.get(text) ?? -1;
    const hash = hashOf(packed, 0, width);
    const places = this.#places;
    const mask = places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const entry = places[place] ?? 0;
      if (entry === 0) return -1;
      if (((entry ^ hash) & ~mask) !== 0) continue;
      const number = (entry & mask) - 1;
      if (number >= 0 && this.#isPacked(number)) return number;
    }
  }

  /** Adds a text that is not here yet and gives its number. */
  add(text: string): number {
    const number = this.#free.pop() ?? this.#next++;
    if (text.length > this.#width * 4 && text.length <= LONGEST) this.#widen(Math.ceil(text.length / 4));
    if (!pack(text, this.#width)) {
      this.#wide.set(text, number);
      this.#wideTexts.set(number, text);
      return number;
    }
    const start = number * this.#width;
    if (start + this.#width > this.#words.length) this.#grow(Math.ceil((number + 1) * 1.25));
    for (let word = 0; word < this.#width; word += 1) this.#words[start + word] = packed[word] ?? 0;
    this.#taken += 1;
    if (placesFor(Math.max(this.#taken + this.#left, number + 1)) > this.#places.length) this.#rehash();
    else this.#place(number);
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
      const start = number * this.#width;
      let place = hashOf(this.#words, start, this.#width) & mask;
      while (((this.#places[place] ?? 0) & mask) !== number + 1) place = (place + 1) & mask;
      this.#places[place] = LEFT & ~mask;
      this.#words.fill(PADDING, start, start + this.#width);
      this.#taken -= 1;
      this.#left += 1;
    }
    this.#free.push(number);
  }

  /** The text of a number that was given and not removed. */
  text(number: number): string {
    const wide = this.#wideTexts.get(number);
    if (wide !== undefined) return wide;
    const codes: number[] = [];
    const end = (number + 1) * this.#width;
    for (let at = number * this.#width; at < end; at += 1) {
      const word = this.#words[at] ?? PADDING;
      for (let shift = 0; shift < 32; shift += 8) {
        const code = (word >>> shift) & 0xff;
        if (code < 128) codes.push(code);
      }
    }
    return String.fromCharCode(...codes);
  }

  #isPacked(number: number): boolean {
    const width = this.#width;
    const start = number * width;
    for (let word = 0; word < width; word += 1) if (this.#words[start + word] !== packed[word]) return false;
    return true;
  }

  /** Enters a text that stands in the words already. */
  #place(number: number): void {
    const places = this.#places;
    const mask = places.length - 1;
    const hash = hashOf(this.#words, number * this.#width, this.#width);
    let place = hash & mask;
    while (places[place] !== 0) place = (place + 1) & mask;
    places[place] = (hash & ~mask) | (number + 1);
  }

  #rehash(): void {
    this.#places = new Int32Array(placesFor(Math.max(this.#taken * 1.25, this.#next)));
    this.#left = 0;
    for (let number = 0; number < this.#next; number += 1) {
      if ((this.#words[number * this.#width] ?? PADDING) !== PADDING) this.#place(number);
    }
  }

  #grow(numbers: number): void {
    const words = new Int32Array(numbers * this.#width).fill(PADDING, this.#words.length);
    words.set(this.#words);
    this.#words = words;
  }

  /** Gives each text more words. */
  #widen(width: number): void {
    const [old, from] = [this.#words, this.#width];
    const numbers = Math.floor(old.length / from);
    this.#words = new Int32Array(numbers * width).fill(PADDING);
    for (let number = 0; number < numbers; number += 1) {
      this.#words.set(old.subarray(number * from, (number + 1) * from), number * width);
    }
    this.#width = width;
    this.#rehash();
  }
}

/** Longer texts are no ids that anybody gives; they are looked up in a `Map`. */
const LONGEST = 64;

/** Four bytes that are no 7-bit characters. */
const PADDING = -1;

/** What stands at a place whose text was removed: no number, and not empty. */
const LEFT = -1;

/** The text that was packed last. */
const packed = new Int32Array(LONGEST / 4);

/** Puts a text into {@link packed}; false for one that does not fit. */
function pack(text: string, width: number): boolean {
  const { length } = text;
  if (length === 0 || length > width * 4) return false;
  const whole = length >> 2;
  let seen = 0;
  let at = 0;
  for (let word = 0; word < whole; word += 1, at += 4) {
    const a = text.charCodeAt(at);
    const b = text.charCodeAt(at + 1);
    const c = text.charCodeAt(at + 2);
    const d = text.charCodeAt(at + 3);
    seen |= a | b | c | d;
    packed[word] = a | (b << 8) | (c << 16) | (d << 24);
  }
  for (let word = whole; word < width; word += 1) packed[word] = PADDING;
  if (at < length) {
    let last = PADDING << (8 * (length - at));
    for (let shift = 0; at < length; at += 1, shift += 8) {
      const code = text.charCodeAt(at);
      seen |= code;
      last |= code << shift;
    }
    packed[whole] = last;
  }
  return seen < 128;
}

/** Multiplies every word in, then mixes the high bits, which tell texts apart, and the low ones, which are places. */
function hashOf(words: Int32Array, start: number, width: number): number {
  let hash = width;
  for (let word = 0; word < width; word += 1) {
    hash = Math.imul(hash ^ (words[start + word] ?? 0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

/** A power of two, at most 60 % of it taken by so many. */
function placesFor(count: number): number {
  let size = 64;
  while (size * 6 < (count + 1) * 10) size *= 2;
  return size;
}
