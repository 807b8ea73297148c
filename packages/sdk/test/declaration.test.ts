import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CatalogueEntry, VariableDeclaration } from "@countersign/core";
import { expect, test } from "vitest";
import { declarationOf } from "../src/prompt/declaration.ts";

function entry(workspace: string, path: string, label: string, ...variables: VariableDeclaration[]): CatalogueEntry {
  return { workspace, path, label, version: 1, digest: "sha256:0", variables };
}

const catalogue = [
  entry("production", "support/answer", "staging", { name: "customer", required: true }),
  entry("production", "plain", "production"),
  entry(
    "production",
    "support/answer",
    "production",
    { name: "tone", required: false },
    { name: "company", required: true },
  ),
  entry('qa "2"\'`', "a\u2028b\\", "live"),
];

test("a catalogue is written as the declaration that the examples of types are compiled with", () => {
  // Beside it, `use.ts` says what compiles with it and what does not; `npm run check` compiles both.
  const file = join(import.meta.dirname, "catalogue", "prompts.d.ts");
  expect(declarationOf(catalogue)).toBe(readFileSync(file, "utf8"));
});

test("the same catalogue is the same text, in whatever order it comes", () => {
  expect(declarationOf(catalogue.toReversed())).toBe(declarationOf(catalogue));
});

test("an empty catalogue leaves everything as texts", () => {
  expect(declarationOf([])).toContain("interface PromptCatalogue {\n  }");
});
