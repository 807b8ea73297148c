import {
  approversOfLoosening,
  couldSatisfy,
  describeRequirement,
  describeWaiting,
  type Judgement,
  judgePolicies,
  NO_TERMS,
  type PolicyProposalRecord,
  type ResourceKind,
  type UncountedReason,
  whyApprovalWouldNotCount,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import type { PolicyProposal, ProposalReview } from "./policy-proposal-store.ts";
import { ruleOf } from "./policy-rule.ts";
import type { PolicyRow } from "./policy-store.ts";
import { peopleOf, type SharedFacts } from "./request-facts.ts";
import { type Eligibility, eligibilityAt } from "./reviewer-eligibility.ts";

/** Everything that is true of a proposed loosening in this transaction. */
export interface ProposalStanding {
  /** Everybody who had a hand in it: its proposer, and who stands behind a service account that proposed it. */
  readonly contributors: ReadonlySet<string>;
  readonly eligibility: Eligibility;
  /** The newest approval of each person that was not taken back, with why it does not count. */
  readonly approvals: readonly {
    readonly principalId: string;
    readonly at: string;
    readonly whyNot: UncountedReason | null;
  }[];
  readonly judgement: Judgement;
  readonly blockers: PolicyProposalRecord["blockers"];
}

/**
 * Works out whether a loosening has what the policy as it stands asks for: the approvals, by people who may review at the
 * policy's place and had no hand in it, none of them older than approvals may be, and the waiting time. Freezes hold up
 * releases and no decisions, and there is no digest that a check could be reported for.
 */
export function standingOfProposal(
  reading: Reading,
  policy: PolicyRow,
  proposal: PolicyProposal,
  reviews: readonly ProposalReview[],
  shared: SharedFacts,
  peopleBehind: (principalId: string) => readonly string[],
): ProposalStanding {
  const contributors = new Set(peopleBehind(proposal.proposedBy));
  const eligibility = eligibilityAt(
    reading,
    { scopeId: policy.scopeId, kind: kindOfPolicy(policy) },
    {
      contributors: [...contributors].map((principalId) => ({ principalId, reason: "had a hand in the proposal" })),
      ids: contributors,
      workBeganAt: proposal.proposedAt,
    },
    shared.grantors,
    shared.openings,
  );
  const newest = new Map<string, ProposalReview>();
  for (const review of reviews) if (review.proposalId === proposal.id) newest.set(review.principalId, review);
  const approvals = [...newest.values()]
    .filter(({ verdict }) => verdict === "approve")
    .map(({ principalId, at }) => ({
      principalId,
      at,
      // Approved was a change of the policy as it stood; it stands otherwise by now.
      whyNot:
        at < policy.current.createdAt
          ? ("dismissed-by-change" as const)
          : whyApprovalWouldNotCount(principalId, eligibility.reviewers),
    }));
  const { reviewDays, waiting } = policy.current.terms;
  const requirements = approversOfLoosening(
    ruleOf(policy),
    proposal.proposed === null ? null : { scopeId: policy.scopeId, ...proposal.proposed },
  );
  const judgement = judgePolicies([{ ...policy.current, requirements, terms: { ...NO_TERMS, reviewDays, waiting } }], {
    change: { type: "everything" },
    path: "",
    digest: "",
    proposedAt: proposal.proposedAt,
    approvals: approvals.filter(({ whyNot }) => whyNot === null),
    satisfies: eligibility.satisfies,
    reports: [],
    isContributors: () => true,
    at: reading.now,
  });
  return {
    contributors,
    eligibility,
    approvals,
    judgement,
    blockers: blockersOf(reading, policy, judgement, eligibility, shared),
  };
}

/** The kind whose `review` lets people approve a loosening of the policy: the first that it is for. */
export function kindOfPolicy({ kinds }: { readonly kinds: readonly ResourceKind[] | null }): ResourceKind {
  return kinds?.[0] ?? "prompt";
}

function blockersOf(
  reading: Reading,
  policy: PolicyRow,
  { policies: [judged] }: Judgement,
  eligibility: Eligibility,
  shared: SharedFacts,
): ProposalStanding["blockers"] {
  if (judged === undefined) return [];
  const eligible = peopleOf(reading).filter((id) => whyApprovalWouldNotCount(id, eligibility.reviewers) === null);
  const asked = judged.requirements.map(({ requirement }) => requirement);
  const could = couldSatisfy(asked, eligible, eligibility.satisfies).requirements;
  const missing = judged.requirements.flatMap(({ requirement, missing }, index) => {
    if (missing === 0) return [];
    const tooFew = (could[index]?.missing ?? 0) > 0;
    return [
      {
        code: tooFew ? "requirement_unsatisfiable" : "requirement_missing",
        message: `The policy as it stands asks for ${describeRequirement(requirement, shared.nameOf)}; ${missing} of ${requirement.count} ${missing === 1 ? "is" : "are"} missing${tooFew ? ", and too few people could" : ""}.`,
        remedy: tooFew
          ? "Give more people the right to review at the policy's place; nobody who proposed it may be one of them."
          : "Ask those who may review there, and did not propose it, to approve it.",
      },
    ];
  });
  const { waiting } = policy.current.terms;
  if (judged.waitsUntil === null || waiting === null) return missing;
  return [
    ...missing,
    {
      code: "waiting",
      message: `The policy as it stands lets nothing act before ${describeWaiting(waiting)}, which is at ${judged.waitsUntil}.`,
      remedy: "Accept it then.",
    },
  ];
}
