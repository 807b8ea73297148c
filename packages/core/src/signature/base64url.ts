const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const values = new Map([...alphabet].map((letter, value) => [letter, value]));

/** Bytes as base64url without padding (RFC 7515, section 2). */
export function toBase64url(bytes: Uint8Array): string {
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const left = bytes.length - index;
    const word = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    text += letter(word >>> 18) + letter(word >>> 12);
    if (left > 1) text += letter(word >>> 6);
    if (left > 2) text += letter(word);
  }
  return text;
}

/** The bytes that a base64url text stands for; `null` for any other spelling, padding and stray bits among them. */
export function fromBase64url(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let length = 0;
  for (const letter of text) {
    const value = values.get(letter);
    if (value === undefined) return null;
    word = ((word << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length] = (word >>> bits) & 0xff;
    length += 1;
  }
  // Two texts for the same bytes would let somebody write a signature in another way.
  return text.length % 4 === 1 || (word & ((1 << bits) - 1)) !== 0 ? null : bytes;
}

function letter(word: number): string {
  return alphabet.charAt(word & 63);
}
