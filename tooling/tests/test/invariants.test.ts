import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../bootstrap/repository.mjs";

/** An invariant as docs/invariants.md tells it. */
interface Invariant {
  readonly id: string;
  readonly statement: string;
  readonly enforcedBy: readonly string[];
  readonly testedBy: readonly string[];
}

const invariants = read(readFileSync(join(root, "docs/invariants.md"), "utf8"));

test("docs/invariants.md holds I1 to I22, in this order", () => {
  expect(invariants.map(({ id }) => id)).toEqual(Array.from({ length: 22 }, (_, index) => `I${index + 1}`));
});

describe.each(invariants)("$id $statement", ({ id, enforcedBy, testedBy }) => {
  test("names the sources that enforce it, and they are there", () => {
    expect(enforcedBy.length, "Name the file that enforces it, in docs/invariants.md.").toBeGreaterThan(0);
    expect(enforcedBy.filter((file) => !isSource(file))).toEqual([]);
  });

  test("names tests that try to break it, and a title in each holds its id", () => {
    expect(testedBy.length, `Write a test with ${id} in its title, and name its file.`).toBeGreaterThan(0);
    expect(testedBy.filter((file) => !titledWith(id, file))).toEqual([]);
  });
});

test.each([
  { source: 'test("I1 nothing is bound", () => {});', id: "I1", expected: true },
  { source: 'it("I8 I17 a push dismisses", async () => {});', id: "I17", expected: true },
  { source: '{ name: "I4 at the last moment", expected: "expired" }', id: "I4", expected: true },
  { source: 'it("lift, and I5 only who may", async () => {});', id: "I5", expected: true },
  { source: 'test("I12 is another", () => {});', id: "I1", expected: false },
  { source: "// I1 is tested elsewhere", id: "I1", expected: false },
  { source: 'test("is called", () => refuse("as I1 says"));', id: "I1", expected: false },
])("a title with $id is told apart: $source", ({ source, id, expected }) => {
  expect(hasTitle(id, source)).toBe(expected);
});

function read(page: string): readonly Invariant[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [id = "", ...lines] = section.split("\n");
      const [told = "", enforced = "", tested = ""] = lines.join("\n").split(/^Enforced by:$|^Tested by:$/m);
      return { id: id.trim(), statement: told.trim(), enforcedBy: filesIn(enforced), testedBy: filesIn(tested) };
    });
}

function filesIn(list: string): readonly string[] {
  return [...list.matchAll(/^- \[`([^`]+)`\]/gm)].map(([, file = ""]) => file);
}

function isSource(file: string): boolean {
  return /^(packages|examples)\/[^/]+\/src\/.+\.tsx?$/.test(file) && existsSync(join(root, file));
}

function titledWith(id: string, file: string): boolean {
  return (
    /\.test\.tsx?$/.test(file) && existsSync(join(root, file)) && hasTitle(id, readFileSync(join(root, file), "utf8"))
  );
}

/** Whether the title of a test or group holds the id, or the name of a case begins with it, alone or among other ids. */
function hasTitle(id: string, source: string): boolean {
  const inTitle = new RegExp(
    `\\b(?:test|it|describe|onEveryEngine)(?:\\.\\w+)*\\(\\s*(["'\`])(?:(?!\\1)[^\\n])*\\b${id}\\b`,
  );
  const beginsName = new RegExp(`["'\`](?:I\\d+ )*${id} `);
  return inTitle.test(source) || beginsName.test(source);
}
