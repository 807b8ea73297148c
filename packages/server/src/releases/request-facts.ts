import {
  assessRequest,
  type Blocker,
  contentDigest,
  decidePublication,
  type LabelPosition,
  type NameOf,
  NEVER_RELEASED,
  type PolicyVersion,
  type PublicationInput,
  type PublicationPlan,
  type PublicationRefusal,
  parseExpandedContent,
  type RequestFacts,
  type RequestState,
  type Result,
  requestState,
} from "@countersign/core";
import { listOpenings, type RecordedOpening } from "../access/opening-store.ts";
import { readGroupNames, readPrincipalRefs } from "../access/principal-names.ts";
import type { Reading } from "../command/reading.ts";
import { readVersion } from "../resources/version-store.ts";
import { type Contribution, findContributors } from "./contributor-finder.ts";
import { type Grantors, readGrantors } from "./contributor-store.ts";
import { readCircumstances } from "./policy-circumstances.ts";
import { type PolicyRow, readPolicies, readPolicyNames, readPolicyVersions } from "./policy-store.ts";
import { readPosition, readRelease, readServedBeforeEmergencies } from "./release-store.ts";
import type { StoredRequest } from "./request-store.ts";
import { listReviews, type StoredReview } from "./review-store.ts";
import { type Eligibility, eligibilityAt } from "./reviewer-eligibility.ts";
import { policiesAt, policiesOfLabel, type ResolvedTarget, resolveTarget } from "./target-address.ts";

/** Everything that is true of a request in this transaction. */
export interface RequestStanding {
  readonly stored: StoredRequest;
  readonly target: ResolvedTarget;
  readonly current: LabelPosition;
  readonly servedVersionId: string | null;
  readonly contribution: Contribution;
  readonly eligibility: Eligibility;
  readonly reviews: readonly StoredReview[];
  readonly policies: { readonly atOpening: readonly PolicyVersion[]; readonly now: readonly PolicyVersion[] };
  /** Policies that are only tried out at the address. */
  readonly trials: readonly PolicyVersion[];
  readonly input: PublicationInput;
  readonly facts: RequestFacts;
  readonly state: RequestState;
}

/** What several requests of one transaction have in common, read once. */
export interface SharedFacts {
  readonly policies: readonly PolicyRow[];
  readonly grantors: Grantors;
  readonly openings: readonly RecordedOpening[];
  /** Names for messages; of people only what the actor may know anyway. */
  readonly nameOf: NameOf;
  /** Names of people, for those whose part in a request is seen by whoever sees the request. */
  readonly personName: (id: string) => string;
}

export async function readSharedFacts(reading: Reading): Promise<SharedFacts> {
  const { tx, organizationId, state } = reading;
  const principals = await readPrincipalRefs(tx, organizationId, state.principals.keys());
  const groups = await readGroupNames(tx, organizationId, state.groups.keys());
  const policies = await readPolicyNames(tx, organizationId);
  // Whoever may not ask about others' access learns from a requirement how many people it names, and not which.
  const mayKnow = reading.may("access:view", organizationId);
  return {
    policies: await readPolicies(tx, organizationId),
    grantors: await readGrantors(tx, organizationId),
    openings: await listOpenings(tx, organizationId),
    personName: (id) => principals.get(id)?.name ?? id,
    nameOf: (type, id) => {
      switch (type) {
        case "principal":
          if (state.principals.get(id)?.type === "service-account") return `"${principals.get(id)?.name ?? id}"`;
          return mayKnow || id === reading.actor.principalId ? (principals.get(id)?.name ?? id) : "a named person";
        case "group":
          return `"${groups.get(id) ?? id}"`;
        case "role":
          return `"${reading.roleName(id)}"`;
        case "policy":
          return `"${policies.get(id) ?? id}"`;
      }
    },
  };
}

