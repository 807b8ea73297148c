import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CONTENT_LIMITS } from "../../src/content/content-limits.ts";
import { type PromptContent, parsePromptContent } from "../../src/content/prompt-content.ts";
import { templateOrPlain, variablesIn, withDeclaredVariables } from "../../src/content/prompt-variables.ts";
import { renderPrompt } from "../../src/content/render-prompt.ts";
import { utf8Length } from "../../src/content/utf8.ts";
import { must } from "./must.ts";

const textPrompt = { type: "text", syntax: "template", text: "Hi {{name}}", variables: [{ name: "name" }] };
const chatPrompt = { type: "chat", syntax: "template", messages: [{ role: "system", content: "Be kind." }] };

describe("parsePromptContent", () => {
  test("normalizes a text prompt", () => {
    expect(must(parsePromptContent(textPrompt))).toEqual({
      type: "text",
      syntax: "template",
      text: "Hi {{name}}",
      variables: [{ name: "name", required: true }],
    });
  });

  test("normalizes a chat prompt with everything", () => {
    const given = {
      model: { parameters: { stop: ["x"], temperature: 0.5 }, name: "m-1", provider: "p" },
      tools: [{ name: "look_up", parameters: { type: "object" }, description: "Looks up." }],
      variables: [
        { name: "who", default: "you" },
        { name: "n", required: false, example: 3, description: "" },
      ],
      messages: [
        { role: "system", content: "Talk to {{who}}." },
        { role: "user", content: "", name: "ann" },
      ],
      syntax: "template",
      type: "chat",
    };
    expect(must(parsePromptContent(given))).toEqual({
      ...given,
      variables: [
        { name: "who", required: false, default: "you" },
        { name: "n", required: false, example: 3, description: "" },
      ],
    });
  });

  test("leaves out an empty list of tools, and writes out a model's parameters", () => {
    const content = must(parsePromptContent({ ...chatPrompt, tools: [], model: { name: "m" } }));
    expect(content).toEqual({ ...chatPrompt, variables: [], model: { name: "m", parameters: {} } });
  });

  test("what it gives is its own normal form, and shares nothing with the input", () => {
    const parameters = { nested: { list: [1] } };
    const content = must(parsePromptContent({ ...chatPrompt, model: { name: "m", parameters } }));
    parameters.nested.list.push(2);
    expect(content.model?.parameters).toEqual({ nested: { list: [1] } });
    expect(must(parsePromptContent(content))).toEqual(content);
  });

  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) });
  const refused: { name: string; given: unknown; problems: [path: string, code: string][] }[] = [
    { name: "no object", given: "x", problems: [["", "wrong-type"]] },
    { name: "null", given: null, problems: [["", "wrong-type"]] },
    { name: "an array", given: [], problems: [["", "wrong-type"]] },
    { name: "an unknown type", given: { ...textPrompt, type: "image" }, problems: [["/type", "invalid"]] },
    {
      name: "nothing",
      given: {},
      problems: [
        ["/type", "missing"],
        ["/syntax", "missing"],
        ["/text", "missing"],
      ],
    },
    { name: "an unknown key", given: { ...textPrompt, "a/b": 1 }, problems: [["/a~1b", "unknown-key"]] },
    {
      name: "the key __proto__",
      given: JSON.parse('{"type":"text","syntax":"plain","text":"","__proto__":{}}'),
      problems: [["/__proto__", "unknown-key"]],
    },
    { name: "keys of the other type", given: { ...chatPrompt, text: "x" }, problems: [["/text", "unknown-key"]] },
    { name: "tools of a text prompt", given: { ...textPrompt, tools: [] }, problems: [["/tools", "unknown-key"]] },
    { name: "no messages", given: { ...chatPrompt, messages: [] }, problems: [["/messages", "empty"]] },
    {
      name: "an unknown role",
      given: { ...chatPrompt, messages: [{ role: "robot", content: "" }] },
      problems: [["/messages/0/role", "invalid"]],
    },
    {
      name: "several problems at once",
      given: { ...chatPrompt, syntax: "x", messages: [{ role: "user" }, 5], model: {} },
      problems: [
        ["/syntax", "invalid"],
        ["/model/name", "missing"],
        ["/messages/0/content", "missing"],
        ["/messages/1", "wrong-type"],
      ],
    },
    { name: "no template", given: { ...textPrompt, text: "a {{" }, problems: [["/text", "invalid-template"]] },
    {
      name: "undeclared variables, each once",
      given: { ...textPrompt, text: "{{a}}{{name}}{{a}}{{b}}" },
      problems: [
        ["/text", "undeclared-variable"],
        ["/text", "undeclared-variable"],
      ],
    },
    {
      name: "a variable declared twice",
      given: { ...textPrompt, variables: [{ name: "name" }, { name: "name" }] },
      problems: [["/variables/1/name", "duplicate"]],
    },
    {
      name: "a bad variable name",
      given: { ...textPrompt, variables: [{ name: "name" }, { name: "a b" }] },
      problems: [["/variables/1/name", "invalid"]],
    },
    {
      name: "a required variable with a default",
      given: { ...textPrompt, variables: [{ name: "name", required: true, default: "" }] },
      problems: [
        ["/variables/0/default", "required-with-default"],
        ["/text", "undeclared-variable"],
      ],
    },
    {
      name: "a default of a wrong type",
      given: { ...textPrompt, variables: [{ name: "name", default: null }] },
      problems: [["/variables/0/default", "wrong-type"]],
    },
    {
      name: "a plain prompt with variables",
      given: { ...textPrompt, syntax: "plain" },
      problems: [["/variables", "plain-with-variables"]],
    },
    { name: "a lone surrogate", given: { ...textPrompt, text: "\ud800" }, problems: [["/text", "lone-surrogate"]] },
    {
      name: "a lone surrogate in a key",
      given: { ...textPrompt, model: { name: "m", parameters: { "\ud800": 1 } } },
      problems: [["/model/parameters", "lone-surrogate"]],
    },
    {
      name: "infinite numbers",
      given: { ...textPrompt, model: { name: "m", parameters: { t: Number.POSITIVE_INFINITY } } },
      problems: [["/model/parameters/t", "invalid"]],
    },
    {
      name: "parameters that are no JSON",
      given: { ...textPrompt, model: { name: "m", parameters: { t: [undefined] } } },
      problems: [["/model/parameters/t/0", "wrong-type"]],
    },
    {
      name: "too deep parameters",
      given: { ...textPrompt, model: { name: "m", parameters: deep(40) } },
      problems: [[`/model/parameters${"/a".repeat(32)}`, "too-deep"]],
    },
    {
      name: "too large parameters",
      given: { ...textPrompt, model: { name: "m", parameters: { a: "x".repeat(CONTENT_LIMITS.parametersBytes) } } },
      problems: [["/model/parameters", "too-large"]],
    },
    {
      name: "an empty model name",
      given: { ...textPrompt, model: { name: "" } },
      problems: [["/model/name", "empty"]],
    },
    {
      name: "a name with a space at its end",
      given: { ...textPrompt, model: { name: "a " } },
      problems: [["/model/name", "invalid"]],
    },
    {
      name: "a name with a line end",
      given: { ...textPrompt, model: { name: "a\nb" } },
      problems: [["/model/name", "invalid"]],
    },
    {
      name: "two tools of one name",
      given: {
        ...chatPrompt,
        tools: [
          { name: "a", parameters: {} },
          { name: "a", parameters: {} },
        ],
      },
      problems: [["/tools/1/name", "duplicate"]],
    },
    {
      name: "a bad tool name",
      given: { ...chatPrompt, tools: [{ name: "a b", parameters: {} }] },
      problems: [["/tools/0/name", "invalid"]],
    },
    {
      name: "too many messages",
      given: { ...chatPrompt, messages: Array(1_001).fill({ role: "user", content: "" }) },
      problems: [["/messages", "too-many"]],
    },
    {
      name: "too much text in one",
      given: { ...textPrompt, text: "x".repeat(CONTENT_LIMITS.textBytes + 1) },
      problems: [["/text", "too-long"]],
    },
    {
      name: "too many bytes",
      given: { ...textPrompt, text: "é".repeat(CONTENT_LIMITS.textBytes / 2 + 1) },
      problems: [["/text", "too-large"]],
    },
    {
      name: "too much text in all",
      given: { ...chatPrompt, messages: Array(3).fill({ role: "user", content: "x".repeat(400_000) }) },
      problems: [["/messages", "too-large"]],
    },
    {
      name: "too many includes",
      given: { ...textPrompt, text: "{{> a@b}}".repeat(501) },
      problems: [["", "too-many"]],
    },
  ];
  test.each(refused)("refuses $name", ({ given, problems }) => {
    const result = parsePromptContent(given);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.error.map(({ path, code }) => [path, code])).toEqual(problems);
    for (const { message } of result.error) expect(message).toMatch(/\.$/);
  });

  test("a text at the limit is accepted", () => {
    const text = "x".repeat(CONTENT_LIMITS.textBytes);
    expect(parsePromptContent({ ...textPrompt, text }).ok).toBe(true);
  });

  test("names at most 100 problems", () => {
    const result = parsePromptContent({ ...chatPrompt, messages: Array(500).fill(null) });
    expect(result).toMatchObject({ ok: false, error: { length: 100 } });
  });

  test("a plain prompt holds anything", () => {
    const text = "{{ {{{x}} {{> a@b}} \\{{ \u0000 }}";
    const content = must(parsePromptContent({ type: "text", syntax: "plain", text }));
    expect(content).toEqual({ type: "text", syntax: "plain", text, variables: [] });
    expect(must(renderPrompt(content))).toEqual({ type: "text", text });
  });
});

