import {
  couldSatisfy,
  describeRequirement,
  type EmergencyRecord,
  type EmergencySummary,
  kindPermission,
  whyApprovalWouldNotCount,
} from "@countersign/core";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import type { Reading } from "../command/reading.ts";
import { reachesLabel } from "../releases/key-labels.ts";
import { readPosition } from "../releases/release-store.ts";
import { peopleOf, type SharedFacts } from "../releases/request-facts.ts";
import { compareVersions } from "../resources/version-comparison.ts";
import type { EmergencyStanding } from "./emergency-standing.ts";
import type { StoredEmergency } from "./emergency-store.ts";

/** An emergency is seen by `view` of its resource, and by whoever made it when he signed in; a key sees those of its labels. */
export function seesEmergency(reading: Reading, { resourceId, target, principalId }: StoredEmergency): boolean {
  if (!reachesLabel(reading, target.label)) return false;
  const scope = reading.state.scopes.get(resourceId);
  if (scope?.type !== "resource") return false;
  return madeIt(reading, principalId) || reading.may(kindPermission(scope.kind, "view"), resourceId);
}

/** Whether the actor made it, and signed in. */
export function madeIt({ actor }: Reading, principalId: string): boolean {
  return actor.keyId === null && actor.principalId === principalId;
}

/** An emergency as lists show it. */
export async function emergencySummary(reading: Reading, standing: EmergencyStanding): Promise<EmergencySummary> {
  const { emergency, kind, state } = standing;
  const { target } = emergency;
  const refs = await readPrincipalRefs(reading.tx, reading.organizationId, [emergency.principalId]);
  const position = await readPosition(reading.tx, reading.organizationId, emergency.resourceId, target.label);
  return {
    id: emergency.id,
    releaseId: emergency.releaseId,
    resourceId: emergency.resourceId,
    kind,
    workspaceId: target.workspaceId,
    address: `${reading.state.scopes.get(target.workspaceId)?.name ?? target.workspaceId}/${target.path}`,
    label: target.label,
    sequence: emergency.sequence,
    current: position.releaseId === emergency.releaseId,
    by: principalRef(refs, emergency.principalId),
    reason: emergency.reason,
    incident: emergency.incident,
    at: emergency.at,
    dueAt: emergency.dueAt,
    settledAt: emergency.settledAt,
    state,
    awaitsMe: whyNotReview(reading, standing) === null,
  };
}

/** The whole of an emergency, as its page shows it. */
export async function emergencyRecord(
  reading: Reading,
  standing: EmergencyStanding,
  shared: SharedFacts,
): Promise<EmergencyRecord> {
  const { emergency, contribution, eligibility, reviews, quorum } = standing;
  const refs = await readPrincipalRefs(reading.tx, reading.organizationId, [
    ...contribution.ids,
    ...reviews.map(({ principalId }) => principalId),
    ...quorum.policies.flatMap(({ requirements }) => requirements.flatMap(({ by }) => by)),
  ]);
  const eligible = peopleOf(reading).filter((id) => whyApprovalWouldNotCount(id, eligibility.reviewers) === null);
  const why = whyNotReview(reading, standing);
  const mayView = reading.may(kindPermission(standing.kind, "view"), emergency.resourceId);
  return {
    ...(await emergencySummary(reading, standing)),
    versionId: emergency.versionId,
    digest: emergency.digest,
    requestId: emergency.requestId,
    policies: quorum.policies.map(({ policyId, requirements }) => {
      const asked = requirements.map(({ requirement }) => requirement);
      const candidates = couldSatisfy(asked, eligible, eligibility.satisfies);
      return {
        policyId,
        name: shared.policies.find(({ id }) => id === policyId)?.name ?? shared.nameOf("policy", policyId),
        requirements: requirements.map(({ requirement, by }, place) => ({
          text: describeRequirement(requirement, shared.nameOf),
          required: requirement.count,
          metBy: by.map((id) => principalRef(refs, id)),
          eligibleCount: Math.max(0, (candidates.requirements[place]?.candidates ?? 0) - by.length),
        })),
      };
    }),
    contributors: contribution.contributors.map(({ principalId, reason }) => ({
      principal: principalRef(refs, principalId),
      reason,
    })),
    reviews: reviews.map(({ id, principalId, verdict, body, at }) => ({
      id,
      reviewer: principalRef(refs, principalId),
      verdict,
      body,
      at,
    })),
    comparison: mayView
      ? await compareVersions(reading, { beforeId: standing.beforeVersionId, afterId: emergency.versionId })
      : null,
    actions: { review: why === null ? { allowed: true } : { allowed: false, why } },
  };
}

/** Why the actor's look afterwards would not count or cannot be given; `null` when it can. */
export function whyNotReview(reading: Reading, standing: EmergencyStanding): string | null {
  const { emergency, eligibility, reviews, kind } = standing;
  const me = reading.actor.principalId;
  const permission = kindPermission(kind, "review");
  if (emergency.settledAt !== null) return "Enough people have looked at it.";
  if (!reading.may(permission, emergency.resourceId, emergency.target.label))
    return `You need the permission ${permission} there.`;
  if (reviews.some(({ principalId }) => principalId === me)) return "You have looked at it already.";
  if (me === emergency.principalId) return "Whoever made an emergency release does not review it.";
  const why = whyApprovalWouldNotCount(me, eligibility.reviewers);
  return why === null ? null : whyNotWords[why];
}

const whyNotWords: Readonly<Record<NonNullable<ReturnType<typeof whyApprovalWouldNotCount>>, string>> = {
  comment: "A comment is no review.",
  "other-request": "It belongs to something else.",
  "other-address": "It belongs to another address.",
  "other-base": "It belongs to another release.",
  "dismissed-by-change": "The content has changed since.",
  superseded: "You have given another verdict since.",
  dismissed: "It was dismissed.",
  "not-a-person": "Only people review.",
  contributor: "You had a hand in what was released.",
  "lost-review": "You may not review here now.",
  "eligible-through-contributor": "Somebody who had a hand in it made you a reviewer while the work was under way.",
};
