import type { DatasetColumn, DatasetRow, DatasetSchema, JsonValue, RowFileFormat } from "@countersign/core";
import { type FileRows, readRowFile } from "@countersign/sdk/rows";

/** Rows to be imported: a file, or a text that was pasted. */
export type ImportSource =
  | { readonly type: "file"; readonly file: File; readonly format: RowFileFormat }
  | { readonly type: "text"; readonly text: string; readonly format: RowFileFormat };

/** What the beginning of a source looks like. */
export type ImportPreview =
  | { readonly ok: true; readonly columns: readonly DatasetColumn[]; readonly rows: readonly DatasetRow[] }
  | { readonly ok: false; readonly problem: string };

const previewed = 10;

/** Reads a source, with a schema or with the one that its first rows suggest. Reads no more of it than is asked for. */
export function readSource(source: ImportSource, schema?: DatasetSchema): Promise<FileRows> {
  return readRowFile(source.type === "file" ? piecesOf(source.file) : source.text, source.format, schema);
}

/** The first rows of a source, and the columns that it suggests or that were chosen. */
export async function previewOf(source: ImportSource, schema?: DatasetSchema): Promise<ImportPreview> {
  try {
    const read = await readSource(source, schema);
    const rows: DatasetRow[] = [];
    for await (const row of read.rows) {
      rows.push(row);
      if (rows.length === previewed) break;
    }
    return { ok: true, columns: read.schema.columns, rows };
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
}

/** How much of a source so many bytes of rows are, about: 0 to 100. A row is as long as JSON as it is in the file, or so. */
export function shareDone(source: ImportSource, bytes: number): number {
  const total = source.type === "file" ? source.file.size : source.text.length;
  return Math.min(99, (bytes / Math.max(total, 1)) * 100);
}

/** Rows as CSV that reads back as they are: null is nothing, empty text is quoted, what is no text is JSON. */
export function rowsAsCsv(columns: readonly DatasetColumn[], rows: readonly DatasetRow[]): string {
  const line = (fields: readonly string[]) => `${fields.join(",")}\n`;
  const header = line(columns.map(({ name }) => quoted(name)));
  return (
    header + rows.map((row) => line(columns.map(({ type }, index) => cellText(row[index] ?? null, type)))).join("")
  );
}

function cellText(cell: JsonValue, type: DatasetColumn["type"]): string {
  if (cell === null) return "";
  if (type === "json") return quoted(JSON.stringify(cell));
  const text = String(cell);
  return text === "" ? '""' : quoted(text);
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text of a file, piece by piece. */
async function* piecesOf(file: File): AsyncGenerator<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = file.stream().getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      yield decoder.decode(part.value, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new Error("The file is no UTF-8 text; save it as UTF-8.");
    throw error;
  } finally {
    reader.releaseLock();
  }
}
