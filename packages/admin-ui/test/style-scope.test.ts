import { expect, test } from "vitest";
import { scopeSelector } from "../style-scope.ts";

const inside = "([data-countersign], [data-countersign] *)";

test.each([
  [":root", "[data-countersign]"],
  ["body", "[data-countersign]"],
  [".m_1", `.m_1:where${inside}`],
  ["*::before", `*:where${inside}::before`],
  [".a:hover::after", `.a:hover:where${inside}::after`],
  [":where([data-mantine-color-scheme='dark']) .m_1", `:where([data-mantine-color-scheme='dark']) .m_1:where${inside}`],
])("%s reaches only into the console", (selector, scoped) => {
  expect(scopeSelector(selector, false)).toBe(scoped);
});

test("the console's own styles win over those of the parts", () => {
  expect(scopeSelector(".card", true)).toBe(`.card:is${inside}`);
});
