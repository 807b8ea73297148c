import { err, ok, type Result } from "../result.ts";
import { isJsonObject, type JsonValue } from "./canonical-json.ts";
import { CsvError, CsvReader, type CsvRecord } from "./csv-reader.ts";
import type { ColumnType, DatasetColumn, DatasetRow, DatasetSchema } from "./dataset-content.ts";

/** How rows are written in a file: CSV with a line of names, or one JSON object a line. */
export type RowFileFormat = "csv" | "jsonl";

/** A row of a file before its cells are read: texts of CSV, values of JSON, by the names of their columns. */
export interface FileRow {
  /** On which it begins, from 1. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, JsonValue>;
}

/** Reads rows out of a file, piece by piece; holds no more of it than the row that is under way. */
export interface RowFileReader {
  /** The rows that a piece completes; or a sentence that names the line. */
  push(piece: string): Result<readonly FileRow[], string>;
  /** What is left at the end. */
  end(): Result<readonly FileRow[], string>;
}

/** A reader of one file. */
export function rowFileReader(format: RowFileFormat): RowFileReader {
  return format === "csv" ? csvRows() : jsonRows();
}

/** The format that a file's name tells; `null` for others. */
export function rowFileFormat(name: string): RowFileFormat | null {
  if (/\.csv$/i.test(name)) return "csv";
  return /\.(jsonl|ndjson)$/i.test(name) ? "jsonl" : null;
}

/** The columns that some rows suggest, in the order in which they are met: the narrowest type that fits them all. */
export function inferColumns(rows: readonly FileRow[], format: RowFileFormat): readonly DatasetColumn[] {
  const types = new Map<string, ColumnType | null>();
  for (const { cells } of rows) {
    for (const [name, value] of cells) {
      const known = types.get(name) ?? null;
      const type = value === null ? null : typeOf(value, format);
      types.set(name, known === null ? type : type === null || type === known ? known : joined(known, type));
    }
  }
  return [...types].map(([name, type]) => ({ name, type: type ?? "text" }));
}

/** A row's cells in the order of the schema's columns; or a sentence that names line and column. */
export function cellsOf(schema: DatasetSchema, row: FileRow, format: RowFileFormat): Result<DatasetRow, string> {
  const names = new Set(schema.columns.map(({ name }) => name));
  for (const name of row.cells.keys()) {
    if (!names.has(name)) return err(`Line ${row.line}, column "${name}": the schema has no such column.`);
  }
  const cells: JsonValue[] = [];
  for (const { name, type } of schema.columns) {
    const value = row.cells.get(name) ?? null;
    const cell = value === null || format === "jsonl" ? ok(value) : cellIn(String(value), type);
    if (!cell.ok) return err(`Line ${row.line}, column "${name}": ${cell.error}.`);
    cells.push(cell.value);
  }
  return ok(cells);
}

function csvRows(): RowFileReader {
  const reader = new CsvReader();
  let names: readonly string[] | null = null;
  const take = (records: readonly CsvRecord[]): Result<readonly FileRow[], string> => {
    const rows: FileRow[] = [];
    for (const { line, fields } of records) {
      if (names === null) {
        names = fields.map((field) => (field ?? "").trim());
        if (names.some((name) => name === ""))
          return err(`Line ${line}: a column has no name; the first line names all.`);
        if (new Set(names).size < names.length) return err(`Line ${line}: two columns have one name; rename one.`);
        continue;
      }
      if (fields.length !== names.length) {
        return err(`Line ${line}: it has ${fields.length} fields, and the first line names ${names.length} columns.`);
      }
      rows.push({ line, cells: new Map(names.map((name, index) => [name, fields[index] ?? null])) });
    }
    return ok(rows);
  };
  const reading = (read: () => readonly CsvRecord[]): Result<readonly FileRow[], string> => {
    try {
      return take(read());
    } catch (error) {
      if (error instanceof CsvError) return err(error.message);
      throw error;
    }
  };
  return { push: (piece) => reading(() => reader.push(piece)), end: () => reading(() => reader.end()) };
}

function jsonRows(): RowFileReader {
  let rest = "";
  let line = 0;
  const read = (text: string): Result<FileRow | null, string> => {
    line += 1;
    const trimmed = line === 1 ? text.replace(/^\ufeff/, "").trim() : text.trim();
    if (trimmed === "") return ok(null);
    const value = parsed(trimmed);
    if (value === undefined || !isJsonObject(value)) return err(`Line ${line}: it is no JSON object.`);
    return ok({ line, cells: new Map(Object.entries(value)) });
  };
  const readAll = (lines: readonly string[]): Result<readonly FileRow[], string> => {
    const rows: FileRow[] = [];
    for (const text of lines) {
      const row = read(text);
      if (!row.ok) return row;
      if (row.value !== null) rows.push(row.value);
    }
    return ok(rows);
  };
  return {
    push: (piece) => {
      const lines = `${rest}${piece}`.split("\n");
      rest = lines.pop() ?? "";
      return readAll(lines);
    },
    end: () => readAll([rest]),
  };
}

function cellIn(text: string, type: ColumnType): Result<JsonValue, string> {
  switch (type) {
    case "text":
      return ok(text);
    case "number": {
      const trimmed = text.trim();
      const number = Number(trimmed);
      return trimmed !== "" && Number.isFinite(number) ? ok(number) : err(`${shown(text)} is no number`);
    }
    case "boolean": {
      const word = text.trim().toLowerCase();
      if (word === "true" || word === "false") return ok(word === "true");
      return err(`${shown(text)} is neither true nor false`);
    }
    case "json": {
      const value = parsed(text);
      return value === undefined ? err(`${shown(text)} is no JSON`) : ok(value);
    }
  }
}

function typeOf(value: JsonValue, format: RowFileFormat): ColumnType {
  if (format === "jsonl") {
    if (typeof value === "string") return "text";
    if (typeof value === "number") return "number";
    return typeof value === "boolean" ? "boolean" : "json";
  }
  const text = String(value);
  if (cellIn(text, "boolean").ok) return "boolean";
  // A number with a leading zero is more likely a code that must stay as it is written.
  return cellIn(text, "number").ok && !/^\s*[+-]?0\d/.test(text) ? "number" : "text";
}

function joined(a: ColumnType, b: ColumnType): ColumnType {
  return a === "json" || b === "json" ? "json" : "text";
}

function parsed(text: string): JsonValue | undefined {
  try {
    const value: JsonValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
