import { expect, test } from "vitest";
import { findGroupCycle, groupsOf } from "../../src/index.ts";
import { group, world } from "./world.ts";

const groups = (...rows: readonly ReturnType<typeof group>[]) => world({ groups: rows }).groups;

test("a principal is in the groups that name him and in all around them, each by the shortest way", () => {
  const table = groups(
    group("@a", ["ada"]),
    group("@b", [], ["@a"]),
    group("@c", [], ["@b", "@a"]),
    group("@other", ["bo"]),
  );
  expect([...groupsOf(table, "ada")]).toEqual([
    ["@a", ["@a"]],
    ["@b", ["@a", "@b"]],
    ["@c", ["@a", "@c"]],
  ]);
});

test("a cycle of groups is found, and membership survives it", () => {
  const table = groups(group("@a", ["ada"], ["@c"]), group("@b", [], ["@a"]), group("@c", [], ["@b"]));
  expect(findGroupCycle(table)).toBe("@a");
  expect([...groupsOf(table, "ada").keys()].sort()).toEqual(["@a", "@b", "@c"]);
  expect(findGroupCycle(groups(group("@a", [], ["@a"])))).toBe("@a");
  expect(findGroupCycle(groups(group("@a", [], ["@b", "@c"]), group("@b", [], ["@c"]), group("@c", [])))).toBeNull();
});
