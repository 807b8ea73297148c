import type { PolicyRule } from "../policy/approval-policy.ts";
import type { ChangeCondition } from "../policy/change-condition.ts";
import { compareStrictness, isLoosening } from "../policy/policy-strictness.ts";
import { NO_TERMS } from "../policy/policy-terms.ts";
import type { Requirement } from "../policy/requirement.ts";
import { type ManifestProblem, type ManifestRequirement, type ManifestRule, policyName } from "./manifest.ts";
import type { PlannedChange, Planning } from "./planned-change.ts";

/** What makes a policy no stricter becomes a proposal; one that says the same and waits already need not be made again. */
export function planPolicies({ inventory, manifest }: Planning, problems: ManifestProblem[]): readonly PlannedChange[] {
  const standing = new Map(inventory.policies.map((policy) => [policyName(policy), policy]));
  return manifest.policies.flatMap(({ path, ...policy }): readonly PlannedChange[] => {
    const now = standing.get(policyName(policy));
    if (now === undefined) return [{ do: "create-policy", policy }];
    const { proposed } = now;
    if (sameRule(now, policy, now) || (proposed !== null && proposed !== "removal" && sameRule(proposed, policy, now)))
      return [];
    const proposal = isLoosening(compareStrictness(ruleOf(now, now), ruleOf(policy, now)));
    if (proposal && proposed !== null) {
      problems.push({
        path,
        message: `Another loosening of the policy "${policy.name}" waits for its decision.`,
        remedy: "Have it decided or withdrawn first.",
      });
      return [];
    }
    return [{ do: "change-policy", id: now.id, policy, proposal }];
  });
}

/** Names are as good as ids where rules are only compared. */
function ruleOf({ label, kinds, mode, requirements }: ManifestRule, standing: ManifestRule): PolicyRule {
  return {
    scopeId: "",
    labelPattern: label,
    kinds,
    mode: mode ?? standing.mode ?? "enforce",
    requirements: requirements.map(requirementOf),
    // A manifest says nothing of them, and leaves them.
    terms: NO_TERMS,
  };
}

function requirementOf(requirement: ManifestRequirement): Requirement {
  const { count, when } = requirement;
  const common = { count, ...(when === null ? {} : { when }) };
  switch (requirement.type) {
    case "role":
      return { type: "role", roleId: requirement.role, ...common };
    case "group":
      return { type: "group", groupId: requirement.group, ...common };
    case "people":
      return { type: "people", principalIds: requirement.people, ...common };
  }
}

/** Whether two rules ask for the same, in whatever order. */
function sameRule(one: ManifestRule, other: ManifestRule, standing: ManifestRule): boolean {
  const text = ({ label, kinds, mode, requirements }: ManifestRule): string =>
    JSON.stringify([
      label,
      kinds === null ? null : [...kinds].sort(),
      mode ?? standing.mode,
      requirements.map(requirementText).sort(),
    ]);
  return text(one) === text(other);
}

function requirementText(requirement: ManifestRequirement): string {
  const when = requirement.when?.map(conditionText).sort() ?? null;
  switch (requirement.type) {
    case "role":
      return JSON.stringify(["role", requirement.count, when, requirement.role]);
    case "group":
      return JSON.stringify(["group", requirement.count, when, requirement.group]);
    case "people":
      return JSON.stringify(["people", requirement.count, when, [...requirement.people].sort()]);
  }
}

function conditionText(condition: ChangeCondition): string {
  return JSON.stringify(condition.type === "area" ? [condition.area] : [condition.unit, condition.over]);
}
