import type { JsonValue } from "./canonical-json.ts";
import { CONTENT_LIMITS } from "./content-limits.ts";
import { type Digest, isDigest } from "./digest.ts";
import { child } from "./json-pointer.ts";
import type { StrictReader } from "./strict-reader.ts";

/** What the cells of a column hold; any cell may also be null, but in the key column. */
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
  /**
   * The name of the column that tells rows apart: of type text or number, filled in every row, no value twice. With it
   * two versions are compared by it; without it by the rows' bytes and places.
   */
  readonly key?: string;
};

/** A row: one cell for each column, in the order of the columns. */
export type DatasetRow = readonly JsonValue[];

/**
 * What a version of a dataset says. Its rows are stored one by one beside it, and bound to it by the root of their
 * digests: with another row, or in another order, it is another content.
 */
export type DatasetContent = {
  readonly schema: DatasetSchema;
  readonly rowCount: number;
  /** Of the digests of all rows in their order; see `datasetRoot`. */
  readonly root: Digest;
};

/** Reads what a version of a dataset says. */
export function readDataset(reader: StrictReader, input: unknown, path = ""): DatasetContent | undefined {
  const object = reader.object(input, path, { required: ["schema", "rowCount", "root"] });
  if (object === undefined) return undefined;
  const schema = reader.field(object, "schema", (value, at) => readDatasetSchema(reader, value, at));
  const rowCount = reader.field(object, "rowCount", (value, at) => readRowCount(reader, value, at));
  const root = reader.field(object, "root", (value, at) => readRoot(reader, value, at));
  return schema === undefined || rowCount === undefined || root === undefined ? undefined : { schema, rowCount, root };
}

/** Reads a schema. */
export function readDatasetSchema(reader: StrictReader, value: unknown, path: string): DatasetSchema | undefined {
  const object = reader.object(value, path, { required: ["columns"], optional: ["key"] });
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
  const key = reader.field(object, "key", (name, at) => reader.name(name, at));
  // Nothing is read against a list of columns from which one was left out.
  if (columns === undefined || reader.problems.length > before) return undefined;
  if (key === undefined) return { columns };
  const column = columns.find(({ name }) => name === key);
  if (column === undefined) {
    return reader.note(child(path, "key"), "unknown-column", `There is no column "${key}"; name one of the columns.`);
  }
  if (column.type !== "text" && column.type !== "number") {
    const message = `The column "${key}" is ${column.type}; rows are told apart by a column of text or numbers.`;
    return reader.note(child(path, "key"), "invalid", message);
  }
  return { columns, key };
}

/** Whether rows that fit one schema fit the other: the same names, types and key; descriptions may differ. */
export function takesSameRows(a: DatasetSchema, b: DatasetSchema): boolean {
  return (
    a.key === b.key &&
    a.columns.length === b.columns.length &&
    a.columns.every(({ name, type }, index) => name === b.columns[index]?.name && type === b.columns[index]?.type)
  );
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

function readRowCount(reader: StrictReader, value: unknown, path: string): number | undefined {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= CONTENT_LIMITS.datasetRows) {
    return value;
  }
  return reader.note(path, "invalid", `${path} counts rows: a whole number from 0 to ${CONTENT_LIMITS.datasetRows}.`);
}

function readRoot(reader: StrictReader, value: unknown, path: string): Digest | undefined {
  const text = reader.text(value, path);
  if (text === undefined || isDigest(text)) return text;
  return reader.note(path, "invalid", `${path} is no root: it is "sha256:" and 64 digits of 0-9 and a-f.`);
}
