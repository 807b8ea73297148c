import { CountersignError } from "@countersign/core";
import { describe, expect, test } from "vitest";
import { ensure, sameSet, type Wish } from "../src/provision/ensured.ts";

interface Thing {
  readonly size: number;
}

const conflict = new CountersignError({ code: "conflict", message: "Taken." });

/** A place for one thing, where `rival` acts before each write. */
function placeFor(size: number, first: Thing | null, rival: (thing: Thing | null) => Thing | null = (thing) => thing) {
  const writes: string[] = [];
  let thing = first;
  const wish: Wish<Thing> = {
    find: () => Promise.resolve(thing),
    create: async () => {
      writes.push("create");
      thing = rival(thing);
      if (thing !== null) throw conflict;
      thing = { size };
      return thing;
    },
    update: (found) =>
      found.size === size
        ? null
        : async () => {
            writes.push("update");
            const before = thing;
            thing = rival(thing);
            if (thing !== before) throw conflict;
            thing = { size };
            return thing;
          },
  };
  return { wish, writes };
}

describe("to ensure a thing", () => {
  test.each([
    { name: "makes what is missing", first: null, writes: ["create"], changed: true },
    { name: "changes what differs", first: { size: 1 }, writes: ["update"], changed: true },
    { name: "leaves what is right alone", first: { size: 3 }, writes: [], changed: false },
  ])("$name", async ({ first, writes, changed }) => {
    const place = placeFor(3, first);
    expect(await ensure(place.wish)).toEqual({ size: 3, changed });
    expect(place.writes).toEqual(writes);
    expect(await ensure(place.wish)).toEqual({ size: 3, changed: false });
  });

  test("reads back what somebody else made meanwhile, and leaves it alone where it is the same", async () => {
    const place = placeFor(3, null, () => ({ size: 3 }));
    expect(await ensure(place.wish)).toEqual({ size: 3, changed: false });
    expect(place.writes).toEqual(["create"]);
  });

  test("changes what somebody else made meanwhile in another way", async () => {
    const place = placeFor(3, null, (thing) => thing ?? { size: 9 });
    expect(await ensure(place.wish)).toEqual({ size: 3, changed: true });
    expect(place.writes).toEqual(["create", "update"]);
  });

  test("gives up where it always meets somebody", async () => {
    let size = 10;
    const place = placeFor(3, { size }, () => {
      size += 1;
      return { size };
    });
    await expect(ensure(place.wish)).rejects.toBe(conflict);
    expect(place.writes).toEqual(["update", "update", "update"]);
  });

  test("passes on any other refusal at once", async () => {
    const refused = new CountersignError({ code: "escalation", message: "No." });
    const place = placeFor(3, null, () => {
      throw refused;
    });
    await expect(ensure(place.wish)).rejects.toBe(refused);
    expect(place.writes).toEqual(["create"]);
  });
});

test.each([
  { a: [], b: [], expected: true },
  { a: ["x", "y"], b: ["y", "x"], expected: true },
  { a: ["x", "x"], b: ["x"], expected: true },
  { a: ["x"], b: ["y"], expected: false },
  { a: ["x"], b: ["x", "y"], expected: false },
])("$a and $b hold the same: $expected", ({ a, b, expected }) => {
  expect(sameSet(a, b)).toBe(expected);
});
