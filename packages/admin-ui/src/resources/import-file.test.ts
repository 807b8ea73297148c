import { describe, expect, it } from "vitest";
import { readImportFile } from "./import-file.ts";

describe("a file to import", () => {
  it("brings a version a line, the same key for the same file, and another for the same text again", () => {
    const file = '{"path":"a/b","content":"Hi"}\n\n{"path":"a/b","content":"Hi","message":"back"}\r\n';
    const read = readImportFile(file, "prompt");
    if (!read.ok) throw new Error(read.problem);
    const plain = { type: "text", syntax: "plain", text: "Hi", variables: [] };
    expect(read.versions.map(({ path, content, message }) => ({ path, content, message }))).toEqual([
      { path: "a/b", content: plain, message: "" },
      { path: "a/b", content: plain, message: "back" },
    ]);
    expect(new Set(read.versions.map(({ importKey }) => importKey)).size).toBe(2);
    expect(readImportFile(file, "prompt")).toEqual(read);
  });

  it("takes contents of other kinds as they are", () => {
    const content = { schema: { columns: [] }, rows: [] };
    const read = readImportFile(JSON.stringify({ path: "cases", content }), "dataset");
    expect(read.ok && read.versions[0]?.content).toEqual(content);
  });

  it.each([
    ["not json", "prompt", "Line 1: it is no JSON object."],
    ['["a"]', "prompt", "Line 1: it is no JSON object."],
    [
      '{"path":"A b","content":"x"}',
      "prompt",
      'Line 1: its "path" is not small letters, digits, dots, dashes and underscores between slashes.',
    ],
    ['{"path":"a"}', "prompt", 'Line 1: it has no "content".'],
    [
      '{"path":"a","content":"x"}\n{"path":"a","content":"x","message":1}',
      "prompt",
      'Line 2: its "message" is no text.',
    ],
    ['{"path":"a","content":"x"}', "dataset", 'Line 1: its "content" is a text; only a prompt\'s may be.'],
    [" \n", "prompt", "The file has no line in it."],
  ] as const)("says which line can't be imported: %s", (text, kind, problem) => {
    expect(readImportFile(text, kind)).toEqual({ ok: false, problem });
  });
});
