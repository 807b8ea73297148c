import { isJsonArray, isJsonObject, type JsonValue } from "@countersign/core";

/** What is looked for, in both forms: to decide by in the server, and to narrow down by in the database. */
export interface SearchWords {
  /** As {@link folded}. */
  readonly text: string;
  /** A LIKE pattern, escaped by `\`, that matches at least what contains the text, in lower-cased plain text. */
  readonly plainPattern: string;
  /** The same in lower-cased JSON. */
  readonly jsonPattern: string;
}

/**
 * Databases lower-case only ASCII alike, and JSON escapes some characters. Where the two could differ the patterns let
 * everything through, and {@link contains} decides.
 */
export function searchWords(text: string): SearchWords {
  const plain = folded(text);
  return {
    text: plain,
    plainPattern: pattern(plain, /[^\x20-\x7e]/u),
    jsonPattern: pattern(plain, /[^\x20-\x7e]|["\\]/u),
  };
}

/** Whether a text contains what is looked for, in whatever case. */
export function contains(text: string, words: SearchWords): boolean {
  return folded(text).includes(words.text);
}

/** How well a name fits: 0 is it, 1 begins so, 2 contains it, 3 does not. */
export function rankOf(name: string, words: SearchWords): 0 | 1 | 2 | 3 {
  const own = folded(name);
  if (own === words.text) return 0;
  if (own.startsWith(words.text)) return 1;
  return own.includes(words.text) ? 2 : 3;
}

/** The first text of a content that contains what is looked for, cut to what stands around it; `null` where none does. */
export function excerpt(content: JsonValue, words: SearchWords): string | null {
  for (const text of textsOf(content)) {
    const at = folded(text).indexOf(words.text);
    if (at === -1) continue;
    const from = Math.max(0, at - around);
    const to = Math.min(text.length, at + words.text.length + around);
    const cut = text.slice(from, to).replace(/\s+/gu, " ").trim();
    return `${from > 0 ? "…" : ""}${cut}${to < text.length ? "…" : ""}`;
  }
  return null;
}

/** Characters of an excerpt on each side. */
const around = 50;

/** Words of the format, not of whoever wrote the content. */
const formatFields: ReadonlySet<string> = new Set(["type", "role", "kind", "syntax", "format", "digest"]);

function* textsOf(content: JsonValue): Generator<string> {
  if (typeof content === "string") yield content;
  else if (isJsonArray(content)) for (const item of content) yield* textsOf(item);
  else if (isJsonObject(content)) {
    for (const [field, value] of Object.entries(content)) if (!formatFields.has(field)) yield* textsOf(value);
  }
}

function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

function pattern(text: string, uncertain: RegExp): string {
  const inner = [...text].map((char) => (uncertain.test(char) ? "%" : char.replace(/[%_\\]/, "\\$&"))).join("");
  return `%${inner}%`;
}
