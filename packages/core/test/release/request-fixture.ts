import type { PolicyVersion } from "../../src/policy/approval-policy.ts";
import { NO_TERMS } from "../../src/policy/policy-terms.ts";
import type { Requirement, Satisfies } from "../../src/policy/requirement.ts";
import type { PublicationInput } from "../../src/release/publication-input.ts";
import { openRequest, type ReleaseRequest } from "../../src/release/release-request.ts";
import type { Review, ReviewerFacts } from "../../src/release/review.ts";

/** Minutes after the work on the request of these tests began; it was opened at 10. */
export function minute(count: number): string {
  return new Date(Date.UTC(2026, 0, 1, 12, count)).toISOString();
}

export const digests = { v1: `sha256:${"1".repeat(64)}`, v2: `sha256:${"2".repeat(64)}` } as const;

export const target = { workspaceId: "production", path: "support/reply", label: "live" } as const;

/** Against the label's fourth release, expiring at minute 100. */
export const request: ReleaseRequest = openRequest({
  id: "request",
  target,
  base: { releaseId: "release-4", sequence: 4 },
  digest: digests.v1,
  closureDigest: null,
  at: minute(10),
  expiresAt: minute(100),
});

/** A verdict on the request as it was opened, at minute 20. */
export function review(principalId: string, verdict: Review["verdict"], changes: Partial<Review> = {}): Review {
  return {
    id: `${verdict}-of-${principalId}`,
    requestId: request.id,
    principalId,
    verdict,
    digest: digests.v1,
    closureDigest: null,
    target,
    baseReleaseId: "release-4",
    at: minute(20),
    dismissed: false,
    ...changes,
  };
}

/** Nobody may review but those named, all of them for longer than the work lasts; nobody contributed but `author`. */
export function reviewers(names: readonly string[], changes: Partial<ReviewerFacts> = {}): ReviewerFacts {
  return {
    contributors: new Set(["author"]),
    isPerson: (principalId) => !principalId.startsWith("robot"),
    mayReview: (principalId) => names.includes(principalId),
    eligibility: () => [[{ grantedBy: "owner", at: minute(-1000) }]],
    workBeganAt: minute(0),
    ...changes,
  };
}

export function policy(policyId: string, number: number, ...requirements: Requirement[]): PolicyVersion {
  return {
    policyId,
    number,
    mode: "enforce",
    terms: NO_TERMS,
    requirements,
    approvals: requirements.reduce((sum, { count }) => sum + count, 0),
    createdAt: minute(-2000),
  };
}

export const anyReviewer: Requirement = { type: "role", roleId: "reviewer", count: 1 };

/** Everybody holds every role and is in no group. */
export const satisfies: Satisfies = (requirement, principalId) => {
  switch (requirement.type) {
    case "role":
      return true;
    case "group":
      return false;
    case "people":
      return requirement.principalIds.includes(principalId);
  }
};

/** The request as opened, under a policy of one approval, with the reviewers ann, ben and cem, who have said nothing. */
export function publicationInput(changes: Partial<PublicationInput> = {}): PublicationInput {
  return {
    request,
    current: request.base,
    reviews: [],
    reviewers: reviewers(["ann", "ben", "cem"]),
    policies: { atOpening: [policy("p", 1, anyReviewer)], now: [policy("p", 1, anyReviewer)] },
    satisfies,
    change: { type: "everything" },
    checks: { reports: [], peopleBehind: (id) => [id] },
    frozenDigest: changes.request?.content.digest ?? digests.v1,
    people: null,
    nameOf: (type, id) => `${type} ${id}`,
    ...changes,
  };
}
