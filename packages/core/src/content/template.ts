import { err, ok, type Result } from "../result.ts";
import { type ContentReference, formatReference, parseReference } from "./reference.ts";

/**
 * A piece of a template.
 *
 * Text stands here as it is rendered, its escapes taken away. Two texts never follow each other, and none is empty.
 */
export type TemplateNode =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "variable"; readonly name: string }
  | { readonly type: "include"; readonly reference: ContentReference };

/** The first thing that makes a text no template. */
export interface TemplateProblem {
  readonly code: "unclosed-tag" | "invalid-tag" | "invalid-reference" | "brace-before-tag";
  readonly message: string;
  /** From 1; a line ends with LF, CRLF or CR. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** From 0, in UTF-16 code units. */
  readonly offset: number;
}

/** Whether a variable may be called so: `[A-Za-z_][A-Za-z0-9_.-]{0,63}`. */
export function isVariableName(text: string): boolean {
  return VARIABLE_NAME.test(text);
}

/**
 * Reads a template:
 *
 * - `{{name}}` is a variable, `{{> path@label}}` or `{{> path#3}}` includes another prompt. Spaces and tabs may stand
 *   around what is inside the braces.
 * - `\{{` is the literal text `{{`. To have a backslash before a tag, double it: in a run of backslashes directly
 *   before `{{` each pair is one backslash, and a single one left over escapes. Other backslashes are only themselves.
 * - Any other `{{` is an error. A single `{` and any `}` are text.
 */
export function parseTemplate(source: string): Result<readonly TemplateNode[], TemplateProblem> {
  const pieces = splitTemplate(source);
  return pieces.ok ? ok(pieces.value.map(({ node }) => node)) : pieces;
}

/** A node and the piece of the template that says it. */
export interface TemplatePiece {
  readonly node: TemplateNode;
  readonly source: string;
}

/** As {@link parseTemplate}, with the source of each node: joined they are the whole template. */
export function splitTemplate(source: string): Result<readonly TemplatePiece[], TemplateProblem> {
  const pieces: TemplatePiece[] = [];
  let text = "";
  let textStart = 0;
  let position = 0;
  const endText = (end: number): void => {
    if (end > textStart) pieces.push({ node: { type: "text", text }, source: source.slice(textStart, end) });
    text = "";
  };
  for (let open = source.indexOf("{{"); open >= 0; open = source.indexOf("{{", position)) {
    const slashes = runBefore(source, open, "\\", position);
    text += source.slice(position, open - slashes) + "\\".repeat(Math.floor(slashes / 2));
    if (slashes % 2 === 1) {
      text += "{{";
      position = open + 2;
      continue;
    }
    const tag = readTag(source, open);
    if (!tag.ok) return tag;
    endText(open);
    pieces.push({ node: tag.value.node, source: source.slice(open, tag.value.end) });
    position = tag.value.end;
    textStart = position;
  }
  text += source.slice(position);
  endText(source.length);
  return ok(pieces);
}

/**
 * Writes a template that reads back as these nodes. Adjacent texts become one.
 *
 * Refused with the index of a node whose text ends in a lone `{` directly before a tag: no template can say that,
 * because `{{{` is an error. A space between the two is the remedy.
 */
export function formatTemplate(nodes: readonly TemplateNode[]): Result<string, { readonly node: number }> {
  let source = "";
  let text = "";
  for (const [index, node] of nodes.entries()) {
    if (node.type === "text") {
      text += node.text;
      continue;
    }
    const before = escapeBeforeTag(text);
    if (before === null) return err({ node: Math.max(index - 1, 0) });
    source += before;
    source += node.type === "variable" ? `{{${node.name}}}` : `{{> ${formatReference(node.reference)}}}`;
    text = "";
  }
  return ok(source + escapeTemplate(text));
}

/** The template that renders, without variables, as exactly this text. */
export function escapeTemplate(text: string): string {
  let escaped = "";
  let position = 0;
  for (let open = text.indexOf("{{"); open >= 0; open = text.indexOf("{{", position)) {
    escaped += `${text.slice(position, open)}${"\\".repeat(runBefore(text, open, "\\", position) + 1)}{{`;
    position = open + 2;
  }
  return escaped + text.slice(position);
}

const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;
const LONGEST_TAG = 1_000;

/** How often `character` stands directly before `end`, not looking before `from`. By hand: a pattern would be quadratic. */
function runBefore(text: string, end: number, character: string, from = 0): number {
  let start = end;
  while (start > from && text[start - 1] === character) start -= 1;
  return end - start;
}

/** As {@link escapeTemplate}, so that a tag may follow; `null` where nothing can be written that allows it. */
function escapeBeforeTag(text: string): string | null {
  const braces = runBefore(text, text.length, "{");
  if (braces === 1) return null;
  if (braces % 2 === 0) return escapeTemplate(text) + "\\".repeat(runBefore(text, text.length, "\\"));
  // Escaped from its second brace on, the run leaves none over that would join the tag's.
  return `${escapeTemplate(text.slice(0, -braces))}{${"\\{{".repeat((braces - 1) / 2)}`;
}

function readTag(
  source: string,
  open: number,
): Result<{ readonly node: TemplateNode; readonly end: number }, TemplateProblem> {
  if (source[open + 2] === "{") {
    return problem(
      source,
      open,
      "brace-before-tag",
      'three braces are ambiguous; put a space after the first, or write "\\{{" for a literal "{{".',
    );
  }
  const close = source.slice(open, open + LONGEST_TAG).indexOf("}}");
  const inside = close < 0 ? "" : source.slice(open + 2, open + close);
  if (close < 0 || /[\r\n]/.test(inside)) {
    return problem(
      source,
      open,
      "unclosed-tag",
      'it is not closed by "}}" on its line; close it, or write "\\{{" for a literal "{{".',
    );
  }
  const end = open + close + 2;
  const content = inside.replace(/^[ \t]+|[ \t]+$/g, "");
  if (content.startsWith(">")) {
    const reference = parseReference(content.slice(1).replace(/^[ \t]+/, ""));
    if (!reference.ok) return problem(source, open, "invalid-reference", `in this include ${reference.error}`);
    return ok({ node: { type: "include", reference: reference.value }, end });
  }
  if (!isVariableName(content)) {
    return problem(
      source,
      open,
      "invalid-tag",
      `"${content.slice(0, 80)}" is no variable name; start with a letter or "_", then letters, digits, "_", "." and "-", at most 64, or write "\\{{" for a literal "{{".`,
    );
  }
  return ok({ node: { type: "variable", name: content }, end });
}

function problem(
  source: string,
  offset: number,
  code: TemplateProblem["code"],
  reason: string,
): { readonly ok: false; readonly error: TemplateProblem } {
  const linesBefore = source.slice(0, offset).split(/\r\n|\r|\n/);
  const line = linesBefore.length;
  const column = (linesBefore.at(-1) ?? "").length + 1;
  return err({ code, message: `The "{{" at line ${line}, column ${column}: ${reason}`, line, column, offset });
}
