import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PolicyRule } from "../../src/policy/approval-policy.ts";
import { matchesLabel } from "../../src/policy/label-pattern.ts";
import { compareStrictness, isLoosening, type Strictness } from "../../src/policy/policy-strictness.ts";
import { evaluateQuorum } from "../../src/policy/quorum.ts";
import type { Requirement } from "../../src/policy/requirement.ts";

const role = (roleId: string, count = 1): Requirement => ({ type: "role", roleId, count });
const group = (groupId: string, count = 1): Requirement => ({ type: "group", groupId, count });
const people = (principalIds: string[], count = 1): Requirement => ({ type: "people", principalIds, count });
const base: PolicyRule = {
  scopeId: "workspace",
  labelPattern: "prod-*",
  kinds: ["prompt"],
  requirements: [role("r", 2)],
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

describe("properties", () => {
  const persons = ["a", "b", "c", "d"];
  const counts = fc.integer({ min: 1, max: 2 });
  const requirements = fc.array(
    fc.oneof(
      fc.record({ type: fc.constant("role" as const), roleId: fc.constantFrom("r", "s"), count: counts }),
      fc.record({ type: fc.constant("group" as const), groupId: fc.constant("g"), count: counts }),
      fc.record({
        type: fc.constant("people" as const),
        principalIds: fc.uniqueArray(fc.constantFrom(...persons), { minLength: 2 }),
        count: counts,
      }),
    ),
    { minLength: 1, maxLength: 3 },
  );
  const rules = fc.record({
    scopeId: fc.constant("workspace"),
    labelPattern: fc.constantFrom("*", "prod*", "prod-*", "prod-eu"),
    kinds: fc.constant(null),
    requirements,
  });
  const worlds = fc.record({
    approvers: fc.uniqueArray(fc.constantFrom(...persons)),
    holds: fc.dictionary(fc.constantFrom("r", "s", "g"), fc.uniqueArray(fc.constantFrom(...persons)), {
      noNullPrototype: true,
    }),
    label: fc.constantFrom("prod", "prod-eu", "prod-us", "staging"),
  });

  /** What the rule lets through: labels that it does not match, and what enough people approved. */
  function letsThrough(
    rule: PolicyRule,
    { approvers, holds, label }: typeof worlds extends fc.Arbitrary<infer W> ? W : never,
  ) {
    if (!matchesLabel(rule.labelPattern, label)) return true;
    const version = { policyId: "p", number: 1, requirements: rule.requirements, approvals: 1, createdAt: "" };
    return evaluateQuorum([version], approvers, (requirement, person) => {
      switch (requirement.type) {
        case "role":
          return holds[requirement.roleId]?.includes(person) === true;
        case "group":
          return holds[requirement.groupId]?.includes(person) === true;
        case "people":
          return requirement.principalIds.includes(person);
      }
    }).satisfied;
  }

  test("I17 what is said to be no loosening lets nothing through that was not let through before", () => {
    let judged = 0;
    fc.assert(
      fc.property(rules, rules, fc.array(worlds, { minLength: 5, maxLength: 15 }), (before, after, tried) => {
        if (isLoosening(compareStrictness(before, after))) return;
        judged += 1;
        for (const world of tried) {
          if (!letsThrough(before, world)) expect(letsThrough(after, world)).toBe(false);
        }
      }),
      { numRuns: 3000 },
    );
    expect(judged).toBeGreaterThan(50);
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
