import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import {
  coversPattern,
  likePattern,
  matchesLabel,
  parseLabel,
  parseLabelPattern,
} from "../../src/policy/label-pattern.ts";

const labelCharacters = [..."ab0._-"];
const labels = fc
  .tuple(fc.constantFrom("a", "b", "0"), fc.string({ unit: fc.constantFrom(...labelCharacters), maxLength: 10 }))
  .map(([first, rest]) => first + rest);
const patterns = fc
  .string({ unit: fc.constantFrom(...labelCharacters, "*"), minLength: 1, maxLength: 8 })
  .filter((text) => parseLabelPattern(text).ok);

describe("labels", () => {
  test.each(["production", "0", "a.b_c-d", "a".repeat(63)])("%s is a label", (text) => {
    expect(parseLabel(text)).toEqual({ ok: true, value: text });
  });

  test.each([
    "",
    "A",
    "prod uction",
    " production",
    "production\n",
    ".a",
    "-a",
    "_a",
    "a*",
    "ä",
    "a/b",
    "a".repeat(64),
  ])("%j is none, and the refusal says what one is", (text) => {
    expect(parseLabel(text)).toMatchObject({
      ok: false,
      error: { code: "invalid", reason: "invalid_label", message: expect.stringContaining(JSON.stringify(text)) },
    });
  });
});

describe("label patterns", () => {
  test.each(["*", "production", "prod-*", "*-eu", "p*d*n", "*a*"])("%s is a pattern", (text) => {
    expect(parseLabelPattern(text)).toEqual({ ok: true, value: text });
  });

  test.each(["", "**", "a**b", "[ab]", "a?", "a%", "A*", "-a*", ".a", "a\\*", "*\n", "a".repeat(64)])(
    "%j is none: it would match nothing, or mean something else in SQL",
    (text) => {
      expect(parseLabelPattern(text)).toMatchObject({ ok: false, error: { reason: "invalid_label_pattern" } });
    },
  );

  test.each<[pattern: string, label: string, matches: boolean]>([
    ["production", "production", true],
    ["production", "production-eu", false],
    ["production", "my-production", false],
    ["*", "a", true],
    ["prod*", "prod", true],
    ["prod*", "production", true],
    ["prod*", "pro", false],
    ["*prod", "my-prod", true],
    ["a*a", "a", false],
    ["a*a", "aa", true],
    ["a*b*c", "a-b-c", true],
    ["a*b*c", "acb", false],
    ["*ab*ab*", "ab", false],
    ["*ab*ab*", "abab", true],
    ["*b*b", "ab", false],
    ["a.c", "abc", false],
    ["a_c", "abc", false],
  ])("%s on %s: %s", (pattern, label, matches) => {
    expect(matchesLabel(pattern, label)).toBe(matches);
  });

  test("a pattern of many stars is answered at once", () => {
    expect(matchesLabel(`${"*a".repeat(31)}*`, `${"a".repeat(30)}${"b".repeat(33)}`)).toBe(false);
  });
});

describe("SQL", () => {
  const database = new DatabaseSync(":memory:");
  afterAll(() => database.close());
  database.exec("pragma case_sensitive_like = on");
  const glob = database.prepare("select ? glob ? as matches");
  const like = database.prepare("select ? like ? escape '\\' as matches");

  test("I17 a trigger with GLOB or with LIKE protects exactly the labels that the pattern matches", () => {
    fc.assert(
      fc.property(patterns, labels, (pattern, label) => {
        const matches = matchesLabel(pattern, label) ? 1 : 0;
        expect(glob.get(label, pattern)).toEqual({ matches });
        expect(like.get(label, likePattern(pattern))).toEqual({ matches });
      }),
      { numRuns: 2000 },
    );
  });

  test("an underscore is escaped for LIKE, where it would match any character", () => {
    expect(likePattern("my_app-*")).toBe("my\\_app-%");
    expect(likePattern("50%\\")).toBe("50\\%\\\\");
  });
});

describe("covering", () => {
  test.each<[wide: string, narrow: string, covers: boolean]>([
    ["*", "prod-*", true],
    ["prod*", "prod-*", true],
    ["prod-*", "prod*", false],
    ["prod-*", "prod-eu", true],
    ["prod-eu", "prod-eu", true],
    ["prod-eu", "prod-*", false],
    ["*a*", "*a*b*", true],
    ["*a*b*", "*a*", false],
    ["a*c", "a*b*c", true],
  ])("%s covers %s: %s", (wide, narrow, covers) => {
    expect(coversPattern(wide, narrow)).toBe(covers);
  });

  const runs = (...characters: string[]) =>
    fc.array(fc.string({ unit: fc.constantFrom(...characters), maxLength: 3 }), { minLength: 8, maxLength: 8 });
  /** The pattern with every star replaced by a run. */
  function fill(pattern: string, fillings: readonly string[]): string {
    return pattern.split("*").reduce((filled, part, index) => filled + (fillings[index - 1] ?? "") + part);
  }

  test("a pattern covers what is left of it when its stars are narrowed", () => {
    fc.assert(
      fc.property(patterns, runs("a", "-", "*"), (wide, narrowing) => {
        expect(coversPattern(wide, fill(wide, narrowing))).toBe(true);
      }),
    );
  });

  test("I17 a pattern that is said to cover another matches all that the other matches", () => {
    const short = fc.string({ unit: fc.constantFrom("a", "b", "*"), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(short, short, fc.array(runs("a", "b"), { minLength: 10, maxLength: 10 }), (wide, narrow, samples) => {
        if (!coversPattern(wide, narrow)) return;
        for (const sample of samples) expect(matchesLabel(wide, fill(narrow, sample))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
