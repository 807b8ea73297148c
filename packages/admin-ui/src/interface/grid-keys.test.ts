import { describe, expect, it } from "vitest";
import { nextCell } from "./grid-keys.ts";

const size = { rows: 30, columns: 4 };

describe("keys in a grid", () => {
  it.each([
    ["ArrowUp", false, { row: 4, column: 2 }],
    ["ArrowDown", false, { row: 6, column: 2 }],
    ["ArrowLeft", false, { row: 5, column: 1 }],
    ["ArrowRight", false, { row: 5, column: 3 }],
    ["Home", false, { row: 5, column: 0 }],
    ["End", false, { row: 5, column: 3 }],
    ["Home", true, { row: 0, column: 0 }],
    ["End", true, { row: 29, column: 3 }],
    ["PageUp", false, { row: 0, column: 2 }],
    ["PageDown", false, { row: 15, column: 2 }],
  ])("%s (ctrl %s) leads to %o", (key, ctrl, to) => {
    expect(nextCell({ row: 5, column: 2 }, key, ctrl, size)).toEqual(to);
  });

  it("stay inside, and leave other keys alone", () => {
    expect(nextCell({ row: 0, column: 0 }, "ArrowUp", false, size)).toEqual({ row: 0, column: 0 });
    expect(nextCell({ row: 29, column: 3 }, "ArrowRight", false, size)).toEqual({ row: 29, column: 3 });
    expect(nextCell({ row: 0, column: 0 }, "a", false, size)).toBeNull();
  });
});
