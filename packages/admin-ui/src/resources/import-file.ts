import { type JsonValue, type ResourceKind, sha256Hex } from "@countersign/core";

/** One version that a file brings. */
export interface ImportedVersion {
  /** Where it belongs in the workspace. */
  readonly path: string;
  readonly content: JsonValue;
  readonly message: string;
  /** The same whenever the same file is read: a second import finds what the first one saved. */
  readonly importKey: string;
}

/** What a file says, or the first line that says nothing that can be imported, and why. */
export type ImportFile =
  | { readonly ok: true; readonly versions: readonly ImportedVersion[] }
  | { readonly ok: false; readonly problem: string };

const pathPattern = /^[a-z0-9][a-z0-9._-]{0,62}(\/[a-z0-9][a-z0-9._-]{0,62})*$/;

/**
 * Reads a file of JSON Lines, one version a line, the oldest of a path first:
 * `{"path": "support/answer", "content": {…}, "message": "Why"}`. A prompt's content may be a text alone; it is kept as it is, never
 * filled in.
 */
export function readImportFile(text: string, kind: ResourceKind): ImportFile {
  const versions: ImportedVersion[] = [];
  const numbers = new Map<string, number>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    const read = readLine(line, kind);
    if (typeof read === "string") return { ok: false, problem: `Line ${index + 1}: ${read}` };
    const number = (numbers.get(read.path) ?? 0) + 1;
    numbers.set(read.path, number);
    const digest = sha256Hex(JSON.stringify([read.path, number, read.content]));
    versions.push({ ...read, importKey: `file:${number}:${digest}` });
  }
  return versions.length === 0 ? { ok: false, problem: "The file has no line in it." } : { ok: true, versions };
}

function readLine(line: string, kind: ResourceKind): Omit<ImportedVersion, "importKey"> | string {
  const value = parse(line);
  if (!isObject(value)) return "it is no JSON object.";
  const { path, content, message = "" } = value;
  if (typeof path !== "string" || !pathPattern.test(path)) {
    return 'its "path" is not small letters, digits, dots, dashes and underscores between slashes.';
  }
  if (typeof message !== "string") return 'its "message" is no text.';
  if (content === undefined) return 'it has no "content".';
  if (typeof content !== "string") return { path, content, message };
  if (kind !== "prompt") return 'its "content" is a text; only a prompt\'s may be.';
  return { path, content: { type: "text", syntax: "plain", text: content, variables: [] }, message };
}

function parse(line: string): JsonValue | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isObject(value: JsonValue | undefined): value is { readonly [name: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