/** Works out where a request stands: contributors, reviews, policies at opening and now, the label, the state. */
export async function readStanding(
  reading: Reading,
  stored: StoredRequest,
  shared: SharedFacts,
): Promise<RequestStanding> {
  const { tx, organizationId, now } = reading;
  const { request, kind, push } = stored;
  const target = resolveTarget(reading, request.target.workspaceId, request.target.path);
  const current =
    target.resourceId === null
      ? NEVER_RELEASED
      : await readPosition(tx, organizationId, target.resourceId, request.target.label);
  const served = current.releaseId === null ? null : await readRelease(tx, organizationId, current.releaseId);
  const servedVersionId = served?.release.versionId ?? null;
  // What was served in an emergency nobody has approved: whoever wrote it contributes to what comes after it too.
  const approvedVersionId =
    served?.release.kind === "break-glass"
      ? await readServedBeforeEmergencies(tx, organizationId, served.release.resourceId, request.target.label)
      : servedVersionId;
  const contribution = await findContributors(reading, {
    requestId: request.id,
    requesterId: stored.requesterId,
    openedAt: request.openedAt,
    digest: request.content.digest,
    sourceVersionId: push.sourceVersionId,
    closure: push.closure,
    servedVersionId: approvedVersionId,
    servedClosure:
      approvedVersionId === null ? [] : ((await readVersion(tx, organizationId, approvedVersionId))?.closure ?? []),
  });
  const eligibility = eligibilityAt(
    reading,
    { scopeId: target.scopeId, kind },
    contribution,
    shared.grantors,
    shared.openings,
  );
  const reviews = await listReviews(tx, organizationId, [request.id]);
  const policies = {
    atOpening: await readPolicyVersions(tx, organizationId, request.id),
    now: (
      await policiesOfLabel(reading, shared.policies, {
        scopeId: target.scopeId,
        resourceId: target.resourceId,
        target: request.target,
        kind,
      })
    ).map((policy) => policy.current),
  };
  const trials = policiesAt(reading, shared.policies, target.scopeId, request.target.label, kind, "evaluate").map(
    (policy) => policy.current,
  );
  const circumstances = await readCircumstances(
    reading,
    [...policies.atOpening, ...policies.now, ...trials],
    kind,
    push,
    served?.release.serves.map(({ versionId }) => versionId) ?? [],
  );
  const reviewers = new Set(reviews.map(({ review }) => review.principalId));
  const input: PublicationInput = {
    request,
    current,
    reviews: reviews.map(({ review }) => review),
    reviewers: eligibility.reviewers,
    policies,
    satisfies: eligibility.satisfies,
    ...circumstances,
    frozenDigest: frozenDigest(stored),
    people: peopleOf(reading),
    nameOf: (type, id) => (type === "principal" && reviewers.has(id) ? shared.personName(id) : shared.nameOf(type, id)),
  };
  const facts = assessRequest(input, now);
  return {
    stored,
    target,
    current,
    servedVersionId,
    contribution,
    eligibility,
    reviews,
    policies,
    trials,
    input,
    facts,
    state: requestState(facts, now),
  };
}

/** May it be published now, whoever publishes? */
export function decideStanding(standing: RequestStanding, now: string): Result<PublicationPlan, PublicationRefusal> {
  return decidePublication(standing.input, now);
}

/** All that stands between a request and its release, the state of its address included. */
export function blockersOfStanding(
  standing: RequestStanding,
  now: string,
): readonly Pick<Blocker, "message" | "remedy" | "code">[] {
  const decision = decideStanding(standing, now);
  const blockers: Pick<Blocker, "message" | "remedy" | "code">[] = decision.ok ? [] : [...decision.error.blockers];
  if (standing.target.obstacle !== null && standing.stored.request.ending === null) {
    blockers.push({
      code: "stale",
      message: `The address cannot be served: ${standing.target.obstacle}.`,
      remedy: "Restore it, or open a request for another address.",
    });
  }
  return blockers;
}

/** Active people of the organization. */
export function peopleOf(reading: Reading): readonly string[] {
  return [...reading.state.principals.values()]
    .filter((principal) => principal.type === "user" && principal.active)
    .map(({ id }) => id);
}

/** The digest of what the request holds, computed from its bytes. */
function frozenDigest(stored: StoredRequest): string {
  const expanded = parseExpandedContent(stored.kind, stored.push.expanded);
  return expanded.ok ? contentDigest(expanded.value) : "unreadable";
}
