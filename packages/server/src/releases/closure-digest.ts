import { type ClosureEntry, canonicalJson, sha256Hex } from "@countersign/core";

/**
 * The digest of a closure of includes: which versions, reached by which references, with which content. A review is
 * bound to it beside the content's digest. `null` where nothing is included.
 */
export function closureDigestOf(closure: readonly ClosureEntry[]): string | null {
  if (closure.length === 0) return null;
  const entries = closure.map(({ reference, versionId, digest, depth, includedBy }) => ({
    reference,
    versionId,
    digest,
    depth,
    includedBy,
  }));
  return `sha256:${sha256Hex(canonicalJson(entries))}`;
}
