import type { ResourceKind } from "../access/scope.ts";
import { canonicalJson, type JsonValue } from "./canonical-json.ts";
import { type Digest, isDigest } from "./digest.ts";
import type { ExpandedContent } from "./expanded-content.ts";
import { sha256Hex } from "./sha256.ts";

/** Raised when equal contents would get another digest. */
export const DIGEST_FORMAT = 1;

/**
 * The digest of a content: SHA-256 over the canonical JSON of `{ format, kind, content }`. It covers everything that
 * is served, and no id, name, label or workspace. For a dataset `content` is its schema, its row count and the root of
 * its row digests.
 */
export function contentDigest(expanded: ExpandedContent): Digest {
  return servedDigest(expanded.kind, expanded.content);
}

/**
 * The digest of a content as it was served, whatever version of this package wrote it: nothing is parsed, so what this
 * version does not know of is covered as well.
 *
 * Throws a `CanonicalJsonError` for what JSON cannot say.
 */
export function servedDigest(kind: ResourceKind, content: JsonValue): Digest {
  const text = `sha256:${sha256Hex(canonicalJson({ format: DIGEST_FORMAT, kind, content }))}`;
  if (!isDigest(text)) throw new Error(`"${text}" is no digest; SHA-256 is broken.`);
  return text;
}
