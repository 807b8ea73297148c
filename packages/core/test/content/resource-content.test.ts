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
  variables: [{ name: "topic", required: true }],
  steps: [
    { id: "first", uses: "a/b@live", input: { x: { value: "{{anything" }, y: { variable: "topic" } } },
    { id: "second", uses: "a/b#2", input: { z: { step: "first" } } },
    { id: "third", uses: "flows/other@live" },
  ],
};
const same = { name: "same", type: "exact", expected: { column: "answer" } };
const evaluation = { dataset: "sets/all#1", target: "a/b@live", scorers: [same] };
const digest = `sha256:${"0a".repeat(32)}`;

describe("parseContent", () => {
  test("normalizes each kind, and its normal form is its own", () => {
    expect(must(parseContent("dataset", dataset))).toEqual({ kind: "dataset", content: dataset });
    expect(must(parseContent("workflow", workflow))).toEqual({
      kind: "workflow",
      content: {
        ...workflow,
        steps: [...workflow.steps.slice(0, 2), { id: "third", uses: "flows/other@live", input: {} }],
      },
    });
    expect(must(parseContent("evaluation", evaluation))).toEqual({
      kind: "evaluation",
      content: { ...evaluation, input: {}, scorers: [{ ...same, trim: false, ignoreCase: false }] },
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
      given: { steps: [{ id: "1", uses: "a@b" }] },
      problems: [["/steps/0/id", "invalid"]],
    },
    {
      name: "a step without a version",
      kind: "workflow",
      given: { steps: [{ id: "a", uses: "a/b" }] },
      problems: [["/steps/0/uses", "invalid-reference"]],
    },
    {
      name: "a step with a digest as written",
      kind: "workflow",
      given: { steps: [{ id: "a", uses: { digest } }] },
      problems: [["/steps/0/uses", "wrong-type"]],
    },
    {
      name: "a step's input that comes from nowhere",
      kind: "workflow",
      given: { steps: [{ id: "a", uses: "a@b", input: { x: 1 } }] },
      problems: [["/steps/0/input/x", "wrong-type"]],
    },
    {
      name: "a step's input for no variable",
      kind: "workflow",
      given: { steps: [{ id: "a", uses: "a@b", input: { "x y": "" } }] },
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
      name: "steps that take what nobody gives, from later steps, or from each other",
      kind: "workflow",
      given: {
        variables: [{ name: "v" }],
        steps: [
          { id: "a", uses: "p@l", input: { x: { variable: "w" }, y: { step: "none" }, z: { step: "d" } } },
          { id: "b", uses: "p@l", input: { x: { step: "c" } } },
          { id: "c", uses: "p@l", input: { x: { step: "b" }, y: { step: "c" } } },
          { id: "d", uses: "p@l", input: { x: { variable: "v" } } },
        ],
      },
      problems: [
        ["/steps/0/input/x/variable", "unknown-variable"],
        ["/steps/0/input/y/step", "unknown-step"],
        ["/steps/0/input/z/step", "step-not-earlier"],
        ["/steps/1/input/x/step", "step-cycle"],
        ["/steps/2/input/y/step", "step-cycle"],
      ],
    },
    {
      name: "an input from two places, or from none",
      kind: "workflow",
      given: { steps: [{ id: "a", uses: "p@l", input: { x: {}, y: { value: 1, step: "a" }, z: { value: [] } } }] },
      problems: [
        ["/steps/0/input/x", "invalid"],
        ["/steps/0/input/y", "invalid"],
        ["/steps/0/input/z/value", "wrong-type"],
      ],
    },
    {
      name: "scorers without what they need, or with what is another's",
      kind: "evaluation",
      given: {
        ...evaluation,
        scorers: [
          { name: "a", type: "exact" },
          { name: "b", type: "regex", pattern: "(", flags: "gg" },
          { name: "c", type: "contains", expected: { column: "x" }, pattern: "x" },
          { name: "d", type: "number", expected: { value: 1 }, tolerance: -1, threshold: 2 },
          { name: "e", type: "field", pointer: "a", expected: { value: 1 } },
          { name: "f", type: "judge", prompt: "no reference", input: { answer: { answer: false } } },
          { name: "g", type: "custom" },
          { name: "h", type: "json", schema: [] },
        ],
      },
      problems: [
        ["/scorers/0/expected", "missing"],
        ["/scorers/1/flags", "invalid"],
        ["/scorers/1/pattern", "invalid"],
        ["/scorers/2/pattern", "unknown-key"],
        ["/scorers/3/threshold", "invalid"],
        ["/scorers/3/tolerance", "invalid"],
        ["/scorers/4/pointer", "invalid"],
        ["/scorers/5/prompt", "invalid-reference"],
        ["/scorers/5/input/answer/answer", "invalid"],
        ["/scorers/6/runner", "missing"],
        ["/scorers/7/schema", "wrong-type"],
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
      ["/steps/0/uses", "a/b@live", ["prompt", "workflow"]],
      ["/steps/1/uses", "a/b#2", ["prompt", "workflow"]],
      ["/steps/2/uses", "flows/other@live", ["prompt", "workflow"]],
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
  test("takes what is referred to where the written content has references, at any depth", () => {
    const prompt = { kind: "prompt", digest, content: { type: "text", syntax: "plain", text: "x", variables: [] } };
    const inner = { variables: [], steps: [{ id: "a", uses: prompt, input: {} }] };
    const flow = { kind: "workflow", digest, content: inner };
    const outer = { variables: [], steps: [{ id: "b", uses: flow, input: {} }] };
    expect(must(parseExpandedContent("workflow", outer))).toEqual({ kind: "workflow", content: outer });
    expect(parseExpandedContent("workflow", workflow).ok).toBe(false);
    const data = { kind: "dataset", digest, content: dataset };
    const judge = { name: "j", type: "judge", prompt, input: { text: { answer: true } } };
    const given = { dataset: data, target: flow, input: {}, scorers: [judge] };
    expect(must(parseExpandedContent("evaluation", given))).toEqual({ kind: "evaluation", content: given });
    const broken: [unknown, string, string][] = [
      [{ ...given, target: { ...flow, digest: "sha256:0" } }, "/target/digest", "invalid-reference"],
      [{ ...given, target: { ...flow, id: "x" } }, "/target/id", "unknown-key"],
      [{ ...given, target: { ...flow, kind: "evaluation" } }, "/target/kind", "invalid"],
      [{ ...given, target: { ...flow, content: { steps: [] } } }, "/target/content/steps", "empty"],
      [{ ...given, dataset: { ...data, content: {} } }, "/dataset/content/schema", "missing"],
    ];
    for (const [content, path, code] of broken) {
      const result = parseExpandedContent("evaluation", content);
      expect(result.ok ? [] : result.error.map((problem) => [problem.path, problem.code])).toContainEqual([path, code]);
    }
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
