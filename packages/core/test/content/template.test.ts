import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderTemplate } from "../../src/content/render-prompt.ts";
import {
  escapeTemplate,
  formatTemplate,
  parseTemplate,
  splitTemplate,
  type TemplateNode,
} from "../../src/content/template.ts";
import { must } from "./must.ts";

const text = (value: string): TemplateNode => ({ type: "text", text: value });
const variable = (name: string): TemplateNode => ({ type: "variable", name });
const includeLabel = (path: string, label: string): TemplateNode => ({
  type: "include",
  reference: { path, by: "label", label },
});

describe("parseTemplate", () => {
  const read: { given: string; expected: readonly TemplateNode[] }[] = [
    { given: "", expected: [] },
    { given: "plain } }} { text", expected: [text("plain } }} { text")] },
    { given: "{{name}}", expected: [variable("name")] },
    { given: "a {{ \tname\t }} b", expected: [text("a "), variable("name"), text(" b")] },
    { given: "{{a}}{{b.c-d_1}}", expected: [variable("a"), variable("b.c-d_1")] },
    { given: "{{a}}}}", expected: [variable("a"), text("}}")] },
    { given: `{{${"x".repeat(64)}}}`, expected: [variable("x".repeat(64))] },
    { given: "\\{{name}}", expected: [text("{{name}}")] },
    { given: "\\{{{x}}", expected: [text("{{{x}}")] },
    { given: "\\{{\\{{", expected: [text("{{{{")] },
    { given: "\\{{{{x}}", expected: [text("{{"), variable("x")] },
    { given: "\\\\{{x}}", expected: [text("\\"), variable("x")] },
    { given: "\\\\\\{{x}}", expected: [text("\\{{x}}")] },
    { given: "\\n \\\\ \\{ x", expected: [text("\\n \\\\ \\{ x")] },
    { given: "{{>support/tone@production}}", expected: [includeLabel("support/tone", "production")] },
    { given: "{{ > a@b }}", expected: [includeLabel("a", "b")] },
    {
      given: "{{> a/b.c#12}}!",
      expected: [{ type: "include", reference: { path: "a/b.c", by: "number", number: 12 } }, text("!")],
    },
    { given: "{ {x} }\r\n{", expected: [text("{ {x} }\r\n{")] },
  ];
  test.each(read)("reads $given", ({ given, expected }) => {
    expect(must(parseTemplate(given))).toEqual(expected);
  });

  test.each([
    { given: "{{", code: "unclosed-tag", line: 1, column: 1 },
    { given: "ab\ncd {{x", code: "unclosed-tag", line: 2, column: 4 },
    { given: "{{x\n}}", code: "unclosed-tag", line: 1, column: 1 },
    { given: "a\r\nb\rc {{ }}", code: "invalid-tag", line: 3, column: 3 },
    { given: "{{}}", code: "invalid-tag", line: 1, column: 1 },
    { given: "{{1x}}", code: "invalid-tag", line: 1, column: 1 },
    { given: "{{a b}}", code: "invalid-tag", line: 1, column: 1 },
    { given: "{{#if x}}", code: "invalid-tag", line: 1, column: 1 },
    { given: "{{ñ}}", code: "invalid-tag", line: 1, column: 1 },
    { given: `{{${"x".repeat(65)}}}`, code: "invalid-tag", line: 1, column: 1 },
    { given: "{{{x}}}", code: "brace-before-tag", line: 1, column: 1 },
    { given: "ok {{x}} \\{{ {{> a}}", code: "invalid-reference", line: 1, column: 14 },
    { given: "{{> A@b}}", code: "invalid-reference", line: 1, column: 1 },
    { given: "{{> a@}}", code: "invalid-reference", line: 1, column: 1 },
    { given: "{{> a#0}}", code: "invalid-reference", line: 1, column: 1 },
    { given: "{{> a/@b}}", code: "invalid-reference", line: 1, column: 1 },
    { given: "{{> ../a@b}}", code: "invalid-reference", line: 1, column: 1 },
    { given: "{{> a@b@c}}", code: "invalid-reference", line: 1, column: 1 },
  ])("refuses $given with its place", ({ given, code, line, column }) => {
    const result = parseTemplate(given);
    expect(result).toMatchObject({ ok: false, error: { code, line, column } });
    if (result.ok) return;
    expect(given.slice(result.error.offset, result.error.offset + 2)).toBe("{{");
    expect(result.error.message).toContain(`line ${line}, column ${column}`);
  });

  test("is quick for hostile texts", () => {
    const started = performance.now();
    for (const hostile of ["\\", "{", "\\{{", "\\\\{", "{{a}}", "\\ ", "\n"]) {
      const source = hostile.repeat(Math.floor(1_000_000 / hostile.length));
      parseTemplate(source);
      escapeTemplate(source);
    }
    parseTemplate(`{{${" ".repeat(1_000_000)}`);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

/** Texts in which braces, backslashes and tags meet often. */
const braces = fc
  .array(fc.constantFrom("{", "{{", "}", "}}", "\\", "\\\\", "x", " ", "{{x}}", "{{> a@b}}", "\r\n", "é", "😀"), {
    maxLength: 14,
  })
  .map((parts) => parts.join(""));

describe("escaping", () => {
  test("an escaped text renders as itself", () => {
    fc.assert(
      fc.property(fc.oneof(braces, fc.string({ unit: "binary" })), (given) => {
        expect(must(renderTemplate(must(parseTemplate(escapeTemplate(given))), {}))).toBe(given);
      }),
      { numRuns: 2_000 },
    );
  });

  test("the pieces of a template are the whole template, and its nodes written again mean the same", () => {
    let valid = 0;
    fc.assert(
      fc.property(braces, (given) => {
        const pieces = splitTemplate(given);
        if (!pieces.ok) return;
        valid += 1;
        expect(pieces.value.map((piece) => piece.source).join("")).toBe(given);
        const nodes = pieces.value.map((piece) => piece.node);
        expect(must(parseTemplate(must(formatTemplate(nodes))))).toEqual(nodes);
      }),
      { numRuns: 3_000 },
    );
    expect(valid).toBeGreaterThan(500);
  });

  test("nodes either read back as written, or cannot be said and are refused", () => {
    const node = fc.oneof(braces.filter((value) => value !== "").map(text), fc.constant(variable("v")));
    fc.assert(
      fc.property(fc.array(node, { maxLength: 6 }), (nodes) => {
        const wanted = merged(nodes);
        const source = formatTemplate(nodes);
        const sayable = wanted.every(
          (each, index) =>
            each.type !== "text" || wanted[index + 1] === undefined || /\{*$/.exec(each.text)?.[0].length !== 1,
        );
        expect(source.ok).toBe(sayable);
        if (source.ok) expect(must(parseTemplate(source.value))).toEqual(wanted);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("renderTemplate", () => {
  const nodes = must(parseTemplate("{{a}}-{{b}}-{{a}}"));

  test("never looks at a value again", () => {
    expect(must(renderTemplate(nodes, { a: "{{b}}", b: "\\{{a}}" }))).toBe("{{b}}-\\{{a}}-{{b}}");
    expect(must(renderTemplate(nodes, { a: "$&", b: "$1" }))).toBe("$&-$1-$&");
  });

  test("writes numbers and booleans", () => {
    expect(must(renderTemplate(nodes, { a: 1.5, b: false }))).toBe("1.5-false-1.5");
  });

  test("names everything that is missing, unexpected or of a wrong type at once", () => {
    const values = JSON.parse('{"b": null, "c": 1, "d": 2}');
    expect(renderTemplate(nodes, values)).toMatchObject({
      ok: false,
      error: {
        code: "variables",
        missing: ["a"],
        unexpected: ["c", "d"],
        invalid: ["b"],
        message: expect.stringMatching(/Missing variables: a;.*Unknown variables: c, d;.*wrong type: b;/),
      },
    });
    expect(renderTemplate(nodes, { a: Number.NaN, b: "" })).toMatchObject({ error: { invalid: ["a"] } });
  });

  test("what every object inherits is not given", () => {
    for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty"]) {
      const inherited = must(parseTemplate(`{{${name}}}`));
      expect(renderTemplate(inherited, {})).toMatchObject({ ok: false, error: { missing: [name] } });
      expect(must(renderTemplate(inherited, JSON.parse(`{"${name}":"x"}`)))).toBe("x");
    }
  });

  test("refuses an include", () => {
    expect(renderTemplate(must(parseTemplate("{{> a@b}}")), {})).toMatchObject({
      ok: false,
      error: { code: "unresolved-include", reference: "a@b" },
    });
  });
});

function merged(nodes: readonly TemplateNode[]): TemplateNode[] {
  const result: TemplateNode[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.type === "text" && last?.type === "text") result.splice(-1, 1, text(last.text + node.text));
    else result.push(node);
  }
  return result;
}
