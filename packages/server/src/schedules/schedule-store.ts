import type { Tx } from "../db/database.ts";

/** A publication that is to happen at an hour. */
export interface StoredSchedule {
  readonly id: string;
  readonly organizationId: string;
  readonly requestId: string;
  /** What was looked at when it was scheduled. */
  readonly digest: string;
  readonly reason: string;
  readonly publishAt: string;
  readonly scheduledBy: string;
  /** The key that it was scheduled through; it is published with what the key may then. */
  readonly keyId: string | null;
  readonly state: "waiting" | "published" | "failed" | "cancelled";
  /** Why it did not happen. */
  readonly failure: string | null;
  readonly endedBy: string | null;
  readonly endedAt: string | null;
  readonly at: string;
}

export async function insertSchedule(
  tx: Tx,
  schedule: Pick<
    StoredSchedule,
    "id" | "organizationId" | "requestId" | "digest" | "reason" | "publishAt" | "scheduledBy" | "keyId" | "at"
  >,
): Promise<void> {
  await tx
    .insertInto("scheduled_publications")
    .values({
      organization_id: schedule.organizationId,
      id: schedule.id,
      request_id: schedule.requestId,
      digest: schedule.digest,
      reason: schedule.reason,
      publish_at: schedule.publishAt,
      scheduled_by: schedule.scheduledBy,
      key_id: schedule.keyId,
      state: "waiting",
      created_at: schedule.at,
    })
    .execute();
}

function selectSchedules(tx: Tx) {
  return tx.selectFrom("scheduled_publications").selectAll();
}

type SelectedSchedule = Awaited<ReturnType<ReturnType<typeof selectSchedules>["execute"]>>[number];

/** The schedules of a request, newest first. */
export async function listSchedules(
  tx: Tx,
  organizationId: string,
  requestId: string,
): Promise<readonly StoredSchedule[]> {
  const rows = await selectSchedules(tx)
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", requestId)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map(scheduleOf);
}

export async function readSchedule(tx: Tx, organizationId: string, id: string): Promise<StoredSchedule | null> {
  const row = await selectSchedules(tx)
    .where("organization_id", "=", organizationId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : scheduleOf(row);
}

/** Whether anything is due: asked before anything is locked. */
export async function anyDue(tx: Tx, now: string): Promise<boolean> {
  const row = await tx
    .selectFrom("scheduled_publications")
    .select("id")
    .where("state", "=", "waiting")
    .where("publish_at", "<=", now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes what is due and nobody else is at, for a while; oldest hour first. */
export async function claimDue(tx: Tx, node: string, now: string, until: string): Promise<readonly StoredSchedule[]> {
  const rows = await tx
    .updateTable("scheduled_publications")
    .set({ claimed_by: node, claimed_until: until })
    .where("state", "=", "waiting")
    .where("publish_at", "<=", now)
    .where((of) => of.or([of("claimed_until", "is", null), of("claimed_until", "<=", now)]))
    .returningAll()
    .execute();
  return rows.map(scheduleOf).sort((a, b) => (a.publishAt < b.publishAt ? -1 : a.publishAt > b.publishAt ? 1 : 0));
}

/** Ends a schedule that waits; false where it waits no more. */
export async function endSchedule(
  tx: Tx,
  organizationId: string,
  id: string,
  ending: Pick<StoredSchedule, "failure" | "endedBy"> & {
    readonly state: "published" | "failed" | "cancelled";
    readonly at: string;
  },
): Promise<boolean> {
  const ended = await tx
    .updateTable("scheduled_publications")
    .set({ state: ending.state, failure: ending.failure, ended_by: ending.endedBy, ended_at: ending.at })
    .where("organization_id", "=", organizationId)
    .where("id", "=", id)
    .where("state", "=", "waiting")
    .executeTakeFirst();
  return ended.numUpdatedRows === 1n;
}

/** Ends what waits for a request that ended otherwise. */
export async function endSchedulesOf(
  tx: Tx,
  organizationId: string,
  requestId: string,
  ending: { readonly by: string | null; readonly at: string },
): Promise<void> {
  await tx
    .updateTable("scheduled_publications")
    .set({ state: "cancelled", failure: "The request ended before.", ended_by: ending.by, ended_at: ending.at })
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", requestId)
    .where("state", "=", "waiting")
    .execute();
}

/** Whoever scheduled something, as he would call now; `null` where he is gone for ever. */
export async function readScheduler(
  tx: Tx,
  { organizationId, scheduledBy, keyId }: Pick<StoredSchedule, "organizationId" | "scheduledBy" | "keyId">,
): Promise<{ readonly type: "user" | "service-account"; readonly keyExpiresAt: string | null } | null> {
  const principal = await tx
    .selectFrom("principals")
    .select("type")
    .where("organization_id", "=", organizationId)
    .where("id", "=", scheduledBy)
    .executeTakeFirst();
  if (principal === undefined) return null;
  if (keyId === null) return { type: principal.type, keyExpiresAt: null };
  const key = await tx
    .selectFrom("keys")
    .select("expires_at")
    .where("organization_id", "=", organizationId)
    .where("id", "=", keyId)
    .executeTakeFirst();
  return key === undefined ? null : { type: principal.type, keyExpiresAt: key.expires_at };
}

function scheduleOf(row: SelectedSchedule): StoredSchedule {
  return {
    id: row.id,
    organizationId: row.organization_id,
    requestId: row.request_id,
    digest: row.digest,
    reason: row.reason,
    publishAt: row.publish_at,
    scheduledBy: row.scheduled_by,
    keyId: row.key_id,
    state: row.state,
    failure: row.failure,
    endedBy: row.ended_by,
    endedAt: row.ended_at,
    at: row.created_at,
  };
}
