import {
  CONTENT_LIMITS,
  type CountersignApi,
  CountersignError,
  canonicalJson,
  cellsOf,
  type DatasetRow,
  type DatasetSchema,
  type FileRow,
  inferColumns,
  type JsonValue,
  type RowFileFormat,
  rowFileReader,
  utf8Length,
} from "@countersign/core";
import type { ManyCallOptions } from "../place/many-call-options.ts";

/** Rows to be saved: cells in the order of the columns. */
export type RowSource = Iterable<DatasetRow> | AsyncIterable<DatasetRow>;

/** A file's text: whole, or piece by piece as a stream or an `fs` read stream with an encoding gives it. */
export type TextSource = string | Iterable<string> | AsyncIterable<string>;

/** How far an upload is. */
export interface UploadProgress {
  /** Rows that the server has. */
  readonly rows: number;
  /** Bytes of them as canonical JSON. */
  readonly bytes: number;
}

export interface UploadOptions extends ManyCallOptions {
  /** Called after every part. */
  readonly onProgress?: (progress: UploadProgress) => void;
}

/** Rows a part, and bytes at which it ends before. */
const mostRows = 1_000;
const mostBytes = 1_048_576;

/** How many rows of a file suggest its columns. */
const lookedAt = 1_000;

/**
 * Uploads rows part by part, never more than one part in memory; answers the upload's id. Where a row does not fit, or
 * anything else fails, the upload is thrown away: nothing is left half done.
 */
export async function uploadRows(
  api: CountersignApi,
  resourceId: string,
  schema: DatasetSchema,
  rows: RowSource,
  { onProgress, ...options }: UploadOptions = {},
): Promise<string> {
  const json: JsonValue = JSON.parse(JSON.stringify(schema));
  const { id: uploadId } = await api.upload.open({ resourceId, schema: json }, options);
  let position = 0;
  const send = async (part: readonly DatasetRow[]) => {
    const { rowCount, byteCount } = await api.upload.append({ uploadId, position, rows: part }, options);
    position = rowCount;
    onProgress?.({ rows: rowCount, bytes: byteCount });
  };
  try {
    let part: DatasetRow[] = [];
    let bytes = 0;
    for await (const row of rows) {
      const size = utf8Length(canonicalJson(row));
      if (part.length > 0 && (part.length >= mostRows || bytes + size > mostBytes)) {
        await send(part);
        part = [];
        bytes = 0;
      }
      part.push(row);
      bytes += size;
    }
    if (part.length > 0) await send(part);
    return uploadId;
  } catch (error) {
    // It would go by itself in a day; what failed matters more than that this may fail too.
    await api.upload.discard({ uploadId }).catch(() => undefined);
    throw error;
  }
}

/** The rows of a file, read as they are asked for, and the schema that they are read by. */
export interface FileRows {
  readonly schema: DatasetSchema;
  readonly rows: AsyncIterable<DatasetRow>;
}

/**
 * Reads a file of rows. Without a schema its first 1,000 rows suggest one. Rejects, at the start or while rows are asked
 * for, with `invalid` and the line and the column that do not fit.
 */
export async function readRowFile(
  source: TextSource,
  format: RowFileFormat,
  schema?: DatasetSchema,
): Promise<FileRows> {
  const all = fileRows(typeof source === "string" ? [source] : source, format)[Symbol.asyncIterator]();
  const first: FileRow[] = [];
  while (schema === undefined && first.length < lookedAt) {
    const next = await all.next();
    if (next.done === true) break;
    first.push(next.value);
  }
  const used = schema ?? { columns: inferColumns(first, format) };
  if (used.columns.length === 0) throw unreadable("The file has no row, so it suggests no columns.");
  return { schema: used, rows: readCells(first, all, used, format) };
}

async function* fileRows(
  pieces: Iterable<string> | AsyncIterable<string>,
  format: RowFileFormat,
): AsyncGenerator<FileRow> {
  const reader = rowFileReader(format);
  for await (const piece of pieces) {
    const rows = reader.push(piece);
    if (!rows.ok) throw unreadable(rows.error);
    yield* rows.value;
  }
  const rest = reader.end();
  if (!rest.ok) throw unreadable(rest.error);
  yield* rest.value;
}

async function* readCells(
  first: readonly FileRow[],
  others: AsyncIterator<FileRow>,
  schema: DatasetSchema,
  format: RowFileFormat,
): AsyncGenerator<DatasetRow> {
  for (const row of first) yield cellsOrThrow(schema, row, format);
  for (let next = await others.next(); next.done !== true; next = await others.next()) {
    yield cellsOrThrow(schema, next.value, format);
  }
}

function cellsOrThrow(schema: DatasetSchema, row: FileRow, format: RowFileFormat): DatasetRow {
  const cells = cellsOf(schema, row, format);
  if (!cells.ok) throw unreadable(cells.error);
  return cells.value;
}

function unreadable(message: string): CountersignError {
  return new CountersignError({
    code: "invalid",
    message,
    remedy: `Correct the file, or give a schema that it fits. A dataset has at most ${CONTENT_LIMITS.datasetRows} rows.`,
  });
}
