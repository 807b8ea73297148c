import {
  type ClosureEntry,
  type ContentProblemRecord,
  contentDigest,
  type Digest,
  err,
  formatReference,
  type IncludedVersion,
  type JsonValue,
  ok,
  parseContent,
  type Result,
  references,
  resolveIncludes,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { lookUpIncluded } from "./included-version.ts";
import type { StoredResource } from "./scope-store.ts";

/** A content as it is stored: normalized, with its includes resolved, and its digest. */
interface PreparedContent {
  readonly content: JsonValue;
  readonly expanded: JsonValue;
  readonly closure: readonly ClosureEntry[];
  readonly digest: Digest;
}

/**
 * Reads a content strictly and resolves everything that it includes, on behalf of the actor, inside the workspace of the
 * resource. Nothing is written.
 */
export async function prepareContent(
  reading: Reading,
  resource: StoredResource,
  input: JsonValue,
): Promise<Result<PreparedContent, readonly ContentProblemRecord[]>> {
  const parsed = parseContent(resource.kind, input);
  if (!parsed.ok) return err(parsed.error);
  const found = new Map<string, Result<IncludedVersion, string>>();
  for (const { reference } of references(parsed.value)) {
    const text = formatReference(reference);
    if (!found.has(text)) found.set(text, await lookUpIncluded(reading, resource.workspaceId, reference));
  }
  const resolved = resolveIncludes(parsed.value, resource.id, (reference) => {
    const included = found.get(formatReference(reference));
    if (included === undefined) throw new Error(`The reference "${formatReference(reference)}" was not looked up.`);
    return included;
  });
  if (!resolved.ok) return err(resolved.error.map(({ path, code, message }) => ({ path, code, message })));
  const { expanded, closure } = resolved.value;
  return ok({
    content: parsed.value.content,
    expanded: expanded.content,
    closure,
    digest: contentDigest(expanded),
  });
}

/** The content as it would be stored, includes unresolved. */
export function normalizedContent(
  resource: StoredResource,
  input: JsonValue,
): Result<JsonValue, readonly ContentProblemRecord[]> {
  const parsed = parseContent(resource.kind, input);
  return parsed.ok ? ok(parsed.value.content) : err(parsed.error);
}
