import { type PrincipalRef, type RequestFacts, type RequestRecord, uncountedReasons } from "@countersign/core";
import { principalRef } from "../access/principal-names.ts";
import type { Contribution } from "./contributor-finder.ts";
import type { StoredReview } from "./review-store.ts";

/** What a request of either sort is judged by. */
interface Judged {
  readonly contribution: Contribution;
  readonly reviews: readonly StoredReview[];
  readonly facts: RequestFacts;
}

/** Who had a hand in a request, and what hand. */
export function contributorRecords(
  { contribution }: Judged,
  refs: ReadonlyMap<string, PrincipalRef>,
): RequestRecord["contributors"] {
  return contribution.contributors.map(({ principalId, reason }) => ({
    principal: principalRef(refs, principalId),
    reason,
  }));
}

/** Every review of a request, with why it does not count where it does not. */
export function reviewRecords(
  { reviews, facts }: Judged,
  refs: ReadonlyMap<string, PrincipalRef>,
): RequestRecord["reviews"] {
  const uncounted = new Map(facts.reviews.uncounted.map(({ review, reason }) => [review.id, uncountedReasons[reason]]));
  return reviews.map(({ review, body, dismissal }) => ({
    id: review.id,
    reviewer: principalRef(refs, review.principalId),
    verdict: review.verdict,
    digest: review.digest,
    body,
    at: review.at,
    counts: !uncounted.has(review.id),
    whyNot: uncounted.get(review.id) ?? null,
    dismissal:
      dismissal === null ? null : { by: principalRef(refs, dismissal.by), reason: dismissal.reason, at: dismissal.at },
  }));
}
