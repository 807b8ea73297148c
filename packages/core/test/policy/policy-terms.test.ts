import { describe, expect, test } from "vitest";
import { describeFreeze, type FreezeWindow, freezeAt, problemOfFreezes } from "../../src/policy/freeze-window.ts";
import { type CheckReport, describeCheck, judgeCheck, type NamedCheck } from "../../src/policy/named-check.ts";
import { matchesPath, ownerOf, problemOfPathPattern } from "../../src/policy/path-owner.ts";

const weekend: FreezeWindow = {
  type: "weekly",
  name: "weekend",
  from: { day: "friday", time: "16:00" },
  until: { day: "monday", time: "08:00" },
  utcOffset: "+02:00",
};
const lunch: FreezeWindow = {
  type: "weekly",
  name: "lunch",
  from: { day: "wednesday", time: "12:00" },
  until: { day: "wednesday", time: "13:00" },
  utcOffset: "Z",
};
const holidays: FreezeWindow = {
  type: "dates",
  name: "holidays",
  from: "2026-12-24T00:00",
  until: "2027-01-02T00:00",
  utcOffset: "+01:00",
};

describe("freezes", () => {
  test.each<[at: string, windows: FreezeWindow[], until: string | null]>([
    // 2026-11-27 is a Friday; 16:00 in UTC+02:00 is 14:00 UTC.
    ["2026-11-27T13:59:59.999Z", [weekend], null],
    ["2026-11-27T14:00:00.000Z", [weekend], "2026-11-30T06:00:00.000Z"],
    ["2026-11-29T23:30:00.000Z", [weekend], "2026-11-30T06:00:00.000Z"],
    ["2026-11-30T05:59:59.999Z", [weekend], "2026-11-30T06:00:00.000Z"],
    ["2026-11-30T06:00:00.000Z", [weekend], null],
    ["2026-12-02T12:30:00.000Z", [weekend, lunch], "2026-12-02T13:00:00.000Z"],
    ["2026-12-23T22:59:59.999Z", [holidays], null],
    ["2026-12-23T23:00:00.000Z", [holidays], "2027-01-01T23:00:00.000Z"],
    ["2027-01-01T23:00:00.000Z", [holidays], null],
    // The holidays end on a Friday at 23:00 UTC, in a weekend: it stays frozen until that ends.
    ["2026-12-30T12:00:00.000Z", [holidays, weekend], "2027-01-04T06:00:00.000Z"],
    ["2026-12-30T12:00:00.000Z", [], null],
  ])("at %s", (at, windows, until) => {
    expect(freezeAt(windows, at)?.until ?? null).toBe(until);
  });

  test.each<[name: string, windows: FreezeWindow[], problem: RegExp | null]>([
    ["good ones", [weekend, lunch, holidays], null],
    ["no zone", [{ ...weekend, utcOffset: "Europe/Berlin" }], /no offset/],
    ["no time", [{ ...lunch, from: { day: "monday", time: "24:00" } }], /a time that is none/],
    ["no date", [{ ...holidays, from: "2026-02-30T00:00" }], /a date that is none/],
    ["the wrong way round", [{ ...holidays, until: "2026-12-23T00:00" }], /before it begins/],
    ["no length", [{ ...lunch, until: lunch.from }], /ends when it begins/],
    [
      "all week long",
      [
        { ...lunch, from: { day: "monday", time: "00:00" }, until: { day: "thursday", time: "12:00" } },
        { ...lunch, from: { day: "thursday", time: "12:00" }, until: { day: "monday", time: "00:00" } },
      ],
      /no minute of the week/,
    ],
  ])("%s", (_, windows, problem) => {
    const found = problemOfFreezes(windows);
    if (problem === null) expect(found).toBeNull();
    else expect(found?.message).toMatch(problem);
  });

  test("in words", () => {
    expect(describeFreeze(weekend)).toBe('"weekend": every week from Friday 16:00 until Monday 08:00 (UTC+02:00)');
    expect(describeFreeze(holidays)).toBe('"holidays": from 2026-12-24 00:00 until 2027-01-02 00:00 (UTC+01:00)');
  });
});

