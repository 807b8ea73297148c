import { permissions } from "@countersign/core";
import { expect, it } from "vitest";
import { lacksRequirement, permissionBlocks } from "./permission-rows.ts";

it("every permission of the catalogue has its line in the matrix, once", () => {
  const shown = permissionBlocks.flatMap((block) => block.rows.map((row) => row.permission));
  expect([...shown].sort()).toEqual([...permissions].sort());
  expect(permissionBlocks.map((block) => block.title)).toEqual([
    "Prompts",
    "Workflows",
    "Datasets",
    "Evaluations",
    "Workspace",
    "Organization",
  ]);
});

it("a permission without what it requires is found", () => {
  expect(lacksRequirement("prompt:edit", new Set(["prompt:edit"]))).toEqual(["prompt:view"]);
  expect(lacksRequirement("prompt:edit", new Set(["prompt:edit", "prompt:view"]))).toEqual([]);
  expect(lacksRequirement("prompt:edit", new Set())).toEqual([]);
});
