import {
  compareStrictness,
  isLoosening,
  type PolicyRecord,
  type PolicyRule,
  parsePolicyRule,
  type RequirementRecord,
  type ResourceKind,
} from "@countersign/core";

/** A requirement being chosen; whom it asks for may be missing yet. */
export interface RequirementDraft {
  readonly key: number;
  readonly type: RequirementRecord["type"];
  readonly count: number;
  readonly roleId: string | null;
  readonly groupId: string | null;
  readonly principalIds: readonly string[];
}

/** A policy being written. */
export interface PolicyDraft {
  readonly name: string;
  readonly scopeId: string | null;
  readonly labelPattern: string;
  readonly kinds: readonly ResourceKind[] | null;
  readonly requirements: readonly RequirementDraft[];
}

/** What saving a draft does. */
export type SavingEffect = "unchanged" | "acts-at-once" | "becomes-a-proposal";

/** A policy as most start: two eyes that did not write it. */
export const newPolicyDraft: PolicyDraft = {
  name: "",
  scopeId: null,
  labelPattern: "production",
  kinds: null,
  requirements: [{ key: 0, type: "role", count: 1, roleId: "workspace.reviewer", groupId: null, principalIds: [] }],
};

/** A stored policy as a draft. */
export function draftOf(policy: PolicyRecord): PolicyDraft {
  return {
    name: policy.name,
    scopeId: policy.scope.id,
    labelPattern: policy.labelPattern,
    kinds: policy.kinds,
    requirements: policy.requirements.map(({ requirement }, key) => requirementDraft(requirement, key)),
  };
}

/** Another requirement to choose. */
export function anotherRequirement(draft: PolicyDraft): RequirementDraft {
  const key = Math.max(-1, ...draft.requirements.map((requirement) => requirement.key)) + 1;
  return { key, type: "role", count: 1, roleId: null, groupId: null, principalIds: [] };
}

/** The draft's requirements as the server takes them; `null` while one does not say whom it asks for. */
export function requirementsOf(draft: PolicyDraft): readonly RequirementRecord[] | null {
  const said = draft.requirements.map(wholeRequirement).filter((requirement) => requirement !== null);
  return said.length === draft.requirements.length ? said : null;
}

/** What keeps the policy from being saved; `null` when nothing does. */
export function policyProblem(draft: PolicyDraft): string | null {
  if (draft.name.trim() === "") return "A policy needs a name.";
  if (draft.scopeId === null) return "Choose where the policy counts.";
  const requirements = requirementsOf(draft);
  if (requirements === null) return "Say whom each requirement asks for.";
  const rule = parsePolicyRule(ruleOf(draft, draft.scopeId, requirements));
  return rule.ok ? null : `${rule.error.message} ${rule.error.remedy}`;
}

/** Whether saving acts at once or waits for an owner: the comparison that the server makes. */
export function savingEffect(policy: PolicyRecord, draft: PolicyDraft): SavingEffect {
  const requirements = requirementsOf(draft);
  if (requirements === null) return "becomes-a-proposal";
  const before = ruleOf(
    policy,
    policy.scope.id,
    policy.requirements.map(({ requirement }) => requirement),
  );
  const strictness = compareStrictness(before, ruleOf(draft, policy.scope.id, requirements));
  if (strictness === "equal") return "unchanged";
  return isLoosening(strictness) ? "becomes-a-proposal" : "acts-at-once";
}

function ruleOf(
  { labelPattern, kinds }: Pick<PolicyDraft, "labelPattern" | "kinds">,
  scopeId: string,
  requirements: readonly RequirementRecord[],
): PolicyRule {
  return { scopeId, labelPattern, kinds, requirements };
}

function wholeRequirement(draft: RequirementDraft): RequirementRecord | null {
  const { type, count, roleId, groupId, principalIds } = draft;
  switch (type) {
    case "role":
      return roleId === null ? null : { type, roleId, count };
    case "group":
      return groupId === null ? null : { type, groupId, count };
    case "people":
      return principalIds.length === 0 ? null : { type, principalIds, count };
  }
}

function requirementDraft(requirement: RequirementRecord, key: number): RequirementDraft {
  const { type, count } = requirement;
  return {
    key,
    type,
    count,
    roleId: type === "role" ? requirement.roleId : null,
    groupId: type === "group" ? requirement.groupId : null,
    principalIds: type === "people" ? requirement.principalIds : [],
  };
}
