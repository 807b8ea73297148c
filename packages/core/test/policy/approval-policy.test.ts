import { describe, expect, expectTypeOf, test } from "vitest";
import type { RequirementRecord } from "../../src/api/request-api.ts";
import {
  type ApprovalPolicy,
  approvalsOf,
  MAX_POLICY_APPROVALS,
  type PolicyRule,
  parsePolicyRule,
  policiesFor,
} from "../../src/policy/approval-policy.ts";
import { NO_TERMS } from "../../src/policy/policy-terms.ts";
import { describeRequirement, type Requirement } from "../../src/policy/requirement.ts";

const reviewer: Requirement = { type: "role", roleId: "reviewer", count: 1 };
const rule: PolicyRule = {
  scopeId: "workspace",
  labelPattern: "production",
  kinds: null,
  mode: "enforce",
  requirements: [reviewer],
  terms: NO_TERMS,
};

function policy(id: string, changes: Partial<ApprovalPolicy> = {}): ApprovalPolicy {
  return {
    id,
    scopeId: "workspace",
    name: id,
    labelPattern: "production",
    kinds: null,
    current: {
      policyId: id,
      number: 1,
      mode: "enforce",
      requirements: [reviewer],
      terms: NO_TERMS,
      approvals: 1,
      createdAt: "2026-01-01T00:00:00.000Z",
    },
    ...changes,
  };
}

describe("which policies apply", () => {
  const policies = [
    policy("d-folder", { scopeId: "folder" }),
    policy("c-second-of-the-workspace"),
    policy("b-workspace", { labelPattern: "prod*" }),
    policy("a-organization", { scopeId: "organization", labelPattern: "*" }),
    policy("other-workspace", { scopeId: "other" }),
    { ...policy("tried-out"), current: { ...policy("tried-out").current, mode: "evaluate" as const } },
    policy("other-label", { labelPattern: "staging" }),
    policy("datasets", { kinds: ["dataset"] }),
    policy("prompts", { scopeId: "folder", kinds: ["prompt", "workflow"] }),
  ];

  test("I17 all that match on the path apply together, from the organization down", () => {
    const found = policiesFor(["organization", "workspace", "folder"], "production", "prompt", policies);
    expect(found.map(({ id }) => id)).toEqual([
      "a-organization",
      "b-workspace",
      "c-second-of-the-workspace",
      "d-folder",
      "prompts",
    ]);
  });

  test.each<[name: string, path: string[], label: string, kind: "prompt" | "dataset", ids: string[]]>([
    ["another label", ["organization", "workspace"], "canary", "prompt", ["a-organization"]],
    ["another kind", ["workspace"], "production", "dataset", ["b-workspace", "c-second-of-the-workspace", "datasets"]],
    ["outside of every scope", ["elsewhere"], "production", "prompt", []],
  ])("%s", (_, path, label, kind, ids) => {
    expect(policiesFor(path, label, kind, policies).map(({ id }) => id)).toEqual(ids);
  });

  test("the order in which policies are given makes no difference", () => {
    const path = ["organization", "workspace", "folder"];
    expect(policiesFor(path, "production", "prompt", policies.toReversed())).toEqual(
      policiesFor(path, "production", "prompt", policies),
    );
  });
});

describe("rules", () => {
  test("a rule that asks for somebody is one", () => {
    expect(parsePolicyRule(rule)).toEqual({ ok: true, value: rule });
  });

  const people = (principalIds: string[], count: number): PolicyRule => ({
    ...rule,
    requirements: [{ type: "people", principalIds, count }],
  });
  test.each<[name: string, rule: PolicyRule, reason: string]>([
    ["nobody is asked", { ...rule, requirements: [] }, "invalid_policy"],
    ["no kind", { ...rule, kinds: [] }, "invalid_policy"],
    ["no people", { ...rule, requirements: [{ ...reviewer, count: 0 }] }, "invalid_policy"],
    ["fewer than none", { ...rule, requirements: [{ ...reviewer, count: -1 }] }, "invalid_policy"],
    ["half a person", { ...rule, requirements: [{ ...reviewer, count: 1.5 }] }, "invalid_policy"],
    ["no number", { ...rule, requirements: [{ ...reviewer, count: Number.NaN }] }, "invalid_policy"],
    ["more than are named", people(["ann", "ben"], 3), "invalid_policy"],
    ["one named twice", people(["ann", "ann"], 2), "invalid_policy"],
    ["too many", { ...rule, requirements: [{ ...reviewer, count: MAX_POLICY_APPROVALS }, reviewer] }, "invalid_policy"],
    ["no pattern", { ...rule, labelPattern: "[a-z]" }, "invalid_label_pattern"],
  ])("I2 %s: refused", (_, given, reason) => {
    expect(parsePolicyRule(given)).toMatchObject({ ok: false, error: { code: "invalid", reason } });
  });

  test("the approvals of a policy are the sum of what its requirements count", () => {
    expect(approvalsOf([])).toBe(0);
    expect(
      approvalsOf([
        { ...reviewer, count: 2 },
        { type: "group", groupId: "legal", count: 1 },
      ]),
    ).toBe(3);
  });
});

describe("requirements in words", () => {
  const nameOf = (type: string, id: string) => `${type}:${id}`;
  test.each<[Requirement, string]>([
    [{ type: "role", roleId: "r", count: 2 }, "2 of the role role:r"],
    [{ type: "group", groupId: "g", count: 1 }, "1 of the group group:g"],
    [{ type: "people", principalIds: ["a", "b"], count: 1 }, "1 of principal:a, principal:b"],
    [{ type: "people", principalIds: ["a"], count: 1 }, "principal:a"],
    [
      {
        type: "role",
        roleId: "r",
        count: 2,
        when: [
          { type: "area", area: "system-message" },
          { type: "size", unit: "lines", over: 20 },
        ],
      },
      "2 of the role role:r, if the system message changed or more than 20 lines changed",
    ],
  ])("%j", (requirement, text) => {
    expect(describeRequirement(requirement, nameOf)).toBe(text);
  });

  test("are what the interface shows", () => {
    expectTypeOf<Requirement>().toEqualTypeOf<RequirementRecord>();
  });
});