describe("variables", () => {
  const content: PromptContent = {
    type: "chat",
    syntax: "template",
    messages: [
      { role: "system", content: "{{b}} {{a}} \\{{no}}" },
      { role: "user", content: "{{a}} {{c}}" },
    ],
    variables: [
      { name: "a", required: false, default: 1 },
      { name: "unused", required: true },
    ],
  };

  test("are found once each, in the order of their use", () => {
    expect(variablesIn(content)).toEqual(["b", "a", "c"]);
    expect(variablesIn({ type: "text", syntax: "plain", text: "{{a}}", variables: [] })).toEqual([]);
  });

  test("are declared where they are missing, and then the content parses", () => {
    const declared = withDeclaredVariables(content);
    expect(declared.variables).toEqual([
      ...content.variables,
      { name: "b", required: true },
      { name: "c", required: true },
    ]);
    expect(must(parsePromptContent(declared))).toEqual(declared);
    expect(withDeclaredVariables(declared)).toBe(declared);
  });
});

describe("templateOrPlain", () => {
  test.each([
    ["Hello.\r\nÄ 😀\n", "template", 0],
    ["Hello {{name}}, {{ name }}", "template", 1],
    ["Escaped \\{{x}}", "template", 0],
    ["Bad {{ brace", "plain", 0],
    ["{{#each x}}y{{/each}}", "plain", 0],
    ["{{{raw}}}", "plain", 0],
    ["{{> other@production}}", "plain", 0],
    ["", "template", 0],
    ["é\r\n".repeat(50_000), "template", 0],
    ["é\r\n{{ ".repeat(40_000), "plain", 0],
    [Array.from({ length: 501 }, (_, index) => `{{v${index}}}`).join(""), "plain", 0],
  ])("case %# is stored byte for byte", (text, syntax, variables) => {
    const content = templateOrPlain(text);
    expect(content).toMatchObject({ type: "text", syntax, text });
    expect(content.variables).toHaveLength(variables);
    expect(must(parsePromptContent(content))).toEqual(content);
  });

  test("always stores what was given, and a plain one renders as it", () => {
    const parts = fc.constantFrom("{{", "}}", "{{a}}", "\\", "{", "x", "\r\n", "é", "{{> a@b}}");
    const texts = fc.array(parts, { maxLength: 10 }).map((each) => each.join(""));
    const seen = { template: 0, plain: 0 };
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ unit: "binary" })), (text) => {
        const content = templateOrPlain(text);
        seen[content.syntax] += 1;
        expect(content.text).toBe(text);
        expect(utf8Length(content.text)).toBe(Buffer.byteLength(text));
        expect(must(parsePromptContent(content))).toEqual(content);
        if (content.syntax === "plain") expect(must(renderPrompt(content))).toEqual({ type: "text", text });
        else if (!text.includes("{{")) expect(must(renderPrompt(content))).toEqual({ type: "text", text });
      }),
      { numRuns: 1_000 },
    );
    expect(Math.min(seen.template, seen.plain)).toBeGreaterThan(50);
  });
});

