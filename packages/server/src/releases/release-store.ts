import type {
  LabelPosition,
  PolicyVersionRef,
  Release,
  ReleaseKind,
  ReleaseTarget,
  Serving,
  SignedText,
} from "@countersign/core";
import { NEVER_RELEASED } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A release to be written. Version and digest are those of its single serving; withdrawn ones have none. */
export interface ReleaseDraft {
  readonly id: string;
  readonly resourceId: string;
  /** The address that it is made for. */
  readonly target: ReleaseTarget;
  readonly sequence: number;
  readonly kind: ReleaseKind;
  readonly versionId: string | null;
  readonly digest: string | null;
  readonly serves: readonly Serving[];
  readonly requestId: string | null;
  readonly rollbackToId: string | null;
  readonly policyVersions: readonly PolicyVersionRef[];
  /** Ids of the approvals that counted. */
  readonly reviews: readonly string[];
  readonly releasedBy: string;
  readonly keyId: string | null;
  readonly reason: string;
  readonly revision: number;
  readonly at: string;
}

/** A statement with its signature and the key that made it. */
export interface SignedStatement extends SignedText {
  readonly keyId: string;
  readonly at: string;
}

/**
 * Writes a release with its signed statement, and lets its label point at it: the only way in which a label moves.
 * Services call `writeRelease`, which makes the statement.
 */
export async function insertRelease(
  tx: Tx,
  organizationId: string,
  release: ReleaseDraft,
  signed: SignedStatement,
): Promise<void> {
  await tx
    .insertInto("releases")
    .values({
      organization_id: organizationId,
      id: release.id,
      resource_id: release.resourceId,
      target_workspace_id: release.target.workspaceId,
      target_path: release.target.path,
      label: release.target.label,
      sequence: release.sequence,
      kind: release.kind,
      version_id: release.versionId,
      digest: release.digest,
      serves: JSON.stringify(release.serves),
      request_id: release.requestId,
      rollback_to_id: release.rollbackToId,
      policy_versions: JSON.stringify(release.policyVersions),
      reviews: JSON.stringify(release.reviews),
      released_by: release.releasedBy,
      key_id: release.keyId,
      reason: release.reason,
      revision: release.revision,
      created_at: release.at,
    })
    .execute();
  await insertSignature(tx, organizationId, release.id, signed);
  if (release.sequence === 1) {
    await tx
      .insertInto("labels")
      .values({
        organization_id: organizationId,
        resource_id: release.resourceId,
        name: release.target.label,
        release_id: release.id,
        sequence: 1,
      })
      .execute();
    return;
  }
  await tx
    .updateTable("labels")
    .set({ release_id: release.id, sequence: release.sequence })
    .where("organization_id", "=", organizationId)
    .where("resource_id", "=", release.resourceId)
    .where("name", "=", release.target.label)
    .execute();
}

export async function insertSignature(
  tx: Tx,
  organizationId: string,
  releaseId: string,
  signed: SignedStatement,
): Promise<void> {
  await tx
    .insertInto("release_signatures")
    .values({
      organization_id: organizationId,
      release_id: releaseId,
      kid: signed.keyId,
      statement: signed.statement,
      signature: signed.signature,
      signed_at: signed.at,
    })
    .execute();
}

