import { expect, test } from "vitest";
import type { PolicyRule } from "../../src/policy/approval-policy.ts";
import { approversOfLoosening } from "../../src/policy/loosening.ts";
import { NO_TERMS } from "../../src/policy/policy-terms.ts";
import type { Requirement } from "../../src/policy/requirement.ts";

const role = (roleId: string): Requirement => ({ type: "role", roleId, count: 1 });
const owner = (pattern: string, roleId: string) => ({ pattern, requirement: role(roleId) });
const owners = [owner("**", "all"), owner("billing", "finance"), owner("legal", "law")];
const base: PolicyRule = {
  scopeId: "workspace",
  labelPattern: "production",
  kinds: null,
  mode: "enforce",
  requirements: [{ ...role("reviewer"), when: [{ type: "area", area: "model" }] }],
  terms: { ...NO_TERMS, owners },
};
const withOwners = (kept: PolicyRule["terms"]["owners"]): PolicyRule => ({
  ...base,
  terms: { ...NO_TERMS, owners: kept },
});

test.each<[name: string, after: PolicyRule | null, roles: string[]]>([
  ["goes", null, ["reviewer", "all", "finance", "law"]],
  ["asks for others", { ...base, requirements: [role("viewer")] }, ["reviewer"]],
  ["loses an owner", withOwners([owner("**", "all"), owner("legal", "law")]), ["reviewer", "all", "finance"]],
  ["loses the first owner", withOwners(owners.slice(1)), ["reviewer", "all"]],
  [
    "gets an owner who takes from the others",
    withOwners([...owners, owner("**", "x")]),
    ["reviewer", "all", "finance", "law"],
  ],
  ["matches other labels", { ...base, labelPattern: "prod-eu" }, ["reviewer", "all", "finance", "law"]],
  ["is tried out alone", { ...base, mode: "evaluate" }, ["reviewer", "all", "finance", "law"]],
])("I17 that a policy %s takes everybody's approval whom it asks now, whatever changed", (_, after, roles) => {
  expect(approversOfLoosening(base, after)).toEqual(roles.map(role));
});
