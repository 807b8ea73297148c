import { expect, test } from "vitest";
import { roleChains } from "../../src/access/role.ts";
import { allRoles, findRole, includedRoles, PermissionSet, roleMasks } from "../../src/index.ts";
import { role } from "./world.ts";

const table = (...roles: readonly ReturnType<typeof role>[]) => new Map(roles.map((row) => [row.id, row]));

test("a role gives what it names and what it includes, over any number of steps", () => {
  const roles = table(
    role("a", ["prompt:view"], ["b"]),
    role("b", ["prompt:edit"], ["c", "workspace.consumer"]),
    role("c", ["audit:view"]),
  );
  expect(roleMasks(roles, "a").may.toList()).toEqual([
    "prompt:use",
    "prompt:view",
    "prompt:edit",
    "workflow:use",
    "dataset:use",
    "evaluation:use",
    "audit:view",
  ]);
  expect(includedRoles(roles, "a")?.map(({ id }) => id)).toEqual(["a", "b", "c", "workspace.consumer"]);
});

test("a custom role hands on what it may if that holds binding:manage, and nothing otherwise", () => {
  const roles = table(
    role("plain", ["prompt:view"]),
    role("granting", ["prompt:view"], ["manages"]),
    role("manages", ["binding:manage"]),
    role("develops", [], ["workspace.developer"]),
  );
  expect(roleMasks(roles, "plain").mayGrant.isEmpty).toBe(true);
  expect(roleMasks(roles, "granting").mayGrant.toList()).toEqual(["prompt:view", "binding:manage"]);
  expect(roleMasks(roles, "develops").mayGrant.isEmpty).toBe(true);
});

test("I2 a role on or above a cycle, and an unknown one, give nothing; an unknown include adds nothing", () => {
  const roles = table(
    role("a", ["prompt:view"], ["b"]),
    role("b", ["prompt:edit"], ["a"]),
    role("above", ["prompt:use"], ["a"]),
    role("self", ["prompt:use"], ["self"]),
    role("dangling", ["prompt:use"], ["nowhere"]),
    role("diamond", [], ["dangling", "left"]),
    role("left", [], ["dangling"]),
  );
  for (const id of ["a", "b", "above", "self", "nowhere", ""]) {
    expect(roleMasks(roles, id).may.isEmpty, id).toBe(true);
    expect(roleMasks(roles, id).mayGrant.isEmpty, id).toBe(true);
  }
  expect(includedRoles(roles, "above")).toBeNull();
  expect(roleMasks(roles, "dangling").may.toList()).toEqual(["prompt:use"]);
  expect(roleMasks(roles, "diamond").may.toList()).toEqual(["prompt:use"]);
});

test("no row of a table changes a built-in role or adds one", () => {
  const forged = { ...role("workspace.consumer", ["organization:delete"]), builtIn: true };
  const invented = { ...role("organization.god", ["organization:delete"]), builtIn: true };
  const roles = table(forged, invented);
  expect(roleMasks(roles, "workspace.consumer").may.has("organization:delete")).toBe(false);
  expect(roleMasks(roles, "organization.god").may.equals(PermissionSet.empty)).toBe(true);
  expect(findRole(roles, "organization.god")).toBeNull();
  expect(allRoles(roles).map(({ id }) => id)).not.toContain("organization.god");
});

// With a limit of one, all but the first of the roles on each level were forgotten, and with them a shorter way.
test("the first way that a role gives a permission is the shortest, however few are asked for", () => {
  const roles = table(role("lead", [], ["a", "b"]), role("a", [], ["b"]), role("b", ["prompt:use"]));
  expect(roleChains(roles, "lead", "prompt:use", 1)).toEqual([["lead", "b"]]);
  expect(roleChains(roles, "lead", "prompt:use", 5)).toEqual([
    ["lead", "b"],
    ["lead", "a", "b"],
  ]);
});
