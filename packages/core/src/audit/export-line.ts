import { isJsonObject, type JsonObject, type JsonValue } from "../content/canonical-json.ts";
import type { SignedText } from "../signature/detached-jws.ts";
import { readSigningKeySet, type SigningKey } from "../signature/signing-key.ts";

/** How an export is written: a JSON value on each line, or a table for a spreadsheet. Both hold the same. */
export const exportFormats = ["jsonl", "csv"] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** One line of an export, in the order in which they come: the head, then events and what seals them, then the end. */
export type ExportEntry =
  | {
      readonly type: "export";
      readonly chain: string;
      /** The first event that is there, above 1 where older ones were dropped up to a checkpoint. */
      readonly from: number;
      readonly to: number;
      /** Every key of the server; whom to trust is for the reader to know. */
      readonly keys: readonly SigningKey[];
    }
  | { readonly type: "event"; readonly seq: number; readonly hash: string; readonly bytes: string }
  | ({ readonly type: "checkpoint" } & SignedText)
  | ({ readonly type: "end" } & SignedText);

/** The first line of a table. */
export const csvColumns = [
  "type",
  "seq",
  "time",
  "action",
  "outcome",
  "code",
  "actor",
  "key",
  "target type",
  "target",
  "scope",
  "request",
  "before",
  "after",
  "hash",
  "data",
] as const;

/** Whether a line is the heading of a table, which says nothing. */
export function isCsvHeading(line: string): boolean {
  return line === csvColumns.join(",");
}

/** One line, without its line end. */
export function writeExportLine(format: ExportFormat, entry: ExportEntry): string {
  return format === "jsonl" ? jsonOf(entry) : csvOf(entry);
}

/**
 * Reads one line; `null` for one that no export has. A line is read only if it would be written in exactly this way, so
 * that a table cannot show anything else than its data say.
 */
export function readExportLine(format: ExportFormat, line: string): ExportEntry | null {
  const text = format === "jsonl" ? line : dataOf(line);
  const entry = text === null ? null : entryIn(text);
  return entry !== null && writeExportLine(format, entry) === line ? entry : null;
}

function jsonOf(entry: ExportEntry): string {
  switch (entry.type) {
    case "export": {
      const { type, chain, from, to, keys } = entry;
      return JSON.stringify({ type, format: 1, chain, from, to, keys });
    }
    case "event": {
      const { type, seq, hash, bytes } = entry;
      return JSON.stringify({ type, seq, hash, bytes });
    }
    case "checkpoint":
    case "end": {
      const { type, statement, signature } = entry;
      return JSON.stringify({ type, statement, signature });
    }
  }
}

function entryIn(text: string): ExportEntry | null {
  const value = parsed(text);
  if (value === null) return null;
  const { type, chain, from, to, seq, hash, bytes, statement, signature } = value;
  switch (type) {
    case "export": {
      const set = readSigningKeySet({ keys: value["keys"] ?? null });
      if (value["format"] !== 1 || set === null) return null;
      return typeof chain === "string" && typeof from === "number" && typeof to === "number"
        ? { type, chain, from, to, keys: set.keys }
        : null;
    }
    case "event":
      return typeof seq === "number" && typeof hash === "string" && typeof bytes === "string"
        ? { type, seq, hash, bytes }
        : null;
    case "checkpoint":
    case "end":
      return typeof statement === "string" && typeof signature === "string" ? { type, statement, signature } : null;
    default:
      return null;
  }
}

function csvOf(entry: ExportEntry): string {
  const data = jsonOf(entry);
  const cells: Partial<Record<(typeof csvColumns)[number], string>> = { type: entry.type, data };
  if (entry.type === "event") {
    const event = parsed(entry.bytes) ?? {};
    const [actor, target] = [objectIn(event, "actor"), objectIn(event, "target")];
    Object.assign(cells, {
      seq: String(entry.seq),
      hash: entry.hash,
      time: textIn(event, "time"),
      action: textIn(event, "action"),
      outcome: textIn(event, "outcome"),
      code: textIn(event, "code"),
      actor: textIn(actor, "principalId") || textIn(actor, "type"),
      key: textIn(actor, "keyId"),
      "target type": textIn(target, "type"),
      target: textIn(target, "id"),
      scope: textIn(event, "scopeId"),
      request: textIn(event, "requestId"),
      before: textIn(event, "before"),
      after: textIn(event, "after"),
    });
  }
  return csvColumns.map((column) => cell(cells[column] ?? "")).join(",");
}

/** A cell that a spreadsheet takes as text: what begins like a formula gets an apostrophe before it. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The last cell of a line, which holds the whole entry. */
function dataOf(line: string): string | null {
  const begin = line.lastIndexOf(',"{');
  if (begin < 0 || !line.endsWith('"')) return null;
  return line.slice(begin + 2, -1).replaceAll('""', '"');
}

function objectIn(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return member !== undefined && isJsonObject(member) ? member : {};
}

function textIn(value: JsonObject, name: string): string {
  const member = value[name];
  return typeof member === "string" ? member : "";
}

function parsed(text: string): JsonObject | null {
  try {
    // The standard library types parsed JSON as `any`; JSON is what it is.
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
