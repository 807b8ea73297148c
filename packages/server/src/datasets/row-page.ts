import type { JsonValue, RowPage } from "@countersign/core";
import { z } from "zod";
import type { Reading } from "../command/reading.ts";
import { readRows, type StoredRow } from "./row-list-store.ts";
import type { SealedRows } from "./stored-rows.ts";

/** Rows of a page when nobody says. */
const defaultRows = 50;

/** Rows of a page at most. */
const mostRows = 1_000;

/** Where a page ends although it could have more rows, in characters of their canonical JSON. */
const mostText = 4 * 1024 * 1024;

/** The arguments of a page of rows. */
export const rowPage = {
  from: z.int().min(0).optional(),
  limit: z.int().min(1).max(mostRows).optional(),
};

/** A page, its rows as the canonical JSON that is stored. */
export interface StoredRowPage {
  readonly rowCount: number;
  readonly from: number;
  readonly rows: readonly StoredRow[];
  readonly next: number | null;
}

/** A page of rows as it is stored. */
export async function readStoredPage(
  reading: Reading,
  rows: SealedRows,
  page: { readonly from?: number | undefined; readonly limit?: number | undefined },
): Promise<StoredRowPage> {
  const { from = 0, limit = defaultRows } = page;
  const { rowCount } = rows.content;
  const count = Math.max(0, Math.min(limit, rowCount - from));
  const shown: StoredRow[] = [];
  let length = 0;
  // Large rows are read few at a time, so that a page of them is never in memory whole.
  for (let at = from; at < from + count && length < mostText; at = from + shown.length) {
    const part = await readRows(reading.tx, reading.organizationId, rows.listId, at, Math.min(100, from + count - at));
    if (part.length === 0) throw new Error(`The rows from ${at} on of the list ${rows.listId} are not there.`);
    for (const row of part) {
      if (length >= mostText) break;
      shown.push(row);
      length += row.cells.length;
    }
  }
  const next = from + shown.length;
  return { rowCount, from, rows: shown, next: next < rowCount && shown.length > 0 ? next : null };
}

/** A page of rows. */
export async function readRowPage(
  reading: Reading,
  rows: SealedRows,
  page: { readonly from?: number | undefined; readonly limit?: number | undefined },
): Promise<RowPage> {
  const stored = await readStoredPage(reading, rows, page);
  return { ...stored, rows: stored.rows.map(({ cells }) => cellsIn(cells)) };
}

/** The cells of a stored row. */
export function cellsIn(text: string): readonly JsonValue[] {
  const cells: readonly JsonValue[] = JSON.parse(text);
  return cells;
}
