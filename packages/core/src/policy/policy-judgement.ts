import { type Instant, momentOf } from "../access/instant.ts";
import type { PolicyVersion } from "./approval-policy.ts";
import { appliesTo, type ChangeFacts } from "./change-condition.ts";
import { type Freeze, freezeAt } from "./freeze-window.ts";
import { type CheckJudgement, type CheckReport, judgeCheck } from "./named-check.ts";
import { ownerOf } from "./path-owner.ts";
import { fillSlots, type PolicyQuorum, type RequirementQuorum } from "./quorum.ts";
import type { Requirement, Satisfies } from "./requirement.ts";

/** What is true of a request, as far as policies ask about it. */
export interface PolicyFacts {
  /** What changes at the address. */
  readonly change: ChangeFacts;
  /** The path of the address in its workspace. */
  readonly path: string;
  readonly digest: string;
  /** When this content was proposed. */
  readonly proposedAt: Instant;
  /** The approvals that count, at most one a person. */
  readonly approvals: readonly { readonly principalId: string; readonly at: Instant }[];
  readonly satisfies: Satisfies;
  /** Reports of checks for this digest, oldest first; others may be among them. */
  readonly reports: readonly CheckReport[];
  /** Whether a contributor is, or ever was, behind a service account. */
  readonly isContributors: (serviceAccountId: string) => boolean;
  readonly at: Instant;
}

/** What one requirement asks of this request, and who meets it. */
export interface RequirementJudgement extends RequirementQuorum {
  /** Its conditions are true of the change. One that does not apply asks for nothing. */
  readonly applies: boolean;
  /** The pattern of paths that asks for it; `null` for one that the policy asks of every path. */
  readonly ownerOf: string | null;
}

/** What one policy version asks of a request and what of it is met. */
export interface PolicyJudgement extends PolicyQuorum {
  readonly requirements: readonly RequirementJudgement[];
  readonly checks: readonly CheckJudgement[];
  /** People whose approval is too old to count for this policy. */
  readonly tooOld: readonly string[];
  /** People whose approval counts for this policy. */
  readonly approvers: readonly string[];
  /** It may be published from then on; `null` where it need not wait, or is not approved yet. */
  readonly waitsUntil: Instant | null;
  /** Nothing is published meanwhile. */
  readonly freeze: Freeze | null;
}

/** Whether all policies together are satisfied. */
export interface Judgement {
  /** All approvals and checks are there. Waiting times and freezes are no part of it: they pass by themselves. */
  readonly satisfied: boolean;
  /** One for every policy version asked about, in the order given. */
  readonly policies: readonly PolicyJudgement[];
}

/**
 * Judges a request under all policy versions that apply, each for itself; no policy at all is satisfied.
 *
 * A policy version whose requirements all happen not to apply still takes one approval, by anybody whose approval counts:
 * what nobody approved is not approved. One without any requirement, which is never stored, is never satisfied.
 */
export function judgePolicies(versions: readonly PolicyVersion[], facts: PolicyFacts): Judgement {
  const policies = versions.map((version) => judgePolicy(version, facts));
  return { satisfied: policies.every(({ satisfied }) => satisfied), policies };
}

function judgePolicy(version: PolicyVersion, facts: PolicyFacts): PolicyJudgement {
  const { terms } = version;
  const oldest = terms.reviewDays === null ? null : daysBefore(facts.at, terms.reviewDays);
  const fresh = facts.approvals.filter(({ at }) => oldest === null || at > oldest);
  const asked = requirementsFor(version, facts);
  const requirements = judgeRequirements(asked, fresh, facts);
  const checks = terms.checks.map((check) => judgeCheck(check, appliesTo(check.when, facts.change), facts));
  const approved = isApproved(version, requirements, fresh);
  return {
    policyId: version.policyId,
    number: version.number,
    satisfied: approved && checks.every(({ applies, state }) => !applies || state === "passed"),
    requirements,
    checks,
    tooOld: facts.approvals.filter(({ at }) => oldest !== null && at <= oldest).map(({ principalId }) => principalId),
    approvers: fresh.map(({ principalId }) => principalId),
    waitsUntil: waitsUntil(version, asked, fresh, facts, approved),
    freeze: freezeAt(terms.freezes, facts.at),
  };
}

interface AskedRequirement {
  readonly requirement: Requirement;
  readonly ownerOf: string | null;
}

function requirementsFor({ requirements, terms }: PolicyVersion, { path }: PolicyFacts): readonly AskedRequirement[] {
  const owner = ownerOf(terms.owners, path);
  return [
    ...requirements.map((requirement) => ({ requirement, ownerOf: null })),
    ...(owner === null ? [] : [{ requirement: owner.requirement, ownerOf: owner.pattern }]),
  ];
}

function judgeRequirements(
  asked: readonly AskedRequirement[],
  approvals: PolicyFacts["approvals"],
  { change, satisfies }: PolicyFacts,
): readonly RequirementJudgement[] {
  const applying = asked.filter(({ requirement }) => appliesTo(requirement.when, change));
  const filled = fillSlots(
    applying.map(({ requirement }) => requirement),
    approvals.map(({ principalId }) => principalId),
    satisfies,
  );
  return asked.map((one): RequirementJudgement => {
    const met = filled[applying.indexOf(one)];
    return met === undefined ? { ...one, applies: false, by: [], missing: 0 } : { ...one, ...met, applies: true };
  });
}

function isApproved(
  version: PolicyVersion,
  requirements: readonly RequirementJudgement[],
  approvals: PolicyFacts["approvals"],
): boolean {
  return version.requirements.length > 0 && approvals.length > 0 && requirements.every(({ missing }) => missing === 0);
}

/** Until when a waiting time lasts that has begun and is not over. */
function waitsUntil(
  version: PolicyVersion,
  asked: readonly AskedRequirement[],
  approvals: PolicyFacts["approvals"],
  facts: PolicyFacts,
  approved: boolean,
): Instant | null {
  const { waiting } = version.terms;
  if (waiting === null || (waiting.since === "approved" && !approved)) return null;
  const from = waiting.since === "opened" ? facts.proposedAt : approvedAt(version, asked, approvals, facts);
  const until = new Date(momentOf(from) + waiting.hours * 3_600_000).toISOString();
  return facts.at < until ? until : null;
}

/** When the approval was given that completed them. */
function approvedAt(
  version: PolicyVersion,
  asked: readonly AskedRequirement[],
  approvals: PolicyFacts["approvals"],
  facts: PolicyFacts,
): Instant {
  const byTime = [...approvals].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const complete = byTime.findIndex((_, index) => {
    const given = byTime.slice(0, index + 1);
    return isApproved(version, judgeRequirements(asked, given, facts), given);
  });
  return byTime[complete]?.at ?? facts.at;
}

function daysBefore(at: Instant, days: number): Instant {
  return new Date(momentOf(at) - days * 86_400_000).toISOString();
}
