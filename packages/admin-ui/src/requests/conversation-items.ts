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
  const told = new Set([
    ...request.reviews.map((review) => `${review.reviewer.id} ${review.at}`),
    ...request.comments.map((comment: CommentRecord) => `${comment.author.id} ${comment.at}`),
  ]);
  const items: readonly ConversationItem[] = [
    ...request.timeline
      .filter((entry) => !told.has(`${entry.actor.id} ${entry.at}`))
      .map((entry): ConversationItem => ({ type: "event", at: entry.at, entry })),
    ...request.reviews.map((review): ConversationItem => ({ type: "review", at: review.at, review })),
    ...threadsOf(request).map((thread): ConversationItem => ({ type: "thread", at: thread.first.at, thread })),
  ];
  return items.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
