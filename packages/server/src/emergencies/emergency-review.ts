import { type AfterVerdict, afterReviewQuorum, type EmergencyRecord, kindPermission } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { found, refuse } from "../command/refuse.ts";
import { readSharedFacts } from "../releases/request-facts.ts";
import { emergencyRecord, whyNotReview } from "./emergency-records.ts";
import { readEmergencyStanding } from "./emergency-standing.ts";
import { addEmergencyContributors, insertAfterReview, insertSettlement, readEmergency } from "./emergency-store.ts";

/** One person's look at an emergency afterwards; with enough of them it owes nothing more. */
export async function reviewEmergency(
  command: Command,
  input: { readonly emergencyId: string; readonly verdict: AfterVerdict; readonly body?: string | undefined },
): Promise<EmergencyRecord> {
  const { tx, organizationId, actor, now } = command;
  const shared = await readSharedFacts(command);
  const emergency = found(await readEmergency(tx, organizationId, input.emergencyId));
  const standing = await readEmergencyStanding(command, emergency, shared);
  command.require(kindPermission(standing.kind, "review"), emergency.resourceId, emergency.target.label);
  const why = whyNotReview(command, standing);
  if (why !== null) {
    refuse({
      code: emergency.settledAt === null && !standing.reviews.some(mine) ? "forbidden" : "conflict",
      message: why,
      remedy: "Have somebody look at it who may review it and had no hand in it.",
    });
  }
  const body = input.body ?? "";
  const review = { id: newId("aft"), principalId: actor.principalId, verdict: input.verdict, body, at: now };
  await addEmergencyContributors(tx, organizationId, emergency.id, standing.contribution.contributors, now);
  await insertAfterReview(tx, organizationId, emergency.id, review, command.organization.revision);
  const { satisfied } = afterReviewQuorum({
    policies: standing.policies,
    path: emergency.target.path,
    reviews: [...standing.reviews, review],
    reviewers: standing.eligibility.reviewers,
    satisfies: standing.eligibility.satisfies,
  });
  if (satisfied) await insertSettlement(tx, organizationId, emergency.id, now);
  command.record({
    action: "release.review-after",
    target: { type: "release", id: emergency.releaseId },
    scopeId: emergency.resourceId,
    after: emergency.digest,
    details: { emergencyId: emergency.id, reviewId: review.id, verdict: input.verdict, settled: satisfied },
    texts: { body },
  });
  const reviewed = found(await readEmergency(tx, organizationId, emergency.id));
  return emergencyRecord(command, await readEmergencyStanding(command, reviewed, shared), shared);

  function mine({ principalId }: { readonly principalId: string }): boolean {
    return principalId === actor.principalId;
  }
}
