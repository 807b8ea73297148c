import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PolicyMode, PolicyRule } from "../../src/policy/approval-policy.ts";
import type { ChangeConditions, ConditionArea } from "../../src/policy/change-condition.ts";
import type { FreezeWindow, Weekday } from "../../src/policy/freeze-window.ts";
import { matchesLabel } from "../../src/policy/label-pattern.ts";
import type { NamedCheck } from "../../src/policy/named-check.ts";
import { judgePolicies } from "../../src/policy/policy-judgement.ts";
import { compareStrictness, isLoosening, type Strictness } from "../../src/policy/policy-strictness.ts";
import { NO_TERMS, type PolicyTerms } from "../../src/policy/policy-terms.ts";
import type { Requirement } from "../../src/policy/requirement.ts";

const role = (roleId: string, count = 1): Requirement => ({ type: "role", roleId, count });
const group = (groupId: string, count = 1): Requirement => ({ type: "group", groupId, count });
const people = (principalIds: string[], count = 1): Requirement => ({ type: "people", principalIds, count });
const base: PolicyRule = {
  scopeId: "workspace",
  labelPattern: "prod-*",
  kinds: ["prompt"],
  mode: "enforce",
  requirements: [role("r", 2)],
  terms: NO_TERMS,
};
const with_ = (changes: Partial<PolicyRule>): PolicyRule => ({ ...base, ...changes });
const asking = (...requirements: Requirement[]) => with_({ requirements });

describe("I17 what a change does to a policy", () => {
  test.each<[name: string, before: PolicyRule | null, after: PolicyRule | null, strictness: Strictness]>([
    ["nothing", base, base, "equal"],
    ["nothing at all", null, null, "equal"],
    ["made", null, base, "stricter"],
    ["deleted", base, null, "looser"],
    ["a wider pattern", base, with_({ labelPattern: "prod*" }), "stricter"],
    ["a narrower pattern", base, with_({ labelPattern: "prod-eu" }), "looser"],
    ["another pattern", base, with_({ labelPattern: "live-*" }), "mixed"],
    ["a kind more", base, with_({ kinds: ["prompt", "dataset"] }), "stricter"],
    ["all kinds", base, with_({ kinds: null }), "stricter"],
    ["no longer all kinds", with_({ kinds: null }), base, "looser"],
    ["another kind", base, with_({ kinds: ["dataset"] }), "mixed"],
    [
      "the same kinds in another order",
      with_({ kinds: ["prompt", "dataset"] }),
      with_({ kinds: ["dataset", "prompt"] }),
      "equal",
    ],
    ["another scope", base, with_({ scopeId: "organization" }), "mixed"],
    ["one more", base, asking(role("r", 3)), "stricter"],
    ["one fewer", base, asking(role("r", 1)), "looser"],
    ["another requirement too", base, asking(role("r", 2), group("legal")), "stricter"],
    ["a requirement less", asking(role("r"), group("legal")), asking(role("r")), "looser"],
    ["another role", base, asking(role("s", 2)), "mixed"],
    ["a group instead of a role", base, asking(group("r", 2)), "mixed"],
    ["more of one and less of another", asking(role("r", 2), group("g")), asking(role("r"), group("g", 2)), "mixed"],
    ["two lines for one", base, asking(role("r"), role("r")), "equal"],
    ["fewer named people", asking(people(["a", "b", "c"])), asking(people(["a", "b"])), "stricter"],
    ["more named people", asking(people(["a", "b"])), asking(people(["a", "b", "c"])), "looser"],
    ["other named people", asking(people(["a", "b"])), asking(people(["a", "c"])), "mixed"],
    ["one of them for certain", asking(people(["a", "b"], 2)), asking(people(["a"]), people(["a", "b"])), "stricter"],
    ["a wider pattern and one fewer", base, with_({ labelPattern: "*", requirements: [role("r")] }), "mixed"],
    ["nobody", base, asking(), "looser"],
  ])("%s", (_, before, after, strictness) => {
    expect(compareStrictness(before, after)).toBe(strictness);
  });

  test.each<[Strictness, boolean]>([
    ["equal", false],
    ["stricter", false],
    ["looser", true],
    ["mixed", true],
  ])("%s needs a request of its own: %s", (strictness, loosening) => {
    expect(isLoosening(strictness)).toBe(loosening);
  });
});

