import {
  couldSatisfy,
  groupsOf,
  kindPermission,
  type Requirement,
  type ResourceKind,
  resourceKinds,
  type Satisfiability,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { peopleOf } from "./request-facts.ts";

/** How many people at a place could meet each of the requirements, and whether they suffice together. */
export function candidatesAt(
  reading: Reading,
  requirements: readonly Requirement[],
  kinds: readonly ResourceKind[] | null,
  scopeId: string,
): Satisfiability {
  const reviewers = peopleOf(reading).filter((id) => mayReviewSome(reading, kinds, scopeId, id));
  return couldSatisfy(requirements, reviewers, (requirement, id) => isOfSort(reading, scopeId, requirement, id));
}

/** The person has `review` of one of the kinds, at the place. */
function mayReviewSome(
  reading: Reading,
  kinds: readonly ResourceKind[] | null,
  scopeId: string,
  principalId: string,
): boolean {
  return (kinds ?? resourceKinds).some(
    (kind) => reading.policy.check(principalId, kindPermission(kind, "review"), scopeId, reading.moment).allowed,
  );
}

function isOfSort(reading: Reading, scopeId: string, requirement: Requirement, principalId: string): boolean {
  switch (requirement.type) {
    case "people":
      return requirement.principalIds.includes(principalId);
    case "group":
      return groupsOf(reading.state.groups, principalId).has(requirement.groupId);
    case "role":
      return reading.policy.rolesHeldOn({ principalId, scopeId, at: reading.moment }).has(requirement.roleId);
  }
}