describe("owners by path", () => {
  test.each<[pattern: string, path: string, matches: boolean]>([
    ["billing", "billing", true],
    ["billing", "billing/refund", true],
    ["billing", "billing-eu/refund", false],
    ["billing", "support/billing", false],
    ["*/tone", "support/tone", true],
    ["*/tone", "support/eu/tone", false],
    ["**/tone", "tone", true],
    ["**/tone", "support/eu/tone", true],
    ["**/tone", "support/eu/tones", false],
    ["support/**", "support/eu/tone", true],
    ["support/**/tone", "support/tone", true],
    ["**", "anything/at/all", true],
    ["pay-*", "pay-eu", true],
    ["pay.eu", "payxeu", false],
  ])("%s on %s: %s", (pattern, path, matches) => {
    expect(matchesPath(pattern, path)).toBe(matches);
  });

  test("the last that matches counts", () => {
    const by = (pattern: string, roleId: string) => ({
      pattern,
      requirement: { type: "role", roleId, count: 1 } as const,
    });
    const owners = [by("**", "all"), by("billing", "finance"), by("billing/eu", "eu")];
    expect(ownerOf(owners, "support/tone")?.requirement).toMatchObject({ roleId: "all" });
    expect(ownerOf(owners, "billing/refund")?.requirement).toMatchObject({ roleId: "finance" });
    expect(ownerOf(owners, "billing/eu/refund")?.requirement).toMatchObject({ roleId: "eu" });
    expect(ownerOf([by("billing", "finance")], "support/tone")).toBeNull();
  });

  test.each(["", "/a", "a//b", "A", "a b", "a**", "**/**/**/**", "x".repeat(64)])("%j is no pattern", (pattern) => {
    expect(problemOfPathPattern(pattern)?.message).toMatch(/no pattern of paths/);
  });
});

describe("named checks", () => {
  const digest = `sha256:${"1".repeat(64)}`;
  const check: NamedCheck = { name: "eval:regression", serviceAccountId: "ci", validHours: 24 };
  const report = (changes: Partial<CheckReport> = {}): CheckReport => ({
    id: "r",
    name: "eval:regression",
    serviceAccountId: "ci",
    digest,
    outcome: "passed",
    at: "2026-01-01T00:00:00.000Z",
    expiresAt: null,
    ...changes,
  });
  test.each<[name: string, reports: CheckReport[], at: string, state: string, contributors?: string[]]>([
    ["none", [], "2026-01-01T01:00:00.000Z", "missing"],
    ["one that passed", [report()], "2026-01-01T01:00:00.000Z", "passed"],
    ["one that failed", [report({ outcome: "failed" })], "2026-01-01T01:00:00.000Z", "failed"],
    ["a failure after a success", [report(), report({ outcome: "failed" })], "2026-01-01T01:00:00.000Z", "failed"],
    ["a success after a failure", [report({ outcome: "failed" }), report()], "2026-01-01T01:00:00.000Z", "passed"],
    ["another digest", [report({ digest: `sha256:${"2".repeat(64)}` })], "2026-01-01T01:00:00.000Z", "missing"],
    ["another account", [report({ serviceAccountId: "other" })], "2026-01-01T01:00:00.000Z", "missing"],
    ["another name", [report({ name: "eval" })], "2026-01-01T01:00:00.000Z", "missing"],
    ["the last millisecond", [report()], "2026-01-01T23:59:59.999Z", "passed"],
    ["too old for the policy", [report()], "2026-01-02T00:00:00.000Z", "expired"],
    ["its own end", [report({ expiresAt: "2026-01-01T00:30:00.000Z" })], "2026-01-01T01:00:00.000Z", "expired"],
    [
      "an end of its own that is later",
      [report({ expiresAt: "2027-01-01T00:00:00.000Z" })],
      "2026-01-03T00:00:00.000Z",
      "expired",
    ],
    ["an account in a contributor's hand", [report()], "2026-01-01T01:00:00.000Z", "contributors-own", ["ci"]],
  ])("%s", (_, reports, at, state, contributors = []) => {
    const facts = { digest, reports, at, isContributors: (id: string) => contributors.includes(id) };
    expect(judgeCheck(check, true, facts).state).toBe(state);
  });

  test("in words", () => {
    expect(describeCheck({ ...check, when: [{ type: "area", area: "model" }] }, '"CI"')).toBe(
      'the check eval:regression by "CI", no older than 24 hours, if the model changed',
    );
  });
});
