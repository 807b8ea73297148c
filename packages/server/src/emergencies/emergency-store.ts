import type { AfterReview, ReleaseTarget } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A release that went past its policies, and what it owes. */
export interface StoredEmergency {
  readonly id: string;
  readonly releaseId: string;
  readonly resourceId: string;
  readonly target: ReleaseTarget;
  readonly sequence: number;
  readonly versionId: string;
  readonly digest: string;
  /** The request whose content it released; `null` for a version of the resource's own. */
  readonly requestId: string | null;
  readonly principalId: string;
  readonly reason: string;
  readonly incident: string;
  readonly dueAt: string;
  readonly at: string;
  /** When enough people had looked. */
  readonly settledAt: string | null;
}

/** A look afterwards, with what was said. */
export interface StoredAfterReview extends AfterReview {
  readonly body: string;
}

export async function insertEmergency(
  tx: Tx,
  organizationId: string,
  emergency: Omit<StoredEmergency, "settledAt">,
): Promise<void> {
  await tx
    .insertInto("emergencies")
    .values({
      organization_id: organizationId,
      id: emergency.id,
      release_id: emergency.releaseId,
      resource_id: emergency.resourceId,
      target_workspace_id: emergency.target.workspaceId,
      target_path: emergency.target.path,
      label: emergency.target.label,
      sequence: emergency.sequence,
      version_id: emergency.versionId,
      digest: emergency.digest,
      request_id: emergency.requestId,
      principal_id: emergency.principalId,
      reason: emergency.reason,
      incident: emergency.incident,
      review_due_at: emergency.dueAt,
      created_at: emergency.at,
    })
    .execute();
}

function selectEmergencies(tx: Tx, organizationId: string) {
  return tx
    .selectFrom("emergencies")
    .leftJoin("emergency_settlements as settlement", (join) =>
      join
        .onRef("settlement.organization_id", "=", "emergencies.organization_id")
        .onRef("settlement.emergency_id", "=", "emergencies.id"),
    )
    .selectAll("emergencies")
    .select("settlement.created_at as settled_at")
    .where("emergencies.organization_id", "=", organizationId);
}

type SelectedEmergency = Awaited<ReturnType<ReturnType<typeof selectEmergencies>["execute"]>>[number];

export async function readEmergency(tx: Tx, organizationId: string, id: string): Promise<StoredEmergency | null> {
  const row = await selectEmergencies(tx, organizationId).where("emergencies.id", "=", id).executeTakeFirst();
  return row === undefined ? null : emergencyOf(row);
}

/** Emergencies newest first. */
export async function listEmergencyRows(
  tx: Tx,
  organizationId: string,
  filter: { readonly resourceId: string | null; readonly settled: boolean | null; readonly principalId: string | null },
): Promise<readonly StoredEmergency[]> {
  let query = selectEmergencies(tx, organizationId);
  if (filter.resourceId !== null) query = query.where("emergencies.resource_id", "=", filter.resourceId);
  if (filter.principalId !== null) query = query.where("emergencies.principal_id", "=", filter.principalId);
  if (filter.settled !== null) query = query.where("settlement.created_at", filter.settled ? "is not" : "is", null);
  const rows = await query.orderBy("emergencies.created_at", "desc").orderBy("emergencies.id", "desc").execute();
  return rows.map(emergencyOf);
}

/** The emergencies of these releases, by release. */
export async function readEmergenciesOf(
  tx: Tx,
  organizationId: string,
  releaseIds: readonly string[],
): Promise<ReadonlyMap<string, StoredEmergency>> {
  if (releaseIds.length === 0) return new Map();
  const rows = await selectEmergencies(tx, organizationId)
    .where("emergencies.release_id", "in", [...releaseIds])
    .execute();
  return new Map(rows.map((row) => [row.release_id, emergencyOf(row)]));
}

