import type { Review } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A review with what its reviewer wrote. */
export interface StoredReview {
  readonly review: Review;
  readonly body: string;
  /** Who let it block no more, and why; `null` for nobody. */
  readonly dismissal: Dismissal | null;
}

/** The recorded fact that a request for changes blocks no more, though its reviewer has not approved. */
export interface Dismissal {
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

export async function insertReview(
  tx: Tx,
  organizationId: string,
  { review, body }: Pick<StoredReview, "review" | "body">,
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
    .leftJoin("review_dismissals as dismissal", (join) =>
      join
        .onRef("dismissal.organization_id", "=", "reviews.organization_id")
        .onRef("dismissal.review_id", "=", "reviews.id"),
    )
    .selectAll("reviews")
    .select([
      "dismissal.dismissed_by as dismissed_by",
      "dismissal.reason as dismissal_reason",
      "dismissal.created_at as dismissed_at",
    ])
    .where("reviews.organization_id", "=", organizationId)
    .where("reviews.request_id", "in", [...requestIds])
    .orderBy("reviews.request_id")
    .orderBy("reviews.number")
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
      dismissed: row.dismissed_by !== null,
    },
    body: row.body,
    dismissal:
      row.dismissed_by === null || row.dismissal_reason === null || row.dismissed_at === null
        ? null
        : { by: row.dismissed_by, reason: row.dismissal_reason, at: row.dismissed_at },
  }));
}

/** Lets a request for changes block no more. */
export async function insertDismissal(
  tx: Tx,
  organizationId: string,
  review: { readonly id: string; readonly requestId: string },
  { by, reason, at }: Dismissal,
): Promise<void> {
  await tx
    .insertInto("review_dismissals")
    .values({
      organization_id: organizationId,
      review_id: review.id,
      request_id: review.requestId,
      dismissed_by: by,
      reason,
      created_at: at,
    })
    .execute();
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
