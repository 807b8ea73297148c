import { type ChangeConditions, describeConditions } from "./change-condition.ts";

/**
 * So many people of one sort who must approve. `count` is at least 1. With `when` they must only where one of its
 * conditions is true of what changed.
 *
 * - `role`: people who hold the role at the target, directly or through a role that includes it.
 * - `group`: members of the group, directly or through a group in it.
 * - `people`: the named ones; `count` of them.
 */
export type Requirement = (
  | { readonly type: "role"; readonly roleId: string; readonly count: number }
  | { readonly type: "group"; readonly groupId: string; readonly count: number }
  | { readonly type: "people"; readonly principalIds: readonly string[]; readonly count: number }
) & { readonly when?: ChangeConditions | undefined };

/**
 * Whether a person is of the sort that a requirement asks for, at the target, now. Whoever answers it looks at roles
 * and groups alone, and leaves out a role or a membership that a contributor gave while the work was under way
 * (`isEligibleIndependently`); effective `review` and being no contributor are asked apart, by `countReviews`.
 */
export type Satisfies = (requirement: Requirement, principalId: string) => boolean;

/** Every requirement as often as its count says: one slot is what one person fills. Holds the requirements' indexes. */
export function slotsOf(requirements: readonly Requirement[]): readonly number[] {
  return requirements.flatMap((requirement, index) => Array.from({ length: requirement.count }, () => index));
}

/** How messages name a thing by its id. */
export type NameOf = (type: "role" | "group" | "principal" | "policy", id: string) => string;

/** A requirement in words: `2 of the role reviewer, if the system message changed`. */
export function describeRequirement(requirement: Requirement, nameOf: NameOf): string {
  const { when } = requirement;
  const who = describeWho(requirement, nameOf);
  return when === undefined ? who : `${who}, ${describeConditions(when)}`;
}

function describeWho(requirement: Requirement, nameOf: NameOf): string {
  switch (requirement.type) {
    case "role":
      return `${requirement.count} of the role ${nameOf("role", requirement.roleId)}`;
    case "group":
      return `${requirement.count} of the group ${nameOf("group", requirement.groupId)}`;
    case "people": {
      const names = [...new Set(requirement.principalIds)].map((id) => nameOf("principal", id));
      return names.length === 1 ? names.join("") : `${requirement.count} of ${names.join(", ")}`;
    }
  }
}
