import { type Instant, momentOf } from "../access/instant.ts";
import { type ChangeConditions, coversConditions, describeConditions } from "./change-condition.ts";

/** A check that one service account must have reported as passed, for exactly the digest that would be released. */
export interface NamedCheck {
  /** Such as `eval:regression`. */
  readonly name: string;
  /** The one service account whose reports count. */
  readonly serviceAccountId: string;
  /** How long a report counts; `null` for ever, or as long as the report itself says. */
  readonly validHours: number | null;
  /** When it is asked for; always where it is left out. */
  readonly when?: ChangeConditions | undefined;
}

/** What a service account said about one digest. Never changes; a newer one of the same name, account and digest replaces it. */
export interface CheckReport {
  readonly id: string;
  readonly name: string;
  readonly serviceAccountId: string;
  readonly digest: string;
  readonly outcome: "passed" | "failed";
  readonly at: Instant;
  /** From then on it does not count; `null` for no end of its own. */
  readonly expiresAt: Instant | null;
}

/** Where a check stands for a digest. Only `passed` lets anything through. */
export type CheckState = "passed" | "failed" | "missing" | "expired" | "contributors-own";

/** A check as judged. */
export interface CheckJudgement {
  readonly check: NamedCheck;
  /** The change is one for which it is asked. */
  readonly applies: boolean;
  readonly state: CheckState;
  /** The newest report of it for this digest by its account; `null` without any. */
  readonly report: CheckReport | null;
  /** Until when the report counts; `null` without an end or a report. */
  readonly expiresAt: Instant | null;
}

/** What judging a check needs to know. */
export interface CheckFacts {
  readonly digest: string;
  /** Oldest first. */
  readonly reports: readonly CheckReport[];
  /** Whether a contributor of the request is, or ever was, behind the account: responsible for it or maker of a key. */
  readonly isContributors: (serviceAccountId: string) => boolean;
  readonly at: Instant;
}

/**
 * Judges a check. The newest report decides, of this name, for this digest, by this account; a later failure takes an
 * earlier success back. A report by an account that a contributor has in hand is his own word and does not count.
 */
export function judgeCheck(check: NamedCheck, applies: boolean, facts: CheckFacts): CheckJudgement {
  const report =
    facts.reports.findLast(
      ({ name, digest, serviceAccountId }) =>
        name === check.name && digest === facts.digest && serviceAccountId === check.serviceAccountId,
    ) ?? null;
  const expiresAt = report === null ? null : expiryOf(check, report);
  return { check, applies, report, expiresAt, state: stateOf(check, report, expiresAt, facts) };
}

/** Whether a check of the stricter policy that passes proves that one of the weaker policy does. */
export function impliesCheck(stronger: NamedCheck, weaker: NamedCheck): boolean {
  return (
    stronger.name === weaker.name &&
    stronger.serviceAccountId === weaker.serviceAccountId &&
    coversConditions(stronger.when, weaker.when) &&
    (weaker.validHours === null || (stronger.validHours !== null && stronger.validHours <= weaker.validHours))
  );
}

/** A check in words: `the check eval:regression by "CI", no older than 24 hours`. */
export function describeCheck(check: NamedCheck, account: string): string {
  const age = check.validHours === null ? "" : `, no older than ${hours(check.validHours)}`;
  return `the check ${check.name} by ${account}${age}${check.when === undefined ? "" : `, ${describeConditions(check.when)}`}`;
}

/** A number of hours in words: `1 hour`, `36 hours`, `2 days`. */
export function hours(count: number): string {
  if (count % 24 === 0 && count >= 48) return `${count / 24} days`;
  return `${count} ${count === 1 ? "hour" : "hours"}`;
}

/** What is wrong with a check; `null` when nothing is. */
export function problemOfCheck(check: NamedCheck): { readonly message: string; readonly remedy: string } | null {
  if (!checkName.test(check.name)) {
    return {
      message: `${JSON.stringify(check.name.slice(0, 80))} is no name of a check.`,
      remedy:
        "Use 1 to 100 lower-case letters, digits, and . _ : / -, beginning with a letter or a digit: eval:regression.",
    };
  }
  if (check.validHours !== null && !(Number.isSafeInteger(check.validHours) && check.validHours >= 1)) {
    return {
      message: `The check ${check.name} counts for ${check.validHours} hours.`,
      remedy: "Name a whole number of hours, 1 or more, or null for no end.",
    };
  }
  return null;
}

const checkName = /^[a-z0-9][a-z0-9._:/-]{0,99}$/;

function expiryOf(check: NamedCheck, report: CheckReport): Instant | null {
  const byPolicy =
    check.validHours === null ? null : new Date(momentOf(report.at) + check.validHours * 3_600_000).toISOString();
  // Of two instants the smaller text is the earlier.
  return [byPolicy, report.expiresAt].filter((instant) => instant !== null).sort()[0] ?? null;
}

function stateOf(
  check: NamedCheck,
  report: CheckReport | null,
  expiresAt: Instant | null,
  facts: CheckFacts,
): CheckState {
  if (facts.isContributors(check.serviceAccountId)) return "contributors-own";
  if (report === null) return "missing";
  if (report.outcome === "failed") return "failed";
  return expiresAt === null || facts.at < expiresAt ? "passed" : "expired";
}
