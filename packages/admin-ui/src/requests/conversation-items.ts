import type { CommentRecord, RequestRecord, ReviewRecord, TimelineEntry } from "@countersign/core";

/** What happened on a request, one thing at a time. */
export type ConversationItem =
  | { readonly type: "event"; readonly at: string; readonly entry: TimelineEntry }
  | { readonly type: "review"; readonly at: string; readonly review: ReviewRecord }
  | { readonly type: "comment"; readonly at: string; readonly comment: CommentRecord };

/** Events, reviews and comments in the order of their time. An event that a review or a comment tells is told once. */
export function conversationOf(
  request: Pick<RequestRecord, "timeline" | "reviews" | "comments">,
): readonly ConversationItem[] {
  const told = new Set([
    ...request.reviews.map((review) => `${review.reviewer.id} ${review.at}`),
    ...request.comments.map((comment) => `${comment.author.id} ${comment.at}`),
  ]);
  const items: readonly ConversationItem[] = [
    ...request.timeline
      .filter((entry) => !told.has(`${entry.actor.id} ${entry.at}`))
      .map((entry): ConversationItem => ({ type: "event", at: entry.at, entry })),
    ...request.reviews.map((review): ConversationItem => ({ type: "review", at: review.at, review })),
    ...request.comments.map((comment): ConversationItem => ({ type: "comment", at: comment.at, comment })),
  ];
  return items.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** The comments below one line of the proposed content; those on an earlier content of the request are not of it. */
export function commentsAt(
  request: Pick<RequestRecord, "comments" | "digest">,
  path: string,
  line: number,
): readonly CommentRecord[] {
  return request.comments.filter(
    ({ anchor }) => anchor !== null && anchor.path === path && anchor.line === line && anchor.digest === request.digest,
  );
}
