import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareRows, type RowDifference, type RowMarks } from "../../src/content/row-comparison.ts";

const byPlace = (text: string): RowMarks => ({ digests: [...text], keys: null });
/** `a1 b2`: the key a with the content 1, and so on. */
const byKey = (text: string): RowMarks => {
  const rows = text === "" ? [] : text.split(" ");
  return { digests: rows, keys: rows.map((row) => row.slice(0, 1)) };
};

describe("compareRows", () => {
  const cases: { name: string; before: RowMarks; after: RowMarks; expected: Omit<RowDifference, "by"> }[] = [
    { name: "nothing and nothing", before: byPlace(""), after: byPlace(""), expected: none(0) },
    { name: "equal rows", before: byPlace("abca"), after: byPlace("abca"), expected: none(4) },
    { name: "a first version", before: byPlace(""), after: byPlace("ab"), expected: { ...none(0), added: [0, 1] } },
    { name: "a row in front", before: byPlace("abc"), after: byPlace("xabc"), expected: { ...none(3), added: [0] } },
    { name: "a row that went", before: byPlace("abc"), after: byPlace("ac"), expected: { ...none(2), removed: [1] } },
    {
      name: "a changed row between two that stayed",
      before: byPlace("abc"),
      after: byPlace("axc"),
      expected: { ...none(2), changed: [{ before: 1, after: 1 }] },
    },
    {
      name: "a changed row after one that was added in front",
      before: byPlace("abcd"),
      after: byPlace("yabxd"),
      expected: { ...none(3), added: [0], changed: [{ before: 2, after: 3 }] },
    },
    {
      name: "more rows than there were at a place",
      before: byPlace("abz"),
      after: byPlace("axyz"),
      expected: { ...none(2), changed: [{ before: 1, after: 1 }], added: [2] },
    },
    {
      name: "a row twice, once before",
      before: byPlace("ab"),
      after: byPlace("aab"),
      expected: { ...none(2), added: [1] },
    },
    { name: "a row that moved", before: byPlace("abcd"), after: byPlace("bcda"), expected: { ...none(4), moved: 1 } },
    {
      name: "keys: changed, added and removed",
      before: byKey("a1 b1 c1"),
      after: byKey("d1 a2 b1"),
      expected: { ...none(1), changed: [{ before: 0, after: 1 }], added: [0], removed: [2] },
    },
    {
      name: "keys: moved and changed at once",
      before: byKey("a1 b1 c1"),
      after: byKey("b1 c1 a2"),
      expected: { ...none(2), changed: [{ before: 0, after: 2 }], moved: 1 },
    },
  ];
  test.each(cases)("$name", ({ before, after, expected }) => {
    const by = before.keys !== null && after.keys !== null ? "key" : "position";
    expect(compareRows(before, after)).toEqual({ by, ...expected });
  });

  test("falls back on bytes where one side has no keys", () => {
    expect(compareRows(byPlace("ab"), byKey("a1"))).toMatchObject({ by: "position" });
  });

  test("accounts for every row of both sides once, and nothing differs exactly when the lists are equal", () => {
    const list = fc.array(fc.constantFrom(..."abcdef"), { maxLength: 12 });
    fc.assert(
      fc.property(list, list, (before, after) => {
        const found = compareRows({ digests: before, keys: null }, { digests: after, keys: null });
        const { added, removed, changed, moved, unchanged } = found;
        expect(unchanged + changed.length + removed.length).toBe(before.length);
        expect(unchanged + changed.length + added.length).toBe(after.length);
        expect(new Set([...added, ...changed.map((pair) => pair.after)]).size).toBe(added.length + changed.length);
        expect(new Set([...removed, ...changed.map((pair) => pair.before)]).size).toBe(removed.length + changed.length);
        const same = added.length + removed.length + changed.length + moved === 0;
        expect(same).toBe(before.join() === after.join());
      }),
    );
  });
});

function none(unchanged: number): Omit<RowDifference, "by"> {
  return { added: [], removed: [], changed: [], moved: 0, unchanged };
}
