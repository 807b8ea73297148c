import {
  assessRequest,
  type ChangeFacts,
  type ChangeRecord,
  couldSatisfy,
  describeCheck,
  describeFreeze,
  describeRequirement,
  describeWaiting,
  type JudgedPolicy,
  judgedPolicies,
  type PolicyJudgement,
  type PrincipalRef,
  type RequestPolicy,
  whyApprovalWouldNotCount,
} from "@countersign/core";
import { principalRef } from "../access/principal-names.ts";
import { scopeRef } from "../access/scope-names.ts";
import type { Reading } from "../command/reading.ts";
import { peopleOf, type RequestStanding, type SharedFacts } from "./request-facts.ts";
import type { Eligibility } from "./reviewer-eligibility.ts";

/** Each policy of a request, with what it asks of this change and what of it is met. */
export function requestPolicies(
  reading: Reading,
  standing: RequestStanding,
  shared: SharedFacts,
  refs: ReadonlyMap<string, PrincipalRef>,
): readonly RequestPolicy[] {
  const { input, facts } = standing;
  return judgedPolicies(input, facts).map((judged) =>
    requestPolicy(reading, standing.eligibility, shared, refs, judged),
  );
}

/** Each policy that is only tried out at the address, with what it would ask. */
export function triedOutPolicies(
  reading: Reading,
  standing: RequestStanding,
  shared: SharedFacts,
  refs: ReadonlyMap<string, PrincipalRef>,
): readonly RequestPolicy[] {
  if (standing.trials.length === 0) return [];
  const input = { ...standing.input, policies: { atOpening: [], now: standing.trials } };
  const facts = assessRequest(input, reading.now);
  return judgedPolicies(input, facts).map((judged) =>
    requestPolicy(reading, standing.eligibility, shared, refs, judged),
  );
}

/** One policy, as the page of a request shows it, with who is eligible where it applies. */
export function requestPolicy(
  reading: Reading,
  eligibility: Eligibility,
  shared: SharedFacts,
  refs: ReadonlyMap<string, PrincipalRef>,
  { version, inForce, quorum }: JudgedPolicy,
): RequestPolicy {
  const knowsOthers = reading.may("access:view", reading.organizationId);
  const eligible = peopleOf(reading).filter((id) => whyApprovalWouldNotCount(id, eligibility.reviewers) === null);
  const policy = shared.policies.find(({ id }) => id === version.policyId);
  const candidates = couldSatisfy(
    quorum.requirements.map(({ requirement }) => requirement),
    eligible,
    eligibility.satisfies,
  );
  const { reviewDays, waiting, freezes } = version.terms;
  return {
    policyId: version.policyId,
    name: policy?.name ?? shared.nameOf("policy", version.policyId),
    scope: scopeRef(reading.state, policy?.scopeId ?? reading.organizationId),
    versionAtOpening: inForce === "now" ? null : version.number,
    versionNow: inForce === "at-opening" ? null : version.number,
    requirements: quorum.requirements.map(({ requirement, applies, ownerOf, by }, index) => ({
      text: describeRequirement(requirement, shared.nameOf),
      applies,
      ownerOf,
      required: requirement.count,
      metBy: by.map((id) => principalRef(refs, id)),
      eligible: knowsOthers
        ? eligible
            .filter((id) => !by.includes(id) && eligibility.satisfies(requirement, id))
            .map((id) => principalRef(refs, id))
        : null,
      eligibleCount: Math.max(0, (candidates.requirements[index]?.candidates ?? 0) - by.length),
    })),
    checks: quorum.checks.map(({ check, applies, state, report, expiresAt }) => ({
      name: check.name,
      text: describeCheck(check, shared.nameOf("principal", check.serviceAccountId)),
      serviceAccount: principalRef(refs, check.serviceAccountId),
      applies,
      state,
      reportedAt: report?.at ?? null,
      expiresAt,
    })),
    needsAnyApproval: quorum.requirements.every(({ applies }) => !applies),
    reviewDays,
    waiting: waiting === null ? null : { text: describeWaiting(waiting), until: quorum.waitsUntil },
    freezes: { texts: freezes.map(describeFreeze), until: quorum.freeze?.until ?? null },
  };
}

/** How many approvals a policy asks of this change: what applies, and never none. */
export function approvalsAsked({ requirements }: PolicyJudgement): number {
  return Math.max(
    1,
    requirements.reduce((sum, { applies, requirement }) => sum + (applies ? requirement.count : 0), 0),
  );
}

/** What the policies of a request see of its change; `null` where none looks. */
export function changeRecord({ policies, trials, input }: RequestStanding): ChangeRecord | null {
  const { change } = input;
  const looked = [...policies.atOpening, ...policies.now, ...trials].some(({ requirements, terms }) =>
    [...requirements, ...terms.owners.map(({ requirement }) => requirement), ...terms.checks].some(
      ({ when }) => when !== undefined,
    ),
  );
  if (!looked) return null;
  return changeOf(change);
}

/** A change, as it is answered. */
export function changeOf(change: ChangeFacts): ChangeRecord {
  return change.type === "everything" ? change : { ...change, areas: [...change.areas] };
}
