import fc from "fast-check";
import { expect, test } from "vitest";
import { RowLists } from "../../src/engine/row-lists.ts";

type Row = readonly [first: number, second: number, third: number];

const someRows = fc.array(fc.record({ list: fc.nat(5), first: fc.nat(20), removed: fc.boolean(), marked: fc.nat(9) }), {
  maxLength: 200,
});

test("lists of rows are what plain lists are: in order, whatever is put in, taken out, loaded and marked", () => {
  fc.assert(
    fc.property(someRows, someRows, (loaded, changed) => {
      const lists = new RowLists(3);
      const plain: Row[][] = Array.from({ length: 6 }, () => []);
      const counts = new Int32Array(6);
      lists.setMark(3, 7);
      for (const { list } of loaded) counts[list] = (counts[list] ?? 0) + 1;
      lists.reserve(counts);
      for (const [third, { list, first }] of loaded.entries()) {
        lists.append(list, first, first + 1, third);
        plain[list]?.push([first, first + 1, third]);
      }
      lists.sort();
      const marks = [0, 0, 0, 7, 0, 0];
      for (const [index, { list, first, removed, marked }] of changed.entries()) {
        const own = plain[list] ?? [];
        const gone = removed ? own.find((row) => row[0] === first) : undefined;
        if (gone === undefined) {
          lists.insert(list, first, first + 1, 1000 + index);
          own.push([first, first + 1, 1000 + index]);
        } else {
          expect(lists.remove(list, first, gone[2])).toBe(true);
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
        expect([...lists.data.subarray(lists.start(list), lists.end(list))]).toEqual(sorted.flatMap(({ row }) => row));
        expect(lists.mark(list)).toBe(marks[list]);
        expect(lists.remove(list, 99, 0)).toBe(false);
      }
    }),
    { numRuns: 200 },
  );
});
