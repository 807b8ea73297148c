import type { PolicyVersion } from "../policy/approval-policy.ts";
import { evaluateQuorum, type Quorum } from "../policy/quorum.ts";
import type { Satisfies } from "../policy/requirement.ts";
import type { LabelPosition } from "./release.ts";
import type { ReleaseRequest } from "./release-request.ts";
import { type CountedReviews, countReviews, type Review, type ReviewerFacts } from "./review.ts";

/** All that decides where a request stands, as stored and as true now. */
export interface RequestInput {
  readonly request: ReleaseRequest;
  /** Where the target's label stands now. */
  readonly current: LabelPosition;
  /** Oldest first, in the order in which they were recorded. */
  readonly reviews: readonly Review[];
  readonly reviewers: ReviewerFacts;
  readonly policies: RequestPolicies;
  readonly satisfies: Satisfies;
}

/** A request must satisfy both, each policy version once. */
export interface RequestPolicies {
  /** Those in force when the request was opened. */
  readonly atOpening: readonly PolicyVersion[];
  /** Those in force now. */
  readonly now: readonly PolicyVersion[];
}

/** A request with its reviews counted and its policies judged: what its state is derived from. */
export interface RequestFacts {
  readonly request: ReleaseRequest;
  readonly current: LabelPosition;
  readonly reviews: CountedReviews;
  readonly quorum: { readonly atOpening: Quorum; readonly now: Quorum };
}

/** Counts the reviews and judges the approvals among them under the policies at opening and under those of now. */
export function assessRequest(input: RequestInput): RequestFacts {
  const { request, current, policies, satisfies } = input;
  const reviews = countReviews(request, input.reviews, input.reviewers);
  const approvers = reviews.approvals.map(({ principalId }) => principalId);
  return {
    request,
    current,
    reviews,
    quorum: {
      atOpening: evaluateQuorum(policies.atOpening, approvers, satisfies),
      now: evaluateQuorum(policies.now, approvers, satisfies),
    },
  };
}
