import { existsSync } from "node:fs";
import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../../bootstrap/repository.mjs";
import { anchors, documents, linkTargets } from "../src/markdown.ts";

const texts = new Map(documents().map(({ path, text }) => [path, text]));

describe.each([...texts])("%s", (path, text) => {
  test("links to files that are there, and to headings that they have", () => {
    const broken = linkTargets(text)
      .filter((target) => !/^(https?|mailto):/.test(target))
      .filter((target) => !leadsSomewhere(path, target));
    expect(broken).toEqual([]);
  });
});

test("every guide and page of docs is linked from the README", () => {
  const linked = linkTargets(texts.get("README.md") ?? "").map((target) => target.split("#")[0]);
  const pages = [...texts.keys()].filter((path) => path.startsWith("docs/"));
  expect(pages.filter((page) => !linked.includes(page))).toEqual([]);
});

test.each([
  { heading: "## The first ten minutes", anchor: "the-first-ten-minutes" },
  { heading: "### `npm start`, and what it does", anchor: "npm-start-and-what-it-does" },
  { heading: "# I17 · every byte", anchor: "i17--every-byte" },
])("the anchor of $heading is $anchor", ({ heading, anchor }) => {
  expect(anchors(`${heading}\n\ntext\n`)).toEqual(new Set([anchor]));
});

test("the second heading of a name has an anchor of its own, and a heading in code has none", () => {
  expect(anchors("# A\n\n```sh\n# B\n```\n\n## A\n")).toEqual(new Set(["a", "a-1"]));
});

function leadsSomewhere(from: string, target: string): boolean {
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? from : posix.join(posix.dirname(from), file);
  if (path.startsWith("..") || !existsSync(posix.join(root, path))) return false;
  return anchor === undefined || anchors(texts.get(path) ?? "").has(anchor);
}
