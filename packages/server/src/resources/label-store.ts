import type { ReleaseKind, ReleaseTarget, ResourceKind, Serving } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A label as it is listed: its newest release, and what that serves. */
export interface StoredLabel {
  readonly resourceId: string;
  readonly name: string;
  /** `null` when it was withdrawn. */
  readonly serves: { readonly versionId: string; readonly versionNumber: number; readonly digest: string } | null;
  readonly sequence: number;
  readonly releaseId: string;
  readonly releaseKind: ReleaseKind;
  readonly releasedAt: string;
  readonly releasedBy: string;
}

/** Every label of the resources, by name. */
export async function readLabels(
  tx: Tx,
  organizationId: string,
  resourceIds: readonly string[],
): Promise<readonly StoredLabel[]> {
  if (resourceIds.length === 0) return [];
  const rows = await tx
    .selectFrom("labels as l")
    .innerJoin("releases as r", (on) =>
      on.onRef("r.organization_id", "=", "l.organization_id").onRef("r.id", "=", "l.release_id"),
    )
    .leftJoin("versions as v", (on) =>
      on.onRef("v.organization_id", "=", "r.organization_id").onRef("v.id", "=", "r.version_id"),
    )
    .select([
      "l.resource_id",
      "l.name",
      "l.sequence",
      "l.release_id",
      "r.kind",
      "r.created_at",
      "r.released_by",
      "v.id as version_id",
      "v.number",
      "v.digest",
    ])
    .where("l.organization_id", "=", organizationId)
    .where("l.resource_id", "in", resourceIds)
    .execute();
  return rows
    .map((row) => ({
      resourceId: row.resource_id,
      name: row.name,
      serves:
        row.version_id === null || row.number === null || row.digest === null
          ? null
          : { versionId: row.version_id, versionNumber: row.number, digest: row.digest },
      sequence: row.sequence,
      releaseId: row.release_id,
      releaseKind: row.kind,
      releasedAt: row.created_at,
      releasedBy: row.released_by,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A label of a resource at or below a scope. */
export interface LabelBelow {
  readonly resourceId: string;
  readonly kind: ResourceKind;
  readonly name: string;
  readonly releaseId: string;
  readonly sequence: number;
  readonly releaseKind: ReleaseKind;
  readonly serves: readonly Serving[];
  /** The address that its newest release was made for. */
  readonly releasedTo: ReleaseTarget;
}

/** Every label at or below the scopes, those of archived resources and withdrawn ones included. */
export async function readLabelsBelow(
  tx: Tx,
  organizationId: string,
  scopeIds: readonly string[],
): Promise<readonly LabelBelow[]> {
  if (scopeIds.length === 0) return [];
  const rows = await tx
    .selectFrom("labels as l")
    .innerJoin("resources as k", (on) =>
      on.onRef("k.organization_id", "=", "l.organization_id").onRef("k.id", "=", "l.resource_id"),
    )
    .innerJoin("releases as r", (on) =>
      on.onRef("r.organization_id", "=", "l.organization_id").onRef("r.id", "=", "l.release_id"),
    )
    .select([
      "l.resource_id",
      "k.kind",
      "l.name",
      "l.release_id",
      "l.sequence",
      "r.kind as release_kind",
      "r.serves",
      "r.target_workspace_id",
      "r.target_path",
    ])
    .where("l.organization_id", "=", organizationId)
    .where("l.resource_id", "in", (of) =>
      of
        .selectFrom("scope_ancestors")
        .select("scope_id")
        .where("organization_id", "=", organizationId)
        .where("ancestor_id", "in", scopeIds),
    )
    .execute();
  return rows.map((row) => ({
    resourceId: row.resource_id,
    kind: row.kind,
    name: row.name,
    releaseId: row.release_id,
    sequence: row.sequence,
    releaseKind: row.release_kind,
    serves: JSON.parse(row.serves), // as `insertRelease` wrote it
    releasedTo: { workspaceId: row.target_workspace_id, path: row.target_path, label: row.name },
  }));
}

/** What of a standing policy says where it applies. */
export interface PolicyReach {
  readonly scopeId: string;
  readonly labelPattern: string;
  /** `null` for all kinds. */
  readonly kinds: readonly ResourceKind[] | null;
}

/** Where each standing policy of the organization applies. */
export async function readPolicyReaches(tx: Tx, organizationId: string): Promise<readonly PolicyReach[]> {
  const rows = await tx
    .selectFrom("policies")
    .select(["scope_id", "label_pattern", "kinds"])
    .where("organization_id", "=", organizationId)
    .where("deleted_at", "is", null)
    .execute();
  return rows.map((row) => ({
    scopeId: row.scope_id,
    labelPattern: row.label_pattern,
    kinds: row.kinds === null ? null : parseKinds(row.kinds),
  }));
}

/** The labels of a resource that serve each version now. */
export async function readServingLabels(
  tx: Tx,
  organizationId: string,
  resourceId: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const labels = await readLabels(tx, organizationId, [resourceId]);
  const byVersion = new Map<string, string[]>();
  for (const { name, serves } of labels) {
    if (serves === null) continue;
    const names = byVersion.get(serves.versionId);
    if (names === undefined) byVersion.set(serves.versionId, [name]);
    else names.push(name);
  }
  return byVersion;
}

/** The requests into each resource that have not ended, with their labels, in the order of their numbers. */
export async function readOpenRequests(
  tx: Tx,
  organizationId: string,
  resourceIds: readonly string[],
  now: string,
): Promise<ReadonlyMap<string, readonly { readonly id: string; readonly label: string }[]>> {
  if (resourceIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom("requests")
    .select(["id", "label", "target_resource_id"])
    .where("organization_id", "=", organizationId)
    .where("target_resource_id", "in", resourceIds)
    .where("ended", "is", null)
    .where("expires_at", ">", now)
    .orderBy("number")
    .execute();
  const byResource = new Map<string, { readonly id: string; readonly label: string }[]>();
  for (const { id, label, target_resource_id: resourceId } of rows) {
    if (resourceId === null) continue;
    const requests = byResource.get(resourceId);
    if (requests === undefined) byResource.set(resourceId, [{ id, label }]);
    else requests.push({ id, label });
  }
  return byResource;
}

function parseKinds(json: string): readonly ResourceKind[] {
  const kinds: readonly ResourceKind[] = JSON.parse(json); // a list that policies are checked for before they are stored
  return kinds;
}
