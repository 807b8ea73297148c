import {
  kindPermission,
  type LabelRecord,
  type PrincipalRef,
  type ResourceKind,
  type ResourceRecord,
} from "@countersign/core";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import type { Reading } from "../command/reading.ts";
import { isProtected, scopePath } from "./label-protection.ts";
import { type PolicyReach, readLabels, readOpenRequests, readPolicyReaches, type StoredLabel } from "./label-store.ts";
import type { StoredResource } from "./scope-store.ts";
import { newestVersions, type StoredVersionSummary } from "./version-store.ts";

/** Whether the actor may see that a resource exists: by `use` or `view`. With a label: whether he may see that. */
export function seesResource(reading: Reading, kind: ResourceKind, resourceId: string, label?: string): boolean {
  return (["use", "view"] as const).some((action) => reading.may(kindPermission(kind, action), resourceId, label));
}

/** Whether the actor may see drafts, history and diffs. */
export function seesDrafts(reading: Reading, kind: ResourceKind, resourceId: string): boolean {
  return reading.may(kindPermission(kind, "view"), resourceId);
}

/**
 * Resources as this actor may see them: drafts by `view` alone, labels as far as his key reaches, and of what he sees by
 * neither `use` nor `view`, or what is archived, the place and nothing else.
 */
export async function resourceRecords(
  reading: Reading,
  resources: readonly StoredResource[],
): Promise<readonly ResourceRecord[]> {
  const { tx, organizationId } = reading;
  const seen = resources.filter(({ id, kind }) => seesResource(reading, kind, id)).map(({ id }) => id);
  const drafted = resources.filter(({ id, kind }) => seesDrafts(reading, kind, id));
  const draftedIds = drafted.map(({ id }) => id);
  const labels = await readLabels(tx, organizationId, seen);
  const policies = labels.length === 0 ? [] : await readPolicyReaches(tx, organizationId);
  const versions = await newestVersions(tx, organizationId, draftedIds);
  const requests = await readOpenRequests(tx, organizationId, draftedIds, reading.now);
  const people = await readPrincipalRefs(tx, organizationId, [
    ...labels.map(({ releasedBy }) => releasedBy),
    ...drafted.map(({ createdBy }) => createdBy),
  ]);
  const openIds = (id: string, kind: ResourceKind) =>
    (requests.get(id) ?? []).filter(({ label }) => seesResource(reading, kind, id, label)).map((request) => request.id);
  return resources.map((resource) => {
    const { id, kind, workspaceId, parentId, name, path, archivedAt, createdAt } = resource;
    return {
      id,
      kind,
      workspaceId,
      folderId: parentId === workspaceId ? null : parentId,
      name,
      path,
      description: seen.includes(id) ? resource.description : "",
      archivedAt,
      createdAt,
      labels: labels
        .filter((label) => label.resourceId === id && seesResource(reading, kind, id, label.name))
        .map((label) => labelRecord(reading, kind, label, policies, people)),
      drafts: draftedIds.includes(id) ? draftsOf(resource, versions.get(id), openIds(id, kind), people) : null,
    };
  });
}

/** One resource, as {@link resourceRecords} shows it. */
export async function resourceRecord(reading: Reading, resource: StoredResource): Promise<ResourceRecord> {
  const [record] = await resourceRecords(reading, [resource]);
  if (record === undefined) throw new Error(`The resource ${resource.id} has no record.`);
  return record;
}

function labelRecord(
  reading: Reading,
  kind: ResourceKind,
  label: StoredLabel,
  policies: readonly PolicyReach[],
  people: ReadonlyMap<string, PrincipalRef>,
): LabelRecord {
  const path = scopePath(reading.state.scopes, reading.organizationId, label.resourceId);
  return {
    name: label.name,
    protected: isProtected(policies, { path, kind, label: label.name }),
    versionId: label.serves?.versionId ?? "",
    versionNumber: label.serves?.versionNumber ?? null,
    digest: label.serves?.digest ?? "",
    sequence: label.sequence,
    releaseId: label.releaseId,
    releaseKind: label.releaseKind,
    releasedAt: label.releasedAt,
    releasedBy: principalRef(people, label.releasedBy),
  };
}

function draftsOf(
  resource: StoredResource,
  newest: StoredVersionSummary | undefined,
  openRequestIds: readonly string[],
  people: ReadonlyMap<string, PrincipalRef>,
): ResourceRecord["drafts"] {
  if (newest === undefined) {
    const changedBy = principalRef(people, resource.createdBy);
    return { latestVersion: 0, latestVersionId: null, changedAt: resource.createdAt, changedBy, openRequestIds };
  }
  return {
    latestVersion: newest.number,
    latestVersionId: newest.id,
    changedAt: newest.createdAt,
    changedBy: { type: newest.authorType, id: newest.authorId, name: newest.authorName },
    openRequestIds,
  };
}