describe("I17 what a change of its terms does to a policy", () => {
  const terms = (changes: Partial<PolicyTerms>) => with_({ terms: { ...NO_TERMS, ...changes } });
  const when = (...areas: ConditionArea[]): ChangeConditions => areas.map((area) => ({ type: "area", area }));
  const over = (lines: number): ChangeConditions => [{ type: "size", unit: "lines", over: lines }];
  const asks = (conditions: ChangeConditions | undefined) => asking({ ...role("r", 2), when: conditions });
  const check: NamedCheck = { name: "eval", serviceAccountId: "ci", validHours: 24 };
  const weekend: FreezeWindow = {
    type: "weekly",
    name: "weekend",
    from: { day: "friday", time: "16:00" },
    until: { day: "monday", time: "08:00" },
    utcOffset: "Z",
  };
  const holidays: FreezeWindow = {
    type: "dates",
    name: "holidays",
    from: "2026-12-24T00:00",
    until: "2027-01-02T00:00",
    utcOffset: "+01:00",
  };
  const owner = (pattern: string, requirement: Requirement) => ({ pattern, requirement });

  test.each<[name: string, before: PolicyRule, after: PolicyRule, strictness: Strictness]>([
    ["a condition", base, asks(when("model")), "looser"],
    ["no condition any more", asks(when("model")), base, "stricter"],
    ["a condition more, either of which is enough", asks(when("model")), asks(when("model", "tools")), "stricter"],
    ["another condition", asks(when("model")), asks(when("tools")), "mixed"],
    ["smaller changes too", asks(over(20)), asks(over(10)), "stricter"],
    ["larger changes alone", asks(over(10)), asks(over(20)), "looser"],
    ["characters for lines", asks(over(10)), asks([{ type: "size", unit: "characters", over: 10 }]), "mixed"],
    ["tried out alone", base, with_({ mode: "evaluate" }), "looser"],
    ["no longer tried out alone", with_({ mode: "evaluate" }), base, "stricter"],
    ["tried out with less", with_({ mode: "evaluate" }), { ...asking(role("r")), mode: "evaluate" }, "equal"],
    ["a check", base, terms({ checks: [check] }), "stricter"],
    ["a check less", terms({ checks: [check] }), base, "looser"],
    ["another account", terms({ checks: [check] }), terms({ checks: [{ ...check, serviceAccountId: "x" }] }), "mixed"],
    ["a longer life", terms({ checks: [check] }), terms({ checks: [{ ...check, validHours: 48 }] }), "looser"],
    ["an endless life", terms({ checks: [check] }), terms({ checks: [{ ...check, validHours: null }] }), "looser"],
    ["a check at times", terms({ checks: [check] }), terms({ checks: [{ ...check, when: when("model") }] }), "looser"],
    ["an age limit", base, terms({ reviewDays: 14 }), "stricter"],
    ["a higher age limit", terms({ reviewDays: 14 }), terms({ reviewDays: 15 }), "looser"],
    ["a waiting time", base, terms({ waiting: { hours: 1, since: "opened" } }), "stricter"],
    [
      "waiting from the approval on",
      terms({ waiting: { hours: 1, since: "opened" } }),
      terms({ waiting: { hours: 1, since: "approved" } }),
      "stricter",
    ],
    [
      "waiting longer, but from the opening on",
      terms({ waiting: { hours: 1, since: "approved" } }),
      terms({ waiting: { hours: 24, since: "opened" } }),
      "mixed",
    ],
    ["a freeze", base, terms({ freezes: [weekend] }), "stricter"],
    [
      "a longer freeze",
      terms({ freezes: [weekend] }),
      terms({ freezes: [{ ...weekend, until: { day: "monday", time: "09:00" } }] }),
      "stricter",
    ],
    [
      "the same hours elsewhere",
      terms({ freezes: [weekend] }),
      terms({ freezes: [{ ...weekend, utcOffset: "+01:00" }] }),
      "mixed",
    ],
    [
      "the same freeze in another zone's words",
      terms({ freezes: [holidays] }),
      terms({ freezes: [{ ...holidays, from: "2026-12-23T23:00", until: "2027-01-01T23:00", utcOffset: "Z" }] }),
      "equal",
    ],
    ["an owner", base, terms({ owners: [owner("a", role("x"))] }), "stricter"],
    [
      "an owner before the others",
      terms({ owners: [owner("a", role("x"))] }),
      terms({ owners: [owner("**", role("y")), owner("a", role("x"))] }),
      "stricter",
    ],
    [
      "an owner after the others, who takes from them",
      terms({ owners: [owner("a", role("x"))] }),
      terms({ owners: [owner("a", role("x")), owner("**", role("y"))] }),
      "mixed",
    ],
    [
      "more of an owner",
      terms({ owners: [owner("a", role("x"))] }),
      terms({ owners: [owner("a", role("x", 2))] }),
      "stricter",
    ],
  ])("%s", (_, before, after, strictness) => {
    expect(compareStrictness(before, after)).toBe(strictness);
  });
});

