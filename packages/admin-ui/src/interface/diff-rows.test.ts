import { describe, expect, test } from "vitest";
import { type DiffRow, diffRows, foldRows, unifiedRows } from "./diff-rows.ts";

const told = (rows: readonly DiffRow[]) =>
  rows.map(({ type, left, right }) => [
    type,
    left === null ? null : `${left.number} ${left.segments.map(({ text }) => text).join("")}`,
    right === null ? null : `${right.number} ${right.segments.map(({ text }) => text).join("")}`,
  ]);

describe("diffRows", () => {
  test("puts lines that replace each other side by side and numbers both sides", () => {
    expect(told(diffRows("a\nb\nc\n", "a\nB\nB2\nc\n"))).toEqual([
      ["same", "1 a", "1 a"],
      ["changed", "2 b", "2 B"],
      ["changed", null, "3 B2"],
      ["same", "3 c", "4 c"],
    ]);
  });

  test("marks the words that changed within a line", () => {
    const [row] = diffRows("You may not promise refunds.", "You may promise refunds.");
    const marked = (line: DiffRow["left"]) =>
      line?.segments.filter(({ changed }) => changed).map(({ text }) => text.trim());
    expect(marked(row?.left ?? null)).toEqual(["not"]);
    expect(marked(row?.right ?? null)).toEqual([]);
  });

  test("a last line that only goes on is no change of that line", () => {
    expect(told(diffRows("a\nb", "a\nb\nc"))).toEqual([
      ["same", "1 a", "1 a"],
      ["same", "2 b", "2 b"],
      ["changed", null, "3 c"],
    ]);
  });

  test("shows a line end that alone came, and carriage returns, which nobody would see", () => {
    expect(told(diffRows("a", "a\n"))).toEqual([["changed", "1 a", "1 a⏎"]]);
    expect(told(diffRows("a\nb\n", "a\r\nb\n"))[0]).toEqual(["changed", "1 a", "1 a␍"]);
  });

  test("nothing against something is all added", () => {
    expect(told(diffRows("", "a\nb"))).toEqual([
      ["changed", null, "1 a"],
      ["changed", null, "2 b"],
    ]);
  });
});

describe("foldRows", () => {
  const long = Array.from({ length: 30 }, (_, index) => `line ${index}`).join("\n");

  test("folds what is far from every change and keeps the context", () => {
    const blocks = foldRows(diffRows(long, long.replace("line 15", "LINE 15")), 3);
    expect(blocks.map(({ type, rows }) => [type, rows.length])).toEqual([
      ["folded", 12],
      ["rows", 7],
      ["folded", 11],
    ]);
  });

  test("keeps a commented line in sight, with its context", () => {
    const blocks = foldRows(diffRows(long, long), 1, (row) => row.right?.number === 10);
    expect(blocks.map(({ type, rows }) => [type, rows.length])).toEqual([
      ["folded", 8],
      ["rows", 3],
      ["folded", 19],
    ]);
  });

  test("loses no row", () => {
    const rows = diffRows(long, long.replace("line 3", "x").replace("line 22\n", ""));
    expect(foldRows(rows, 2).flatMap((block) => block.rows)).toEqual(rows);
  });
});

test("unifiedRows tells of each run first what went, then what came", () => {
  expect(told(unifiedRows(diffRows("a\nb\nc\n", "x\ny\nc\n")))).toEqual([
    ["changed", "1 a", null],
    ["changed", "2 b", null],
    ["changed", null, "1 x"],
    ["changed", null, "2 y"],
    ["same", "3 c", "3 c"],
  ]);
});
