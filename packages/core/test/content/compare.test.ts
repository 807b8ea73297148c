import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareContent } from "../../src/content/compare.ts";
import { datasetRoot, rowDigest } from "../../src/content/dataset-root.ts";
import { parseExpandedContent } from "../../src/content/expanded-content.ts";
import { parseContent } from "../../src/content/resource-content.ts";
import { must } from "./must.ts";

type Row = [area: string, path: string, before: string | null, after: string | null];

const prompt = {
  type: "chat",
  syntax: "template",
  messages: [
    { role: "system", content: "Be kind." },
    { role: "user", content: "Hello {{name}}" },
    { role: "assistant", content: "Yes?" },
  ],
  variables: [{ name: "name" }, { name: "b", required: false }],
  tools: [{ name: "t", parameters: {} }],
  model: { name: "m", provider: "p", parameters: { temperature: 1, stop: "1" } },
};
const [system, user, assistant] = prompt.messages;
const text = { type: "text", syntax: "plain", text: "a" };
const template = (value: string) => ({ type: "text", syntax: "template", text: value });

function changes(kind: "prompt" | "workflow" | "dataset" | "evaluation", before: unknown, after: unknown): Row[] {
  const old = before === null ? null : must(parseContent(kind, before));
  return compareContent(old, must(parseContent(kind, after))).map((change) => [
    change.area,
    change.path,
    change.before,
    change.after,
  ]);
}

