import type { CommentRecord, RequestRecord, ReviewRecord, TimelineEntry } from "@countersign/core";
import { type Thread, threadsOf } from "./threads.ts";

/** What happened on a request, one thing at a time. */
export type ConversationItem =
  | { readonly type: "event"; readonly at: string; readonly entry: TimelineEntry }
  | { readonly type: "review"; readonly at: string; readonly review: ReviewRecord }
  | { readonly type: "thread"; readonly at: string; readonly thread: Thread };

/**
 * Events, reviews and threads in the order of their time, a thread where it began. An event that a review or a comment
 * tells is told once.
 */
export function conversationOf(
  request: Pick<RequestRecord, "timeline" | "reviews" | "comments" | "comparison">,
): readonly ConversationItem[] {
  const items: readonly ConversationItem[] = [
    ...happenedOn(request, request.comments),
    ...threadsOf(request).map((thread): ConversationItem => ({ type: "thread", at: thread.first.at, thread })),
  ];
  return items.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Events and reviews in the order of their time, without the events that a review or one of these comments tells. */
export function happenedOn(
  request: Pick<RequestRecord, "timeline" | "reviews">,
  comments: readonly CommentRecord[] = [],
): readonly Exclude<ConversationItem, { readonly type: "thread" }>[] {
  const told = new Set([
    ...request.reviews.map((review) => `${review.reviewer.id} ${review.at}`),
    ...comments.map((comment) => `${comment.author.id} ${comment.at}`),
  ]);
  const items = [
    ...request.timeline
      .filter((entry) => !told.has(`${entry.actor.id} ${entry.at}`))
      .map((entry) => ({ type: "event", at: entry.at, entry }) as const),
    ...request.reviews.map((review) => ({ type: "review", at: review.at, review }) as const),
  ];
  return items.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
