import { sha256Hex } from "../content/sha256.ts";

/**
 * The digest by which an audit event refers to free text that stands in an erasable row. Once the row with the salt is
 * erased, nobody can find the text by trying likely ones; until then it proves that the text is the one of the event.
 *
 * Throws a `TypeError` for a text with lone surrogates, and for a salt shorter than 16 characters, which could be tried.
 *
 * @param salt random, of its own for every text, at least 128 bits in any spelling.
 * @returns `sha256:` and 64 lower-case hexadecimal digits.
 */
export function saltedDigest(salt: string, text: string): string {
  if (salt.length < 16) {
    throw new TypeError("The salt of an audit text is too short to hide it; use at least 128 random bits.");
  }
  // The length keeps a salt's end and a text's beginning apart.
  return `sha256:${sha256Hex(`${salt.length}:${salt}:${text}`)}`;
}