/** Emergencies of all organizations whose review is overdue and has not been noted as that. */
export async function listOverdue(
  tx: Tx,
  now: string,
): Promise<readonly (StoredEmergency & { readonly organizationId: string })[]> {
  const rows = await tx
    .selectFrom("emergencies")
    .selectAll()
    .where("review_due_at", "<=", now)
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom("emergency_settlements as s")
            .select("s.emergency_id")
            .whereRef("s.organization_id", "=", "emergencies.organization_id")
            .whereRef("s.emergency_id", "=", "emergencies.id"),
        ),
      ),
    )
    .where((of) =>
      of.not(
        of.exists(
          of
            .selectFrom("notifications as n")
            .select("n.id")
            .whereRef("n.organization_id", "=", "emergencies.organization_id")
            .whereRef("n.subject_id", "=", "emergencies.id")
            .where("n.type", "=", "review-overdue"),
        ),
      ),
    )
    .execute();
  return rows.map((row) => ({ ...emergencyOf({ ...row, settled_at: null }), organizationId: row.organization_id }));
}

/** Whom an emergency was told to. */
export async function readTold(tx: Tx, organizationId: string, emergencyId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom("notifications")
    .select("principal_id")
    .where("organization_id", "=", organizationId)
    .where("type", "=", "emergency")
    .where("subject_id", "=", emergencyId)
    .execute();
  return rows.map((row) => row.principal_id);
}

/** Writes down who contributed; nobody is ever taken off. */
export async function addEmergencyContributors(
  tx: Tx,
  organizationId: string,
  emergencyId: string,
  contributors: readonly { readonly principalId: string; readonly reason: string }[],
  at: string,
): Promise<void> {
  for (const { principalId, reason } of contributors) {
    await tx
      .insertInto("emergency_contributors")
      .values({
        organization_id: organizationId,
        emergency_id: emergencyId,
        principal_id: principalId,
        reason,
        added_at: at,
      })
      .onConflict((on) => on.columns(["organization_id", "emergency_id", "principal_id"]).doNothing())
      .execute();
  }
}

export async function listEmergencyContributors(
  tx: Tx,
  organizationId: string,
  emergencyId: string,
): Promise<readonly { readonly principalId: string; readonly reason: string }[]> {
  return tx
    .selectFrom("emergency_contributors")
    .select(["principal_id as principalId", "reason"])
    .where("organization_id", "=", organizationId)
    .where("emergency_id", "=", emergencyId)
    .orderBy("principal_id")
    .execute();
}

export async function insertAfterReview(
  tx: Tx,
  organizationId: string,
  emergencyId: string,
  review: StoredAfterReview,
  revision: number,
): Promise<void> {
  await tx
    .insertInto("after_reviews")
    .values({
      organization_id: organizationId,
      id: review.id,
      emergency_id: emergencyId,
      principal_id: review.principalId,
      verdict: review.verdict,
      body: review.body,
      revision,
      created_at: review.at,
    })
    .execute();
}

/** The looks at an emergency, oldest first. */
export async function listAfterReviews(
  tx: Tx,
  organizationId: string,
  emergencyId: string,
): Promise<readonly StoredAfterReview[]> {
  const rows = await tx
    .selectFrom("after_reviews")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where("emergency_id", "=", emergencyId)
    .orderBy("created_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    principalId: row.principal_id,
    verdict: row.verdict,
    body: row.body,
    at: row.created_at,
  }));
}

/** Records that enough people have looked. */
export async function insertSettlement(tx: Tx, organizationId: string, emergencyId: string, at: string): Promise<void> {
  await tx
    .insertInto("emergency_settlements")
    .values({ organization_id: organizationId, emergency_id: emergencyId, created_at: at })
    .execute();
}

function emergencyOf(row: SelectedEmergency): StoredEmergency {
  return {
    id: row.id,
    releaseId: row.release_id,
    resourceId: row.resource_id,
    target: { workspaceId: row.target_workspace_id, path: row.target_path, label: row.label },
    sequence: row.sequence,
    versionId: row.version_id,
    digest: row.digest,
    requestId: row.request_id,
    principalId: row.principal_id,
    reason: row.reason,
    incident: row.incident,
    dueAt: row.review_due_at,
    at: row.created_at,
    settledAt: row.settled_at,
  };
}
