import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diffLines, type LineHunk } from "../../src/content/line-diff.ts";

const side = (hunks: readonly LineHunk[], other: "added" | "removed"): string =>
  hunks.flatMap((hunk) => (hunk.type === other ? [] : hunk.lines)).join("");

describe("diffLines", () => {
  const cases: {
    name: string;
    before: string;
    after: string;
    expected: [string, readonly string[], number, number][];
  }[] = [
    { name: "nothing and nothing", before: "", after: "", expected: [] },
    { name: "equal texts", before: "a\nb", after: "a\nb", expected: [["same", ["a\n", "b"], 1, 1]] },
    { name: "a first text", before: "", after: "a\n", expected: [["added", ["a\n"], 1, 1]] },
    { name: "a text taken away", before: "a\n\nb", after: "", expected: [["removed", ["a\n", "\n", "b"], 1, 1]] },
    {
      name: "a changed line",
      before: "a\nb\nc\n",
      after: "a\nx\nc\n",
      expected: [
        ["same", ["a\n"], 1, 1],
        ["removed", ["b\n"], 2, 2],
        ["added", ["x\n"], 3, 2],
        ["same", ["c\n"], 3, 3],
      ],
    },
    {
      name: "a line that moved down",
      before: "x\na\nb\n",
      after: "a\nb\nx\n",
      expected: [
        ["removed", ["x\n"], 1, 1],
        ["same", ["a\n", "b\n"], 2, 1],
        ["added", ["x\n"], 4, 3],
      ],
    },
    {
      name: "a last line end",
      before: "a\nb",
      after: "a\nb\n",
      expected: [
        ["same", ["a\n"], 1, 1],
        ["removed", ["b"], 2, 2],
        ["added", ["b\n"], 3, 2],
      ],
    },
    {
      name: "a line end of another kind",
      before: "a\r\nb\r\n",
      after: "a\r\nb\n",
      expected: [
        ["same", ["a\r\n"], 1, 1],
        ["removed", ["b\r\n"], 2, 2],
        ["added", ["b\n"], 3, 2],
      ],
    },
    {
      name: "a CR alone, which ends no line",
      before: "a\rb",
      after: "a\rb\r",
      expected: [
        ["removed", ["a\rb"], 1, 1],
        ["added", ["a\rb\r"], 2, 1],
      ],
    },
  ];
  test.each(cases)("shows $name", ({ before, after, expected }) => {
    const hunks = diffLines(before, after);
    expect(hunks.map(({ type, lines, beforeLine, afterLine }) => [type, lines, beforeLine, afterLine])).toEqual(
      expected,
    );
  });

  const texts = fc
    .array(fc.constantFrom("a", "b", "c", "\n", "\r\n", "\n\n", "é"), { maxLength: 40 })
    .map((parts) => parts.join(""));

  test("gives both texts back, with right line numbers, in the fewest edits", () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const hunks = diffLines(before, after);
        judge(hunks, before, after);
        const edits = hunks.filter((hunk) => hunk.type !== "same").reduce((sum, hunk) => sum + hunk.lines.length, 0);
        expect(edits).toBe(fewestEdits(lines(before), lines(after)));
      }),
      { numRuns: 1_500 },
    );
  });

  test("gives both texts back also where it gives up", () => {
    fc.assert(
      fc.property(texts, texts, fc.nat({ max: 4 }), (before, after, maxEdits) => {
        judge(diffLines(before, after, maxEdits), before, after);
      }),
    );
    const hunks = diffLines("same\n1\n2\n3\nend\n", "same\nx\n2\ny\nend\n", 2);
    expect(hunks.map(({ type }) => type)).toEqual(["same", "removed", "added", "same"]);
  });

  test("is quick for huge texts that have nothing in common", () => {
    const before = Array.from({ length: 50_000 }, (_, index) => `a${index}\n`).join("");
    const after = Array.from({ length: 50_000 }, (_, index) => `b${index}\n`).join("");
    const started = performance.now();
    const hunks = diffLines(before, after);
    expect(performance.now() - started).toBeLessThan(10_000);
    judge(hunks, before, after);
    expect(hunks).toHaveLength(2);
  });
});

function judge(hunks: readonly LineHunk[], before: string, after: string): void {
  expect(side(hunks, "removed")).toBe(after);
  expect(side(hunks, "added")).toBe(before);
  let beforeLine = 1;
  let afterLine = 1;
  for (const [index, hunk] of hunks.entries()) {
    expect(hunk).toMatchObject({ beforeLine, afterLine });
    expect(hunk.lines.length).toBeGreaterThan(0);
    const previous = hunks[index - 1]?.type;
    expect(hunk.type).not.toBe(previous);
    if (hunk.type === "removed") expect(previous).not.toBe("added");
    if (hunk.type !== "added") beforeLine += hunk.lines.length;
    if (hunk.type !== "removed") afterLine += hunk.lines.length;
  }
}

function lines(text: string): string[] {
  const parts = text.split("\n");
  return parts.map((part, index) => (index < parts.length - 1 ? `${part}\n` : part)).filter((part) => part !== "");
}

/** By the table of longest common subsequences, slow and plain. */
function fewestEdits(a: readonly string[], b: readonly string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0);
  for (const item of a) {
    const next = [0];
    for (const [j, other] of b.entries()) {
      next.push(item === other ? (row[j] ?? 0) + 1 : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    }
    row = next;
  }
  return a.length + b.length - 2 * (row.at(-1) ?? 0);
}
