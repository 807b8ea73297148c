import { describe, expect, test } from "vitest";
import type { ResourceKind } from "../../src/access/scope.ts";
import { parseDigest } from "../../src/content/digest.ts";
import { isExpandedPrompt, parseExpandedContent } from "../../src/content/expanded-content.ts";
import { formatReference, parseReference } from "../../src/content/reference.ts";
import { parseContent, references } from "../../src/content/resource-content.ts";
import { must } from "./must.ts";

const schema = {
  columns: [
    { name: "question", type: "text" },
    { name: "score", type: "number", description: "Of 10." },
    { name: "ok", type: "boolean" },
    { name: "more", type: "json" },
  ],
};
const dataset = { schema, rowCount: 3, root: `sha256:${"0b".repeat(32)}` };
const workflow = {
  steps: [
    { id: "first", prompt: "a/b@live", input: { x: "{{anything" } },
    { id: "second", prompt: "a/b#2" },
  ],
};
const evaluation = { dataset: "sets/all#1", target: "a/b@live", scorers: [{ name: "same", type: "exact" }] };
const digest = `sha256:${"0a".repeat(32)}`;

describe("parseContent", () => {
  test("normalizes each kind, and its normal form is its own", () => {
    expect(must(parseContent("dataset", dataset))).toEqual({ kind: "dataset", content: dataset });
    expect(must(parseContent("workflow", workflow))).toEqual({
      kind: "workflow",
      content: { steps: [workflow.steps[0], { id: "second", prompt: "a/b#2", input: {} }] },
    });
    expect(must(parseContent("evaluation", evaluation))).toEqual({
      kind: "evaluation",
      content: { ...evaluation, scorers: [{ name: "same", type: "exact", parameters: {} }] },
    });
    for (const [kind, given] of [
      ["dataset", dataset],
      ["workflow", workflow],
      ["evaluation", evaluation],
    ] as const) {
      const parsed = must(parseContent(kind, given));
      expect(must(parseContent(kind, parsed.content))).toEqual(parsed);
    }
  });

  const refused: { name: string; kind: ResourceKind; given: unknown; problems: [path: string, code: string][] }[] = [
    { name: "a workflow without steps", kind: "workflow", given: { steps: [] }, problems: [["/steps", "empty"]] },
    {
      name: "two steps of one id",
      kind: "workflow",
      given: { steps: [workflow.steps[0], workflow.steps[0]] },
      problems: [["/steps/1/id", "duplicate"]],
    },
    {
      name: "a step's bad id",
      kind: "workflow",
      given: { steps: [{ id: "1", prompt: "a@b" }] },
      problems: [["/steps/0/id", "invalid"]],
    },
    {
      name: "a step without a version",
      kind: "workflow",
      given: { steps: [{ id: "a", prompt: "a/b" }] },
      problems: [["/steps/0/prompt", "invalid-reference"]],
    },
    {
      name: "a step with a digest as written",
      kind: "workflow",
      given: { steps: [{ id: "a", prompt: { digest } }] },
      problems: [["/steps/0/prompt", "wrong-type"]],
    },
    {
      name: "a step's input that is no text",
      kind: "workflow",
      given: { steps: [{ id: "a", prompt: "a@b", input: { x: 1 } }] },
      problems: [["/steps/0/input/x", "wrong-type"]],
    },
    {
      name: "a step's input for no variable",
      kind: "workflow",
      given: { steps: [{ id: "a", prompt: "a@b", input: { "x y": "" } }] },
      problems: [["/steps/0/input/x y", "invalid"]],
    },
    {
      name: "an unknown key",
      kind: "workflow",
      given: { ...workflow, name: "x" },
      problems: [["/name", "unknown-key"]],
    },
    {
      name: "a dataset with its rows in it",
      kind: "dataset",
      given: { schema, rows: [] },
      problems: [
        ["/rows", "unknown-key"],
        ["/rowCount", "missing"],
        ["/root", "missing"],
      ],
    },
    {
      name: "a root that is none, and half a row",
      kind: "dataset",
      given: { ...dataset, root: "sha256:0", rowCount: 1.5 },
      problems: [
        ["/rowCount", "invalid"],
        ["/root", "invalid"],
      ],
    },
    {
      name: "an evaluation of nothing",
      kind: "evaluation",
      given: {},
      problems: [
        ["/dataset", "missing"],
        ["/target", "missing"],
        ["/scorers", "missing"],
      ],
    },
    {
      name: "an unknown scorer",
      kind: "evaluation",
      given: { ...evaluation, scorers: [{ name: "a", type: "magic" }] },
      problems: [["/scorers/0/type", "invalid"]],
    },
    {
      name: "two scorers of one name",
      kind: "evaluation",
      given: { ...evaluation, scorers: [evaluation.scorers[0], evaluation.scorers[0]] },
      problems: [["/scorers/1/name", "duplicate"]],
    },
    {
      name: "a prompt's problems",
      kind: "prompt",
      given: { type: "text" },
      problems: [
        ["/syntax", "missing"],
        ["/text", "missing"],
      ],
    },
  ];
  test.each(refused)("refuses $name", ({ kind, given, problems }) => {
    const result = parseContent(kind, given);
    expect(result.ok ? [] : result.error.map(({ path, code }) => [path, code])).toEqual(problems);
  });
});

