import { err, ok, type Result } from "../result.ts";
import { canonicalJson, type JsonValue } from "./canonical-json.ts";
import { CONTENT_LIMITS } from "./content-limits.ts";
import type { ContentProblem } from "./content-problem.ts";
import type { DatasetColumn, DatasetRow, DatasetSchema } from "./dataset-content.ts";
import { child } from "./json-pointer.ts";
import { StrictReader } from "./strict-reader.ts";
import { utf8Length } from "./utf8.ts";

/** A row as it is stored. */
export interface ReadRow {
  readonly row: DatasetRow;
  /** Its canonical JSON: what its digest is of. */
  readonly text: string;
  /** UTF-8 bytes of the text. */
  readonly bytes: number;
  /** Canonical JSON of the cell in the key column; `null` where the schema names none. */
  readonly key: string | null;
}

/**
 * Reads rows of a dataset from unknown JSON against its schema. Problems point into all rows, the first of these being
 * number `first`, and name row and column as people count them: from 1.
 */
export function parseDatasetRows(
  schema: DatasetSchema,
  input: unknown,
  first = 0,
): Result<readonly ReadRow[], readonly ContentProblem[]> {
  const reader = new StrictReader();
  const rows = readDatasetRows(reader, schema, input, first);
  return rows === undefined || reader.problems.length > 0 ? err(reader.problems) : ok(rows);
}

/** As {@link parseDatasetRows}, noting problems in a reader. */
export function readDatasetRows(
  reader: StrictReader,
  schema: DatasetSchema,
  input: unknown,
  first = 0,
): readonly ReadRow[] | undefined {
  if (!Array.isArray(input)) return reader.note("/rows", "wrong-type", "/rows must be an array of rows.");
  const items: readonly unknown[] = input;
  const keyIndex = schema.columns.findIndex(({ name }) => name === schema.key);
  const placeOfKey = new Map<string, number>();
  const rows: ReadRow[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const number = first + index;
    const cells = readRow(reader, schema, items[index], number);
    if (cells === undefined) continue;
    const text = canonicalJson(cells);
    const bytes = utf8Length(text);
    if (bytes > CONTENT_LIMITS.rowBytes) {
      const message = `Row ${number + 1} has ${bytes} bytes, at most ${CONTENT_LIMITS.rowBytes} are allowed; shorten it.`;
      reader.note(`/rows/${number}`, "too-large", message);
      continue;
    }
    const key = keyIndex < 0 ? null : readKey(reader, schema, cells, number, keyIndex);
    if (key === undefined) continue;
    const other = key === null ? undefined : placeOfKey.get(key);
    if (other !== undefined) {
      reader.note(`/rows/${number}/${keyIndex}`, "duplicate", duplicateKeyMessage(schema, number, other, key ?? ""));
      continue;
    }
    if (key !== null) placeOfKey.set(key, number);
    rows.push({ row: cells, text, bytes, key });
  }
  return rows;
}

/** What is said of a row whose key stands in another row already. Rows are numbered from 0 here, and said from 1. */
export function duplicateKeyMessage(schema: DatasetSchema, row: number, other: number, key: string): string {
  return `Row ${row + 1}, column "${schema.key}": ${shown(key)} is in row ${other + 1} already; the key column holds each value once.`;
}

function readRow(
  reader: StrictReader,
  { columns }: DatasetSchema,
  value: unknown,
  number: number,
): DatasetRow | undefined {
  const path = `/rows/${number}`;
  if (!Array.isArray(value)) {
    return reader.note(path, "wrong-type", `Row ${number + 1} must be an array of cells, one for each column.`);
  }
  const cells: readonly unknown[] = value;
  if (cells.length !== columns.length) {
    const message = `Row ${number + 1} has ${cells.length} cells, the schema ${columns.length} columns; make them equal.`;
    return reader.note(path, "invalid", message);
  }
  const before = reader.problems.length;
  const row: JsonValue[] = [];
  for (const [index, column] of columns.entries()) {
    const cell = readCell(reader, cells[index], child(path, index), number, column);
    if (cell !== undefined) row.push(cell);
  }
  return reader.problems.length > before || row.length !== columns.length ? undefined : row;
}

function readCell(
  reader: StrictReader,
  value: unknown,
  path: string,
  number: number,
  column: DatasetColumn,
): JsonValue | undefined {
  if (value === null) return null;
  const cell = reader.json(value, path);
  if (cell === undefined || column.type === "json") return cell;
  const wanted = column.type === "text" ? "string" : column.type;
  if (typeof cell === wanted) return cell;
  const message = `Row ${number + 1}, column "${column.name}": it holds ${column.type} or null, and this is ${shown(canonicalJson(cell))}. Change the cell, or the column's type.`;
  return reader.note(path, "wrong-type", message);
}

function readKey(
  reader: StrictReader,
  schema: DatasetSchema,
  row: DatasetRow,
  number: number,
  index: number,
): string | undefined {
  const cell = row[index] ?? null;
  const text = canonicalJson(cell);
  if (cell !== null && cell !== "" && text.length <= CONTENT_LIMITS.keyLength) return text;
  const why =
    text.length > CONTENT_LIMITS.keyLength
      ? `at most ${CONTENT_LIMITS.keyLength} characters are allowed`
      : "it is empty";
  const message = `Row ${number + 1}, column "${schema.key}": rows are told apart by it, and ${why}. Fill it in, or name no key.`;
  return reader.note(`/rows/${number}/${index}`, "invalid", message);
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
