/** The one thing of the platform that this package asks for; browsers, edge runtimes and Node have it. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };

const encoder = new TextEncoder();

/**
 * The UTF-8 bytes of a text.
 *
 * Throws a `TypeError` for a text with lone surrogates: an encoder would replace each by U+FFFD, and two different
 * texts would have the same bytes.
 */
export function utf8Bytes(text: string): Uint8Array {
  if (!isWellFormed(text)) {
    throw new TypeError("The text holds half of a surrogate pair, which UTF-8 cannot say; remove it.");
  }
  return encoder.encode(text);
}

/** How many bytes the text has in UTF-8, without encoding it. A lone surrogate counts as three. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) {
      length += 1;
      continue;
    }
    length += 2;
    if (unit >= 0xd800 && unit <= 0xdbff && isLowSurrogate(text.charCodeAt(index + 1))) index += 1;
  }
  return length;
}

/** Whether every surrogate of the text stands in a pair. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
