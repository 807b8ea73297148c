import {
  compareStrictness,
  isLoosening,
  NO_TERMS,
  type PolicyMode,
  type PolicyRecord,
  type PolicyRule,
  type PolicyTerms,
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
  /** Where one of these is true of what changed; `undefined` for always. */
  readonly when: RequirementRecord["when"];
}

/** An owner of paths being chosen. */
export interface OwnerDraft {
  readonly key: number;
  readonly pattern: string;
  readonly requirement: RequirementDraft;
}

/** A named check being chosen; whose reports count may be missing yet. */
export interface CheckDraft {
  readonly key: number;
  readonly name: string;
  readonly serviceAccountId: string | null;
  readonly validHours: number | null;
  readonly when: RequirementRecord["when"];
}

/** A policy being written. */
export interface PolicyDraft {
  readonly name: string;
  readonly scopeId: string | null;
  readonly labelPattern: string;
  readonly kinds: readonly ResourceKind[] | null;
  readonly mode: PolicyMode;
  readonly requirements: readonly RequirementDraft[];
  readonly owners: readonly OwnerDraft[];
  readonly checks: readonly CheckDraft[];
  readonly times: Pick<PolicyTerms, "reviewDays" | "waiting" | "freezes">;
}

/** What saving a draft does. */
export type SavingEffect = "unchanged" | "acts-at-once" | "becomes-a-proposal";

/** A policy as most start: two eyes that did not write it. */
export const newPolicyDraft: PolicyDraft = {
  name: "",
  scopeId: null,
  labelPattern: "production",
  kinds: null,
  mode: "enforce",
  requirements: [
    {
      key: 0,
      type: "role",
      count: 1,
      roleId: "workspace.reviewer",
      groupId: null,
      principalIds: [],
      when: undefined,
    },
  ],
  owners: [],
  checks: [],
  times: NO_TERMS,
};

/** A stored policy as a draft. */
export function draftOf(policy: PolicyRecord): PolicyDraft {
  return {
    name: policy.name,
    scopeId: policy.scope.id,
    labelPattern: policy.labelPattern,
    kinds: policy.kinds,
    mode: policy.mode,
    requirements: policy.requirements.map(({ requirement }, key) => requirementDraft(requirement, key)),
    owners: policy.owners.map(({ pattern, requirement }, key) => ({
      key,
      pattern,
      requirement: requirementDraft(requirement, key),
    })),
    checks: policy.checks.map(({ check }, key) => ({ ...check, key, when: check.when })),
    times: { reviewDays: policy.reviewDays, waiting: policy.waiting, freezes: policy.freezes },
  };
}

/** The draft's terms as the server takes them; `null` while one does not say whom it asks for. */
export function termsOf({ owners, checks, times }: PolicyDraft): PolicyTerms | null {
  const saidOwners = owners.flatMap(({ pattern, requirement }) => {
    const whole = wholeRequirement(requirement);
    return whole === null ? [] : [{ pattern, requirement: whole }];
  });
  const saidChecks = checks.flatMap(({ name, serviceAccountId, validHours, when }) =>
    serviceAccountId === null ? [] : [{ name, serviceAccountId, validHours, ...(when === undefined ? {} : { when }) }],
  );
  return saidOwners.length === owners.length && saidChecks.length === checks.length
    ? {
        owners: saidOwners,
        checks: saidChecks,
        reviewDays: times.reviewDays,
        waiting: times.waiting,
        freezes: times.freezes,
      }
    : null;
}

/** The next key of a list of drafts. */
export function nextKey(drafts: readonly { readonly key: number }[]): number {
  return Math.max(-1, ...drafts.map(({ key }) => key)) + 1;
}

/** The terms of a stored policy, as one writes them. */
function storedTerms({ owners, checks, reviewDays, waiting, freezes }: PolicyRecord): PolicyTerms {
  return {
    owners: owners.map(({ pattern, requirement }) => ({ pattern, requirement })),
    checks: checks.map(({ check }) => check),
    reviewDays,
    waiting,
    freezes,
  };
}

/** Another requirement to choose. */
export function anotherRequirement(draft: PolicyDraft): RequirementDraft {
  return emptyRequirement(nextKey(draft.requirements));
}

/** A requirement that says nothing yet. */
export function emptyRequirement(key: number): RequirementDraft {
  return { key, type: "role", count: 1, roleId: null, groupId: null, principalIds: [], when: undefined };
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
  const terms = termsOf(draft);
  if (terms === null) return "Say whom each owner asks for, and which service account reports each check.";
  const rule = parsePolicyRule(ruleOf({ ...draft, terms }, draft.scopeId, requirements));
  return rule.ok ? null : `${rule.error.message} ${rule.error.remedy}`;
}

/** Whether saving acts at once or waits for an owner: the comparison that the server makes. */
export function savingEffect(policy: PolicyRecord, draft: PolicyDraft): SavingEffect {
  const requirements = requirementsOf(draft);
  const terms = termsOf(draft);
  if (requirements === null || terms === null) return "becomes-a-proposal";
  const before = ruleOf(
    { ...policy, terms: storedTerms(policy) },
    policy.scope.id,
    policy.requirements.map(({ requirement }) => requirement),
  );
  const after = ruleOf({ ...draft, terms }, policy.scope.id, requirements);
  if (JSON.stringify(before) === JSON.stringify(after)) return "unchanged";
  const strictness = compareStrictness(before, after);
  return isLoosening(strictness) ? "becomes-a-proposal" : "acts-at-once";
}

function ruleOf(
  { labelPattern, kinds, mode, terms }: Pick<PolicyRule, "labelPattern" | "kinds" | "mode" | "terms">,
  scopeId: string,
  requirements: readonly RequirementRecord[],
): PolicyRule {
  return { scopeId, labelPattern, kinds, mode, requirements, terms };
}

function wholeRequirement(draft: RequirementDraft): RequirementRecord | null {
  const { type, count, roleId, groupId, principalIds } = draft;
  const when = draft.when === undefined ? {} : { when: draft.when };
  switch (type) {
    case "role":
      return roleId === null ? null : { type, roleId, count, ...when };
    case "group":
      return groupId === null ? null : { type, groupId, count, ...when };
    case "people":
      return principalIds.length === 0 ? null : { type, principalIds, count, ...when };
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
    when: requirement.when,
  };
}
