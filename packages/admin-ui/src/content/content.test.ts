import type { JsonValue, RequestPolicy, WorkspaceRecord } from "@countersign/core";
import { describe, expect, test } from "vitest";
import { compareParts, contentParts } from "./content-parts.ts";
import { labelSentence, labelStanding } from "./label-standing.ts";
import { previewValues } from "./preview-values.ts";
import { changeWords, needsOf } from "./release-needs.tsx";
import { likelyTarget } from "./release-target.ts";

const text = (value: string): JsonValue => ({ type: "text", syntax: "template", text: value, variables: [] });

describe("the parts of a content", () => {
  test("of a chat are its messages, then what goes with them", () => {
    const parts = contentParts({
      type: "chat",
      syntax: "template",
      messages: [{ role: "system", content: "Hi {{a}}" }],
      variables: [{ name: "a", required: false, default: 3, description: "A number" }],
      model: { name: "m", parameters: {} },
    });
    expect(parts.map(({ path, title }) => [path, title])).toEqual([
      ["/messages/0/content", "System message"],
      ["/syntax", "Syntax"],
      ["/variables", "Variables"],
      ["/model", "Model"],
    ]);
    expect(parts[2]?.text).toBe("a: optional, default 3 — A number");
  });

  test("of a workflow are its variables and steps, found again by their ids wherever they stand", () => {
    const step = (id: string, input: JsonValue): JsonValue => ({ id, uses: `${id}@live`, input });
    const before: JsonValue = { variables: [{ name: "v", required: true }], steps: [step("a", {}), step("b", {})] };
    const after: JsonValue = {
      variables: [{ name: "v", required: true }],
      steps: [step("b", { x: { variable: "v" }, y: { value: 1 } }), step("a", {})],
    };
    const parts = compareParts(before, after);
    expect(parts.map(({ path, title, changed }) => [path, title, changed])).toEqual([
      ["/variables", "Variables", false],
      ["/steps", "Order of the steps", true],
      ["/steps/0", "Step b", true],
      ["/steps/1", "Step a", false],
    ]);
    expect(parts[2]?.after).toBe("runs b@live\nx: the variable v\ny: 1");
  });

  test("of an evaluation and of a dataset are what one judges them by", () => {
    const evaluation: JsonValue = {
      dataset: "d@l",
      target: "p@l",
      input: { x: { column: "a" } },
      scorers: [{ name: "s", type: "contains", expected: { column: "b" }, ignoreCase: true, threshold: 0.5 }],
    };
    expect(contentParts(evaluation).map(({ title, text }) => [title, text])).toEqual([
      ["Dataset", "d@l"],
      ["Target", "p@l"],
      ["What it is given", "x: the column a"],
      ["Scorer s", "type: contains\nexpected: the column b\nignoreCase: true\nenough from 0.5 on"],
    ]);
    const schema = { columns: [{ name: "a", type: "text" }], key: "a" };
    const root = `sha256:${"0".repeat(64)}`;
    expect(contentParts({ schema, rowCount: 1_200, root }).map(({ title, text }) => [title, text])).toEqual([
      ["Columns", "a: text, tells rows apart"],
      ["Rows", `1,200, root ${root}`],
    ]);
  });

  test("of what is no content that it knows is the whole, as JSON", () => {
    expect(contentParts({ rows: [] })).toEqual([{ path: "", title: "Content", text: '{\n  "rows": []\n}' }]);
  });

  test("are compared by their place; what came and what went is told", () => {
    const chat: JsonValue = {
      type: "chat",
      syntax: "template",
      messages: [{ role: "user", content: "x" }],
      variables: [],
    };
    expect(
      compareParts(text("x"), chat).map(({ path, before, after, changed }) => [path, before, after, changed]),
    ).toEqual([
      ["/messages/0/content", null, "x", true],
      ["/syntax", "template", "template", false],
      ["/text", "x", null, true],
    ]);
    expect(compareParts(null, text("x")).every(({ changed }) => changed)).toBe(true);
  });

  test("count as changed when who speaks changed, though the text did not", () => {
    const said = (role: string): JsonValue => ({
      type: "chat",
      syntax: "plain",
      messages: [{ role, content: "x" }],
      variables: [],
    });
    expect(compareParts(said("user"), said("assistant"))[0]?.changed).toBe(true);
  });
});

test("a preview fills in what was typed, else the example, else the variable's name", () => {
  const variables = [
    { name: "a", required: true },
    { name: "b", required: true, example: "Maya" },
    { name: "c", required: false, default: "x" },
    { name: "d", required: true },
  ] as const;
  expect(previewValues(variables, { d: "typed" })).toEqual({ a: "‹a›", b: "Maya", d: "typed" });
});

test.each([
  [{ protected: true, releaseKind: "approved" }, "reviewed"],
  [{ protected: true, releaseKind: "rollback" }, "reviewed"],
  [{ protected: true, releaseKind: "adopted" }, "unreviewed"],
  [{ protected: true, releaseKind: "unprotected" }, "unreviewed"],
  [{ protected: false, releaseKind: "unprotected" }, "unprotected"],
  [{ protected: true, releaseKind: "break-glass" }, "unreviewed"],
  [{ protected: true, releaseKind: "withdrawn" }, "withdrawn"],
] as const)("a label %j is %s", (label, standing) => {
  expect(labelStanding(label)).toBe(standing);
});

test("what nobody approved is openly called unreviewed", () => {
  const label = { name: "production", protected: true, releaseKind: "adopted", versionNumber: 2 } as const;
  expect(labelSentence(label)).toContain("Unreviewed");
});

const workspace = (id: string, name: string): WorkspaceRecord => ({
  id,
  name,
  description: "",
  archivedAt: null,
  createdAt: "",
});

test("a release most likely goes to a production workspace in which one may ask", () => {
  const all = [workspace("d", "development"), workspace("s", "staging"), workspace("p", "production")];
  expect(likelyTarget(all, "d", () => true)).toBe("p");
  expect(likelyTarget(all, "d", (id) => id === "s")).toBe("s");
  expect(likelyTarget(all, "d", () => false)).toBe("d");
  expect(likelyTarget([], "d", () => true)).toBeNull();
});

test("what a request will need is said before one asks", () => {
  const policy: RequestPolicy = {
    policyId: "p",
    name: "Production",
    scope: { id: "w", type: "workspace", name: "w", path: "w" },
    versionAtOpening: null,
    versionNow: 1,
    requirements: [
      { text: "1 of legal", applies: false, ownerOf: null, required: 1, metBy: [], eligible: null, eligibleCount: 1 },
      { text: "2 of reviewer", applies: true, ownerOf: null, required: 2, metBy: [], eligible: null, eligibleCount: 1 },
    ],
    checks: [],
    needsAnyApproval: false,
    reviewDays: null,
    waiting: { text: "2 hours after the last approval", until: null },
    freezes: { texts: [], until: null },
  };
  expect(needsOf(policy)).toBe(
    "2 of reviewer (too few people could as things are); and publishing no earlier than 2 hours after the last approval",
  );
  expect(changeWords({ type: "difference", areas: ["model"], lines: 2, characters: 4 })).toBe(
    "Against what the label serves the model changed; 2 lines added and removed.",
  );
});
