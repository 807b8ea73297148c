import { canonicalJson, diffLines, type JsonObject, type JsonValue, type LineHunk } from "@countersign/core";
import type { Invocation, Run } from "../command-line/command.ts";
import { jsonText, type Paint } from "../command-line/output.ts";
import { findVersion, readReference, referenceText } from "../place/reference.ts";
import { readContent } from "./content-file.ts";

interface Side {
  readonly name: string;
  readonly content: JsonValue;
}

/** Compares two versions, or a version with a file. */
export const run: Run = async (invocation) => {
  const { has, json, output, positionals } = invocation;
  const [first = "", second = ""] = positionals;
  const before = await sideOf(invocation, first);
  const after = await sideOf(invocation, second);
  const hunks = diffLines(readable(before.content), readable(after.content));
  const different = hunks.some(({ type }) => type !== "same");
  if (json) {
    output.data(
      jsonText({
        before: before.name,
        after: after.name,
        different,
        hunks: hunks.filter(({ type }) => type !== "same"),
      }),
    );
  } else if (different) {
    output.data(unified(before.name, after.name, hunks, output.paint));
  } else {
    output.words(`${before.name} and ${after.name} are the same.`);
  }
  return different && has("exit-code") ? "different" : "done";
};

/** What looks like a file is one: a path that begins with a dot or a slash, one with an ending, or `-`. */
async function sideOf(invocation: Invocation, written: string): Promise<Side> {
  if (isFile(written)) {
    const content = await readContent(invocation, written);
    return { name: written, content: JSON.parse(JSON.stringify(content)) };
  }
  const reference = readReference(written);
  const client = await invocation.client();
  const { versionId } = await findVersion(client, reference);
  const { number, content } = await client.version.get({ versionId });
  return { name: referenceText({ ...reference, which: { type: "version", number } }), content };
}

function isFile(written: string): boolean {
  return written === "-" || /^[./]/.test(written) || /\.(?:txt|md|json|prompt)$/.test(written);
}

/** A content as a person reads it: its text with what stands beside it, every line of a text on a line of its own. */
function readable(content: JsonValue): string {
  if (!isObject(content)) return sortedText(content);
  const { text, messages, ...rest } = content;
  const spoken = Array.isArray(messages) ? messages.map(spokenText).join("") : "";
  const beside = Object.keys(rest).length === 0 ? "" : sortedText(rest);
  const written = typeof text === "string" ? `${text}${text.endsWith("\n") ? "" : "\n"}` : "";
  return `${beside}${written}${spoken}`;
}

function spokenText(message: JsonValue): string {
  if (!isObject(message)) return sortedText(message);
  const { content, ...who } = message;
  return typeof content === "string" ? `${sortedText(who)}${content}\n` : sortedText(message);
}

/** Whatever the order in which members were written. */
function sortedText(value: JsonValue): string {
  return jsonText(JSON.parse(canonicalJson(value)));
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const context = 3;

function unified(before: string, after: string, hunks: readonly LineHunk[], paint: Paint): string {
  const lines = [paint("bold", `--- ${before}`), paint("bold", `+++ ${after}`)];
  for (const [index, { type, lines: texts, beforeLine, afterLine }] of hunks.entries()) {
    const shown = texts.map((line) => line.replace(/\r?\n$/, ""));
    if (type !== "same") {
      const [sign, colour] = type === "added" ? (["+", "green"] as const) : (["-", "red"] as const);
      lines.push(...shown.map((line) => paint(colour, `${sign}${line}`)));
      continue;
    }
    const head = index === 0 ? [] : shown.slice(0, context);
    const tail = index === hunks.length - 1 ? [] : shown.slice(Math.max(head.length, shown.length - context));
    const left = shown.length - head.length - tail.length;
    lines.push(...head.map((line) => ` ${line}`));
    if (left > 0 && tail.length > 0) {
      const skipped = head.length + left;
      lines.push(paint("dim", `@@ -${beforeLine + skipped} +${afterLine + skipped} @@`));
    }
    lines.push(...tail.map((line) => ` ${line}`));
  }
  return `${lines.join("\n")}\n`;
}
