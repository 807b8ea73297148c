import fc from "fast-check";
import { expect, test } from "vitest";
import { RowLists } from "../../src/engine/row-lists.ts";

type Row = readonly [key: number, value: number];

/** Some need more than 31 bits. */
const someKey = fc.oneof(
  { weight: 20, arbitrary: fc.nat(20) },
  { weight: 1, arbitrary: fc.nat(9).map((n) => 2 ** 40 + n) },
);

const someRows = fc.array(fc.record({ list: fc.nat(5), key: someKey, removed: fc.boolean(), marked: fc.nat(9) }), {
  maxLength: 200,
});

test("lists of rows are what plain lists are: in order, whatever is put in, taken out, loaded and marked", () => {
  fc.assert(
    fc.property(someRows, someRows, (loaded, changed) => {
      const lists = new RowLists("keys and values");
      const plain: Row[][] = Array.from({ length: 6 }, () => []);
      const counts = new Int32Array(6);
      lists.setMark(3, 7);
      for (const { list } of loaded) counts[list] = (counts[list] ?? 0) + 1;
      lists.reserve(counts);
      for (const [value, { list, key }] of loaded.entries()) {
        lists.append(list, key, value);
        plain[list]?.push([key, value]);
      }
      lists.sort();
      const marks = [0, 0, 0, 7, 0, 0];
      for (const [index, { list, key, removed, marked }] of changed.entries()) {
        const own = plain[list] ?? [];
        const gone = removed ? own.find((row) => row[0] === key) : undefined;
        if (gone === undefined) {
          lists.insert(list, key, 1000 + index);
          own.push([key, 1000 + index]);
        } else {
          expect(lists.remove(list, key, gone[1])).toBe(true);
          own.splice(own.indexOf(gone), 1);
        }
        lists.setMark(list, marked);
        marks[list] = marked;
        if (marked === 9) {
          lists.clear(list);
          own.length = 0;
        }
      }
      for (const [list, rows] of plain.entries()) {
        const sorted = rows.map((row, at) => ({ row, at })).sort((a, b) => a.row[0] - b.row[0] || a.at - b.at);
        expect([...lists.keysOf(list)]).toEqual(sorted.map(({ row }) => row[0]));
        expect([...lists.valuesOf(list)]).toEqual(sorted.map(({ row }) => row[1]));
        expect(lists.mark(list)).toBe(marks[list]);
        expect(lists.remove(list, 99, 0)).toBe(false);
      }
      // The order stays when every key grows.
      const before = plain.map((_, list) => [...lists.keysOf(list)]);
      lists.rewrite((key) => key * 2 ** 10);
      for (const [list, keys] of before.entries()) {
        expect([...lists.keysOf(list)]).toEqual(keys.map((key) => key * 2 ** 10));
      }
    }),
    { numRuns: 200 },
  );
});
