import type { PolicyRecord } from "@countersign/core";
import { describe, expect, it } from "vitest";
import {
  anotherRequirement,
  draftOf,
  newPolicyDraft,
  type PolicyDraft,
  policyProblem,
  requirementsOf,
  savingEffect,
} from "./policy-draft.ts";

const policy: PolicyRecord = {
  id: "p",
  name: "Production",
  scope: { id: "w", type: "workspace", name: "production", path: "production" },
  labelPattern: "production",
  kinds: ["prompt"],
  version: 1,
  mode: "enforce",
  owners: [],
  checks: [],
  reviewDays: null,
  waiting: null,
  freezes: [],
  termTexts: [],
  requirements: [
    {
      requirement: { type: "role", roleId: "workspace.reviewer", count: 2 },
      text: "2 of the role Reviewer",
      eligibleCount: 3,
    },
    { requirement: { type: "people", principalIds: ["a", "b"], count: 1 }, text: "1 of A, B", eligibleCount: 2 },
  ],
  satisfiable: true,
  proposal: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};
const draft = draftOf(policy);
const withFirst = (change: Partial<PolicyDraft["requirements"][number]>): PolicyDraft => ({
  ...draft,
  requirements: draft.requirements.map((requirement, index) =>
    index === 0 ? { ...requirement, ...change } : requirement,
  ),
});

describe("a policy being written", () => {
  it("starts from what is stored and comes back as it was", () => {
    expect(requirementsOf(draft)).toEqual(policy.requirements.map(({ requirement }) => requirement));
    expect(savingEffect(policy, draft)).toBe("unchanged");
  });

  it.each([
    ["asks for more people", withFirst({ count: 3 }), "acts-at-once"],
    [
      "asks for somebody else too",
      { ...draft, requirements: [...draft.requirements, { ...anotherRequirement(draft), roleId: "x" }] },
      "acts-at-once",
    ],
    ["matches more labels", { ...draft, labelPattern: "prod*" }, "acts-at-once"],
    ["counts for all kinds", { ...draft, kinds: null }, "acts-at-once"],
    ["asks for fewer people", withFirst({ count: 1 }), "becomes-a-proposal"],
    ["asks for others", withFirst({ roleId: "other" }), "becomes-a-proposal"],
    ["matches other labels", { ...draft, labelPattern: "staging" }, "becomes-a-proposal"],
  ] as const)("that %s: %#", (_, changed, effect) => {
    expect(savingEffect(policy, changed)).toBe(effect);
  });

  it.each([
    [{ ...newPolicyDraft, name: " " }, /needs a name/],
    [{ ...newPolicyDraft, name: "P" }, /where/],
    [{ ...newPolicyDraft, name: "P", scopeId: "w", requirements: [anotherRequirement(newPolicyDraft)] }, /whom/],
    [{ ...newPolicyDraft, name: "P", scopeId: "w", requirements: [] }, /nobody's approval/],
    [{ ...newPolicyDraft, name: "P", scopeId: "w", labelPattern: "Prod" }, /label pattern/],
    [{ ...newPolicyDraft, name: "P", scopeId: "w", kinds: [] }, /no kind/],
  ] as const)("is not saved as %#", (unfinished, problem) => {
    expect(policyProblem(unfinished)).toMatch(problem);
  });

  it("is saved when it says whom it asks", () => {
    expect(policyProblem({ ...newPolicyDraft, name: "P", scopeId: "w" })).toBeNull();
  });
});
