import type { ResourceKind } from "../access/scope.ts";
import { type ChangeConditions, problemOfConditions } from "./change-condition.ts";
import { coversFreeze, type FreezeWindow, problemOfFreezes } from "./freeze-window.ts";
import { hours, impliesCheck, type NamedCheck, problemOfCheck } from "./named-check.ts";
import { type PathOwner, problemOfPathPattern } from "./path-owner.ts";

/** What a policy asks beside the approvals that it asks of everybody. */
export interface PolicyTerms {
  /** Whose approval a path needs besides; the last that matches. */
  readonly owners: readonly PathOwner[];
  /** Checks that must have passed. */
  readonly checks: readonly NamedCheck[];
  /** An approval that is this old counts no more; `null` for no limit. */
  readonly reviewDays: number | null;
  /** How long everybody may look before it is published; `null` for not at all. */
  readonly waiting: WaitingTime | null;
  /** When nothing is published. */
  readonly freezes: readonly FreezeWindow[];
}

/** A time between two steps of a request. */
export interface WaitingTime {
  readonly hours: number;
  /** Since the content was proposed (opened, or last pushed), or since the last approval that it needed. */
  readonly since: "opened" | "approved";
}

/** Of a policy that asks for approvals alone. */
export const NO_TERMS: PolicyTerms = { owners: [], checks: [], reviewDays: null, waiting: null, freezes: [] };

/** What is wrong with the terms of a policy; `null` when nothing is. */
export function problemOfTerms(
  terms: PolicyTerms,
  kinds: readonly ResourceKind[] | null,
): { readonly message: string; readonly remedy: string } | null {
  const ofPatterns = terms.owners.map(({ pattern }) => problemOfPathPattern(pattern));
  const ofChecks = terms.checks.flatMap((check) => [problemOfCheck(check), problemOf(check.when, kinds)]);
  const ofReviews =
    terms.reviewDays === null || isWhole(terms.reviewDays, 3_650)
      ? null
      : {
          message: `Approvals count for ${terms.reviewDays} days.`,
          remedy: "Name a whole number of days from 1 to 3650, or null for no limit.",
        };
  const ofWaiting =
    terms.waiting === null || isWhole(terms.waiting.hours, 8_760)
      ? null
      : {
          message: `The policy waits for ${terms.waiting.hours} hours.`,
          remedy: "Name a whole number of hours from 1 to 8760, or null for no wait.",
        };
  const problems = [...ofPatterns, ...ofChecks, ofReviews, ofWaiting, problemOfFreezes(terms.freezes)];
  return problems.find((problem) => problem !== null) ?? null;
}

/**
 * Whether whatever the weaker terms hold up is surely held up by the stronger ones too. Owners are compared apart, with
 * the other approvals.
 */
export function termsAtLeast(stronger: PolicyTerms, weaker: PolicyTerms): boolean {
  return (
    weaker.checks.every((check) => stronger.checks.some((other) => impliesCheck(other, check))) &&
    (weaker.reviewDays === null || (stronger.reviewDays !== null && stronger.reviewDays <= weaker.reviewDays)) &&
    (weaker.waiting === null || (stronger.waiting !== null && waitsAtLeast(stronger.waiting, weaker.waiting))) &&
    weaker.freezes.every((window) => stronger.freezes.some((other) => coversFreeze(other, window)))
  );
}

/** A waiting time in words: `24 hours after the last approval`. */
export function describeWaiting(waiting: WaitingTime): string {
  return `${hours(waiting.hours)} after ${waiting.since === "opened" ? "the content was proposed" : "the last approval that it needs"}`;
}

/** Everything is proposed before it is approved, so waiting from the approval on is waiting at least as long. */
function waitsAtLeast(stronger: WaitingTime, weaker: WaitingTime): boolean {
  return stronger.hours >= weaker.hours && (stronger.since === "approved" || weaker.since === "opened");
}

function problemOf(conditions: ChangeConditions | undefined, kinds: readonly ResourceKind[] | null) {
  return conditions === undefined ? null : problemOfConditions(conditions, kinds);
}

function isWhole(count: number, most: number): boolean {
  return Number.isSafeInteger(count) && count >= 1 && count <= most;
}