describe("compareContent of prompts", () => {
  const cases: { name: string; before: unknown; after: unknown; expected: Row[] }[] = [
    { name: "equal ones", before: prompt, after: structuredClone(prompt), expected: [] },
    {
      name: "a first version",
      before: null,
      after: text,
      expected: [
        ["type", "/type", null, "text"],
        ["syntax", "/syntax", null, "plain"],
        ["text", "/text", null, "a"],
      ],
    },
    { name: "a text", before: text, after: { ...text, text: "b" }, expected: [["text", "/text", "a", "b"]] },
    {
      name: "a text that became empty",
      before: text,
      after: { ...text, text: "" },
      expected: [["text", "/text", "a", ""]],
    },
    { name: "a syntax", before: text, after: template("a"), expected: [["syntax", "/syntax", "plain", "template"]] },
    {
      name: "another type",
      before: text,
      after: { type: "chat", syntax: "plain", messages: [{ role: "user", content: "a" }] },
      expected: [
        ["type", "/type", "text", "chat"],
        ["text", "/text", "a", null],
        ["message", "/messages/0", null, "a"],
      ],
    },
    {
      name: "the system message",
      before: prompt,
      after: { ...prompt, messages: [{ role: "system", content: "Be quick." }, user, assistant] },
      expected: [["system-message", "/messages/0", "Be kind.", "Be quick."]],
    },
    {
      name: "a message put in front",
      before: prompt,
      after: { ...prompt, messages: [{ role: "developer", content: "Note." }, ...prompt.messages] },
      expected: [["system-message", "/messages/0", null, "Note."]],
    },
    {
      name: "a message taken out of the middle",
      before: prompt,
      after: { ...prompt, messages: [system, assistant] },
      expected: [["message", "/messages/1", "Hello {{name}}", null]],
    },
    {
      name: "another speaker of the same words",
      before: prompt,
      after: { ...prompt, messages: [system, user, { role: "tool", content: "Yes?" }] },
      expected: [
        ["message", "/messages/2", null, "Yes?"],
        ["message", "/messages/2", "Yes?", null],
      ],
    },
    {
      name: "a message taken out here and another one of its speaker put in there",
      before: { ...prompt, messages: [user, assistant] },
      after: { ...prompt, messages: [assistant, { role: "user", content: "Bye {{name}}" }] },
      expected: [
        ["message", "/messages/0", "Hello {{name}}", null],
        ["message", "/messages/1", null, "Bye {{name}}"],
      ],
    },
    {
      name: "two changed messages next to each other",
      before: prompt,
      after: {
        ...prompt,
        messages: [system, { role: "user", content: "Hi" }, { role: "assistant", content: "What?" }],
      },
      expected: [
        ["message", "/messages/1", "Hello {{name}}", "Hi"],
        ["message", "/messages/2", "Yes?", "What?"],
      ],
    },
    {
      name: "variables",
      before: prompt,
      after: { ...prompt, variables: [{ name: "name", default: 1 }, { name: "c" }] },
      expected: [
        [
          "variable-changed",
          "/variables/name",
          '{"name":"name","required":true}',
          '{"default":1,"name":"name","required":false}',
        ],
        ["variables-added", "/variables/c", null, '{"name":"c","required":true}'],
        ["variables-removed", "/variables/b", '{"name":"b","required":false}', null],
      ],
    },
    {
      name: "the order of variables",
      before: prompt,
      after: { ...prompt, variables: [...prompt.variables].reverse() },
      expected: [["variable-changed", "/variables", '["name","b"]', '["b","name"]']],
    },
    {
      name: "tools",
      before: prompt,
      after: {
        ...prompt,
        tools: [
          { name: "u", parameters: {} },
          { name: "t", description: "T", parameters: {} },
        ],
      },
      expected: [
        ["tools", "/tools/u", null, '{"name":"u","parameters":{}}'],
        ["tools", "/tools/t", '{"name":"t","parameters":{}}', '{"description":"T","name":"t","parameters":{}}'],
      ],
    },
    {
      name: "the model and its parameters",
      before: prompt,
      after: { ...prompt, model: { name: "n", parameters: { stop: 1, "a/b": null } } },
      expected: [
        ["model", "/model/provider", "p", null],
        ["model", "/model/name", "m", "n"],
        ["parameters", "/model/parameters/stop", '"1"', "1"],
        ["parameters", "/model/parameters/a~1b", null, "null"],
        ["parameters", "/model/parameters/temperature", "1", null],
      ],
    },
    {
      name: "includes",
      before: template("{{> a@b}}{{> c@d}}"),
      after: template("{{> c@d}}{{> a#1}}{{> a#1}}"),
      expected: [
        ["text", "/text", "{{> a@b}}{{> c@d}}", "{{> c@d}}{{> a#1}}{{> a#1}}"],
        ["include", "/includes/a#1", null, "a#1"],
        ["include", "/includes/a@b", "a@b", null],
      ],
    },
  ];
  test.each(cases)("shows $name", ({ before, after, expected }) => {
    expect(changes("prompt", before, after)).toEqual(expected);
  });

  test("is empty exactly when the contents are equal", () => {
    const message = fc.record({ role: fc.constantFrom("system", "user"), content: fc.constantFrom("a", "b") });
    const some = fc.record({
      type: fc.constant("chat"),
      syntax: fc.constantFrom("template", "plain"),
      messages: fc.array(message, { minLength: 1, maxLength: 3 }),
      model: fc.record({
        name: fc.constantFrom("m", "n"),
        parameters: fc.dictionary(fc.constantFrom("x", "y"), fc.constantFrom(0, "0")),
      }),
    });
    // Two that come about by themselves are hardly ever equal: half of the pairs are one and its copy.
    const pair = fc.oneof(
      fc.tuple(some, some),
      some.map((one) => [one, structuredClone(one)] as const),
    );
    let equal = 0;
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const [one, other] = [must(parseContent("prompt", a)), must(parseContent("prompt", b))];
        const same = JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
        if (same) equal += 1;
        expect(compareContent(one, other).length === 0).toBe(same);
        expect(compareContent(one, one)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
    expect(equal).toBeGreaterThan(1_000);
  });
});

describe("compareContent of other kinds", () => {
  const step = (id: string, uses: string, input: unknown = {}) => ({ id, uses, input });
  test("shows steps by their ids: added, removed, of another version, wired anew, in another order", () => {
    const before = {
      variables: [{ name: "v" }],
      steps: [
        step("a", "p@l", { x: { variable: "v" } }),
        step("b", "p@l"),
        step("c", "p@l", { x: { step: "a" }, y: { value: 1 } }),
      ],
    };
    const after = {
      variables: [{ name: "v" }, { name: "w" }],
      steps: [
        step("d", "p@l"),
        step("c", "p@l", { x: { variable: "w" }, z: { value: "1" } }),
        step("a", "p#2", { x: { variable: "v" } }),
      ],
    };
    expect(changes("workflow", before, after)).toEqual([
      ["variables-added", "/variables/w", null, '{"name":"w","required":true}'],
      ["steps-added", "/steps/d", null, '{"id":"d","input":{},"uses":"p@l"}'],
      ["step-input", "/steps/c/input/x", '{"step":"a"}', '{"variable":"w"}'],
      ["step-input", "/steps/c/input/z", null, '{"value":"1"}'],
      ["step-input", "/steps/c/input/y", '{"value":1}', null],
      ["step-reference", "/steps/a/uses", "p@l", "p#2"],
      ["steps-removed", "/steps/b", '{"id":"b","input":{},"uses":"p@l"}', null],
      ["steps-reordered", "/steps", '["a","c"]', '["c","a"]'],
    ]);
    expect(changes("workflow", before, structuredClone(before))).toEqual([]);
  });

  test("shows columns, key and rows of a dataset", () => {
    const columns = [{ name: "a", type: "number" }];
    const of = (schema: unknown, rows: readonly number[]) => ({
      schema,
      rowCount: rows.length,
      root: datasetRoot(rows.map((cell) => rowDigest([cell]))),
    });
    const [before, after] = [of({ columns }, [1, 2, 3]), of({ columns, key: "a" }, [1, 4])];
    expect(changes("dataset", before, after)).toEqual([
      ["schema", "/schema/key", null, "a"],
      ["rows", "/rows", `{"root":"${before.root}","rowCount":3}`, `{"root":"${after.root}","rowCount":2}`],
    ]);
    expect(changes("dataset", of({ columns }, []), of({ columns: [{ name: "a", type: "json" }] }, []))).toEqual([
      ["schema", "/schema/columns/a", '{"name":"a","type":"number"}', '{"name":"a","type":"json"}'],
    ]);
  });

  test("shows an evaluation's dataset, target, inputs, scorers and thresholds", () => {
    const scorer = { name: "s", type: "contains", expected: { column: "a" } };
    const before = { dataset: "d#1", target: "p@l", input: { x: { column: "a" } }, scorers: [scorer] };
    const after = {
      dataset: "d#2",
      target: "q@l",
      input: { x: { column: "b" } },
      scorers: [
        { ...scorer, ignoreCase: true, threshold: 0.9 },
        { name: "t", type: "custom", runner: "r" },
      ],
    };
    expect(changes("evaluation", before, after)).toEqual([
      ["dataset", "/dataset", "d#1", "d#2"],
      ["target", "/target", "p@l", "q@l"],
      ["row-input", "/input/x", '{"column":"a"}', '{"column":"b"}'],
      [
        "scorers",
        "/scorers/s",
        '{"expected":{"column":"a"},"ignoreCase":false,"name":"s","type":"contains"}',
        '{"expected":{"column":"a"},"ignoreCase":true,"name":"s","type":"contains"}',
      ],
      ["scorers", "/scorers/t", null, '{"name":"t","parameters":{},"runner":"r","type":"custom"}'],
      ["thresholds", "/scorers/s/threshold", null, "0.9"],
    ]);
  });

  test("compares expanded contents too, by the digests of what they name", () => {
    const uses = (digit: string) => ({
      kind: "prompt",
      digest: `sha256:${digit.repeat(64)}`,
      content: { type: "text", syntax: "plain", text: digit, variables: [] },
    });
    const [before, after] = ["1", "2"].map((digit) =>
      must(parseExpandedContent("workflow", { steps: [{ id: "a", uses: uses(digit) }] })),
    );
    if (before === undefined || after === undefined) throw new Error("Two contents were made.");
    expect(compareContent(before, after)).toEqual([
      { area: "step-reference", path: "/steps/a/uses", before: uses("1").digest, after: uses("2").digest },
    ]);
  });

  test("refuses to compare two kinds", () => {
    const workflow = must(parseContent("workflow", { steps: [step("a", "p@l")] }));
    expect(() => compareContent(workflow, must(parseContent("prompt", text)))).toThrow(
      /A workflow cannot be compared with a prompt/,
    );
  });
});

/** The same value with its keys in order. */
function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
