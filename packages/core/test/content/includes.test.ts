import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ResourceKind } from "../../src/access/scope.ts";
import { contentDigest } from "../../src/content/content-digest.ts";
import {
  type IncludedVersion,
  type IncludeLookup,
  type ResolvedContent,
  resolveIncludes,
} from "../../src/content/includes.ts";
import { templateOrPlain } from "../../src/content/prompt-variables.ts";
import { formatReference } from "../../src/content/reference.ts";
import { renderPrompt } from "../../src/content/render-prompt.ts";
import { parseContent } from "../../src/content/resource-content.ts";
import { err, ok, type Result } from "../../src/result.ts";
import { must } from "./must.ts";

/** Saves versions under references, as a store would: each resolved against those that were saved before. */
class Library {
  readonly #versions = new Map<string, IncludedVersion>();
  asked: string[] = [];

  readonly lookup: IncludeLookup = (reference) => {
    const text = formatReference(reference);
    this.asked.push(text);
    const version = this.#versions.get(text);
    return version === undefined ? err(`There is no "${text}".`) : ok(version);
  };

  resolve(kind: ResourceKind, content: unknown, resourceId: string | null = null): ReturnType<typeof resolveIncludes> {
    this.asked = [];
    return resolveIncludes(must(parseContent(kind, content)), resourceId, this.lookup);
  }

  save(reference: string, kind: ResourceKind, content: unknown, number = 1): IncludedVersion {
    const resourceId = `res:${reference.split(/[@#]/)[0]}`;
    const { expanded, closure } = must(this.resolve(kind, content, resourceId));
    const digest = contentDigest(expanded);
    const version = { resourceId, versionId: `ver:${reference}:${number}`, number, digest, expanded, closure };
    this.#versions.set(reference, version);
    return version;
  }
}

const template = (text: string, variables: unknown[] = []) => ({ type: "text", syntax: "template", text, variables });
const plain = (text: string) => ({ type: "text", syntax: "plain", text });
const textOf = (result: Result<ResolvedContent, unknown>): string => {
  const { expanded } = must(result);
  return expanded.kind === "prompt" && expanded.content.type === "text" ? expanded.content.text : "no text prompt";
};

