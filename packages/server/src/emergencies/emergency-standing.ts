import {
  type AfterReviewState,
  afterReviewQuorum,
  afterReviewState,
  type PolicyVersion,
  type Quorum,
  type ResourceKind,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { found } from "../command/refuse.ts";
import { type Contribution, findContributors } from "../releases/contributor-finder.ts";
import { readNamedVersions } from "../releases/policy-store.ts";
import { readLabelHistory, readRelease } from "../releases/release-store.ts";
import type { SharedFacts } from "../releases/request-facts.ts";
import { readRequest } from "../releases/request-store.ts";
import { type Eligibility, eligibilityAt } from "../releases/reviewer-eligibility.ts";
import { readVersion } from "../resources/version-store.ts";
import {
  listAfterReviews,
  listEmergencyContributors,
  type StoredAfterReview,
  type StoredEmergency,
} from "./emergency-store.ts";

/** Everything that is true of an emergency in this transaction. */
export interface EmergencyStanding {
  readonly emergency: StoredEmergency;
  readonly kind: ResourceKind;
  /** The version that the label served before. */
  readonly beforeVersionId: string | null;
  readonly contribution: Contribution;
  readonly eligibility: Eligibility;
  readonly reviews: readonly StoredAfterReview[];
  /** Those that it went past. */
  readonly policies: readonly PolicyVersion[];
  readonly quorum: Quorum;
  readonly state: AfterReviewState;
}

/** Works out who contributed, who may look at it afterwards, and whether enough people have. */
export async function readEmergencyStanding(
  reading: Reading,
  emergency: StoredEmergency,
  shared: SharedFacts,
): Promise<EmergencyStanding> {
  const { tx, organizationId, now } = reading;
  const release = found(await readRelease(tx, organizationId, emergency.releaseId)).release;
  const version = found(await readVersion(tx, organizationId, emergency.versionId));
  const history = await readLabelHistory(tx, organizationId, emergency.resourceId, emergency.target.label);
  const earlier = history.filter((row) => row.release.sequence < emergency.sequence);
  const beforeVersionId = earlier.at(-1)?.release.versionId ?? null;
  // What an emergency before this one served nobody had approved either.
  const approvedVersionId = earlier.findLast((row) => row.release.kind !== "break-glass")?.release.versionId ?? null;
  const contribution = await contributionOf(reading, emergency, {
    closure: version.closure,
    servedVersionId: approvedVersionId,
    servedClosure:
      approvedVersionId === null ? [] : ((await readVersion(tx, organizationId, approvedVersionId))?.closure ?? []),
  });
  const eligibility = eligibilityAt(
    reading,
    { scopeId: emergency.resourceId, kind: version.kind },
    contribution,
    shared.grantors,
    shared.openings,
  );
  const reviews = await listAfterReviews(tx, organizationId, emergency.id);
  const policies = await readNamedVersions(tx, organizationId, release.policyVersions);
  return {
    emergency,
    kind: version.kind,
    beforeVersionId,
    contribution,
    eligibility,
    reviews,
    policies,
    quorum: afterReviewQuorum({
      policies,
      path: emergency.target.path,
      reviews,
      reviewers: eligibility.reviewers,
      satisfies: eligibility.satisfies,
    }),
    state: afterReviewState(emergency, reviews, now),
  };
}

/** Whoever released it, whoever contributed to the request that it was taken from, and everybody behind the content. */
async function contributionOf(
  reading: Reading,
  emergency: StoredEmergency,
  content: Pick<Parameters<typeof findContributors>[1], "closure" | "servedVersionId" | "servedClosure">,
): Promise<Contribution> {
  const { tx, organizationId } = reading;
  const stored = emergency.requestId === null ? null : await readRequest(tx, organizationId, emergency.requestId);
  const found = await findContributors(reading, {
    requestId: emergency.requestId ?? "",
    requesterId: stored?.requesterId ?? emergency.principalId,
    openedAt: emergency.at,
    digest: emergency.digest,
    sourceVersionId: emergency.versionId,
    ...content,
  });
  const reasons = new Map(found.contributors.map(({ principalId, reason }) => [principalId, reason]));
  for (const { principalId, reason } of await listEmergencyContributors(tx, organizationId, emergency.id)) {
    if (!reasons.has(principalId)) reasons.set(principalId, reason);
  }
  const before = reasons.get(emergency.principalId);
  const released = "released it in an emergency";
  if (before === undefined || emergency.requestId === null) {
    reasons.set(emergency.principalId, before === undefined || before === "opened the request" ? released : before);
  }
  return {
    contributors: [...reasons].map(([principalId, reason]) => ({ principalId, reason })).sort(byPrincipal),
    ids: new Set(reasons.keys()),
    workBeganAt: found.workBeganAt,
  };
}

function byPrincipal(a: { readonly principalId: string }, b: { readonly principalId: string }): number {
  return a.principalId < b.principalId ? -1 : 1;
}
