import { canonicalJson, type JsonValue } from "./canonical-json.ts";
import { CONTENT_LIMITS } from "./content-limits.ts";
import { child } from "./json-pointer.ts";
import type { StrictReader } from "./strict-reader.ts";
import { utf8Length } from "./utf8.ts";

/** What the cells of a column hold; any cell may also be null. */
export const COLUMN_TYPES = ["text", "number", "boolean", "json"] as const;

export type ColumnType = (typeof COLUMN_TYPES)[number];

export type DatasetColumn = {
  /** Unique in the dataset. */
  readonly name: string;
  readonly type: ColumnType;
  readonly description?: string;
};

export type DatasetSchema = {
  /** Never empty. */
  readonly columns: readonly DatasetColumn[];
};

/** A row: one cell for each column, in the order of the columns. */
export type DatasetRow = readonly JsonValue[];

/** A dataset small enough to stand in its version. */
export type DatasetContent = {
  readonly schema: DatasetSchema;
  readonly rows: readonly DatasetRow[];
};

/** Reads a dataset. */
export function readDataset(reader: StrictReader, input: unknown): DatasetContent | undefined {
  const object = reader.object(input, "", { required: ["schema", "rows"] });
  if (object === undefined) return undefined;
  const schema = reader.field(object, "schema", (value, path) => readSchema(reader, value, path));
  if (schema === undefined) return undefined;
  const rows = reader.field(object, "rows", (value, path) => readRows(reader, value, path, schema.columns));
  return rows === undefined ? undefined : { schema, rows };
}

function readSchema(reader: StrictReader, value: unknown, path: string): DatasetSchema | undefined {
  const object = reader.object(value, path, { required: ["columns"] });
  if (object === undefined) return undefined;
  const names = new Set<string>();
  const before = reader.problems.length;
  const columns = reader.field(object, "columns", (list, where) =>
    reader.array(list, where, { min: 1, max: CONTENT_LIMITS.columns }, (item, at) => {
      const column = readColumn(reader, item, at);
      if (column === undefined) return undefined;
      if (names.has(column.name)) {
        return reader.note(child(at, "name"), "duplicate", `The column "${column.name}" is there twice; rename one.`);
      }
      names.add(column.name);
      return column;
    }),
  );
  // Rows are not read against a list of columns from which one was left out.
  return columns === undefined || reader.problems.length > before ? undefined : { columns };
}

function readColumn(reader: StrictReader, value: unknown, path: string): DatasetColumn | undefined {
  const object = reader.object(value, path, { required: ["name", "type"], optional: ["description"] });
  if (object === undefined) return undefined;
  const name = reader.field(object, "name", (name, at) => reader.name(name, at));
  const type = reader.field(object, "type", (type, at) => reader.oneOf(type, at, COLUMN_TYPES));
  const description = reader.field(object, "description", (text, at) => reader.text(text, at));
  if (name === undefined || type === undefined) return undefined;
  return { name, type, ...(description === undefined ? {} : { description }) };
}

function readRows(
  reader: StrictReader,
  value: unknown,
  path: string,
  columns: readonly DatasetColumn[],
): readonly DatasetRow[] | undefined {
  const before = reader.problems.length;
  const rows = reader.array(value, path, { max: CONTENT_LIMITS.rows }, (item, at) => {
    const cells = reader.array(item, at, { max: CONTENT_LIMITS.columns }, (cell, where, index) =>
      readCell(reader, cell, where, columns[index]),
    );
    if (cells === undefined || reader.problems.length > before) return undefined;
    if (cells.length === columns.length) return cells;
    const message = `The row has ${cells.length} cells, the schema ${columns.length} columns; make them equal.`;
    return reader.note(at, "invalid", message);
  });
  if (rows === undefined || reader.problems.length > before) return undefined;
  const bytes = utf8Length(canonicalJson(rows));
  if (bytes <= CONTENT_LIMITS.rowsBytes) return rows;
  const message = `The rows have ${bytes} bytes, at most ${CONTENT_LIMITS.rowsBytes} are allowed; split the dataset.`;
  return reader.note(path, "too-large", message);
}

function readCell(
  reader: StrictReader,
  value: unknown,
  path: string,
  column: DatasetColumn | undefined,
): JsonValue | undefined {
  // A cell without a column is counted, and refused with its row.
  if (value === null || column === undefined) return null;
  const cell = reader.json(value, path);
  if (cell === undefined || column.type === "json") return cell;
  const wanted = column.type === "text" ? "string" : column.type;
  if (typeof cell === wanted) return cell;
  const message = `The column "${column.name}" holds ${column.type} or null; change the cell, or the column's type.`;
  return reader.note(path, "wrong-type", message);
}
