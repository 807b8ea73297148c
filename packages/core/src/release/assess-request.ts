import type { Instant } from "../access/instant.ts";
import type { PolicyVersion } from "../policy/approval-policy.ts";
import type { ChangeFacts } from "../policy/change-condition.ts";
import type { CheckReport } from "../policy/named-check.ts";
import { type Judgement, judgePolicies } from "../policy/policy-judgement.ts";
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
  /** What is different between what the label serves and what the request proposes. */
  readonly change: ChangeFacts;
  readonly checks: RequestChecks;
  /** Whose path owners are found by, and for which digest checks count; the request's own where it is left out. */
  readonly subject?: { readonly path: string; readonly digest: string };
}

/** What service accounts reported, and whose word that is. */
export interface RequestChecks {
  /** For the request's digest, oldest first; others may be among them and count nowhere. */
  readonly reports: readonly CheckReport[];
  /** Everybody who is, or ever was, behind a service account: itself, those responsible for it, makers of its keys. */
  readonly peopleBehind: (serviceAccountId: string) => readonly string[];
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
  readonly quorum: { readonly atOpening: Judgement; readonly now: Judgement };
}

/** Counts the reviews and judges the approvals among them under the policies at opening and under those of now. */
export function assessRequest(input: RequestInput, at: Instant): RequestFacts {
  const { request, current, policies, satisfies, change, checks, reviewers } = input;
  const reviews = countReviews(request, input.reviews, reviewers);
  const facts = {
    change,
    path: input.subject?.path ?? request.target.path,
    digest: input.subject?.digest ?? request.content.digest,
    proposedAt: request.content.pushedAt,
    approvals: reviews.approvals,
    satisfies,
    reports: checks.reports,
    isContributors: (id: string) => checks.peopleBehind(id).some((person) => reviewers.contributors.has(person)),
    at,
  };
  return {
    request,
    current,
    reviews,
    quorum: { atOpening: judgePolicies(policies.atOpening, facts), now: judgePolicies(policies.now, facts) },
  };
}
