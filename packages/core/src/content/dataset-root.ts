import { canonicalJson } from "./canonical-json.ts";
import type { DatasetRow } from "./dataset-content.ts";
import { type Digest, isDigest } from "./digest.ts";
import { sha256, toHex } from "./sha256.ts";
import { utf8Bytes } from "./utf8.ts";

/** The digest of one row, 32 bytes: SHA-256 over a zero byte and the row's canonical JSON. */
export function rowDigest(row: DatasetRow): Uint8Array {
  return rowTextDigest(canonicalJson(row));
}

/** As {@link rowDigest}, of a row whose canonical JSON is at hand. */
export function rowTextDigest(canonical: string): Uint8Array {
  const text = utf8Bytes(canonical);
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
export function datasetRoot(rowDigests: Iterable<Uint8Array>): Digest {
  return frontierRoot(extendFrontier(emptyFrontier, rowDigests));
}

/**
 * What must be kept of the rows so far to go on computing their root: the roots of the largest complete subtrees, from
 * the left, one for each one bit of the count. It has at most 53 nodes, however many rows there are.
 */
export interface RootFrontier {
  readonly count: number;
  readonly nodes: readonly Uint8Array[];
}

/** No rows yet. */
export const emptyFrontier: RootFrontier = { count: 0, nodes: [] };

/** The frontier after more rows. */
export function extendFrontier(frontier: RootFrontier, rowDigests: Iterable<Uint8Array>): RootFrontier {
  const nodes = [...frontier.nodes];
  let { count } = frontier;
  for (const digest of rowDigests) {
    let node = digest;
    // As in counting up: each trailing one bit is a complete subtree of the size of the one that is ready to its right.
    for (let carry = count; carry % 2 === 1; carry = (carry - 1) / 2) {
      const left = nodes.pop();
      if (left === undefined) throw new Error(`A frontier of ${count} rows lacks a node.`);
      node = parentOf(left, node);
    }
    nodes.push(node);
    count += 1;
  }
  return { count, nodes };
}

/** The root of all rows that a frontier has seen. */
export function frontierRoot({ nodes }: RootFrontier): Digest {
  const [last, ...others] = nodes.toReversed();
  const root = last === undefined ? sha256("") : others.reduce((right, left) => parentOf(left, right), last);
  const text = `sha256:${toHex(root)}`;
  if (!isDigest(text)) throw new Error(`"${text}" is no digest; SHA-256 is broken.`);
  return text;
}

function parentOf(left: Uint8Array, right: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(65);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 33);
  return sha256(bytes);
}
