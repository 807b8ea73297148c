import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PolicyVersion } from "../../src/policy/approval-policy.ts";
import { maximumMatching } from "../../src/policy/maximum-matching.ts";
import { NO_TERMS } from "../../src/policy/policy-terms.ts";
import { couldSatisfy, evaluateQuorum } from "../../src/policy/quorum.ts";
import type { Requirement, Satisfies } from "../../src/policy/requirement.ts";

const role = (roleId: string, count = 1): Requirement => ({ type: "role", roleId, count });
const people = (principalIds: string[], count = 1): Requirement => ({ type: "people", principalIds, count });

function version(policyId: string, ...requirements: Requirement[]): PolicyVersion {
  return {
    policyId,
    number: 1,
    mode: "enforce",
    requirements,
    terms: NO_TERMS,
    approvals: 0,
    createdAt: "2026-01-01T00:00:00.000Z",
  };
}

/** Everybody holds the roles that his name begins with: `rs-ann` is an `r` and an `s`. */
const satisfies: Satisfies = (requirement, principalId) => {
  switch (requirement.type) {
    case "role":
      return principalId.split("-")[0]?.includes(requirement.roleId) === true;
    case "group":
      return false;
    case "people":
      return requirement.principalIds.includes(principalId);
  }
};

describe("quorum", () => {
  test.each<[name: string, requirements: Requirement[], approvers: string[], missing: number[]]>([
    ["one of one", [role("r")], ["r-ann"], [0]],
    ["nobody", [role("r", 2)], [], [2]],
    ["one of two", [role("r", 2)], ["r-ann"], [1]],
    ["I7 one person counts once, however often he approves", [role("r", 2)], ["r-ann", "r-ann"], [1]],
    ["I7 one person fills one requirement", [role("r"), role("s")], ["rs-ann"], [0, 1]],
    ["nobody is wasted where another could stand", [role("r"), role("s")], ["rs-ann", "r-ben"], [0, 0]],
    ["along a chain", [role("r"), role("s"), role("t")], ["rs-ann", "st-ben", "r-cem"], [0, 0, 0]],
    ["holders of another role", [role("r")], ["s-ann", "t-ben"], [1]],
    ["a group that nobody is in", [{ type: "group", groupId: "g", count: 1 }], ["r-ann"], [1]],
    ["named people", [people(["x", "y"], 2)], ["x", "z"], [1]],
  ])("%s", (_, requirements, approvers, missing) => {
    const quorum = evaluateQuorum([version("p", ...requirements)], approvers, satisfies);
    expect(quorum.policies[0]?.requirements.map((requirement) => requirement.missing)).toEqual(missing);
    expect(quorum.satisfied).toBe(missing.every((count) => count === 0));
  });

  test("a person counts for each of several policies, and none weakens another", () => {
    const both = [version("p", role("r")), version("q", role("s"), role("r"))];
    const quorum = evaluateQuorum(both, ["rs-ann"], satisfies);
    expect(quorum).toMatchObject({ satisfied: false, policies: [{ satisfied: true }, { satisfied: false }] });
    expect(evaluateQuorum(both, ["rs-ann", "r-ben"], satisfies).satisfied).toBe(true);
  });

  test("says who met what", () => {
    const quorum = evaluateQuorum([version("p", role("r", 3), role("s"))], ["r-ben", "s-cem", "r-ann"], satisfies);
    expect(quorum.policies[0]?.requirements).toEqual([
      { requirement: role("r", 3), by: ["r-ann", "r-ben"], missing: 1 },
      { requirement: role("s"), by: ["s-cem"], missing: 0 },
    ]);
  });

  test("I2 a policy that asks nobody is not satisfied by nobody", () => {
    expect(evaluateQuorum([version("p")], ["r-ann"], satisfies).satisfied).toBe(false);
    expect(couldSatisfy([], ["r-ann"], satisfies).satisfiable).toBe(false);
  });

  test.each([0, -1, Number.NaN, 0.5])("I2 a stored count of %s is never met", (count) => {
    expect(evaluateQuorum([version("p", role("r", count))], ["r-ann", "r-ben"], satisfies).satisfied).toBe(false);
  });

  test("no policy asks nothing", () => {
    expect(evaluateQuorum([], [], satisfies)).toEqual({ satisfied: true, policies: [] });
  });
});

describe("whether enough people exist", () => {
  test("counts each for every requirement, and says where they do not suffice together", () => {
    expect(couldSatisfy([role("r"), role("s", 2)], ["rs-ann", "s-ben", "s-ben"], satisfies)).toEqual({
      satisfiable: false,
      requirements: [
        { requirement: role("r"), candidates: 1, missing: 0 },
        { requirement: role("s", 2), candidates: 2, missing: 1 },
      ],
    });
    expect(couldSatisfy([role("r"), role("s")], ["rs-ann", "s-ben"], satisfies).satisfiable).toBe(true);
  });
});

