import { canonicalJson } from "./canonical-json.ts";
import type { DatasetRow } from "./dataset-content.ts";
import { type Digest, isDigest } from "./digest.ts";
import { sha256, toHex } from "./sha256.ts";
import { utf8Bytes } from "./utf8.ts";

/** The digest of one row, 32 bytes: SHA-256 over a zero byte and the row's canonical JSON. */
export function rowDigest(row: DatasetRow): Uint8Array {
  const text = utf8Bytes(canonicalJson(row));
  const bytes = new Uint8Array(text.length + 1);
  bytes.set(text, 1);
  return sha256(bytes);
}

/**
 * The root of row digests in their order: the Merkle tree hash of RFC 6962. An inner node is SHA-256 over a one byte
 * and its two children, so that no row can be taken for a node; without rows it is SHA-256 over nothing.
 *
 * It needs the digests alone, so rows may be stored elsewhere and hashed one by one.
 */
export function datasetRoot(rowDigests: readonly Uint8Array[]): Digest {
  const text = `sha256:${toHex(rowDigests.length === 0 ? sha256("") : treeHash(rowDigests, 0, rowDigests.length))}`;
  if (!isDigest(text)) throw new Error(`"${text}" is no digest; SHA-256 is broken.`);
  return text;
}

function treeHash(leaves: readonly Uint8Array[], start: number, end: number): Uint8Array {
  const only = leaves[start];
  if (only !== undefined && end - start === 1) return only;
  const middle = start + largestPowerOfTwoBelow(end - start);
  const bytes = new Uint8Array(65);
  bytes[0] = 1;
  bytes.set(treeHash(leaves, start, middle), 1);
  bytes.set(treeHash(leaves, middle, end), 33);
  return sha256(bytes);
}

function largestPowerOfTwoBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