describe("properties", () => {
  const persons = ["a", "b", "c", "d"];
  const counts = fc.integer({ min: 1, max: 2 });
  const conditions = fc.option(
    fc.array(
      fc.oneof(
        fc.record({ type: fc.constant("area" as const), area: fc.constantFrom<ConditionArea[]>("model", "tools") }),
        fc.record({
          type: fc.constant("size" as const),
          unit: fc.constant("lines" as const),
          over: fc.integer({ min: 0, max: 3 }),
        }),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    { nil: undefined, freq: 1 },
  );
  const requirement: fc.Arbitrary<Requirement> = fc.oneof(
    fc.record({
      type: fc.constant("role" as const),
      roleId: fc.constantFrom("r", "s"),
      count: counts,
      when: conditions,
    }),
    fc.record({ type: fc.constant("group" as const), groupId: fc.constant("g"), count: counts, when: conditions }),
    fc.record({
      type: fc.constant("people" as const),
      principalIds: fc.uniqueArray(fc.constantFrom(...persons), { minLength: 2 }),
      count: counts,
      when: conditions,
    }),
  );
  const few = <T>(arbitrary: fc.Arbitrary<T>, maxLength: number) => fc.array(arbitrary, { maxLength });
  const time = fc.constantFrom("00:00", "12:00");
  const freeze: fc.Arbitrary<FreezeWindow> = fc.oneof(
    fc.record({
      type: fc.constant("weekly" as const),
      name: fc.constant("w"),
      from: fc.record({ day: fc.constantFrom<Weekday[]>("monday", "thursday"), time }),
      until: fc.record({ day: fc.constantFrom<Weekday[]>("friday", "sunday"), time }),
      utcOffset: fc.constantFrom("Z", "+12:00"),
    }),
    fc.record({
      type: fc.constant("dates" as const),
      name: fc.constant("d"),
      from: fc.constantFrom("2026-03-01T00:00", "2026-03-02T12:00"),
      until: fc.constantFrom("2026-03-03T00:00", "2026-03-05T00:00"),
      utcOffset: fc.constantFrom("Z", "-12:00"),
    }),
  );
  const terms: fc.Arbitrary<PolicyTerms> = fc.record({
    owners: few(fc.record({ pattern: fc.constantFrom("a", "**", "*/b"), requirement }), 2),
    checks: few(
      fc.record({
        name: fc.constantFrom("e", "f"),
        serviceAccountId: fc.constant("ci"),
        validHours: fc.constantFrom(null, 24, 48),
        when: conditions,
      }),
      1,
    ),
    reviewDays: fc.constantFrom(null, null, 1, 2),
    waiting: fc.constantFrom<PolicyTerms["waiting"][]>(
      null,
      null,
      { hours: 24, since: "opened" },
      { hours: 36, since: "opened" },
      { hours: 24, since: "approved" },
    ),
    freezes: few(freeze, 1),
  });
  const rules: fc.Arbitrary<PolicyRule> = fc.record({
    scopeId: fc.constant("workspace"),
    labelPattern: fc.constantFrom("*", "prod*", "prod-*", "prod-eu"),
    kinds: fc.constant(null),
    mode: fc.constantFrom<PolicyMode[]>("enforce", "enforce", "enforce", "evaluate"),
    requirements: fc.array(requirement, { minLength: 1, maxLength: 3 }),
    terms: fc.oneof({ weight: 1, arbitrary: fc.constant(NO_TERMS) }, { weight: 3, arbitrary: terms }),
  });
  /** A rule, and what somebody may make of it: so that many pairs are comparable. */
  const edits = fc
    .tuple(rules, rules, fc.subarray(["requirements", "owners", "checks", "age", "wait", "freezes"] as const))
    .map(([before, other, edited]): readonly [PolicyRule, PolicyRule] => [
      before,
      {
        ...before,
        labelPattern: other.labelPattern,
        mode: other.mode,
        requirements: edited.includes("requirements") ? other.requirements : before.requirements,
        terms: {
          owners: edited.includes("owners") ? other.terms.owners : before.terms.owners,
          checks: edited.includes("checks") ? other.terms.checks : before.terms.checks,
          reviewDays: edited.includes("age") ? other.terms.reviewDays : before.terms.reviewDays,
          waiting: edited.includes("wait") ? other.terms.waiting : before.terms.waiting,
          freezes: edited.includes("freezes") ? other.terms.freezes : before.terms.freezes,
        },
      },
    ]);
  const hour = (count: number) => new Date(Date.UTC(2026, 2, 1, count)).toISOString();
  const worlds = fc.record({
    approvals: fc.uniqueArray(
      fc.record({ principalId: fc.constantFrom(...persons), at: fc.integer({ min: 0, max: 72 }).map(hour) }),
      { selector: ({ principalId }) => principalId },
    ),
    holds: fc.dictionary(fc.constantFrom("r", "s", "g"), fc.uniqueArray(fc.constantFrom(...persons)), {
      noNullPrototype: true,
    }),
    label: fc.constantFrom("prod", "prod-eu", "prod-us", "staging"),
    path: fc.constantFrom("a", "a/b", "c"),
    areas: fc.subarray<ConditionArea>(["model", "tools"]),
    lines: fc.integer({ min: 0, max: 4 }),
    reports: fc.array(
      fc.record({
        id: fc.constant("c"),
        name: fc.constantFrom("e", "f"),
        serviceAccountId: fc.constant("ci"),
        digest: fc.constant("d"),
        outcome: fc.constantFrom("passed" as const, "passed" as const, "failed" as const),
        at: fc.integer({ min: 0, max: 72 }).map(hour),
        expiresAt: fc.constant(null),
      }),
      { maxLength: 3 },
    ),
    at: fc.integer({ min: 72, max: 200 }).map(hour),
  });
  type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;

  /** Whether the rule lets it be published: it does not match the label, or nothing that it asks for is missing. */
  function letsThrough(rule: PolicyRule, { holds, label, areas, lines, ...world }: World) {
    if (rule.mode === "evaluate" || !matchesLabel(rule.labelPattern, label)) return true;
    const { satisfied, policies } = judgePolicies(
      [
        {
          policyId: "p",
          number: 1,
          mode: rule.mode,
          requirements: rule.requirements,
          terms: rule.terms,
          approvals: 1,
          createdAt: "",
        },
      ],
      {
        ...world,
        change: { type: "difference", areas: new Set(areas), lines, characters: lines },
        digest: "d",
        proposedAt: hour(0),
        isContributors: () => false,
        satisfies: (requirement, person) => {
          switch (requirement.type) {
            case "role":
              return holds[requirement.roleId]?.includes(person) === true;
            case "group":
              return holds[requirement.groupId]?.includes(person) === true;
            case "people":
              return requirement.principalIds.includes(person);
          }
        },
      },
    );
    return satisfied && policies.every(({ waitsUntil, freeze }) => waitsUntil === null && freeze === null);
  }

  test("I17 what is said to be no loosening lets nothing through that was not let through before", () => {
    let judged = 0;
    fc.assert(
      fc.property(
        fc.oneof(edits, fc.tuple(rules, rules)),
        fc.array(worlds, { minLength: 5, maxLength: 15 }),
        ([before, after], tried) => {
          if (isLoosening(compareStrictness(before, after))) return;
          judged += 1;
          for (const world of tried) {
            if (!letsThrough(before, world)) expect(letsThrough(after, world)).toBe(false);
          }
        },
      ),
      { numRuns: 4000 },
    );
    expect(judged).toBeGreaterThan(200);
  });

  test("the way back of a change is its opposite", () => {
    const opposite: Record<Strictness, Strictness> = {
      equal: "equal",
      stricter: "looser",
      looser: "stricter",
      mixed: "mixed",
    };
    fc.assert(
      fc.property(rules, rules, (before, after) => {
        expect(compareStrictness(after, before)).toBe(opposite[compareStrictness(before, after)]);
      }),
    );
  });
});