describe("references", () => {
  const found = (kind: ResourceKind, given: unknown) =>
    references(must(parseContent(kind, given))).map(({ path, reference, expects }) => [
      path,
      formatReference(reference),
      expects,
    ]);

  test("of a prompt are its includes", () => {
    const messages = [
      { role: "system", content: "{{> a@b}} \\{{> no@no}}" },
      { role: "user", content: "{{>c/d#4}}{{> a@b}}" },
    ];
    expect(found("prompt", { type: "chat", syntax: "template", messages })).toEqual([
      ["/messages/0/content", "a@b", ["prompt"]],
      ["/messages/1/content", "c/d#4", ["prompt"]],
      ["/messages/1/content", "a@b", ["prompt"]],
    ]);
    expect(found("prompt", { type: "chat", syntax: "plain", messages })).toEqual([]);
  });

  test("of the other kinds are what they name", () => {
    expect(found("workflow", workflow)).toEqual([
      ["/steps/0/prompt", "a/b@live", ["prompt"]],
      ["/steps/1/prompt", "a/b#2", ["prompt"]],
    ]);
    expect(found("evaluation", evaluation)).toEqual([
      ["/dataset", "sets/all#1", ["dataset"]],
      ["/target", "a/b@live", ["prompt", "workflow"]],
    ]);
    expect(found("dataset", dataset)).toEqual([]);
  });

  test.each(["a@b", "support/tone.v2@production", "a_b/c-d#1", "x#999999999", `${"a".repeat(63)}@${"b".repeat(63)}`])(
    "%s reads and writes as itself",
    (text) => {
      expect(formatReference(must(parseReference(text)))).toBe(text);
    },
  );

  test.each([
    "",
    "a",
    "@b",
    "a@",
    "a#",
    "a#0",
    "a#01",
    "a#-1",
    "a#1.5",
    "a#1234567890",
    "/a@b",
    "a//b@c",
    "a@B",
    "A@b",
    "a @b",
    "a@b#1",
    ".a@b",
    "é@b",
    `${"a".repeat(64)}@b`,
    `a@${"b".repeat(64)}`,
    `${"a/".repeat(300)}a@b`,
    "a@b\n",
  ])("%j is no reference", (text) => {
    expect(parseReference(text)).toMatchObject({ ok: false, error: expect.stringMatching(/\.$/) });
  });
});

describe("parseExpandedContent", () => {
  test("takes digests where the written content has references", () => {
    const steps = [{ id: "a", prompt: { digest }, input: {} }];
    expect(must(parseExpandedContent("workflow", { steps }))).toEqual({ kind: "workflow", content: { steps } });
    expect(parseExpandedContent("workflow", workflow).ok).toBe(false);
    const given = { dataset: { digest }, target: { digest }, scorers: [{ name: "a", type: "llm", parameters: {} }] };
    expect(must(parseExpandedContent("evaluation", given))).toEqual({ kind: "evaluation", content: given });
    expect(parseExpandedContent("evaluation", { ...given, target: { digest: "sha256:0" } })).toMatchObject({
      error: [{ path: "/target", code: "invalid-reference" }],
    });
    expect(parseExpandedContent("evaluation", { ...given, target: { digest, id: "x" } }).ok).toBe(false);
    expect(must(parseExpandedContent("dataset", dataset))).toEqual({ kind: "dataset", content: dataset });
  });

  test("takes prompts without includes only", () => {
    const prompt = { type: "text", syntax: "template", text: "{{x}}", variables: [{ name: "x", required: true }] };
    expect(must(parseExpandedContent("prompt", prompt))).toEqual({ kind: "prompt", content: prompt });
    const including = { ...prompt, text: "{{x}} {{> a@b}}" };
    expect(parseExpandedContent("prompt", including)).toMatchObject({
      error: [{ path: "/text", code: "unresolved-include" }],
    });
    const parsed = must(parseContent("prompt", including));
    expect(parsed.kind === "prompt" && isExpandedPrompt(parsed.content)).toBe(false);
  });
});

describe("parseDigest", () => {
  test("accepts its one form", () => {
    expect(must(parseDigest(digest))).toBe(digest);
    for (const text of [
      "",
      digest.toUpperCase(),
      digest.slice(7),
      `${digest}0`,
      `${digest}\n`,
      digest.replace("256", "512"),
    ]) {
      expect(parseDigest(text)).toMatchObject({ ok: false, error: expect.stringContaining("is no digest") });
    }
  });
});