describe("renderPrompt", () => {
  const content = must(
    parsePromptContent({
      type: "chat",
      syntax: "template",
      messages: [
        { role: "system", content: "For {{who}}{{end}}" },
        { role: "user", content: "{{n}} \\{{n}}", name: "ann" },
      ],
      variables: [{ name: "who" }, { name: "end", default: "." }, { name: "n", required: false }, { name: "unused" }],
    }),
  );

  test("fills in what is given, defaults, and nothing", () => {
    expect(must(renderPrompt(content, { who: "{{n}}", unused: 1 }))).toEqual({
      type: "chat",
      messages: [
        { role: "system", content: "For {{n}}." },
        { role: "user", content: " {{n}}", name: "ann" },
      ],
    });
    expect(must(renderPrompt(content, { who: true, unused: 1, end: "", n: 0 }))).toMatchObject({
      messages: [{ content: "For true" }, { content: "0 {{n}}" }],
    });
  });

  test("names all that is wrong at once, declared but unused variables too", () => {
    expect(renderPrompt(content, { other: "" })).toMatchObject({
      ok: false,
      error: { code: "variables", missing: ["who", "unused"], unexpected: ["other"], invalid: [] },
    });
  });

  test("a plain prompt takes no variables", () => {
    const plain = must(parsePromptContent({ type: "text", syntax: "plain", text: "{{a}}" }));
    expect(renderPrompt(plain, { a: "x" })).toMatchObject({ ok: false, error: { unexpected: ["a"] } });
  });

  test("refuses a prompt whose includes are not resolved, and a text that is no template", () => {
    const base = { type: "text", syntax: "template", variables: [] } as const;
    expect(renderPrompt({ ...base, text: "{{> a#1}}" })).toMatchObject({
      error: { code: "unresolved-include", reference: "a#1" },
    });
    expect(renderPrompt({ ...base, text: "{{" })).toMatchObject({ error: { code: "invalid-template", path: "/text" } });
  });
});
