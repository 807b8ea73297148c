import { expect, test } from "vitest";
import { type AccessState, pathToRoot } from "../../src/index.ts";
import { container, type Parts, world } from "./world.ts";

const path = (state: AccessState, scopeId: string, organizationId = "acme") =>
  pathToRoot(state.scopes, organizationId, scopeId)?.map(({ id }) => id) ?? null;

test("the way up leads from the scope to the organization", () => {
  expect(path(world(), "dev/support/tone/refund")).toEqual([
    "dev/support/tone/refund",
    "dev/support/tone",
    "dev/support",
    "dev",
    "acme",
  ]);
  expect(path(world(), "acme")).toEqual(["acme"]);
});

const nowhere: readonly { readonly name: string; readonly given: Parts; readonly scopeId?: string }[] = [
  { name: "an unknown scope", given: {}, scopeId: "ghost" },
  { name: "a missing parent", given: { scopes: [container("dev/support", "folder", "ghost")] } },
  { name: "a scope in itself", given: { scopes: [container("dev/support", "folder", "dev/support")] } },
  { name: "scopes in a circle", given: { scopes: [container("dev/support", "folder", "dev/support/tone")] } },
  { name: "a workspace in a workspace", given: { scopes: [container("dev", "workspace", "prod")] } },
  { name: "a folder right in the organization", given: { scopes: [container("dev/support", "folder", "acme")] } },
  { name: "a folder in a resource", given: { scopes: [container("dev/support", "folder", "prod/rows")] } },
  {
    name: "a workspace without an organization",
    given: { scopes: [{ id: "dev", type: "workspace", parentId: null, name: "dev", archived: false }] },
  },
];

test.each(nowhere)("I2 $name leads nowhere", ({ given, scopeId = "dev/support" }) => {
  expect(path(world(given), scopeId)).toBeNull();
});

test("I19 the way into another organization leads nowhere", () => {
  expect(path(world(), "dev", "other")).toBeNull();
});
