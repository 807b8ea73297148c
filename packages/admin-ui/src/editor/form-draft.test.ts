import { type JsonValue, parseContent, SCORER_TYPES } from "@countersign/core";
import { expect, it } from "vitest";
import { asForm, asJson, draftOf, readDraft } from "./draft.ts";
import { freeName, scorerOfType, withEntry } from "./form-draft.ts";
import { addKeyed, moveKeyed, removeKeyed } from "./keyed-list.ts";

const workflow: JsonValue = {
  variables: [{ name: "v", required: true }],
  steps: [
    { id: "a", uses: "p@live", input: { x: { variable: "v" }, y: { value: 2 } } },
    { id: "b", uses: "q#3", input: { x: { step: "a" } } },
  ],
};
const evaluation: JsonValue = {
  dataset: "d@live",
  target: "p@live",
  input: { x: { column: "c" } },
  scorers: [
    { name: "one", type: "exact", expected: { column: "c" }, trim: true, ignoreCase: false, threshold: 0.5 },
    { name: "two", type: "judge", prompt: "j@live", input: { text: { answer: true } } },
  ],
};

it.each([
  ["workflow", workflow],
  ["evaluation", evaluation],
] as const)("a %s goes through its fields, and through JSON and back, as it was", (kind, content) => {
  const draft = draftOf(kind, content);
  expect(readDraft(draft)).toEqual({ ok: true, content });
  if (draft.type !== "workflow" && draft.type !== "evaluation") throw new Error("It has fields.");
  expect(asForm(asJson(draft))).toEqual(draft);
});

it("what is half written is told in its place, and cannot be shown in fields while it is JSON", () => {
  expect(readDraft(draftOf("workflow", null))).toMatchObject({ ok: false, problems: [{ path: "/steps/0/uses" }] });
  expect(readDraft(draftOf("evaluation", null))).toMatchObject({
    ok: false,
    problems: [{ path: "/dataset" }, { path: "/target" }],
  });
  expect(asForm({ type: "json", kind: "workflow", json: "{" })).toBeNull();
  // What cannot be read is edited as the JSON that it is.
  expect(draftOf("workflow", { steps: "none" })).toMatchObject({ type: "json" });
});

it("every type of scorer can be chosen, keeps name and threshold, and what both types have", () => {
  const first = draftOf("evaluation", evaluation);
  const scorer = first.type === "evaluation" ? first.scorers[0] : undefined;
  if (scorer === undefined) throw new Error("There is a scorer.");
  for (const type of SCORER_TYPES) {
    const { key: _key, ...other } = scorerOfType(scorer, type);
    expect(other).toMatchObject({ name: "one", threshold: 0.5, type });
    if ("expected" in other) expect(other.expected).toEqual({ column: "c" });
    // Only what is still to be written is missing.
    const scorers: JsonValue = [JSON.parse(JSON.stringify(other))];
    const read = parseContent("evaluation", { dataset: "d@l", target: "p@l", scorers });
    const places = read.ok ? [] : read.error.map(({ path }) => path);
    expect(places.filter((path) => !/\/(prompt|runner)$/.test(path))).toEqual([]);
  }
});

it("entries are set, replaced in their place and taken away; items are added, moved and removed", () => {
  expect(Object.entries(withEntry({ a: 1, b: 2 }, "a", 3))).toEqual([
    ["a", 3],
    ["b", 2],
  ]);
  expect(withEntry({ a: 1 }, "b", 2)).toEqual({ a: 1, b: 2 });
  expect(withEntry({ a: 1, b: 2 }, "a", null)).toEqual({ b: 2 });
  const items = addKeyed<{ readonly id: string }>(addKeyed<{ readonly id: string }>([], { id: "a" }), { id: "b" });
  expect(moveKeyed(items, 1, -1).map(({ id }) => id)).toEqual(["b", "a"]);
  expect(moveKeyed(items, 1, 1)).toBe(items);
  expect(removeKeyed(items, 0)).toEqual([{ id: "b", key: 1 }]);
  expect(freeName(["step-1", "step-3"], "step")).toBe("step-4");
});