describe("includes in prompts", () => {
  test("are replaced in place, everything around them byte for byte", () => {
    const library = new Library();
    library.save("tone@live", "prompt", template("Be {{ mood }}.\r\n", [{ name: "mood" }]));
    const result = library.resolve(
      "prompt",
      template("A {{ x }}\r\n{{> tone@live}}\\{{y}} {{>tone@live}}", [{ name: "x" }]),
    );
    expect(textOf(result)).toBe("A {{ x }}\r\nBe {{ mood }}.\r\n\\{{y}} Be {{ mood }}.\r\n");
    expect(library.asked).toEqual(["tone@live"]);
  });

  test("are replaced in every message of a chat; variables come after the own ones, and the own declaration holds", () => {
    const library = new Library();
    library.save(
      "one@l",
      "prompt",
      template("{{a}}{{b}}{{c}}", [{ name: "a", default: "one" }, { name: "b", default: "one" }, { name: "c" }]),
    );
    library.save(
      "two@l",
      "prompt",
      template("{{b}}{{d}}", [
        { name: "b", default: "two" },
        { name: "d", required: false },
      ]),
    );
    const { expanded } = must(
      library.resolve("prompt", {
        type: "chat",
        syntax: "template",
        messages: [
          { role: "system", content: "{{> one@l}}" },
          { role: "user", content: "{{a}} {{> two@l}}" },
        ],
        variables: [{ name: "a", default: "own" }],
        model: { name: "m" },
      }),
    );
    expect(expanded.content).toEqual({
      type: "chat",
      syntax: "template",
      messages: [
        { role: "system", content: "{{a}}{{b}}{{c}}" },
        { role: "user", content: "{{a}} {{b}}{{d}}" },
      ],
      variables: [
        { name: "a", required: false, default: "own" },
        { name: "b", required: false, default: "one" },
        { name: "c", required: true },
        { name: "d", required: false },
      ],
      model: { name: "m", parameters: {} },
    });
  });

  test("of plain prompts are never interpolated", () => {
    const library = new Library();
    library.save("raw@l", "prompt", plain("{{secret}} \\{{x}} {{> other@l}} {{{"));
    const result = must(library.resolve("prompt", template("[{{> raw@l}}] {{x}}", [{ name: "x" }])));
    if (result.expanded.kind !== "prompt") throw new Error("The kind changed.");
    expect(must(renderPrompt(result.expanded.content, { x: "1" }))).toEqual({
      type: "text",
      text: "[{{secret}} \\{{x}} {{> other@l}} {{{] 1",
    });
  });

  test("cannot make a tag out of the ends of two texts", () => {
    const library = new Library();
    library.save("open@l", "prompt", plain("a{"));
    library.save("slash@l", "prompt", plain("a\\"));
    library.save("tag@l", "prompt", template("{{x}}", [{ name: "x" }]));
    const rendered = (text: string): unknown => {
      const result = must(library.resolve("prompt", template(text, [{ name: "x" }])));
      return result.expanded.kind === "prompt" ? must(renderPrompt(result.expanded.content, { x: "X" })) : null;
    };
    expect(rendered("{{> open@l}}{x}}")).toEqual({ type: "text", text: "a{{x}}" });
    expect(rendered("{{> open@l}}{{> open@l}}")).toEqual({ type: "text", text: "a{a{" });
    expect(rendered("{{> slash@l}}{{x}}")).toEqual({ type: "text", text: "a\\X" });
    expect(rendered("{{> slash@l}}{{> tag@l}}")).toEqual({ type: "text", text: "a\\X" });
    expect(rendered("{{> slash@l}}\\{{x}}")).toEqual({ type: "text", text: "a\\{{x}}" });
    for (const text of ["{{> open@l}}{{x}}", "{{> open@l}}{{> tag@l}}"]) {
      expect(library.resolve("prompt", template(text, [{ name: "x" }]))).toMatchObject({
        ok: false,
        error: [{ code: "include-seam", path: "/text" }],
      });
    }
  });

  test("render as the texts that they include, one after the other", () => {
    const part = fc
      .array(fc.constantFrom("{", "{{", "}}", "\\", "x", "{{v}}", "{{v}}", "\r\n", "é", "\\{{"), { maxLength: 6 })
      .map((each) => each.join(""));
    let joined = 0;
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        const library = new Library();
        const render = (content: ReturnType<typeof templateOrPlain>): string => {
          const values = Object.fromEntries(content.variables.map(({ name }) => [name, `{{${name}}}`]));
          const rendered = must(renderPrompt(content, values));
          return rendered.type === "text" ? rendered.text : "";
        };
        const contents = parts.map(templateOrPlain);
        for (const [index, content] of contents.entries()) library.save(`p${index}@l`, "prompt", content);
        const result = library.resolve("prompt", template(parts.map((_, index) => `{{> p${index}@l}}`).join("")));
        if (!result.ok) {
          expect(result.error.map(({ code }) => code)).toEqual(["include-seam"]);
          return;
        }
        joined += 1;
        const { expanded } = result.value;
        if (expanded.kind !== "prompt" || expanded.content.type !== "text") throw new Error("The kind changed.");
        expect(render(expanded.content)).toBe(contents.map(render).join(""));
      }),
      { numRuns: 1_000 },
    );
    expect(joined).toBeGreaterThan(500);
  });

  test("have the digest of the same text without includes, wherever they come from", () => {
    const digestWith = (path: string, label: string) => {
      const library = new Library();
      library.save(`${path}@${label}`, "prompt", template("Hi {{name}}", [{ name: "name" }]));
      return contentDigest(must(library.resolve("prompt", template(`{{> ${path}@${label}}}!`))).expanded);
    };
    const direct = must(new Library().resolve("prompt", template("Hi {{name}}!", [{ name: "name" }])));
    expect(digestWith("a", "live")).toBe(contentDigest(direct.expanded));
    expect(digestWith("b/c", "staging")).toBe(contentDigest(direct.expanded));
  });

  test("leave a plain prompt alone", () => {
    const library = new Library();
    const { expanded, closure } = must(library.resolve("prompt", plain("{{> a@b}}")));
    expect([expanded.content, closure, library.asked]).toEqual([{ ...plain("{{> a@b}}"), variables: [] }, [], []]);
  });
});

