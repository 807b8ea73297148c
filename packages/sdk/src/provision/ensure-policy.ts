import type {
  ChangeConditions,
  CountersignApi,
  FreezeWindow,
  NamedCheck,
  PolicyMode,
  PolicyRecord,
  PolicyTerms,
  RequirementRecord,
  ResourceKind,
  WaitingTime,
} from "@countersign/core";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { type ScopeAddress, scopeIdOf } from "../place/scope-address.ts";
import { type Ensured, ensure, sameSet } from "./ensured.ts";
import { groupIdOf, personIdsOf, roleIdOf } from "./named.ts";

/** So many of those who hold a role, are in a group, or are named. Names or ids, addresses for people. */
export type RequirementWish = (
  | { readonly role: string; readonly count: number }
  | { readonly group: string; readonly count: number }
  | { readonly people: readonly string[]; readonly count: number }
) & {
  /** Where one of these is true of what changed. Default: always. */
  readonly when?: ChangeConditions | undefined;
};

export interface PolicyWish {
  /** A policy is recognized by its name and its scope. */
  readonly name: string;
  readonly scope: ScopeAddress;
  /** For example `production` or `prod-*`. */
  readonly labelPattern: string;
  /** `null` for all kinds. Default: all. */
  readonly kinds?: readonly ResourceKind[] | null | undefined;
  /** `evaluate` to try it out. Default: as it is, `enforce` for a new one. */
  readonly mode?: PolicyMode | undefined;
  readonly requirements: readonly RequirementWish[];
  /** Who must approve besides for paths like these; the last that matches. Default: as it is, nobody for a new one. */
  readonly owners?: readonly { readonly pattern: string; readonly requirement: RequirementWish }[] | undefined;
  /** Default, as of the three below: as it is, none for a new one. */
  readonly checks?: readonly NamedCheck[] | undefined;
  readonly reviewDays?: number | null | undefined;
  readonly waiting?: WaitingTime | null | undefined;
  readonly freezes?: readonly FreezeWindow[] | undefined;
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
  const { name, labelPattern, reason, mode } = wish;
  const scopeId = await scopeIdOf(api, wish.scope, options);
  const kinds = wish.kinds ?? null;
  const requirements = await requirementsOf(api, wish.requirements, options);
  const terms = await termsOf(api, wish, options);
  const wished = { labelPattern, kinds, requirements, ...(mode === undefined ? {} : { mode }), terms };
  return ensure<PolicyRecord>({
    find: async () => {
      const policies = await api.policy.list({ scopeId }, options);
      // The list holds what counts at the scope, so also what is inherited from above.
      return policies.find((one) => one.name === name && one.scope.id === scopeId) ?? null;
    },
    create: () => api.policy.create({ scopeId, name, ...wished }, options),
    update: (found) => {
      const proposed = found.proposal?.state === "open" ? found.proposal.proposed : null;
      const stands = ruleOf(found);
      const would = { ...stands, ...wished, terms: { ...stands.terms, ...terms } };
      return sameRule(stands, would) || (proposed !== null && sameRule(proposed, would))
        ? null
        : () => api.policy.update({ policyId: found.id, ...wished, reason }, options);
    },
  });
}

interface Rule {
  readonly labelPattern: string;
  readonly kinds: readonly ResourceKind[] | null;
  readonly mode: PolicyMode;
  readonly requirements: readonly RequirementRecord[];
  readonly terms: PolicyTerms;
}

function ruleOf({ labelPattern, kinds, mode, requirements, owners, checks, ...times }: PolicyRecord): Rule {
  return {
    labelPattern,
    kinds,
    mode,
    requirements: requirements.map(({ requirement }) => requirement),
    terms: {
      owners: owners.map(({ pattern, requirement }) => ({ pattern, requirement })),
      checks: checks.map(({ check }) => check),
      reviewDays: times.reviewDays,
      waiting: times.waiting,
      freezes: times.freezes,
    },
  };
}

function sameRule(a: Rule, b: Rule): boolean {
  const sameKinds = a.kinds === null || b.kinds === null ? a.kinds === b.kinds : sameSet(a.kinds, b.kinds);
  const left = a.requirements.map(textOf).sort();
  const right = b.requirements.map(textOf).sort();
  return (
    a.labelPattern === b.labelPattern &&
    a.mode === b.mode &&
    sameKinds &&
    left.length === right.length &&
    left.every((text, index) => text === right[index]) &&
    textOfTerms(a.terms) === textOfTerms(b.terms)
  );
}

/** Equal for terms that ask for the same. */
function textOfTerms({ owners, checks, reviewDays, waiting, freezes }: PolicyTerms): string {
  return JSON.stringify([
    owners.map(({ pattern, requirement }) => [pattern, textOf(requirement)]),
    checks.map(({ name, serviceAccountId, validHours, when }) => [name, serviceAccountId, validHours, when ?? null]),
    reviewDays,
    waiting === null ? null : [waiting.hours, waiting.since],
    freezes.map((window) =>
      window.type === "weekly"
        ? [window.name, window.from.day, window.from.time, window.until.day, window.until.time, window.utcOffset]
        : [window.name, window.from, window.until, window.utcOffset],
    ),
  ]);
}

async function termsOf(
  api: CountersignApi,
  { owners, checks, reviewDays, waiting, freezes }: PolicyWish,
  options: ManyCallOptions | undefined,
): Promise<Partial<PolicyTerms>> {
  const said: { pattern: string; requirement: RequirementRecord }[] = [];
  for (const { pattern, requirement } of owners ?? []) {
    const [asked] = await requirementsOf(api, [requirement], options);
    if (asked !== undefined) said.push({ pattern, requirement: asked });
  }
  return {
    ...(owners === undefined ? {} : { owners: said }),
    ...(checks === undefined ? {} : { checks }),
    ...(reviewDays === undefined ? {} : { reviewDays }),
    ...(waiting === undefined ? {} : { waiting }),
    ...(freezes === undefined ? {} : { freezes }),
  };
}

/** Equal for requirements that ask for the same. */
function textOf(requirement: RequirementRecord): string {
  const when = requirement.when ?? null;
  switch (requirement.type) {
    case "role":
      return JSON.stringify(["role", requirement.count, requirement.roleId, when]);
    case "group":
      return JSON.stringify(["group", requirement.count, requirement.groupId, when]);
    case "people":
      return JSON.stringify(["people", requirement.count, [...new Set(requirement.principalIds)].sort(), when]);
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
    const when = wish.when === undefined ? {} : { when: wish.when };
    if ("role" in wish) {
      requirements.push({ type: "role", roleId: await roleIdOf(api, wish.role, options), count, ...when });
    } else if ("group" in wish) {
      requirements.push({ type: "group", groupId: await groupIdOf(api, wish.group, options), count, ...when });
    } else {
      requirements.push({ type: "people", principalIds: await personIdsOf(api, wish.people, options), count, ...when });
    }
  }
  return requirements;
}
