import type { Refusal } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";

/** Why a text is no label, or no label pattern. */
export interface LabelRefusal extends Refusal {
  readonly code: "invalid";
  readonly reason: "invalid_label" | "invalid_label_pattern";
  readonly remedy: string;
}

/**
 * Reads a label name: 1 to 63 of `a-z 0-9 . _ -`, the first a letter or a digit. Nothing is trimmed or lowered: two
 * spellings of one label would be two addresses.
 */
export function parseLabel(text: string): Result<string, LabelRefusal> {
  if (labelShape.test(text)) return ok(text);
  return err({
    code: "invalid",
    reason: "invalid_label",
    message: `${quote(text)} is no label name.`,
    remedy:
      "Use 1 to 63 lower-case letters, digits, dots, underscores and hyphens, beginning with a letter or a digit.",
  });
}

/**
 * Reads a label pattern: the characters of a label, and `*` for any run of them, also none. The first character is a
 * letter, a digit or `*`, or the pattern could match no label and would protect nothing. `**` is refused because it
 * says what `*` says.
 */
export function parseLabelPattern(text: string): Result<string, LabelRefusal> {
  if (patternShape.test(text) && !text.includes("**")) return ok(text);
  return err({
    code: "invalid",
    reason: "invalid_label_pattern",
    message: `${quote(text)} is no label pattern.`,
    remedy:
      "Write a label name in which a single * stands for any run of characters, at most 63 characters in all: production, prod-*, *.",
  });
}

/**
 * Whether a pattern matches a label, whole and case-sensitive. `*` is the only character with a meaning, so the answer
 * is that of SQLite's `label GLOB pattern` and of PostgreSQL's `label LIKE likePattern(pattern)`.
 */
export function matchesLabel(pattern: string, label: string): boolean {
  const [head = "", ...rest] = pattern.split("*");
  const tail = rest.pop();
  if (tail === undefined) return pattern === label;
  if (label.length < head.length + tail.length || !label.startsWith(head) || !label.endsWith(tail)) return false;
  const end = label.length - tail.length;
  let from = head.length;
  for (const part of rest) {
    const found = label.indexOf(part, from);
    if (found < 0 || found + part.length > end) return false;
    from = found + part.length;
  }
  return true;
}

/** The pattern as SQL's `LIKE` reads it, with the backslash as escape character: `my_app-*` becomes `my\_app-%`. */
export function likePattern(pattern: string): string {
  return pattern.replaceAll(/[\\%_]/g, (character) => `\\${character}`).replaceAll("*", "%");
}

/**
 * Whether every label that `narrow` matches is surely matched by `wide`. `true` is a proof; `false` may also mean that
 * there is none this simple.
 */
export function coversPattern(wide: string, narrow: string): boolean {
  // "#" stands in no label: only a star of `wide` can take it, and what takes "#" takes whatever the star of `narrow` takes.
  return matchesLabel(wide, narrow.replaceAll("*", "#"));
}

const labelShape = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const patternShape = /^[a-z0-9*][a-z0-9._*-]{0,62}$/;

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
