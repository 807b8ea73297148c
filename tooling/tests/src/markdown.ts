import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, root } from "../../bootstrap/repository.mjs";

/** A document of the repository. */
export interface Document {
  /** From the checkout's root, with `/` between the parts. */
  readonly path: string;
  readonly text: string;
}

/** A fenced block of code. */
export interface CodeBlock {
  /** What follows the opening fence; empty for none. */
  readonly language: string;
  readonly code: string;
  /** The file that a comment `<!-- from FILE -->` on the line before names; `null` where there is none. */
  readonly from: string | null;
  /** Of the opening fence, counted from 1. */
  readonly line: number;
}

/** Every Markdown document that the project wrote, in the order of their paths. */
export function documents(): readonly Document[] {
  return filesBelow(root, notOurs)
    .filter((path) => path.endsWith(".md") && !path.endsWith("CHANGELOG.md"))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

export function codeBlocks(text: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  const lines = text.split("\n");
  for (let index = 0; index < lines.length; index += 1) {
    const language = /^ *```(\w*)/.exec(lines[index] ?? "")?.[1];
    if (language === undefined) continue;
    const end = lines.findIndex((line, at) => at > index && /^ *```$/.test(line));
    if (end === -1) throw new Error(`The block of code that begins in line ${index + 1} has no end.`);
    const from = /^ *<!-- from (\S+) -->$/.exec(lines[index - 1] ?? "")?.[1] ?? null;
    blocks.push({ language, code: withoutIndentation(lines.slice(index + 1, end)), from, line: index + 1 });
    index = end;
  }
  return blocks;
}

/** What stands between single backticks outside of blocks. */
export function codeSpans(text: string): readonly string[] {
  return [...withoutBlocks(text).matchAll(/`([^`]+)`/g)].map(([, code = ""]) => code.replace(/\s+/g, " "));
}

/** The targets of links and images, outside of code. */
export function linkTargets(text: string): readonly string[] {
  const prose = withoutBlocks(text).replace(/`[^`\n]*`/g, "``");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchors(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [, heading = ""] of withoutBlocks(text).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let count = 1; found.has(anchor); count += 1) anchor = `${slug}-${count}`;
    found.add(anchor);
  }
  return found;
}

/** The document with other lines between `<!-- NAME: begin … -->` and `<!-- NAME: end -->`. */
export function withSection(text: string, name: string, content: string): string {
  const marks = new RegExp(`(<!-- ${name}: begin[^>]*-->\n)[\\s\\S]*?(<!-- ${name}: end -->)`);
  if (!marks.test(text)) throw new Error(`The document has no section "${name}".`);
  return text.replace(marks, (_, begin: string, end: string) => `${begin}\n${content}\n\n${end}`);
}

/** Lines of code without the indentation that all of them share, and without blank lines at the ends. */
export function withoutIndentation(lines: readonly string[]): string {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents, 120);
  return lines
    .map((line) => line.slice(shared).trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
}

const notOurs = new Set([
  "node_modules",
  "dist",
  "artifacts",
  "coverage",
  "test-results",
  ".git",
  ".turbo",
  ".toolchain",
  ".countersign",
]);

function withoutBlocks(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```$/gm, "");
}
