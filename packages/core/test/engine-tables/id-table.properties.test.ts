import fc from "fast-check";
import { expect, test } from "vitest";
import { IdTable } from "../../src/engine/id-table.ts";
import { Interner } from "../../src/engine/interner.ts";

const anId = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 400 }).map((number) => `bnd_${String(number).padStart(20, "0")}`) },
  fc.string({ maxLength: 5 }),
  fc.string({ unit: "grapheme", maxLength: 5 }),
  fc.integer({ min: 0, max: 3 }).map((number) => `${number}${"x".repeat(40 * number)}`),
);

test("an id table finds what was added and not removed, and gives its text", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ id: anId, removes: fc.nat(3) }), { maxLength: 600 }), (steps) => {
      const table = new IdTable(0, 8);
      const numbers = new Map<string, number>();
      for (const { id, removes } of steps) {
        const known = numbers.get(id);
        expect(table.find(id)).toBe(known ?? -1);
        if (known === undefined) numbers.set(id, table.add(id));
        else if (removes > 0) {
          table.remove(known);
          numbers.delete(id);
        }
      }
      for (const [id, number] of numbers) expect([table.find(id), table.text(number)]).toEqual([number, id]);
      expect(new Set(numbers.values()).size).toBe(numbers.size);
    }),
    { numRuns: 300 },
  );
});

test.each([
  { name: "ids of the server", id: (index: number) => `prn_${(index * 2654435761).toString(36).padStart(20, "0")}` },
  { name: "addresses that all end alike", id: (index: number) => `${index}@people.engineering.example.com` },
  { name: "ids that differ in their beginning alone", id: (index: number) => `${index}${"-".repeat(300)}` },
  { name: "ids of other letters", id: (index: number) => `Ж${index}é` },
])("an interner gives each of $name its own number, for ever", ({ id }) => {
  const interner = new Interner();
  const numbers = Array.from({ length: 5_000 }, (_, index) => interner.number(id(index)));
  expect(numbers).toEqual(Array.from({ length: 5_000 }, (_, index) => index));
  for (const number of numbers) {
    expect([interner.find(id(number)), interner.number(id(number)), interner.id(number)]).toEqual([
      number,
      number,
      id(number),
    ]);
  }
  expect([interner.find(id(5_000)), interner.find(""), interner.size]).toEqual([undefined, undefined, 5_000]);
});
