import {
  boundRows,
  type ClosureEntry,
  type ContentProblemRecord,
  contentDigest,
  type DatasetContent,
  type DatasetInput,
  type Digest,
  err,
  formatReference,
  type IncludedVersion,
  type JsonValue,
  ok,
  parseContent,
  parseDatasetInput,
  type ResourceContent,
  type Result,
  references,
  resolveIncludes,
  takesSameRows,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { findSealed, newestContentWithRoot } from "../datasets/row-list-store.ts";
import { ownUpload, uploadedContent } from "../datasets/upload-service.ts";
import { lookUpIncluded } from "./included-version.ts";
import type { StoredResource } from "./scope-store.ts";

/** A content as it is stored: normalized, with its includes resolved, and its digest. */
export interface PreparedContent {
  readonly content: JsonValue;
  readonly expanded: JsonValue;
  readonly closure: readonly ClosureEntry[];
  readonly digest: Digest;
  /** Rows of a dataset that are to be stored with it, or were uploaded for it. */
  readonly rows: Exclude<DatasetInput, { readonly type: "stored" }> | null;
}

/**
 * Reads a content strictly and resolves everything that it includes, on behalf of the actor, inside the workspace of the
 * resource. Nothing is written.
 */
export async function prepareContent(
  reading: Reading,
  resource: StoredResource,
  input: JsonValue,
  mode: "look" | "lock",
): Promise<Result<PreparedContent, readonly ContentProblemRecord[]>> {
  const parsed = await readContent(reading, resource, input, mode);
  if (!parsed.ok) return parsed;
  const { written, rows } = parsed.value;
  const found = new Map<string, Result<IncludedVersion, string>>();
  for (const { reference } of references(written)) {
    const text = formatReference(reference);
    if (!found.has(text)) found.set(text, await lookUpIncluded(reading, resource.workspaceId, reference));
  }
  const resolved = resolveIncludes(written, resource.id, (reference) => {
    const included = found.get(formatReference(reference));
    if (included === undefined) throw new Error(`The reference "${formatReference(reference)}" was not looked up.`);
    return included;
  });
  if (!resolved.ok) return err(resolved.error.map(({ path, code, message }) => ({ path, code, message })));
  const { expanded, closure } = resolved.value;
  return ok({
    content: written.content,
    expanded: expanded.content,
    closure,
    digest: contentDigest(expanded),
    rows,
  });
}

/** The content as it would be stored, includes unresolved. */
export async function normalizedContent(
  reading: Reading,
  resource: StoredResource,
  input: JsonValue,
): Promise<Result<JsonValue, readonly ContentProblemRecord[]>> {
  const parsed = await readContent(reading, resource, input, "look");
  return parsed.ok ? ok(parsed.value.written.content) : parsed;
}

interface ReadContent {
  readonly written: ResourceContent;
  readonly rows: PreparedContent["rows"];
}

async function readContent(
  reading: Reading,
  resource: StoredResource,
  input: JsonValue,
  mode: "look" | "lock",
): Promise<Result<ReadContent, readonly ContentProblemRecord[]>> {
  if (resource.kind !== "dataset") {
    const parsed = parseContent(resource.kind, input);
    return parsed.ok ? ok({ written: parsed.value, rows: null }) : err(parsed.error);
  }
  const parsed = parseDatasetInput(input);
  if (!parsed.ok) return err(parsed.error);
  const given = parsed.value;
  switch (given.type) {
    case "rows":
      return ok({ written: { kind: "dataset", content: boundRows(given.schema, given.rows) }, rows: given });
    case "upload": {
      const upload = await ownUpload(reading, given.uploadId, mode);
      if (upload.resourceId !== resource.id) return err([foreignUpload]);
      return ok({ written: { kind: "dataset", content: uploadedContent(upload) }, rows: given });
    }
    case "stored": {
      const problem = await whyNotItsOwn(reading, resource, given.content);
      return problem === null
        ? ok({ written: { kind: "dataset", content: given.content }, rows: null })
        : err([problem]);
    }
  }
}

const foreignUpload: ContentProblemRecord = {
  path: "/upload",
  code: "unknown-upload",
  message: "The upload was opened for another dataset; open one for this.",
};

/** Rows are named by their root only by a dataset that has had them: a root alone would open others' rows. */
async function whyNotItsOwn(
  reading: Reading,
  resource: StoredResource,
  { schema, root, rowCount }: DatasetContent,
): Promise<ContentProblemRecord | null> {
  const { tx, organizationId } = reading;
  const unknown = {
    path: "/root",
    code: "unknown-rows",
    message: "No version of this dataset has these rows with this key; upload them.",
  };
  const stored = await newestContentWithRoot(tx, organizationId, resource.id, root);
  const known = stored === null ? null : parseContent("dataset", stored);
  if (known === null || !known.ok || known.value.kind !== "dataset") return unknown;
  const sealed = await findSealed(tx, organizationId, { root, keyColumn: schema.key ?? "" });
  if (sealed === null || known.value.content.rowCount !== rowCount) return unknown;
  if (takesSameRows(known.value.content.schema, schema)) return null;
  const message = "These rows were saved with other columns or another key; upload them for the new ones.";
  return { path: "/schema", code: "unknown-rows", message };
}
