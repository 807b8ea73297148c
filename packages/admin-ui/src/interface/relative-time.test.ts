import { expect, test } from "vitest";
import { absoluteTime, relativeTime } from "./relative-time.ts";

const now = new Date("2026-03-10T12:00:00Z");

test.each([
  ["2026-03-10T11:59:50Z", "just now"],
  ["2026-03-10T11:59:15Z", "a moment ago"],
  ["2026-03-10T12:00:45Z", "in a moment"],
  ["2026-03-10T09:00:00Z", "3 hours ago"],
  ["2026-03-09T11:00:00Z", "yesterday"],
  ["2026-03-24T12:00:00Z", "in 2 weeks"],
  ["2025-12-01T12:00:00Z", "3 months ago"],
])("%s is %s", (at, words) => {
  expect(relativeTime(new Date(at), now)).toBe(words);
});

test("the moment in full stands in the viewer's zone and names it", () => {
  expect(absoluteTime(now, "Asia/Tokyo")).toContain("21:00:00");
});
