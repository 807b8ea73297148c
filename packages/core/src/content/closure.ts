import type { ResourceKind } from "../access/scope.ts";
import type { Digest } from "./digest.ts";

/**
 * One thing that a content includes or refers to, directly or through another. A closure is all of them, nearest
 * first; it is stored with the version and says for ever what was resolved to what.
 */
export interface ClosureEntry {
  /** As it is written, such as `support/tone@production`. */
  readonly reference: string;
  readonly namedBy: "label" | "number";
  readonly path: string;
  readonly kind: ResourceKind;
  readonly resourceId: string;
  readonly versionId: string;
  /** The number of the version in its resource. */
  readonly number: number;
  readonly digest: Digest;
  /** How many levels below the content; 1 for what it names itself. */
  readonly depth: number;
  /** The version in which the reference stands; `null` for the content itself. */
  readonly includedBy: string | null;
}

/** A closure seen from one level higher: everything in it stands below the version that it belongs to. */
export function closureBelow(versionId: string, closure: readonly ClosureEntry[]): readonly ClosureEntry[] {
  return closure.map((entry) => ({ ...entry, depth: entry.depth + 1, includedBy: entry.includedBy ?? versionId }));
}

/** Several closures as one, nearest first, each entry once. */
export function mergeClosures(closures: readonly (readonly ClosureEntry[])[]): readonly ClosureEntry[] {
  const byKey = new Map<string, ClosureEntry>();
  for (const entry of closures.flat()) {
    const key = JSON.stringify([entry.includedBy, entry.reference, entry.versionId, entry.depth]);
    if (!byKey.has(key)) byKey.set(key, entry);
  }
  return [...byKey.values()].sort((a, b) => a.depth - b.depth);
}

/** The references that lead to an entry of this closure, from the content down, the entry's own last. */
export function wayTo(entry: ClosureEntry, closure: readonly ClosureEntry[]): readonly string[] {
  const above = closure.find(({ versionId, depth }) => versionId === entry.includedBy && depth === entry.depth - 1);
  return above === undefined ? [entry.reference] : [...wayTo(above, closure), entry.reference];
}
