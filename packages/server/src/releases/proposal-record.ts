import {
  couldSatisfy,
  describeRequirement,
  describeTerms,
  type PolicyProposalRecord,
  type PrincipalRef,
  type RequestActionState,
  uncountedReasons,
  whyApprovalWouldNotCount,
} from "@countersign/core";
import { principalRef } from "../access/principal-names.ts";
import type { Reading } from "../command/reading.ts";
import { knownRequirement } from "./known-requirement.ts";
import type { PolicyProposal } from "./policy-proposal-store.ts";
import type { PolicyRow } from "./policy-store.ts";
import { kindOfPolicy, type ProposalStanding } from "./proposal-standing.ts";
import { peopleOf, type SharedFacts } from "./request-facts.ts";

/** A proposed loosening, as its policy's page shows it. */
export function proposalRecord(
  reading: Reading,
  policy: PolicyRow,
  proposal: PolicyProposal,
  standing: ProposalStanding,
  shared: SharedFacts,
  refs: ReadonlyMap<string, PrincipalRef>,
): PolicyProposalRecord {
  const { proposed } = proposal;
  const { eligibility, approvals, judgement, blockers } = standing;
  const eligible = peopleOf(reading).filter((id) => whyApprovalWouldNotCount(id, eligibility.reviewers) === null);
  const judged = judgement.policies[0]?.requirements ?? [];
  const candidates = couldSatisfy(
    judged.map(({ requirement }) => requirement),
    eligible,
    eligibility.satisfies,
  ).requirements;
  return {
    id: proposal.id,
    policyId: proposal.policyId,
    proposed:
      proposed === null
        ? null
        : {
            ...proposed,
            requirements: proposed.requirements.map((one) => knownRequirement(reading, policy.scopeId, one)),
            terms: {
              ...proposed.terms,
              owners: proposed.terms.owners.map((owner) => ({
                ...owner,
                requirement: knownRequirement(reading, policy.scopeId, owner.requirement),
              })),
            },
          },
    proposedTexts:
      proposed === null
        ? []
        : [
            ...proposed.requirements.map((requirement) => describeRequirement(requirement, shared.nameOf)),
            ...describeTerms(proposed.terms, shared.nameOf),
          ],
    proposedBy: principalRef(refs, proposal.proposedBy),
    proposedAt: proposal.proposedAt,
    reason: proposal.reason,
    actsAt: proposal.actsAt,
    state: proposal.state,
    requirements: judged.map(({ requirement, by }, index) => ({
      text: describeRequirement(requirement, shared.nameOf),
      required: requirement.count,
      metBy: by.map((id) => principalRef(refs, id)),
      eligibleCount: Math.max(0, (candidates[index]?.candidates ?? 0) - by.length),
    })),
    approvals: approvals.map(({ principalId, at, whyNot }) => ({
      by: principalRef(refs, principalId),
      at,
      counts: whyNot === null,
      whyNot: whyNot === null ? null : uncountedReasons[whyNot],
    })),
    blockers,
    approve: mayApprove(reading, policy, standing),
    approved: approvals.some(({ principalId }) => principalId === reading.actor.principalId),
  };
}

/** Whether the actor may approve the proposal; a no with its reason. */
function mayApprove(reading: Reading, policy: PolicyRow, { contributors }: ProposalStanding): RequestActionState {
  const { actor } = reading;
  const permission = `${kindOfPolicy(policy)}:review` as const;
  if (!reading.may(permission, policy.scopeId)) {
    return { allowed: false, why: `You need the permission ${permission} where the policy counts.` };
  }
  if (actor.type !== "user" || actor.keyId !== null) {
    return { allowed: false, why: "A loosening is approved by a person, signed in and without a key." };
  }
  return contributors.has(actor.principalId)
    ? { allowed: false, why: "You proposed it, or stand behind the service account that did; others approve it." }
    : { allowed: true };
}
