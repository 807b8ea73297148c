import type { Random } from "../random.ts";

const alphabet = "0123456789abcdefghijkmnpqrstuvwxyz";
const RANDOM_PART = 20;

/**
 * Ids as the server gives them, `prn_8f3k…`, kept as bytes: whoever asks for one gets a string of its own, as ids out of a
 * request or a database are, never the object that something else was built from.
 */
export class Ids {
  readonly count: number;
  readonly #bytes: Buffer;
  readonly #length: number;

  constructor(prefix: string, count: number, random: Random) {
    this.count = count;
    this.#length = prefix.length + 1 + RANDOM_PART;
    this.#bytes = Buffer.alloc(count * this.#length);
    for (let index = 0; index < count; index += 1) {
      let text = `${prefix}_`;
      for (let at = 0; at < RANDOM_PART; at += 1) text += alphabet[random.below(32)];
      this.#bytes.write(text, index * this.#length, "latin1");
    }
  }

  /** A new string each time. */
  fresh(index: number): string {
    return this.#bytes.toString("latin1", index * this.#length, (index + 1) * this.#length);
  }
}
