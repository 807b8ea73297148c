import type { SearchHit } from "@countersign/core";
import { expect, test } from "vitest";
import { addressOfHit, hitWords, moveSelection } from "./search-hits.ts";

const workspaces = [{ id: "w", name: "production", description: "", archivedAt: null, createdAt: "" }];
const hit = (type: SearchHit["type"]): SearchHit => ({
  type,
  id: "x",
  title: "t",
  detail: "",
  workspaceId: "w",
  kind: null,
});

test.each([
  ["resource", "/resources/x"],
  ["request", "/requests/x"],
  ["member", "/people/x"],
  ["group", "/groups/x"],
  ["role", "/roles/x"],
  ["service-account", "/service-accounts/x"],
  ["folder", "/w/production/prompts"],
  ["workspace", "/w/t/prompts"],
] as const)("a %s is shown at %s", (type, path) => {
  expect(addressOfHit(hit(type), workspaces).path).toBe(path);
  expect(hitWords(hit(type))).not.toBe("");
});

test.each([
  [0, 3, "ArrowDown", 1],
  [2, 3, "ArrowDown", 0],
  [0, 3, "ArrowUp", 2],
  [1, 3, "End", 2],
  [1, 3, "Home", 0],
  [1, 3, "x", null],
  [0, 0, "ArrowDown", null],
])("from %i of %i, %s leads to %j", (selected, count, key, next) => {
  expect(moveSelection(selected, count, key)).toBe(next);
});
