import { type Instant, parseInstant } from "../access/instant.ts";
import { canonicalJson, isJsonObject, type JsonValue } from "../content/canonical-json.ts";

/**
 * How far a chain went, signed: nobody who lacks the key can rewrite what lies at or before it, not even with every hash
 * computed anew.
 */
export interface Checkpoint {
  readonly format: 1;
  readonly chain: string;
  /** The number of the last event that it seals, and that event's hash. */
  readonly seq: number;
  readonly hash: string;
  /** The number that the checkpoint before it sealed; 0 for the first. So none is lost in silence. */
  readonly previous: number;
  readonly at: Instant;
}

/** The text that is signed: the checkpoint's canonical JSON. */
export function encodeCheckpoint({ format, chain, seq, hash, previous, at }: Checkpoint): string {
  return canonicalJson({ format, chain, seq, hash, previous, at });
}

/** Reads a checkpoint; `null` for a text that no checkpoint of this format has. */
export function readCheckpoint(text: string): Checkpoint | null {
  const value = parsed(text);
  if (value === null || !isJsonObject(value) || value["format"] !== 1) return null;
  const { chain, seq, hash, previous, at } = value;
  if (typeof chain !== "string" || typeof hash !== "string" || !isCount(seq) || !isCount(previous)) return null;
  const read = parseInstant(at);
  if (read === null) return null;
  const checkpoint: Checkpoint = { format: 1, chain, seq, hash, previous, at: read };
  return encodeCheckpoint(checkpoint) === text ? checkpoint : null;
}

/** Where an export ends, signed, so that nothing is cut off its end in silence. */
export interface ExportEnd {
  readonly format: 1;
  readonly chain: string;
  /** Its first and last event. */
  readonly from: number;
  readonly to: number;
  /** The hash of the last event. */
  readonly hash: string;
  /** What its last checkpoint sealed; 0 without one. */
  readonly sealed: number;
  readonly at: Instant;
}

/** The text that is signed: the end's canonical JSON. */
export function encodeExportEnd({ format, chain, from, to, hash, sealed, at }: ExportEnd): string {
  return canonicalJson({ format, chain, from, to, hash, sealed, at });
}

/** Reads the end of an export; `null` for a text that none has. */
export function readExportEnd(text: string): ExportEnd | null {
  const value = parsed(text);
  if (value === null || !isJsonObject(value) || value["format"] !== 1) return null;
  const { chain, from, to, hash, sealed, at } = value;
  if (typeof chain !== "string" || typeof hash !== "string") return null;
  if (!isCount(from) || !isCount(to) || !isCount(sealed)) return null;
  const read = parseInstant(at);
  if (read === null) return null;
  const end: ExportEnd = { format: 1, chain, from, to, hash, sealed, at: read };
  return encodeExportEnd(end) === text ? end : null;
}

function isCount(value: JsonValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function parsed(text: string): JsonValue {
  try {
    // The standard library types parsed JSON as `any`; JSON is what it is.
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}
