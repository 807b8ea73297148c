import type { PrincipalRef, TimelineEntry } from "@countersign/core";
import type { StoredSchedule } from "../schedules/schedule-store.ts";
import type { StoredComment } from "./comment-store.ts";
import type { RequestStanding } from "./request-facts.ts";
import type { StoredPush } from "./request-store.ts";

/** Everything that happened to a request, oldest first, from what is stored of it. */
export function timelineOf(
  { stored, reviews }: RequestStanding,
  {
    pushes,
    comments,
    schedules,
  }: {
    readonly pushes: readonly StoredPush[];
    readonly comments: readonly StoredComment[];
    readonly schedules: readonly StoredSchedule[];
  },
  refs: ReadonlyMap<string, PrincipalRef>,
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const add = (at: string, actorId: string, event: string, text: string): void => {
    entries.push({ at, actor: refs.get(actorId) ?? { type: "user", id: actorId, name: actorId }, event, text });
  };
  for (const push of pushes) add(push.pushedAt, push.pushedBy, pushEvents[push.reason], push.digest);
  for (const { review, body } of reviews) add(review.at, review.principalId, reviewEvents[review.verdict], body);
  for (const push of pushes.filter(({ reason }) => reason !== "open")) {
    const dismissed = reviews.filter(({ review }) => review.verdict === "approve" && review.at <= push.pushedAt);
    for (const { review } of lastOfEach(dismissed.filter(({ review }) => review.at > previousPush(pushes, push)))) {
      add(push.pushedAt, review.principalId, "review-dismissed", pushReasons[push.reason]);
    }
  }
  for (const { dismissal } of reviews) {
    if (dismissal !== null) add(dismissal.at, dismissal.by, "objection-dismissed", dismissal.reason);
  }
  for (const comment of comments) add(comment.at, comment.principalId, "commented", comment.body);
  for (const { scheduledBy, publishAt, at, state, failure, endedBy, endedAt } of schedules) {
    add(at, scheduledBy, "scheduled", publishAt);
    if (endedAt === null) continue;
    if (state === "failed") add(endedAt, scheduledBy, "schedule-failed", failure ?? "");
    if (state === "cancelled" && failure === null) add(endedAt, endedBy ?? scheduledBy, "unscheduled", publishAt);
  }
  const { ending } = stored.request;
  if (ending !== null) {
    add(ending.at, stored.endedBy ?? stored.requesterId, ending.type, stored.endedReason ?? "");
  }
  return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const pushEvents = { open: "opened", push: "pushed", rebase: "rebased" } as const;
const pushReasons = { open: "", push: "The content changed.", rebase: "The label had moved." } as const;
const reviewEvents = { approve: "approved", request_changes: "changes-requested", comment: "commented" } as const;

function previousPush(pushes: readonly StoredPush[], push: StoredPush): string {
  return pushes.find(({ number }) => number === push.number - 1)?.pushedAt ?? "";
}

function lastOfEach<T extends { readonly review: { readonly principalId: string } }>(
  reviews: readonly T[],
): readonly T[] {
  return [...new Map(reviews.map((one) => [one.review.principalId, one])).values()];
}
