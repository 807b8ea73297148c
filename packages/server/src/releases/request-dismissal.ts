import { type RequestRecord, transition } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { found, refuse } from "../command/refuse.ts";
import { keepContributors } from "./contributor-finder.ts";
import { answerRequest, standingOf } from "./request-reading.ts";
import { touchRequest } from "./request-store.ts";
import { insertDismissal } from "./review-store.ts";
import { containerOf } from "./target-address.ts";

/**
 * Lets a request for changes block no more, though whoever asked for them has not approved: by a person who manages the
 * policies there and had no hand in what is proposed, with a reason that stays beside it.
 */
export async function dismissReview(
  command: Command,
  input: { readonly requestId: string; readonly reviewId: string; readonly reason: string },
): Promise<RequestRecord> {
  const { tx, organizationId, actor, now } = command;
  const standing = await standingOf(command, input.requestId);
  const { stored, target, contribution } = standing;
  command.require("policy:manage", containerOf(command, target.scopeId), stored.request.target.label);
  const dismissed = found(standing.reviews.find(({ review }) => review.id === input.reviewId));
  if (actor.type !== "user") {
    refuse({
      code: "forbidden",
      message: "Only people dismiss what a reviewer asked for; a service account cannot.",
      remedy: "Have a person dismiss it who manages the policies there.",
    });
  }
  if (contribution.ids.has(actor.principalId)) {
    refuse({
      code: "forbidden",
      message: "Contributors dismiss nothing, and you had a hand in this request.",
      remedy: "Push a version that answers what was asked for, or have somebody dismiss it who had no hand in it.",
    });
  }
  const answered = transition(standing.facts, { type: "dismiss", reviewId: input.reviewId }, now);
  if (!answered.ok) refuse(answered.error);
  await keepContributors(command, stored.request.id, contribution);
  await insertDismissal(tx, organizationId, dismissed.review, { by: actor.principalId, reason: input.reason, at: now });
  await touchRequest(tx, organizationId, stored.request.id, now);
  command.record({
    action: "review.dismiss",
    target: { type: "release-request", id: stored.request.id },
    scopeId: target.scopeId,
    before: dismissed.review.digest,
    details: { reviewId: input.reviewId, reviewer: dismissed.review.principalId },
    texts: { reason: input.reason },
  });
  return answerRequest(command, stored.request.id);
}
