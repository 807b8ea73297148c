import type { Instant } from "../access/instant.ts";
import { type EligibilityPath, isEligibleIndependently } from "./eligibility.ts";
import type { ReleaseRequest } from "./release-request.ts";
import { type ReleaseTarget, sameTarget } from "./release-target.ts";

/** What a reviewer says. */
export type Verdict = "approve" | "request_changes" | "comment";

/** One person's verdict in one request, bound to what was looked at. */
export interface Review {
  readonly id: string;
  readonly requestId: string;
  readonly principalId: string;
  readonly verdict: Verdict;
  readonly digest: string;
  readonly closureDigest: string | null;
  readonly target: ReleaseTarget;
  /** The release that the request was made against; `null` where the label had none. */
  readonly baseReleaseId: string | null;
  readonly at: Instant;
  /** Somebody with the right to has dismissed it, with a reason. */
  readonly dismissed: boolean;
}

/** Why a review does not count, each with the sentence that its page shows. */
export const uncountedReasons = {
  comment: "It is a comment and no verdict.",
  "other-request": "It belongs to another request.",
  "other-address": "The request was for another address when it was given.",
  "other-base": "The label has moved and the request was rebased since.",
  "dismissed-by-change": "The content or something that it includes has changed since.",
  superseded: "The reviewer has given another verdict since.",
  dismissed: "It was dismissed, with a reason.",
  "not-a-person": "Only people's reviews count.",
  contributor: "The reviewer had a hand in what is proposed.",
  "lost-review": "The reviewer may not review here now.",
  "eligible-through-contributor": "A contributor made the reviewer eligible while the work was under way.",
} as const satisfies Record<string, string>;

/** Why a review does not count. */
export type UncountedReason = keyof typeof uncountedReasons;

/** What is true of people now; asked again each time. */
export interface ReviewerFacts {
  /** Ids of the request's contributors. */
  readonly contributors: ReadonlySet<string>;
  /** Whether the principal is a user and no service account. */
  readonly isPerson: (principalId: string) => boolean;
  /** Whether the person is active and has effective `review` of the kind at the target. */
  readonly mayReview: (principalId: string) => boolean;
  /** Every way in which the person has `review` at the target. */
  readonly eligibility: (principalId: string) => readonly EligibilityPath[];
  /** When the oldest version of the lineage since the one now served was saved. */
  readonly workBeganAt: Instant;
}

/** The reviews of a request, each in exactly one list. */
export interface CountedReviews {
  /** At most one a person. */
  readonly approvals: readonly Review[];
  /** Requested changes that stand; at most one a person. */
  readonly objections: readonly Review[];
  readonly uncounted: readonly UncountedReview[];
}

export interface UncountedReview {
  readonly review: Review;
  readonly reason: UncountedReason;
}

/**
 * Sorts the reviews of a request into those that count and those that do not, with the reason.
 *
 * Only the latest verdict of each person counts, and only where it was given in this request and on its address. An
 * approval counts for its base and for the content and closure of its last push, while its giver is a person with
 * effective `review`, no contributor, and not made eligible by one. An objection stands though its giver lost all that,
 * and though something else was pushed: otherwise taking somebody's access away, or a push that answers nothing, would
 * let something through. Its giver's approval ends it, or its dismissal.
 *
 * @param reviews oldest first, in the order in which they were recorded.
 */
export function countReviews(
  request: ReleaseRequest,
  reviews: readonly Review[],
  reviewers: ReviewerFacts,
): CountedReviews {
  const latest = new Map<string, number>();
  for (const [index, { requestId, verdict, principalId }] of reviews.entries()) {
    if (requestId === request.id && verdict !== "comment") latest.set(principalId, index);
  }
  const approvals: Review[] = [];
  const objections: Review[] = [];
  const uncounted: UncountedReview[] = [];
  for (const [index, review] of reviews.entries()) {
    const reason = whyUncounted(review, latest.get(review.principalId) === index, request, reviewers);
    if (reason !== null) uncounted.push({ review, reason });
    else if (review.verdict === "approve") approvals.push(review);
    else objections.push(review);
  }
  return { approvals, objections, uncounted };
}

/** Why this person's approval would not count now, whatever he or she looked at; `null` when it would. */
export function whyApprovalWouldNotCount(principalId: string, reviewers: ReviewerFacts): UncountedReason | null {
  if (!reviewers.isPerson(principalId)) return "not-a-person";
  if (reviewers.contributors.has(principalId)) return "contributor";
  if (!reviewers.mayReview(principalId)) return "lost-review";
  return isEligibleIndependently(reviewers.eligibility(principalId), reviewers.contributors, reviewers.workBeganAt)
    ? null
    : "eligible-through-contributor";
}

function whyUncounted(
  review: Review,
  isLatest: boolean,
  request: ReleaseRequest,
  reviewers: ReviewerFacts,
): UncountedReason | null {
  if (review.requestId !== request.id) return "other-request";
  if (review.verdict === "comment") return "comment";
  if (!sameTarget(review.target, request.target)) return "other-address";
  if (review.dismissed) return "dismissed";
  if (review.verdict === "request_changes") {
    if (!isLatest) return "superseded";
    return reviewers.isPerson(review.principalId) ? null : "not-a-person";
  }
  if (review.baseReleaseId !== request.base.releaseId) return "other-base";
  if (!sameContent(review, request)) return "dismissed-by-change";
  if (!isLatest) return "superseded";
  return whyApprovalWouldNotCount(review.principalId, reviewers);
}

/** Also older than the last push is dismissed: content that comes back does not bring its approvals back. */
function sameContent(review: Review, { content }: ReleaseRequest): boolean {
  return (
    review.digest === content.digest && review.closureDigest === content.closureDigest && review.at >= content.pushedAt
  );
}
