import type { PolicyVersion } from "./approval-policy.ts";
import { maximumMatching } from "./maximum-matching.ts";
import { type Requirement, type Satisfies, slotsOf } from "./requirement.ts";

/** Whether all policies together are satisfied, and by whom. */
export interface Quorum {
  readonly satisfied: boolean;
  /** One for every policy version asked about, in the order given. */
  readonly policies: readonly PolicyQuorum[];
}

/** What one policy version asks and what of it is met. */
export interface PolicyQuorum {
  readonly policyId: string;
  readonly number: number;
  readonly satisfied: boolean;
  readonly requirements: readonly RequirementQuorum[];
}

/** What one requirement asks and who meets it. */
export interface RequirementQuorum {
  readonly requirement: Requirement;
  /** Who fills its slots: at most `requirement.count` people, none of whom fills another slot of the same policy. */
  readonly by: readonly string[];
  readonly missing: number;
}

/** Whether enough people exist for a policy. */
export interface Satisfiability {
  readonly satisfiable: boolean;
  readonly requirements: readonly RequirementCandidates[];
}

export interface RequirementCandidates {
  readonly requirement: Requirement;
  /** How many of the eligible could meet it, each counted for every requirement that he could meet. */
  readonly candidates: number;
  /** How many of its slots stay empty though everybody who is eligible approved. */
  readonly missing: number;
}

/**
 * Judges approvals under all policies that apply. Each policy is matched for itself: a person may count for several
 * policies, and fills one slot in each. Who fills which slot is a maximum matching, so nobody is wasted on a slot that
 * another could fill. The order and repetition of approvers make no difference.
 *
 * No policy at all is satisfied: the label is unprotected, and what serves it is released as `unprotected`. A policy
 * version that asks nobody, which the service never stores, is not: approved by nobody is not approved.
 *
 * @param approvers the people whose approvals count (`countReviews`), and no others.
 */
export function evaluateQuorum(
  policies: readonly PolicyVersion[],
  approvers: readonly string[],
  satisfies: Satisfies,
): Quorum {
  const judged = policies.map(({ policyId, number, requirements }): PolicyQuorum => {
    const filled = fillSlots(requirements, approvers, satisfies);
    return { policyId, number, satisfied: allFilled(filled), requirements: filled };
  });
  return { satisfied: judged.every(({ satisfied }) => satisfied), policies: judged };
}

/**
 * Says how many people could meet each requirement of one policy, and whether they suffice together. A policy that too
 * few can satisfy blocks; it never opens.
 *
 * @param eligible the people whose approvals would count: with effective `review` and not contributors.
 */
export function couldSatisfy(
  requirements: readonly Requirement[],
  eligible: readonly string[],
  satisfies: Satisfies,
): Satisfiability {
  const people = [...new Set(eligible)];
  const judged = fillSlots(requirements, people, satisfies).map(
    ({ requirement, missing }): RequirementCandidates => ({
      requirement,
      candidates: people.filter((principalId) => satisfies(requirement, principalId)).length,
      missing,
    }),
  );
  return { satisfiable: allFilled(judged), requirements: judged };
}

function allFilled(requirements: readonly { readonly missing: number }[]): boolean {
  return requirements.length > 0 && requirements.every(({ missing }) => missing === 0);
}

/** Gives the slots of requirements to approvers, as many as possible. */
export function fillSlots(
  requirements: readonly Requirement[],
  approvers: readonly string[],
  satisfies: Satisfies,
): readonly RequirementQuorum[] {
  const people = [...new Set(approvers)].sort();
  const slots = slotsOf(requirements);
  const suits = requirements.map((requirement) => people.map((principalId) => satisfies(requirement, principalId)));
  const matching = maximumMatching(
    slots.length,
    people.length,
    (slot, person) => suits[slots[slot] ?? -1]?.[person] === true,
  );
  return requirements.map((requirement, index) => {
    const by = matching.flatMap((person, slot) => {
      const principalId = person === null || slots[slot] !== index ? undefined : people[person];
      return principalId === undefined ? [] : [principalId];
    });
    // A count that no stored policy has is never met, rather than met by nobody.
    const missing = Number.isInteger(requirement.count) && requirement.count > 0 ? requirement.count - by.length : 1;
    return { requirement, by: by.sort(), missing };
  });
}
