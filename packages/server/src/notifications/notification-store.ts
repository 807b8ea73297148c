import type { Tx } from "../db/database.ts";

/** What a person is told of: the kind of thing, and which. */
export interface StoredNotification {
  readonly id: string;
  readonly type: "emergency" | "review-overdue" | "schedule-failed";
  /** An emergency, or a scheduled publication. */
  readonly subjectId: string;
  readonly at: string;
  readonly readAt: string | null;
}

/** Tells people of something; nobody is told twice of the same. */
export async function insertNotifications(
  tx: Tx,
  organizationId: string,
  notification: Pick<StoredNotification, "type" | "subjectId" | "at">,
  principals: readonly { readonly id: string; readonly principalId: string }[],
): Promise<void> {
  for (const { id, principalId } of principals) {
    await tx
      .insertInto("notifications")
      .values({
        organization_id: organizationId,
        id,
        principal_id: principalId,
        type: notification.type,
        subject_id: notification.subjectId,
        created_at: notification.at,
      })
      .onConflict((on) => on.columns(["organization_id", "principal_id", "type", "subject_id"]).doNothing())
      .execute();
  }
}

/** What a person was told last, newest first. */
export async function listNotifications(
  tx: Tx,
  organizationId: string,
  principalId: string,
  limit: number,
): Promise<readonly StoredNotification[]> {
  const rows = await tx
    .selectFrom("notifications")
    .select(["id", "type", "subject_id", "created_at", "read_at"])
    .where("organization_id", "=", organizationId)
    .where("principal_id", "=", principalId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    type: row.type,
    subjectId: row.subject_id,
    at: row.created_at,
    readAt: row.read_at,
  }));
}

/** Marks a person's own notifications as read; those of others stay as they are. */
export async function markRead(
  tx: Tx,
  organizationId: string,
  principalId: string,
  ids: readonly string[],
  at: string,
): Promise<void> {
  await tx
    .updateTable("notifications")
    .set({ read_at: at })
    .where("organization_id", "=", organizationId)
    .where("principal_id", "=", principalId)
    .where("id", "in", [...ids])
    .where("read_at", "is", null)
    .execute();
}
