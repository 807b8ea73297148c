import { describeFreeze } from "./freeze-window.ts";
import { describeCheck } from "./named-check.ts";
import { describeWaiting, type PolicyTerms } from "./policy-terms.ts";
import { describeRequirement, type NameOf } from "./requirement.ts";

/** What a policy asks beside the approvals that it asks of everybody, each in words; empty when nothing. */
export function describeTerms(terms: PolicyTerms, nameOf: NameOf): readonly string[] {
  const { owners, checks, reviewDays, waiting, freezes } = terms;
  return [
    ...owners.map(
      ({ pattern, requirement }) => `for paths like ${pattern} also ${describeRequirement(requirement, nameOf)}`,
    ),
    ...checks.map((check) => describeCheck(check, nameOf("principal", check.serviceAccountId))),
    ...(reviewDays === null ? [] : [`approvals no older than ${reviewDays} ${reviewDays === 1 ? "day" : "days"}`]),
    ...(waiting === null ? [] : [`publishing no earlier than ${describeWaiting(waiting)}`]),
    ...freezes.map((window) => `nothing published in the freeze ${describeFreeze(window)}`),
  ];
}
