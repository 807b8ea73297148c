import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../src/content/canonical-json.ts";
import { appliesTo, type ChangeFacts, type ConditionArea } from "../../src/policy/change-condition.ts";
import { type ComparedVersion, changeBetween } from "../../src/policy/change-facts.ts";

type Message = { readonly role: string; readonly content: string };
const system: Message = { role: "system", content: "Be brief.\nBe kind." };
const user: Message = { role: "user", content: "{{question}}" };
const question = { name: "question", required: true };
const model = { name: "m-1", parameters: { temperature: 0 } };
const tool = { name: "search", parameters: {} };

function chat(
  messages: readonly Message[],
  more: Record<string, JsonValue> = {},
  closure: ComparedVersion["closure"] = [],
): ComparedVersion {
  const expanded = {
    type: "chat",
    syntax: "template",
    messages: messages.map((message) => ({ ...message })),
    variables: [question],
    model,
    ...more,
  };
  return { kind: "prompt", expanded, closure };
}

const entry = { reference: "tone@production", digest: `sha256:${"1".repeat(64)}`, depth: 1 };
const base = chat([system, user]);

function areasOf(change: ChangeFacts): readonly ConditionArea[] | "everything" {
  return change.type === "everything" ? change.type : [...change.areas].sort();
}

describe("I17 what changed, as conditions see it", () => {
  const text = (words: string): ComparedVersion => ({
    kind: "prompt",
    expanded: { type: "text", syntax: "template", text: words, variables: [] },
    closure: [],
  });
  const optional = (value: string) => ({ name: "rules", required: false, default: value });
  test.each<[name: string, before: ComparedVersion, after: ComparedVersion, areas: ConditionArea[] | "everything"]>([
    ["nothing", base, base, []],
    ["the system message", base, chat([{ ...system, content: "Be rude." }, user]), ["system-message"]],
    ["no system message any more", base, chat([user]), ["system-message"]],
    ["a developer's message", base, chat([system, { role: "developer", content: "x" }, user]), ["system-message"]],
    [
      "the system message said by the user",
      base,
      chat([{ ...system, role: "user" }, user]),
      ["message", "system-message"],
    ],
    ["the system message after the question", base, chat([user, system]), ["system-message"]],
    ["an example before the system message", base, chat([user, system, user]), ["message", "system-message"]],
    ["an example after it", base, chat([system, user, user]), ["message"]],
    [
      "what the system message says where a variable is not given",
      chat([{ role: "system", content: "{{rules}}" }], { variables: [optional("Be kind.")] }),
      chat([{ role: "system", content: "{{rules}}" }], { variables: [optional("Be rude.")] }),
      ["system-message", "variables-changed"],
    ],
    ["a text, which may be used as a system message", text("a"), text("b"), ["message", "system-message"]],
    [
      "how the texts are read",
      base,
      chat([system, { role: "user", content: "{{question}}" }], { syntax: "plain", variables: [] }),
      ["message", "system-message", "variables-removed"],
    ],
    ["the model", base, chat([system, user], { model: { ...model, name: "m-2" } }), ["model"]],
    [
      "a parameter",
      base,
      chat([system, user], { model: { ...model, parameters: { temperature: 1 } } }),
      ["parameters"],
    ],
    ["a tool", base, chat([system, user], { tools: [tool] }), ["tools"]],
    [
      "a variable more",
      base,
      chat([system, user], { variables: [question, { name: "x", required: true }] }),
      ["variables-added"],
    ],
    [
      "a variable less",
      chat([system, user], { variables: [question, { name: "x", required: true }] }),
      base,
      ["variables-removed"],
    ],
    [
      "I17 an include that says the same under the same name, and is another version",
      chat([system, user], {}, [entry]),
      chat([system, user], {}, [{ ...entry, digest: `sha256:${"2".repeat(64)}` }]),
      ["include"],
    ],
    [
      "I17 the system message, through an include alone",
      chat([{ role: "system", content: "Be kind." }, user], {}, [entry]),
      chat([{ role: "system", content: "Be rude." }, user], {}, [{ ...entry, digest: `sha256:${"2".repeat(64)}` }]),
      ["include", "system-message"],
    ],
    ["an include less", chat([system, user], {}, [entry]), base, ["include"]],
    [
      "another kind",
      { kind: "dataset", expanded: { schema: { columns: [] }, rows: [] }, closure: [] },
      base,
      "everything",
    ],
    ["what nobody can read", { kind: "prompt", expanded: "?", closure: [] }, base, "everything"],
  ])("%s", (_, before, after, areas) => {
    expect(areasOf(changeBetween([before], after))).toEqual(areas);
  });

  test("a first release, which changes everything, so that every condition is true", () => {
    const change = changeBetween([], base);
    expect(change).toEqual({ type: "everything" });
    expect(appliesTo([{ type: "size", unit: "lines", over: 1_000_000 }], change)).toBe(true);
    expect(appliesTo([{ type: "area", area: "rows" }], change)).toBe(true);
  });

  test("of a label that serves several versions, what is different from any of them", () => {
    const other = chat([system, user], { model: { ...model, name: "m-2" } });
    expect(areasOf(changeBetween([base, other], base))).toEqual(["model"]);
  });
});

test("I17 of a dataset whose rows changed every row may have: a size is not evaded by keeping the schema", () => {
  const rows = (rowCount: number, root: string): ComparedVersion => ({
    kind: "dataset",
    expanded: {
      schema: { columns: [{ name: "question", type: "text" }] },
      rowCount,
      root: `sha256:${root.repeat(64)}`,
    },
    closure: [],
  });
  expect(changeBetween([rows(40, "1")], rows(42, "2"))).toMatchObject({
    areas: new Set(["rows"]),
    lines: 82,
    characters: Number.MAX_SAFE_INTEGER,
  });
  expect(changeBetween([rows(40, "1")], rows(40, "1"))).toMatchObject({ areas: new Set(), lines: 0 });
});

describe("the size of a change", () => {
  const saying = (content: string) => chat([{ role: "system", content }, user]);
  test.each<[name: string, before: string, after: string, lines: number, characters: number]>([
    ["nothing", "a\nb\n", "a\nb\n", 0, 0],
    ["a line more", "a\nb\n", "a\nb\ncd\n", 1, 3],
    ["a line less", "a\nb\n", "b\n", 1, 2],
    ["a letter in a line", "one line that is long\n", "one line that was long\n", 2, 3],
    ["two places", "a\nb\nc\n", "x\nb\ny\n", 4, 4],
  ])("%s", (_, before, after, lines, characters) => {
    expect(changeBetween([saying(before)], saying(after))).toMatchObject({ lines, characters });
  });
});
