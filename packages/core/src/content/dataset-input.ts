import { err, ok, type Result } from "../result.ts";
import { CONTENT_LIMITS } from "./content-limits.ts";
import type { ContentProblem } from "./content-problem.ts";
import {
  type DatasetContent,
  type DatasetRow,
  type DatasetSchema,
  readDataset,
  readDatasetSchema,
} from "./dataset-content.ts";
import { datasetRoot, rowTextDigest } from "./dataset-root.ts";
import { type ReadRow, readDatasetRows } from "./dataset-rows.ts";
import { StrictReader } from "./strict-reader.ts";

/** A dataset that is small enough to be said at once. */
export type WrittenDataset = { readonly schema: DatasetSchema; readonly rows: readonly DatasetRow[] };

/**
 * What a new version of a dataset can be made of: rows that are said with it, rows that were uploaded before, or the
 * rows of a version that the dataset has already.
 */
export type DatasetInput =
  | { readonly type: "rows"; readonly schema: DatasetSchema; readonly rows: readonly ReadRow[] }
  | { readonly type: "upload"; readonly uploadId: string }
  | { readonly type: "stored"; readonly content: DatasetContent };

/**
 * Reads what a new version of a dataset is made of: `{ schema, rows }`, `{ upload }`, or, as a version says it,
 * `{ schema, rowCount, root }`.
 */
export function parseDatasetInput(input: unknown): Result<DatasetInput, readonly ContentProblem[]> {
  const reader = new StrictReader();
  const read = readInput(reader, input);
  return read === undefined || reader.problems.length > 0 ? err(reader.problems) : ok(read);
}

/** Reads a schema alone, from unknown JSON. */
export function parseDatasetSchema(input: unknown): Result<DatasetSchema, readonly ContentProblem[]> {
  const reader = new StrictReader();
  const schema = readDatasetSchema(reader, input, "/schema");
  return schema === undefined || reader.problems.length > 0 ? err(reader.problems) : ok(schema);
}

/** What a version with these rows says. */
export function boundRows(schema: DatasetSchema, rows: readonly ReadRow[]): DatasetContent {
  return { schema, rowCount: rows.length, root: datasetRoot(rows.map(({ text }) => rowTextDigest(text))) };
}

function readInput(reader: StrictReader, input: unknown): DatasetInput | undefined {
  if (has(input, "upload")) {
    const object = reader.object(input, "", { required: ["upload"] });
    const uploadId = object && reader.field(object, "upload", (value, at) => reader.name(value, at));
    return uploadId === undefined ? undefined : { type: "upload", uploadId };
  }
  if (has(input, "root") || has(input, "rowCount")) {
    const content = readDataset(reader, input);
    return content === undefined ? undefined : { type: "stored", content };
  }
  const object = reader.object(input, "", { required: ["schema", "rows"] });
  if (object === undefined) return undefined;
  const schema = reader.field(object, "schema", (value, at) => readDatasetSchema(reader, value, at));
  if (schema === undefined) return undefined;
  const rows = reader.field(object, "rows", (value) => readFewRows(reader, schema, value));
  return rows === undefined ? undefined : { type: "rows", schema, rows };
}

function readFewRows(reader: StrictReader, schema: DatasetSchema, value: unknown): readonly ReadRow[] | undefined {
  if (Array.isArray(value) && value.length > CONTENT_LIMITS.rows) {
    const message = `There are ${value.length} rows, at most ${CONTENT_LIMITS.rows} are saved at once; upload them in parts.`;
    return reader.note("/rows", "too-many", message);
  }
  const rows = readDatasetRows(reader, schema, value);
  if (rows === undefined) return undefined;
  const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
  if (bytes <= CONTENT_LIMITS.rowsBytes) return rows;
  const message = `The rows have ${bytes} bytes, at most ${CONTENT_LIMITS.rowsBytes} are saved at once; upload them in parts.`;
  return reader.note("/rows", "too-large", message);
}

function has(input: unknown, key: string): boolean {
  return typeof input === "object" && input !== null && !Array.isArray(input) && Object.hasOwn(input, key);
}
