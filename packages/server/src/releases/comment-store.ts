import type { CommentAnchor } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A comment on a request. */
export interface StoredComment {
  readonly id: string;
  readonly requestId: string;
  readonly principalId: string;
  readonly body: string;
  readonly anchor: CommentAnchor | null;
  /** The comment that this one answers, which begins the thread; `null` where it answers none. */
  readonly threadId: string | null;
  /** When and by whom the thread was marked as resolved; of its first comment alone. */
  readonly resolved: { readonly at: string; readonly by: string } | null;
  readonly at: string;
}

export async function insertComment(
  tx: Tx,
  organizationId: string,
  comment: Omit<StoredComment, "resolved">,
): Promise<void> {
  await tx
    .insertInto("request_comments")
    .values({
      organization_id: organizationId,
      id: comment.id,
      request_id: comment.requestId,
      principal_id: comment.principalId,
      body: comment.body,
      anchor: comment.anchor === null ? null : JSON.stringify(comment.anchor),
      thread_id: comment.threadId,
      created_at: comment.at,
    })
    .execute();
}

/** Marks a thread of the request as resolved or open; false when the request has no such thread. */
export async function resolveThread(
  tx: Tx,
  organizationId: string,
  requestId: string,
  commentId: string,
  resolved: StoredComment["resolved"],
): Promise<boolean> {
  const changed = await tx
    .updateTable("request_comments")
    .set({ resolved_at: resolved?.at ?? null, resolved_by: resolved?.by ?? null })
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", requestId)
    .where("id", "=", commentId)
    .where("thread_id", "is", null)
    .executeTakeFirst();
  return changed.numUpdatedRows === 1n;
}

export async function listComments(
  tx: Tx,
  organizationId: string,
  requestId: string,
): Promise<readonly StoredComment[]> {
  const rows = await tx
    .selectFrom("request_comments")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", requestId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => {
    const anchor: CommentAnchor | null = row.anchor === null ? null : JSON.parse(row.anchor); // written above alone
    return {
      id: row.id,
      requestId: row.request_id,
      principalId: row.principal_id,
      body: row.body,
      anchor,
      threadId: row.thread_id,
      resolved:
        row.resolved_at === null || row.resolved_by === null ? null : { at: row.resolved_at, by: row.resolved_by },
      at: row.created_at,
    };
  });
}
