import type { Permission } from "@countersign/core";
import { describe, expect, it } from "vitest";
import { compareRoles, comparisonSummary } from "./compare-roles.ts";

describe("comparing two roles", () => {
  it("shows what either gives, block by block", () => {
    const blocks = compareRoles(["prompt:use", "prompt:view"], ["prompt:view", "role:manage"], false);
    expect(blocks.map((block) => [block.title, ...block.rows.map((row) => [row.word, row.left, row.right])])).toEqual([
      ["Prompts", ["use", true, false], ["view", true, true]],
      ["Organization", ["role manage", false, true]],
    ]);
  });

  it("leaves out what both give when asked to", () => {
    expect(compareRoles(["prompt:view"], ["prompt:view"], true)).toEqual([]);
  });

  it.each([
    [["prompt:use"], ["prompt:use"], "A and B give the same."],
    [["prompt:use"], ["prompt:use", "prompt:view"], "B gives all that A gives, and 1 more."],
    [["prompt:use", "prompt:view"], ["prompt:use"], "A gives all that B gives, and 1 more."],
    [["prompt:use"], ["prompt:view"], "1 only by B, 1 only by A."],
  ] as readonly (readonly [readonly Permission[], readonly Permission[], string])[])(
    "sums up %j and %j",
    (a, b, said) => {
      expect(comparisonSummary({ name: "A", may: a }, { name: "B", may: b })).toBe(said);
    },
  );
});