describe("properties", () => {
  const names = ["r-1", "r-2", "s-3", "rs-4", "rs-5", "t-6", "rst-7"];
  const approvers = fc.uniqueArray(fc.constantFrom(...names));
  const requirements = fc.array(
    fc.oneof(
      fc.record({
        type: fc.constant("role" as const),
        roleId: fc.constantFrom("r", "s", "t"),
        count: fc.integer({ min: 1, max: 3 }),
      }),
      fc.record({
        type: fc.constant("people" as const),
        principalIds: fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 }),
        count: fc.integer({ min: 1, max: 2 }),
      }),
    ),
    { minLength: 1, maxLength: 3 },
  );

  /** The largest number of slots that can be filled, by trying everything. */
  function mostByTrying(slots: readonly Requirement[], free: readonly string[]): number {
    const [slot, ...rest] = slots;
    if (slot === undefined) return 0;
    const filled = free
      .filter((person) => satisfies(slot, person))
      .map(
        (person) =>
          1 +
          mostByTrying(
            rest,
            free.filter((other) => other !== person),
          ),
      );
    return Math.max(mostByTrying(rest, free), ...filled);
  }

  test("as many requirements are met as by trying every distribution", () => {
    fc.assert(
      fc.property(requirements, approvers, (asked, given) => {
        const judged = evaluateQuorum([version("p", ...asked)], given, satisfies).policies[0]?.requirements ?? [];
        const slots = asked.flatMap((requirement) => Array.from({ length: requirement.count }, () => requirement));
        const filled = judged.flatMap(({ by }) => by);
        expect(filled.length).toBe(mostByTrying(slots, given));
        expect(new Set(filled).size).toBe(filled.length);
        for (const { requirement, by, missing } of judged) {
          expect(by.length + missing).toBe(requirement.count);
          expect(by.every((person) => given.includes(person) && satisfies(requirement, person))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test("I7 taking an approver away satisfies nothing", () => {
    fc.assert(
      fc.property(fc.array(requirements, { maxLength: 3 }), approvers, fc.nat(), (policies, given, index) => {
        const versions = policies.map((asked, number) => version(`p${number}`, ...asked));
        const fewer = given.filter((_, position) => position !== index % Math.max(1, given.length));
        const before = evaluateQuorum(versions, given, satisfies);
        const after = evaluateQuorum(versions, fewer, satisfies);
        for (const [number, policy] of after.policies.entries()) {
          if (policy.satisfied) expect(before.policies[number]?.satisfied).toBe(true);
        }
        if (after.satisfied) expect(before.satisfied).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("I7 a person who satisfies less satisfies nothing more", () => {
    fc.assert(
      fc.property(requirements, approvers, fc.constantFrom(...names), (asked, given, loser) => {
        const less: Satisfies = (requirement, person) => person !== loser && satisfies(requirement, person);
        const versions = [version("p", ...asked)];
        if (evaluateQuorum(versions, given, less).satisfied) {
          expect(evaluateQuorum(versions, given, satisfies).satisfied).toBe(true);
        }
      }),
    );
  });

  test("I22 the order of the approvers makes no difference", () => {
    fc.assert(
      fc.property(requirements, approvers, (asked, given) => {
        const versions = [version("p", ...asked)];
        expect(evaluateQuorum(versions, given.toReversed(), satisfies)).toEqual(
          evaluateQuorum(versions, given, satisfies),
        );
      }),
    );
  });

  test("what exactly the eligible approve is satisfied exactly where it is satisfiable", () => {
    fc.assert(
      fc.property(requirements, approvers, (asked, eligible) => {
        expect(couldSatisfy(asked, eligible, satisfies).satisfiable).toBe(
          evaluateQuorum([version("p", ...asked)], eligible, satisfies).satisfied,
        );
      }),
    );
  });
});

describe("matching", () => {
  test("re-arranges those who are placed already", () => {
    const fits = [[0, 1], [0], [1, 2]];
    expect(maximumMatching(3, 3, (slot, person) => fits[slot]?.includes(person) === true)).toEqual([1, 0, 2]);
  });

  test("leaves a slot empty where people are fewer", () => {
    expect(maximumMatching(2, 1, () => true).filter((person) => person === null)).toHaveLength(1);
    expect(maximumMatching(0, 3, () => true)).toEqual([]);
  });
});
