import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { readHistories } from "../src/histories.ts";
import { importKey } from "../src/import-key.ts";
import { promptPath } from "../src/prompt-path.ts";

const good = { name: "a", versions: [{ at: "2025-01-01T00:00:00Z", content: "x" }] };

test("histories are one a line", () => {
  const text = `${JSON.stringify(good)}\n\n${JSON.stringify({ ...good, name: "b" })}\n`;
  expect(readHistories(text).map(({ name }) => name)).toEqual(["a", "b"]);
});

test.each([
  { name: "no JSON", lines: ["{"], says: "Line 1 is no JSON" },
  { name: "no object", lines: [JSON.stringify(good), "[]"], says: "Line 2 is no history" },
  { name: "no versions", lines: [JSON.stringify({ ...good, versions: [] })], says: "Line 1 is no history" },
  { name: "a version without content", lines: [JSON.stringify({ ...good, versions: [{ at: "" }] })], says: "Line 1" },
  { name: "a name twice", lines: [JSON.stringify(good), JSON.stringify(good)], says: 'Line 2 names "a", as line 1' },
])("$name is refused with its line", ({ lines, says }) => {
  expect(() => readHistories(lines.join("\n"))).toThrow(says);
});

test.each([
  { name: "refund-reply", path: "refund-reply" },
  { name: "a.b_c-1", path: "a.b_c-1" },
  { name: "Refund Reply", path: /^refund-reply-[0-9a-f]{8}$/ },
  { name: "refund reply", path: /^refund-reply-[0-9a-f]{8}$/ },
  { name: "../../etc", path: /^etc-[0-9a-f]{8}$/ },
  { name: "καλημέρα", path: /^prompt-[0-9a-f]{8}$/ },
  { name: "x".repeat(100), path: /^x{54}-[0-9a-f]{8}$/ },
])("the path of $name", ({ name, path }) => {
  expect(promptPath(name)).toMatch(path);
  expect(promptPath(name)).toMatch(/^[a-z0-9][a-z0-9._-]{0,62}$/);
});

test("two names never meet in one path", () => {
  const names = ["Refund Reply", "refund reply", "refund_Reply", "refund-reply", "REFUND-REPLY"];
  expect(new Set(names.map(promptPath)).size).toBe(names.length);
});

test("an import key is the same in every run, and another for another number, name or text", () => {
  expect(importKey("a", 1, "x")).toBe(importKey("a", 1, "x"));
  const keys = [importKey("a", 1, "x"), importKey("a", 2, "x"), importKey("b", 1, "x"), importKey("a", 1, "y")];
  expect(new Set(keys).size).toBe(keys.length);
  expect(importKey("a", 12, "1")).not.toBe(importKey("a1", 2, "1"));
});

test("the sample holds what real histories hold", async () => {
  const histories = readHistories(await readFile(new URL("../sample.jsonl", import.meta.url), "utf8"));
  const texts = histories.flatMap(({ versions }) => versions.map(({ content }) => content));
  expect(histories).toHaveLength(12);
  expect(texts.some((text) => text.includes("\r\n"))).toBe(true);
  expect(texts.some((text) => /\p{Script=Greek}/u.test(text))).toBe(true);
  expect(texts.some((text) => text.includes("{{{"))).toBe(true);
  expect(Math.max(...texts.map((text) => Buffer.byteLength(text)))).toBeGreaterThanOrEqual(200_000);
  const reverted = histories.filter(
    ({ versions }) => versions.length > 2 && versions[0]?.content === versions.at(-1)?.content,
  );
  expect(reverted.map(({ name }) => name)).toEqual(["escalation-rules"]);
});
