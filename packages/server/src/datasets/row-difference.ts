import { compareRows, type RowChange, type RowComparison, type RowDifference, type RowMarks } from "@countersign/core";
import { z } from "zod";
import type { Reading } from "../command/reading.ts";
import { readMarks, readRowsAt, type StoredRow } from "./row-list-store.ts";
import { cellsIn } from "./row-page.ts";
import type { SealedRows } from "./stored-rows.ts";

/** How many marks are read at once. */
const marksAtOnce = 10_000;

/** The arguments of a page of row changes. */
export const rowComparisonPage = {
  show: z.enum(["added", "removed", "changed"]).optional(),
  from: z.int().min(0).optional(),
  limit: z.int().min(1).max(200).optional(),
};

/** Counts what is different between the rows of two versions, and answers a page of it. */
export async function compareStoredRows(
  reading: Reading,
  before: SealedRows | null,
  after: SealedRows,
  page: {
    readonly show?: RowChange["type"] | undefined;
    readonly from?: number | undefined;
    readonly limit?: number | undefined;
  },
): Promise<RowComparison> {
  const { show, from = 0, limit = 50 } = page;
  const difference = await differenceOf(reading, before, after);
  const places = placesOf(difference, show, from, limit);
  const positions = (side: "before" | "after") => places.flatMap((place) => (side in place ? [place[side] ?? 0] : []));
  const rowsBefore = before === null ? noRows : await rowsAt(reading, before, positions("before"));
  const rowsAfter = await rowsAt(reading, after, positions("after"));
  const total = totalOf(difference, show);
  return {
    by: difference.by,
    columnsBefore: before?.content.schema.columns ?? null,
    columnsAfter: after.content.schema.columns,
    counts: {
      before: before?.content.rowCount ?? 0,
      after: after.content.rowCount,
      added: difference.added.length,
      removed: difference.removed.length,
      changed: difference.changed.length,
      moved: difference.moved,
      unchanged: difference.unchanged,
    },
    changes: places.map((place) => changeAt(place, rowsBefore, rowsAfter)),
    next: from + places.length < total && places.length > 0 ? from + places.length : null,
  };
}

interface Place {
  readonly type: RowChange["type"];
  readonly before?: number;
  readonly after?: number;
}

const noRows: ReadonlyMap<number, StoredRow> = new Map();

async function differenceOf(reading: Reading, before: SealedRows | null, after: SealedRows): Promise<RowDifference> {
  const differences = reading.environment.rowDifferences;
  const known = differences.get(reading.organizationId, before?.listId ?? null, after.listId);
  if (known !== null) return known;
  const difference = compareRows(
    before === null ? { digests: [], keys: null } : await marksOf(reading, before),
    await marksOf(reading, after),
  );
  differences.put(reading.organizationId, before?.listId ?? null, after.listId, difference);
  return difference;
}

async function marksOf(reading: Reading, { content, listId }: SealedRows): Promise<RowMarks> {
  const digests: string[] = [];
  const keys: string[] = [];
  for (let from = 0; from < content.rowCount; from += marksAtOnce) {
    const count = Math.min(marksAtOnce, content.rowCount - from);
    for (const mark of await readMarks(reading.tx, reading.organizationId, listId, from, count)) {
      digests.push(mark.digest);
      if (mark.key !== null) keys.push(mark.key);
    }
  }
  return { digests, keys: content.schema.key === undefined ? null : keys };
}

function placesOf(
  { added, removed, changed }: RowDifference,
  show: RowChange["type"] | undefined,
  from: number,
  limit: number,
): readonly Place[] {
  const places: Place[] = [];
  let skipped = 0;
  const take = (type: RowChange["type"], count: number, at: (index: number) => Omit<Place, "type">): void => {
    if (show !== undefined && show !== type) return;
    for (let index = Math.max(0, from - skipped); index < count && places.length < limit; index += 1) {
      places.push({ type, ...at(index) });
    }
    skipped += count;
  };
  take("changed", changed.length, (index) => ({ ...changed[index] }));
  take("added", added.length, (index) => ({ after: added[index] ?? 0 }));
  take("removed", removed.length, (index) => ({ before: removed[index] ?? 0 }));
  return places;
}

function totalOf({ added, removed, changed }: RowDifference, show: RowChange["type"] | undefined): number {
  const counts = { added: added.length, removed: removed.length, changed: changed.length };
  return show === undefined ? counts.added + counts.removed + counts.changed : counts[show];
}

async function rowsAt(
  reading: Reading,
  { listId }: SealedRows,
  positions: readonly number[],
): Promise<ReadonlyMap<number, StoredRow>> {
  return readRowsAt(reading.tx, reading.organizationId, listId, positions);
}

function changeAt(
  { type, before = 0, after = 0 }: Place,
  rowsBefore: ReadonlyMap<number, StoredRow>,
  rowsAfter: ReadonlyMap<number, StoredRow>,
): RowChange {
  const old = () => ({ position: before, cells: cellsIn(rowsBefore.get(before)?.cells ?? "[]") });
  const now = () => ({ position: after, cells: cellsIn(rowsAfter.get(after)?.cells ?? "[]") });
  switch (type) {
    case "added":
      return { type, after: now() };
    case "removed":
      return { type, before: old() };
    case "changed":
      return { type, before: old(), after: now() };
  }
}
