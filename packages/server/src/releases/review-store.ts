import type { Review } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A review with what its reviewer wrote. */
export interface StoredReview {
  readonly review: Review;
  readonly body: string;
}

export async function insertReview(
  tx: Tx,
  organizationId: string,
  { review, body }: StoredReview,
  revision: number,
): Promise<void> {
  const last = await tx
    .selectFrom("reviews")
    .select((of) => of.fn.max<number | null>("number").as("number"))
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", review.requestId)
    .executeTakeFirst();
  await tx
    .insertInto("reviews")
    .values({
      organization_id: organizationId,
      id: review.id,
      request_id: review.requestId,
      number: (last?.number ?? 0) + 1,
      principal_id: review.principalId,
      verdict: review.verdict,
      digest: review.digest,
      closure_digest: review.closureDigest,
      target_workspace_id: review.target.workspaceId,
      target_path: review.target.path,
      label: review.target.label,
      base_release_id: review.baseReleaseId,
      body,
      revision,
      created_at: review.at,
    })
    .execute();
}

/** The reviews of requests, oldest first. */
export async function listReviews(
  tx: Tx,
  organizationId: string,
  requestIds: readonly string[],
): Promise<readonly StoredReview[]> {
  if (requestIds.length === 0) return [];
  const rows = await tx
    .selectFrom("reviews")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where("request_id", "in", [...requestIds])
    .orderBy("request_id")
    .orderBy("number")
    .execute();
  return rows.map((row) => ({
    review: {
      id: row.id,
      requestId: row.request_id,
      principalId: row.principal_id,
      verdict: row.verdict,
      digest: row.digest,
      closureDigest: row.closure_digest,
      target: { workspaceId: row.target_workspace_id, path: row.target_path, label: row.label },
      baseReleaseId: row.base_release_id,
      at: row.created_at,
    },
    body: row.body,
  }));
}

/** A comment on a request. */
export interface StoredComment {
  readonly id: string;
  readonly requestId: string;
  readonly principalId: string;
  readonly body: string;
  readonly anchor: CommentAnchor | null;
  readonly resolvedAt: string | null;
  readonly at: string;
}

/** A line of the proposed content. */
export interface CommentAnchor {
  readonly path: string;
  readonly line: number;
  readonly digest: string;
}

export async function insertComment(tx: Tx, organizationId: string, comment: StoredComment): Promise<void> {
  await tx
    .insertInto("request_comments")
    .values({
      organization_id: organizationId,
      id: comment.id,
      request_id: comment.requestId,
      principal_id: comment.principalId,
      body: comment.body,
      anchor: comment.anchor === null ? null : JSON.stringify(comment.anchor),
      created_at: comment.at,
    })
    .execute();
}

/** Marks a comment of the request as resolved or open; false when the request has no such comment. */
export async function resolveComment(
  tx: Tx,
  organizationId: string,
  requestId: string,
  commentId: string,
  resolved: { readonly at: string | null; readonly by: string | null },
): Promise<boolean> {
  const changed = await tx
    .updateTable("request_comments")
    .set({ resolved_at: resolved.at, resolved_by: resolved.by })
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", requestId)
    .where("id", "=", commentId)
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
      resolvedAt: row.resolved_at,
      at: row.created_at,
    };
  });
}

/** Who gave the reviews with these ids. */
export async function readReviewers(
  tx: Tx,
  organizationId: string,
  reviewIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (reviewIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom("reviews")
    .select(["id", "principal_id"])
    .where("organization_id", "=", organizationId)
    .where("id", "in", [...new Set(reviewIds)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.principal_id]));
}
