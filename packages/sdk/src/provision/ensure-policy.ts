import type { CountersignApi, PolicyRecord, RequirementRecord, ResourceKind } from "@countersign/core";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { type ScopeAddress, scopeIdOf } from "../place/scope-address.ts";
import { type Ensured, ensure, sameSet } from "./ensured.ts";
import { groupIdOf, personIdsOf, roleIdOf } from "./named.ts";

/** So many of those who hold a role, are in a group, or are named. Names or ids, addresses for people. */
export type RequirementWish =
  | { readonly role: string; readonly count: number }
  | { readonly group: string; readonly count: number }
  | { readonly people: readonly string[]; readonly count: number };

export interface PolicyWish {
  /** A policy is recognized by its name and its scope. */
  readonly name: string;
  readonly scope: ScopeAddress;
  /** For example `production` or `prod-*`. */
  readonly labelPattern: string;
  /** `null` for all kinds. Default: all. */
  readonly kinds?: readonly ResourceKind[] | null | undefined;
  readonly requirements: readonly RequirementWish[];
  /** Why, where it becomes a proposal. */
  readonly reason?: string | undefined;
}

/**
 * `policy:manage` at the scope. What makes the policy stricter acts at once. A loosening becomes a proposal that others
 * decide: then the record shows the policy as it stands, with the proposal in it, and asking again changes nothing.
 */
export async function ensurePolicy(
  api: CountersignApi,
  wish: PolicyWish,
  options?: ManyCallOptions,
): Promise<Ensured<PolicyRecord>> {
  const { name, labelPattern, reason } = wish;
  const scopeId = await scopeIdOf(api, wish.scope, options);
  const kinds = wish.kinds ?? null;
  const requirements = await requirementsOf(api, wish.requirements, options);
  const wished: Rule = { labelPattern, kinds, requirements };
  return ensure<PolicyRecord>({
    find: async () => {
      const policies = await api.policy.list({ scopeId }, options);
      // The list holds what counts at the scope, so also what is inherited from above.
      return policies.find((one) => one.name === name && one.scope.id === scopeId) ?? null;
    },
    create: () => api.policy.create({ scopeId, name, ...wished }, options),
    update: (found) => {
      const proposed = found.proposal?.state === "open" ? found.proposal.proposed : null;
      const stands = { ...found, requirements: found.requirements.map(({ requirement }) => requirement) };
      return sameRule(stands, wished) || (proposed !== null && sameRule(proposed, wished))
        ? null
        : () => api.policy.update({ policyId: found.id, ...wished, reason }, options);
    },
  });
}

interface Rule {
  readonly labelPattern: string;
  readonly kinds: readonly ResourceKind[] | null;
  readonly requirements: readonly RequirementRecord[];
}

function sameRule(a: Rule, b: Rule): boolean {
  const sameKinds = a.kinds === null || b.kinds === null ? a.kinds === b.kinds : sameSet(a.kinds, b.kinds);
  const left = a.requirements.map(textOf).sort();
  const right = b.requirements.map(textOf).sort();
  return (
    a.labelPattern === b.labelPattern &&
    sameKinds &&
    left.length === right.length &&
    left.every((text, index) => text === right[index])
  );
}

/** Equal for requirements that ask for the same. */
function textOf(requirement: RequirementRecord): string {
  switch (requirement.type) {
    case "role":
      return JSON.stringify(["role", requirement.count, requirement.roleId]);
    case "group":
      return JSON.stringify(["group", requirement.count, requirement.groupId]);
    case "people":
      return JSON.stringify(["people", requirement.count, [...new Set(requirement.principalIds)].sort()]);
  }
}

async function requirementsOf(
  api: CountersignApi,
  wishes: readonly RequirementWish[],
  options: ManyCallOptions | undefined,
): Promise<readonly RequirementRecord[]> {
  const requirements: RequirementRecord[] = [];
  for (const wish of wishes) {
    const { count } = wish;
    if ("role" in wish) {
      requirements.push({ type: "role", roleId: await roleIdOf(api, wish.role, options), count });
    } else if ("group" in wish) {
      requirements.push({ type: "group", groupId: await groupIdOf(api, wish.group, options), count });
    } else {
      requirements.push({ type: "people", principalIds: await personIdsOf(api, wish.people, options), count });
    }
  }
  return requirements;
}
