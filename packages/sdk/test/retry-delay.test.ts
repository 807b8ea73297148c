import { expect, test } from "vitest";
import { type AttemptOutcome, FIRST_PAUSE, LONGEST_PAUSE, retryDelay } from "../src/transport/retry-delay.ts";

const now = Date.parse("2026-03-01T12:00:00Z");
const lost: AttemptOutcome = { type: "failed" };

function answered(status: number, retryAfter: string | null = null): AttemptOutcome {
  return { type: "answered", status, retryAfter };
}

test.each([
  { name: "a lost connection", outcome: lost, expected: FIRST_PAUSE },
  { name: "an overloaded server", outcome: answered(503), expected: FIRST_PAUSE },
  { name: "a whole number of seconds", outcome: answered(429, "3"), expected: 3_000 + FIRST_PAUSE },
  { name: "a date", outcome: answered(503, "Sun, 01 Mar 2026 12:00:10 GMT"), expected: 10_000 + FIRST_PAUSE },
  { name: "a date that has passed", outcome: answered(503, "Sun, 01 Mar 2026 11:00:00 GMT"), expected: FIRST_PAUSE },
  { name: "nonsense", outcome: answered(503, "soon"), expected: FIRST_PAUSE },
  { name: "a negative number", outcome: answered(503, "-5"), expected: FIRST_PAUSE },
  { name: "success", outcome: answered(200), expected: null },
  { name: "a refusal", outcome: answered(403), expected: null },
  { name: "a failure of the server", outcome: answered(500), expected: null },
])("after $name", ({ outcome, expected }) => {
  expect(retryDelay(outcome, 0, { now, random: 1 })).toBe(expected);
});

test("the pause doubles up to the longest, and chance may make it nothing", () => {
  const bounds = [0, 1, 2, 3, 4, 5, 50].map((attempt) => retryDelay(lost, attempt, { now, random: 1 }));
  expect(bounds).toEqual([200, 400, 800, 1_600, 3_200, LONGEST_PAUSE, LONGEST_PAUSE]);
  expect(retryDelay(lost, 5, { now, random: 0 })).toBe(0);
});
