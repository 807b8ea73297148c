import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CanonicalJsonError, canonicalJson, type JsonValue, MAX_JSON_DEPTH } from "../../src/content/canonical-json.ts";

describe("canonicalJson", () => {
  const written: { name: string; given: JsonValue; expected: string }[] = [
    { name: "null", given: null, expected: "null" },
    { name: "negative zero", given: -0, expected: "0" },
    {
      name: "large exponents",
      given: [1e21, 1e-7, JSON.parse("333333333.33333329"), 1e30, 4.5, 2e-3],
      expected: "[1e+21,1e-7,333333333.3333333,1e+30,4.5,0.002]",
    },
    { name: "control characters", given: '\u20ac$\u000f\nA\'B"\\\\"/', expected: '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"' },
    { name: "an empty object and array", given: { b: {}, a: [] }, expected: '{"a":[],"b":{}}' },
    {
      name: "keys in the order of UTF-16 code units",
      given: { "\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7 },
      expected: '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    },
    {
      name: "the key __proto__",
      given: JSON.parse('{"b":1,"__proto__":{"x":1}}'),
      expected: '{"__proto__":{"x":1},"b":1}',
    },
  ];
  test.each(written)("writes $name", ({ given, expected }) => {
    expect(canonicalJson(given)).toBe(expected);
  });

  // What a type may promise to be JSON and is not: only an untyped value can show it.
  const untyped = (value: unknown): JsonValue => value as JsonValue;
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  const refused = [
    { name: "undefined", given: undefined, pointer: "" },
    { name: "an undefined property", given: { a: [{ "b/c~": undefined }] }, pointer: "/a/0/b~1c~0" },
    { name: "a hole in an array", given: Object.assign([1], { 2: 2 }), pointer: "/1" },
    { name: "NaN", given: { a: Number.NaN }, pointer: "/a" },
    { name: "infinity", given: [Number.NEGATIVE_INFINITY], pointer: "/0" },
    { name: "a bigint", given: 1n, pointer: "" },
    { name: "a function", given: { f: () => 1 }, pointer: "/f" },
    { name: "a symbol", given: Symbol("s"), pointer: "" },
    { name: "a date", given: { at: new Date(0) }, pointer: "/at" },
    { name: "a map", given: new Map(), pointer: "" },
    { name: "a lone surrogate", given: { a: "x\ud800y" }, pointer: "/a" },
    { name: "a lone surrogate in a key", given: { "\udc00": 1 }, pointer: "/\udc00" },
  ];
  test.each(refused)("refuses $name", ({ given, pointer }) => {
    expect(() => canonicalJson(untyped(given))).toThrow(CanonicalJsonError);
    expect(() => canonicalJson(untyped(given))).toThrow(expect.objectContaining({ pointer }));
  });

  test("refuses what contains itself, or is too deep, without running out of stack", () => {
    expect(() => canonicalJson(untyped(cycle))).toThrow(/deeper than 128 levels/);
    const nest = (levels: number): JsonValue => JSON.parse("[".repeat(levels) + "]".repeat(levels));
    expect(canonicalJson(nest(MAX_JSON_DEPTH))).toHaveLength(2 * MAX_JSON_DEPTH);
    expect(() => canonicalJson(nest(MAX_JSON_DEPTH + 1))).toThrow(CanonicalJsonError);
    expect(() => canonicalJson(nest(100_000))).toThrow(CanonicalJsonError);
  });

  test("reads back as the same value, and is the same text for any order of keys", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const json = JSON.parse(JSON.stringify(value)) as JsonValue;
        const text = canonicalJson(json);
        expect(JSON.parse(text)).toEqual(json);
        expect(canonicalJson(reversed(json))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});

/** The same value, its keys put in from last to first. */
function reversed(value: JsonValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  );
}
