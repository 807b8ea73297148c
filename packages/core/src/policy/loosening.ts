import type { PolicyRule } from "./approval-policy.ts";
import type { PathOwner } from "./path-owner.ts";
import type { Requirement } from "./requirement.ts";

/**
 * Whose approvals a loosening of a policy needs, under the policy as it stands: everybody's whom it asks, whatever its
 * conditions say, since a loosening is a change of everything, and those of the owners by path whom it would not ask any
 * more as it does now.
 *
 * @param after the policy as it would be; `null` when it would go.
 */
export function approversOfLoosening(before: PolicyRule, after: PolicyRule | null): readonly Requirement[] {
  const kept = after !== null && sameReach(before, after) ? lastInCommon(before.terms.owners, after.terms.owners) : 0;
  const lost = before.terms.owners.slice(0, before.terms.owners.length - kept);
  return [...before.requirements, ...lost.map(({ requirement }) => requirement)].map(always);
}

/** How many owners at the end of both lists are the same: of several that match the last counts. */
function lastInCommon(before: readonly PathOwner[], after: readonly PathOwner[]): number {
  let count = 0;
  while (count < before.length && textOf(before.at(-1 - count)) === textOf(after.at(-1 - count))) count += 1;
  return count;
}

function sameReach(before: PolicyRule, after: PolicyRule): boolean {
  return (
    textOf([before.labelPattern, before.kinds, before.mode]) === textOf([after.labelPattern, after.kinds, after.mode])
  );
}

function textOf(value: unknown): string | undefined {
  return JSON.stringify(value);
}

function always({ when: _, ...requirement }: Requirement): Requirement {
  return requirement;
}
