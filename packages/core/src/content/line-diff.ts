/**
 * Lines that stand in both texts, or in one. The lines keep their ends, so that all lines of `same` and `added` hunks,
 * joined, are the text after, and those of `same` and `removed` the text before, byte for byte. A line ends with LF;
 * a CR before it belongs to the line, so a change of line ends is a change.
 */
export interface LineHunk {
  readonly type: "same" | "added" | "removed";
  /** Never empty. Only the last line of a text may have no end. */
  readonly lines: readonly string[];
  /** Number, from 1, of the first of these lines in the text before; for `added`, of the line before which they stand. */
  readonly beforeLine: number;
  /** Number, from 1, of the first of these lines in the text after; for `removed`, of the line before which they stood. */
  readonly afterLine: number;
}

/**
 * Compares two texts line by line (Myers, "An O(ND) Difference Algorithm"). The answer is the shortest one, unless more
 * than `maxEdits` lines differ: then everything between the common beginning and the common end is one replacement.
 * Removed lines stand before the added ones that replace them, and two hunks of one type never follow each other.
 */
export function diffLines(before: string, after: string, maxEdits: number = MAX_EDITS): readonly LineHunk[] {
  const a = splitLines(before);
  const b = splitLines(after);
  const hunks: LineHunk[] = [];
  let beforeLine = 1;
  let afterLine = 1;
  for (const { type, count } of diffItems(a, b, maxEdits)) {
    const lines =
      type === "added"
        ? b.slice(afterLine - 1, afterLine - 1 + count)
        : a.slice(beforeLine - 1, beforeLine - 1 + count);
    hunks.push({ type, lines, beforeLine, afterLine });
    if (type !== "added") beforeLine += count;
    if (type !== "removed") afterLine += count;
  }
  return hunks;
}

/** A run of items that stand in both lists, or in one. */
export interface ItemRun {
  readonly type: LineHunk["type"];
  readonly count: number;
}

/** As {@link diffLines}, for any two lists of texts. */
export function diffItems(
  before: readonly string[],
  after: readonly string[],
  maxEdits: number = MAX_EDITS,
): readonly ItemRun[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;

  const middle = shortestEdits(
    before.slice(start, before.length - end),
    after.slice(start, after.length - end),
    maxEdits,
  );
  return normalize([{ type: "same", count: start }, ...middle, { type: "same", count: end }]);
}

const MAX_EDITS = 2_000;

function splitLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function shortestEdits(a: readonly string[], b: readonly string[], maxEdits: number): readonly ItemRun[] {
  const fronts = findFronts(a, b, maxEdits);
  if (fronts === null) {
    return [
      { type: "removed", count: a.length },
      { type: "added", count: b.length },
    ];
  }
  // From the end back to the beginning, one edit for each front.
  const backwards: ItemRun[] = [];
  let x = a.length;
  let y = b.length;
  for (let edits = fronts.length; edits > 0; edits -= 1) {
    const front = fronts[edits - 1];
    if (front === undefined) break;
    const diagonal = x - y;
    const down = goesDown(front, edits, diagonal);
    const fromDiagonal = down ? diagonal + 1 : diagonal - 1;
    const fromX = reach(front, edits - 1, fromDiagonal);
    const fromY = fromX - fromDiagonal;
    backwards.push({ type: "same", count: x - (down ? fromX : fromX + 1) });
    backwards.push({ type: down ? "added" : "removed", count: 1 });
    x = fromX;
    y = fromY;
  }
  backwards.push({ type: "same", count: x });
  return backwards.reverse();
}

/**
 * For each number of edits, how far into `a` one gets with it on each diagonal; the last, complete one is left out.
 * `null` when more than `maxEdits` are needed.
 */
function findFronts(a: readonly string[], b: readonly string[], maxEdits: number): readonly Int32Array[] | null {
  const fronts: Int32Array[] = [];
  for (let edits = 0; edits <= maxEdits; edits += 1) {
    const front = new Int32Array(edits + 1);
    const previous = fronts.at(-1);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = 0;
      if (previous !== undefined) {
        x = goesDown(previous, edits, diagonal)
          ? reach(previous, edits - 1, diagonal + 1)
          : reach(previous, edits - 1, diagonal - 1) + 1;
      }
      let y = x - diagonal;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x += 1;
        y += 1;
      }
      front[(diagonal + edits) / 2] = x;
      if (x >= a.length && y >= b.length) return fronts;
    }
    fronts.push(front);
  }
  return null;
}

/** Whether the farthest way to a diagonal with so many edits comes by an added item rather than by a removed one. */
function goesDown(previous: Int32Array, edits: number, diagonal: number): boolean {
  if (diagonal === -edits) return true;
  if (diagonal === edits) return false;
  return reach(previous, edits - 1, diagonal - 1) < reach(previous, edits - 1, diagonal + 1);
}

function reach(front: Int32Array, edits: number, diagonal: number): number {
  return front[(diagonal + edits) / 2] ?? 0;
}

/** Joins runs of one type, leaves out empty ones, and puts what was removed at a place before what was added there. */
function normalize(runs: readonly ItemRun[]): readonly ItemRun[] {
  const result: ItemRun[] = [];
  let same = 0;
  let removed = 0;
  let added = 0;
  const push = (type: ItemRun["type"], count: number): void => {
    if (count > 0) result.push({ type, count });
  };
  for (const run of runs) {
    if (run.count === 0) continue;
    if (run.type === "same") {
      push("removed", removed);
      push("added", added);
      removed = 0;
      added = 0;
      same += run.count;
      continue;
    }
    push("same", same);
    same = 0;
    if (run.type === "removed") removed += run.count;
    else added += run.count;
  }
  push("same", same);
  push("removed", removed);
  push("added", added);
  return result;
}
