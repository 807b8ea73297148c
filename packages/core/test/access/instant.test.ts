import { expect, test } from "vitest";
import { parseInstant } from "../../src/index.ts";

test("reads one spelling of a moment", () => {
  expect(parseInstant("2026-02-28T23:59:59.999Z")).toBe("2026-02-28T23:59:59.999Z");
});

test.each([
  "2026-02-30T00:00:00.000Z",
  "2026-02-01T24:00:00.000Z",
  "2026-02-01T00:00:00Z",
  "2026-02-01T00:00:00.000+00:00",
  "2026-02-01 00:00:00.000Z",
  "2026-02-01",
  "+002026-02-01T00:00:00.000Z",
  "",
  null,
  undefined,
  1_769_904_000_000,
])("does not read %j", (value) => {
  expect(parseInstant(value)).toBeNull();
});
