import type { Page, PageInput } from "@countersign/core";
import { decodeCursor, encodeCursor } from "../rpc/cursor.ts";
import { defaultPageSize } from "../rpc/fields.ts";

/**
 * What rows are ordered by, compared text by text and by code units, so that every database and node agrees. The second
 * is an id, and has no space.
 */
export type SortKey = readonly [string, string];

/** One page of rows that may all be seen by the asker. The cursor is the key of the last row given. */
export function pageOf<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => SortKey,
  input: PageInput,
  order: "ascending" | "descending" = "ascending",
): Page<Row> {
  const sign = order === "ascending" ? 1 : -1;
  const position = decodeCursor(input.cursor);
  const after = position === null ? null : keyAt(position);
  const rest = rows
    .filter((row) => after === null || compare(keyOf(row), after) * sign > 0)
    .sort((a, b) => compare(keyOf(a), keyOf(b)) * sign);
  const limit = input.limit ?? defaultPageSize;
  const items = rest.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    nextCursor: last === undefined || rest.length <= limit ? null : encodeCursor(positionOf(keyOf(last))),
  };
}

/** Whether any of the texts holds what somebody looks for, in any spelling of its letters. */
export function matchesSearch(search: string | undefined, texts: readonly string[]): boolean {
  const wanted = fold(search ?? "");
  return wanted === "" || texts.some((text) => fold(text).includes(wanted));
}

/** A text as it is compared when people look for it or read a list. */
export function fold(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

function compare(a: SortKey, b: SortKey): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] === b[1] ? 0 : a[1] < b[1] ? -1 : 1;
}

function positionOf([text, id]: SortKey): string {
  return `${id} ${text}`;
}

function keyAt(position: string): SortKey {
  const space = position.indexOf(" ");
  return [position.slice(space + 1), position.slice(0, Math.max(space, 0))];
}
