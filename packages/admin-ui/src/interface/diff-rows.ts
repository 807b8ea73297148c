import { presentableDiff } from "@codemirror/merge";
import { diffLines } from "@countersign/core";

/** A stretch of a line; changed stretches are marked. */
interface Segment {
  readonly text: string;
  readonly changed: boolean;
}

export interface DiffLine {
  /** From 1. */
  readonly number: number;
  readonly segments: readonly Segment[];
}

/** One line of a side-by-side comparison; a side that has no such line is `null`. */
export type DiffRow =
  | { readonly type: "same"; readonly left: DiffLine; readonly right: DiffLine }
  | { readonly type: "changed"; readonly left: DiffLine | null; readonly right: DiffLine | null };

/** A run of rows, or a run of unchanged ones that is folded away. */
export type DiffBlock =
  | { readonly type: "rows"; readonly rows: readonly DiffRow[] }
  | { readonly type: "folded"; readonly rows: readonly DiffRow[] };

/** Two texts side by side; the changed words of lines that replace each other are marked. */
export function diffRows(before: string, after: string): readonly DiffRow[] {
  const rows: DiffRow[] = [];
  const hunks = diffLines(before, after);
  for (let index = 0; index < hunks.length; index += 1) {
    const hunk = hunks[index];
    if (hunk === undefined) continue;
    if (hunk.type === "same") {
      for (const [offset, line] of hunk.lines.entries()) {
        const segments = [{ text: shownLine(line), changed: false }];
        rows.push({
          type: "same",
          left: { number: hunk.beforeLine + offset, segments },
          right: { number: hunk.afterLine + offset, segments },
        });
      }
      continue;
    }
    const next = hunks[index + 1];
    const replaced = hunk.type === "removed" && next?.type === "added" ? next : null;
    const removed = hunk.type === "removed" ? hunk : null;
    const added = hunk.type === "added" ? hunk : replaced;
    if (replaced !== null) index += 1;
    const count = Math.max(removed?.lines.length ?? 0, added?.lines.length ?? 0);
    for (let offset = 0; offset < count; offset += 1) {
      const old = removed?.lines[offset];
      const now = added?.lines[offset];
      if (
        old !== undefined &&
        now !== undefined &&
        wasOnlyContinued(old, now, hunks.length - 1 === index, count, offset)
      ) {
        const segments = [{ text: shownLine(now), changed: false }];
        rows.push({
          type: "same",
          left: { number: (removed?.beforeLine ?? 0) + offset, segments },
          right: { number: (added?.afterLine ?? 0) + offset, segments },
        });
        continue;
      }
      const [left, right] = markWords(old, now);
      rows.push({
        type: "changed",
        left: left === null ? null : { number: (removed?.beforeLine ?? 0) + offset, segments: left },
        right: right === null ? null : { number: (added?.afterLine ?? 0) + offset, segments: right },
      });
    }
  }
  return rows;
}

/**
 * The rows with long unchanged runs folded, `context` lines left around each change. Rows for which `keep` holds stay in
 * sight, such as those with comments.
 */
export function foldRows(
  rows: readonly DiffRow[],
  context: number,
  keep: (row: DiffRow) => boolean = () => false,
): readonly DiffBlock[] {
  const shown = new Set<number>();
  for (const [index, row] of rows.entries()) {
    if (row.type === "same" && !keep(row)) continue;
    for (let near = index - context; near <= index + context; near += 1) shown.add(near);
  }
  const blocks: { type: DiffBlock["type"]; rows: DiffRow[] }[] = [];
  for (const [index, row] of rows.entries()) {
    const type = shown.has(index) ? "rows" : "folded";
    const last = blocks.at(-1);
    if (last?.type === type) last.rows.push(row);
    else blocks.push({ type, rows: [row] });
  }
  // Folding two lines away costs as much room as showing them.
  return blocks.map((block) =>
    block.type === "folded" && block.rows.length < 3 ? { type: "rows", rows: block.rows } : block,
  );
}

/** The same rows for one column: of each run of changed rows first what went, then what came. */
export function unifiedRows(rows: readonly DiffRow[]): readonly DiffRow[] {
  const unified: DiffRow[] = [];
  let run: DiffRow[] = [];
  const flush = () => {
    for (const { left } of run) if (left !== null) unified.push({ type: "changed", left, right: null });
    for (const { right } of run) if (right !== null) unified.push({ type: "changed", left: null, right });
    run = [];
  };
  for (const row of rows) {
    if (row.type === "changed") {
      run.push(row);
    } else {
      flush();
      unified.push(row);
    }
  }
  flush();
  return unified;
}

/** The last line of one text, which in the other goes on with further lines: its end came or went, nothing else. */
function wasOnlyContinued(old: string, now: string, lastHunk: boolean, count: number, offset: number): boolean {
  const bothLast = lastHunk && offset === count - 1;
  return !bothLast && old !== now && old.replace(/\n$/, "") === now.replace(/\n$/, "");
}

function markWords(
  before: string | undefined,
  after: string | undefined,
): readonly [readonly Segment[] | null, readonly Segment[] | null] {
  if (before === undefined || after === undefined) {
    return [whole(before), whole(after)];
  }
  const endChanged = before.endsWith("\n") !== after.endsWith("\n") && before.trimEnd() === after.trimEnd();
  const old = `${shownLine(before)}${endChanged && before.endsWith("\n") ? "⏎" : ""}`;
  const now = `${shownLine(after)}${endChanged && after.endsWith("\n") ? "⏎" : ""}`;
  const changes = presentableDiff(old, now, { scanLimit: 500 });
  const left = segmentsOf(
    old,
    changes.map(({ fromA, toA }) => [fromA, toA]),
  );
  const right = segmentsOf(
    now,
    changes.map(({ fromB, toB }) => [fromB, toB]),
  );
  return [left, right];
}

function whole(line: string | undefined): readonly Segment[] | null {
  return line === undefined ? null : [{ text: shownLine(line), changed: false }];
}

function segmentsOf(line: string, marked: readonly (readonly [number, number])[]): readonly Segment[] {
  const segments: Segment[] = [];
  let position = 0;
  for (const [from, to] of marked) {
    if (from > position) segments.push({ text: line.slice(position, from), changed: false });
    if (to > from) segments.push({ text: line.slice(from, to), changed: true });
    position = to;
  }
  if (position < line.length) segments.push({ text: line.slice(position), changed: false });
  return segments;
}

/** A line without its end; a carriage return, which nobody would see, is shown as a sign. */
function shownLine(line: string): string {
  const bare = line.endsWith("\n") ? line.slice(0, -1) : line;
  return bare.endsWith("\r") ? `${bare.slice(0, -1)}␍` : bare;
}