/** The newest signed statement of each of the given releases that has one. */
export async function readSignatures(
  tx: Tx,
  organizationId: string,
  releaseIds: readonly string[],
): Promise<ReadonlyMap<string, SignedText & { readonly keyId: string }>> {
  if (releaseIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom("release_signatures")
    .select(["release_id", "kid", "statement", "signature"])
    .where("organization_id", "=", organizationId)
    .where("release_id", "in", [...releaseIds])
    .orderBy("signed_at")
    .orderBy("kid", "desc")
    .execute();
  return new Map(
    rows.map(({ release_id, kid, statement, signature }) => [release_id, { statement, signature, keyId: kid }]),
  );
}

/** Where a label of a resource stands. */
export async function readPosition(
  tx: Tx,
  organizationId: string,
  resourceId: string,
  label: string,
): Promise<LabelPosition> {
  const row = await tx
    .selectFrom("labels")
    .select(["release_id as releaseId", "sequence"])
    .where("organization_id", "=", organizationId)
    .where("resource_id", "=", resourceId)
    .where("name", "=", label)
    .executeTakeFirst();
  return row ?? NEVER_RELEASED;
}

/** The version that a label served before the emergencies that it serves now; `null` where it had served none. */
export async function readServedBeforeEmergencies(
  tx: Tx,
  organizationId: string,
  resourceId: string,
  label: string,
): Promise<string | null> {
  const row = await tx
    .selectFrom("releases")
    .select("version_id")
    .where("organization_id", "=", organizationId)
    .where("resource_id", "=", resourceId)
    .where("label", "=", label)
    .where("kind", "<>", "break-glass")
    .orderBy("sequence", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.version_id ?? null;
}

/** A release as it is listed: with its place and version number. */
export interface ReleaseRow {
  readonly release: ReleaseDraft;
  readonly versionNumber: number | null;
  readonly current: boolean;
  /** Orders a list: newest first. */
  readonly position: string;
}

/** A query over releases, with what each is listed with. */
function selectReleases(tx: Tx, organizationId: string) {
  return tx
    .selectFrom("releases")
    .innerJoin("labels", (join) =>
      join
        .onRef("labels.organization_id", "=", "releases.organization_id")
        .onRef("labels.resource_id", "=", "releases.resource_id")
        .onRef("labels.name", "=", "releases.label"),
    )
    .leftJoin("versions", (join) =>
      join
        .onRef("versions.organization_id", "=", "releases.organization_id")
        .onRef("versions.id", "=", "releases.version_id"),
    )
    .select([
      "releases.id",
      "releases.resource_id",
      "releases.target_workspace_id",
      "releases.target_path",
      "releases.label",
      "releases.sequence",
      "releases.kind",
      "releases.version_id",
      "releases.digest",
      "releases.serves",
      "releases.request_id",
      "releases.rollback_to_id",
      "releases.policy_versions",
      "releases.reviews",
      "releases.released_by",
      "releases.key_id",
      "releases.reason",
      "releases.revision",
      "releases.created_at",
      "labels.release_id as current_id",
      "versions.number as version_number",
    ])
    .where("releases.organization_id", "=", organizationId);
}

type SelectedRelease = Awaited<ReturnType<ReturnType<typeof selectReleases>["execute"]>>[number];

/** Releases newest first, of the given resources; `after` is the position of the last one seen. */
export async function listReleaseRows(
  tx: Tx,
  organizationId: string,
  filter: {
    /** Whose whole history is listed. */
    readonly viewedIds: readonly string[];
    /** Of which only what labels serve now is listed. */
    readonly usedIds: readonly string[];
    /** Of which labels; `null` for all. */
    readonly labels: readonly string[] | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<readonly ReleaseRow[]> {
  let query = selectReleases(tx, organizationId);
  if (filter.labels !== null) query = query.where("releases.label", "in", orNone(filter.labels));
  if (filter.after !== null) {
    const [at = "", id = ""] = filter.after.split(" ");
    query = query.where((of) =>
      of.or([
        of("releases.created_at", "<", at),
        of.and([of("releases.created_at", "=", at), of("releases.id", "<", id)]),
      ]),
    );
  }
  const rows = await query
    .where((of) =>
      of.or([
        of("releases.resource_id", "in", orNone(filter.viewedIds)),
        of.and([
          of("releases.resource_id", "in", orNone(filter.usedIds)),
          of("releases.id", "=", of.ref("labels.release_id")),
        ]),
      ]),
    )
    .orderBy("releases.created_at", "desc")
    .orderBy("releases.id", "desc")
    .limit(filter.limit)
    .execute();
  return rows.map(rowOf);
}

/** Every release of one label, oldest first. */
export async function readLabelHistory(
  tx: Tx,
  organizationId: string,
  resourceId: string,
  label: string,
): Promise<readonly ReleaseRow[]> {
  const rows = await selectReleases(tx, organizationId)
    .where("releases.resource_id", "=", resourceId)
    .where("releases.label", "=", label)
    .orderBy("releases.sequence")
    .execute();
  return rows.map(rowOf);
}

export async function readRelease(tx: Tx, organizationId: string, id: string): Promise<ReleaseRow | null> {
  const row = await selectReleases(tx, organizationId).where("releases.id", "=", id).executeTakeFirst();
  return row === undefined ? null : rowOf(row);
}

/** Every label of the given resources with the version that it serves. */
export async function readServed(
  tx: Tx,
  organizationId: string,
  resourceIds: readonly string[],
): Promise<
  readonly {
    readonly resourceId: string;
    readonly label: string;
    readonly releaseId: string;
    readonly sequence: number;
  }[]
> {
  if (resourceIds.length === 0) return [];
  return tx
    .selectFrom("labels")
    .select(["resource_id as resourceId", "name as label", "release_id as releaseId", "sequence"])
    .where("organization_id", "=", organizationId)
    .where("resource_id", "in", [...resourceIds])
    .orderBy("resource_id")
    .orderBy("name")
    .execute();
}

/** No id is empty, so this names none; an empty list is no SQL. */
function orNone(ids: readonly string[]): readonly string[] {
  return ids.length === 0 ? [""] : ids;
}

function rowOf(row: SelectedRelease): ReleaseRow {
  return {
    release: {
      id: row.id,
      resourceId: row.resource_id,
      target: { workspaceId: row.target_workspace_id, path: row.target_path, label: row.label },
      sequence: row.sequence,
      kind: row.kind,
      versionId: row.version_id,
      digest: row.digest,
      serves: JSON.parse(row.serves), // these three were written by `insertRelease` alone
      requestId: row.request_id,
      rollbackToId: row.rollback_to_id,
      policyVersions: JSON.parse(row.policy_versions),
      reviews: JSON.parse(row.reviews),
      releasedBy: row.released_by,
      keyId: row.key_id,
      reason: row.reason,
      revision: row.revision,
      at: row.created_at,
    },
    versionNumber: row.version_number,
    current: row.current_id === row.id,
    position: `${row.created_at} ${row.id}`,
  };
}

/** The stored release as core's rules know it. */
export function releaseOf({ release: row }: Pick<ReleaseRow, "release">): Release {
  const { rollbackToId: _rollback, keyId: _key, kind, versionId, digest, requestId, ...rest } = row;
  if (kind === "withdrawn") return { ...rest, kind, versionId: null, digest: null, requestId };
  if (versionId === null || digest === null) throw new Error(`The release ${row.id} names no version.`);
  if (kind === "approved" || kind === "gradual") {
    if (requestId === null) throw new Error(`The release ${row.id} was reviewed in no request.`);
    return { ...rest, kind, versionId, digest, requestId };
  }
  return { ...rest, kind, versionId, digest, requestId };
}
