import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ResourceKind } from "../../src/access/scope.ts";
import { contentDigest } from "../../src/content/content-digest.ts";
import { datasetRoot, emptyFrontier, extendFrontier, frontierRoot, rowDigest } from "../../src/content/dataset-root.ts";
import { parseExpandedContent } from "../../src/content/expanded-content.ts";
import { must } from "./must.ts";

const sha = (...parts: (string | Uint8Array)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const digestOf = (kind: ResourceKind, input: unknown) => contentDigest(must(parseExpandedContent(kind, input)));

describe("contentDigest", () => {
  test("is the SHA-256 of the canonical JSON of format, kind and content", () => {
    const text = '{"content":{"syntax":"plain","text":"é\\n","type":"text","variables":[]},"format":1,"kind":"prompt"}';
    expect(digestOf("prompt", { type: "text", syntax: "plain", text: "é\n" })).toBe(
      `sha256:${sha(text).toString("hex")}`,
    );
  });

  test("covers for a dataset its schema, its row count and the root of its row digests", () => {
    const rows = [
      ["a", 1],
      ["b", 2],
      ["c", null],
    ];
    const columns = [
      { name: "t", type: "text" },
      { name: "n", type: "number" },
    ];
    const leaves = rows.map((row) => sha("\u0000", JSON.stringify(row)));
    const [a, b, c] = leaves;
    const root = sha("\u0001", sha("\u0001", a ?? "", b ?? ""), c ?? "").toString("hex");
    const text = `{"content":{"root":"sha256:${root}","rowCount":3,"schema":{"columns":[{"name":"t","type":"text"},{"name":"n","type":"number"}]}},"format":1,"kind":"dataset"}`;
    expect(digestOf("dataset", { schema: { columns }, rowCount: 3, root: datasetRoot(rows.map(rowDigest)) })).toBe(
      `sha256:${sha(text).toString("hex")}`,
    );
  });

  test("does not depend on the order of keys or on defaults that are left out", () => {
    const one = digestOf("prompt", {
      type: "text",
      syntax: "template",
      text: "{{a}}",
      variables: [{ name: "a" }],
      model: { name: "m", parameters: { top_p: 1, temperature: 0 } },
    });
    const other = digestOf("prompt", {
      model: { parameters: { temperature: 0, top_p: 1 }, name: "m" },
      variables: [{ required: true, name: "a" }],
      text: "{{a}}",
      syntax: "template",
      type: "text",
    });
    expect(other).toBe(one);
  });

  const prompt = {
    type: "chat",
    syntax: "template",
    messages: [
      { role: "system", content: "x" },
      { role: "user", content: "y" },
    ],
    variables: [{ name: "a" }],
    tools: [{ name: "t", parameters: {} }],
    model: { name: "m", parameters: { n: 1 } },
  };
  test.each([
    ["the syntax", { ...prompt, syntax: "plain", variables: [] }],
    [
      "a byte of a message",
      {
        ...prompt,
        messages: [
          { role: "system", content: "x " },
          { role: "user", content: "y" },
        ],
      },
    ],
    [
      "a role",
      {
        ...prompt,
        messages: [
          { role: "developer", content: "x" },
          { role: "user", content: "y" },
        ],
      },
    ],
    ["the order of messages", { ...prompt, messages: [...prompt.messages].reverse() }],
    ["a variable", { ...prompt, variables: [{ name: "a", default: "" }] }],
    ["a tool", { ...prompt, tools: [{ name: "t", parameters: { type: "object" } }] }],
    ["the model", { ...prompt, model: { name: "n", parameters: { n: 1 } } }],
    ["the type of a parameter", { ...prompt, model: { name: "m", parameters: { n: "1" } } }],
  ])("changes with %s", (_, changed) => {
    expect(digestOf("prompt", changed)).not.toBe(digestOf("prompt", prompt));
  });

  test("different texts have different digests", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (a, b) => {
        const [one, other] = [a, b].map((text) => digestOf("prompt", { type: "text", syntax: "plain", text }));
        expect(one === other).toBe(a === b);
      }),
    );
  });
});

describe("datasetRoot", () => {
  test("of nothing is the hash of nothing, of one row its own digest", () => {
    expect(datasetRoot([])).toBe(`sha256:${sha("").toString("hex")}`);
    expect(datasetRoot([rowDigest([1])])).toBe(`sha256:${sha("\u0000[1]").toString("hex")}`);
  });

  test("agrees for every count with the tree written out as RFC 6962 defines it", () => {
    const tree = (leaves: readonly Uint8Array[]): Uint8Array => {
      const [only] = leaves;
      if (only === undefined) return sha("");
      if (leaves.length === 1) return only;
      const split = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1);
      return sha("\u0001", tree(leaves.slice(0, split)), tree(leaves.slice(split)));
    };
    for (let count = 0; count <= 40; count += 1) {
      const leaves = Array.from({ length: count }, (_, index) => rowDigest([index]));
      expect(datasetRoot(leaves)).toBe(`sha256:${Buffer.from(tree(leaves)).toString("hex")}`);
      // However the rows come, in parts of whatever size.
      for (const part of [1, 3, 8]) {
        let frontier = emptyFrontier;
        for (let from = 0; from < count; from += part)
          frontier = extendFrontier(frontier, leaves.slice(from, from + part));
        expect(frontierRoot(frontier)).toBe(datasetRoot(leaves));
        expect(frontier).toMatchObject({ count });
        expect(frontier.nodes).toHaveLength([...count.toString(2)].filter((bit) => bit === "1").length);
      }
    }
  });
});