describe("the closure", () => {
  test("lists everything below, what includes it, and how it was named", () => {
    const library = new Library();
    const base = library.save("base@l", "prompt", plain("base"), 7);
    library.save("base#7", "prompt", plain("base"), 7);
    const left = library.save("left@l", "prompt", template("{{> base@l}}"), 2);
    const right = library.save("right@l", "prompt", template("{{> base#7}}{{> base@l}}"), 3);
    const { closure } = must(library.resolve("prompt", template("{{> left@l}}{{> right@l}}{{> base@l}}{{> left@l}}")));
    expect(
      closure.map((entry) => [entry.depth, entry.includedBy, entry.reference, entry.namedBy, entry.number]),
    ).toEqual([
      [1, null, "left@l", "label", 2],
      [1, null, "right@l", "label", 3],
      [1, null, "base@l", "label", 7],
      [2, left.versionId, "base@l", "label", 7],
      [2, right.versionId, "base#7", "number", 7],
      [2, right.versionId, "base@l", "label", 7],
    ]);
    expect(closure[2]).toEqual({
      reference: "base@l",
      namedBy: "label",
      path: "base",
      kind: "prompt",
      resourceId: base.resourceId,
      versionId: base.versionId,
      number: 7,
      digest: base.digest,
      depth: 1,
      includedBy: null,
    });
  });

  test("goes eight levels deep and not nine", () => {
    const library = new Library();
    library.save("d0@l", "prompt", plain("bottom"));
    for (let level = 1; level <= 8; level += 1)
      library.save(`d${level}@l`, "prompt", template(`{{> d${level - 1}@l}}`));
    const deepest = must(library.resolve("prompt", template("{{> d7@l}}")));
    expect(deepest.closure.map(({ depth }) => depth)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(library.resolve("prompt", template("{{> d0@l}}{{> d8@l}}"))).toMatchObject({
      ok: false,
      error: [{ code: "include-too-deep", reference: "d8@l", message: expect.stringContaining("9 levels") }],
    });
  });
});

describe("includes that are refused", () => {
  const library = new Library();
  library.save("chat@l", "prompt", { type: "chat", syntax: "plain", messages: [{ role: "user", content: "x" }] });
  library.save("data@l", "dataset", {
    schema: { columns: [{ name: "a", type: "text" }] },
    rowCount: 0,
    root: `sha256:${"0".repeat(64)}`,
  });
  library.save("text@l", "prompt", plain("x"));
  library.save("flow@l", "workflow", { steps: [{ id: "a", uses: "chat@l" }] });
  library.save("mid@l", "prompt", template("{{> text@l}}"));
  library.save("top@l", "prompt", template("{{> mid@l}}"));

  test.each([
    {
      name: "what is not there",
      kind: "prompt",
      content: template("{{> none@l}}"),
      code: "include-not-found",
      reference: "none@l",
      path: "/text",
    },
    {
      name: "a chat prompt in a prompt",
      kind: "prompt",
      content: template("{{> chat@l}}"),
      code: "include-not-text",
      reference: "chat@l",
      path: "/text",
    },
    {
      name: "a dataset in a prompt",
      kind: "prompt",
      content: template("{{> data@l}}"),
      code: "include-wrong-kind",
      reference: "data@l",
      path: "/text",
    },
    {
      name: "a dataset as a step",
      kind: "workflow",
      content: { steps: [{ id: "a", uses: "data@l" }] },
      code: "include-wrong-kind",
      reference: "data@l",
      path: "/steps/0/uses",
    },
    {
      name: "a prompt as a dataset",
      kind: "evaluation",
      content: {
        dataset: "text@l",
        target: "flow@l",
        scorers: [{ name: "a", type: "exact", expected: { column: "a" } }],
      },
      code: "include-wrong-kind",
      reference: "text@l",
      path: "/dataset",
    },
    {
      name: "a dataset as a target",
      kind: "evaluation",
      content: {
        dataset: "data@l",
        target: "data@l",
        scorers: [{ name: "a", type: "exact", expected: { column: "a" } }],
      },
      code: "include-wrong-kind",
      reference: "data@l",
      path: "/target",
    },
  ] as const)("$name", ({ kind, content, code, reference, path }) => {
    const result = library.resolve(kind, content);
    expect(result).toMatchObject({ ok: false, error: [{ code, reference, path, cycle: [] }] });
  });

  test("are all named", () => {
    const result = library.resolve("prompt", template("{{> none@l}} {{> chat@l}} {{> text@l}} {{> none@l}}"));
    expect(result.ok ? [] : result.error.map(({ code }) => code)).toEqual(["include-not-found", "include-not-text"]);
  });

  test("lead back to themselves, however far round", () => {
    const cycleOf = (text: string, resourceId: string): unknown => {
      const result = library.resolve("prompt", template(text), resourceId);
      return result.ok ? null : result.error.map(({ code, cycle }) => [code, cycle]);
    };
    expect(cycleOf("{{> text@l}}", "res:text")).toEqual([["include-cycle", ["text@l"]]]);
    expect(cycleOf("{{> mid@l}}", "res:text")).toEqual([["include-cycle", ["mid@l", "text@l"]]]);
    expect(cycleOf("x {{> top@l}}", "res:text")).toEqual([["include-cycle", ["top@l", "mid@l", "text@l"]]]);
    expect(cycleOf("{{> top@l}}", "res:other")).toBeNull();
    expect(library.resolve("prompt", template("{{> top@l}}"), "res:text")).toMatchObject({
      error: [{ message: expect.stringContaining("top@l → mid@l → text@l") }],
    });
  });

  test("multiply beyond all bounds, without being built", () => {
    const laughs = new Library();
    laughs.save("l0@l", "prompt", plain("ha".repeat(1_000)));
    for (let level = 1; level <= 2; level += 1) {
      laughs.save(`l${level}@l`, "prompt", template(`{{> l${level - 1}@l}}`.repeat(20)));
    }
    const started = performance.now();
    expect(laughs.resolve("prompt", template("{{> l2@l}}".repeat(500)))).toMatchObject({
      ok: false,
      error: [{ code: "include-too-large", path: "/text" }],
    });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("bring too many variables", () => {
    const many = new Library();
    const names = (prefix: string) => Array.from({ length: 300 }, (_, index) => ({ name: `${prefix}${index}` }));
    many.save("a@l", "prompt", template("", names("a")));
    many.save("b@l", "prompt", template("", names("b")));
    expect(many.resolve("prompt", template("{{> a@l}}{{> b@l}}"))).toMatchObject({
      error: [{ code: "include-too-large", path: "/variables" }],
    });
  });

  test("bring too long a closure", () => {
    const content = must(parseContent("prompt", template("{{> mid@l}}{{> text@l}}")));
    expect(resolveIncludes(content, null, library.lookup, { depth: 8, entries: 2 })).toMatchObject({
      error: [{ code: "include-too-many", message: expect.stringContaining("3 things") }],
    });
    expect(resolveIncludes(content, null, library.lookup, { depth: 8, entries: 3 }).ok).toBe(true);
  });
});

describe("references of workflows and evaluations", () => {
  const columns = [{ name: "a", type: "text" }];
  const data = (root = "0") => ({ schema: { columns }, rowCount: 0, root: `sha256:${root.repeat(64)}` });

  test("become what they name, so what that is called and where it is does not count", () => {
    const expandedWith = (prefix: string, label: string) => {
      const library = new Library();
      const prompt = library.save(`${prefix}p@${label}`, "prompt", plain("x"));
      const set = library.save(`${prefix}d#1`, "dataset", data());
      const flow = library.save(`${prefix}f@${label}`, "workflow", {
        steps: [{ id: "a", uses: `${prefix}p@${label}` }],
      });
      const step = { kind: "prompt", digest: prompt.digest, content: prompt.expanded.content };
      expect(flow.expanded.content).toEqual({ variables: [], steps: [{ id: "a", uses: step, input: {} }] });
      const outer = library.save(`${prefix}o@${label}`, "workflow", {
        steps: [{ id: "all", uses: `${prefix}f@${label}` }],
      });
      const judge = { name: "s", type: "judge", prompt: `${prefix}p@${label}`, input: {} };
      const written = { dataset: `${prefix}d#1`, target: `${prefix}o@${label}`, scorers: [judge] };
      const result = must(library.resolve("evaluation", written));
      expect(result.expanded.content).toMatchObject({
        dataset: { kind: "dataset", digest: set.digest, content: data() },
        target: { kind: "workflow", digest: outer.digest, content: { steps: [{ uses: { digest: flow.digest } }] } },
        scorers: [{ prompt: step }],
      });
      expect(result.closure.map(({ reference, depth, kind }) => [reference, depth, kind])).toEqual([
        [`${prefix}d#1`, 1, "dataset"],
        [`${prefix}o@${label}`, 1, "workflow"],
        [`${prefix}p@${label}`, 1, "prompt"],
        [`${prefix}f@${label}`, 2, "workflow"],
        [`${prefix}p@${label}`, 3, "prompt"],
      ]);
      return contentDigest(result.expanded);
    };
    expect(expandedWith("a/", "live")).toBe(expandedWith("b/c/", "staging"));
  });

  test("the digest changes with anything below", () => {
    const digestWith = (words: string, root: string) => {
      const library = new Library();
      library.save("p@l", "prompt", plain(words));
      library.save("d@l", "dataset", data(root));
      library.save("f@l", "workflow", { steps: [{ id: "a", uses: "p@l" }] });
      const scorers = [{ name: "s", type: "exact", expected: { column: "a" } }];
      return contentDigest(must(library.resolve("evaluation", { dataset: "d@l", target: "f@l", scorers })).expanded);
    };
    expect(new Set([digestWith("x", "0"), digestWith("y", "0"), digestWith("x", "1")]).size).toBe(3);
  });

  test("a workflow does not run itself, however far round", () => {
    const library = new Library();
    library.save("p@l", "prompt", plain("x"));
    library.save("f@l", "workflow", { steps: [{ id: "a", uses: "p@l" }] });
    library.save("g@l", "workflow", { steps: [{ id: "a", uses: "f@l" }] });
    expect(library.resolve("workflow", { steps: [{ id: "a", uses: "g@l" }] }, "res:f")).toMatchObject({
      error: [{ code: "include-cycle", path: "/steps/0/uses", cycle: ["g@l", "f@l"] }],
    });
  });

  test("must fit: what a prompt requires is given and nothing else, and columns are there", () => {
    const library = new Library();
    const asking = template("{{question}} {{tone}}", [{ name: "question" }, { name: "tone", default: "kind" }]);
    library.save("p@l", "prompt", asking);
    library.save("d@l", "dataset", data());
    const problemsOf = (kind: ResourceKind, content: unknown) => {
      const result = library.resolve(kind, content);
      return result.ok ? [] : result.error.map(({ code, path, message }) => [code, path, message]);
    };
    const step = (input: unknown) => ({ variables: [{ name: "v" }], steps: [{ id: "a", uses: "p@l", input }] });
    expect(problemsOf("workflow", step({ question: { variable: "v" } }))).toEqual([]);
    expect(problemsOf("workflow", step({ mood: { value: "glad" } }))).toEqual([
      ["missing-input", "/steps/0/input", expect.stringContaining('"question", which "p@l" requires')],
      ["unknown-input", "/steps/0/input/mood", expect.stringContaining("whose variables are question, tone")],
    ]);
    library.save("f@l", "workflow", step({ question: { variable: "v" } }));
    expect(problemsOf("workflow", { steps: [{ id: "all", uses: "f@l" }] })).toEqual([
      ["missing-input", "/steps/0/input", expect.stringContaining('"v", which "f@l" requires')],
    ]);
    const evaluation = {
      dataset: "d@l",
      target: "p@l",
      input: { question: { column: "b" } },
      scorers: [
        { name: "1", type: "exact", expected: { column: "c" } },
        { name: "2", type: "judge", prompt: "p@l", input: { question: { answer: true }, tone: { column: "d" } } },
        { name: "3", type: "contains", expected: { value: "x" } },
      ],
    };
    expect(problemsOf("evaluation", evaluation)).toEqual([
      ["unknown-column", "/input/question/column", expect.stringContaining('no column "b"; its columns are a.')],
      ["unknown-column", "/scorers/0/expected/column", expect.anything()],
      ["unknown-column", "/scorers/1/input/tone/column", expect.anything()],
    ]);
  });

  test("do not grow beyond their bounds", () => {
    const library = new Library();
    library.save("p@l", "prompt", plain("x".repeat(1_000_000)));
    const steps = Array.from({ length: 9 }, (_, index) => ({ id: `s${index}`, uses: "p@l" }));
    expect(library.resolve("workflow", { steps })).toMatchObject({ ok: false, error: [{ code: "include-too-large" }] });
    expect(library.resolve("workflow", { steps: steps.slice(1) }).ok).toBe(true);
  });
});
