import { isResourceKind, type JsonValue, type PolicyVersionRef, type ResourceKind } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** The names by which applications fetch a resource of a workspace, as they are now. */
export async function readServedNames(
  tx: Tx,
  organizationId: string,
  workspaceId: string,
  resourceId: string,
): Promise<{ readonly workspace: string; readonly kind: ResourceKind }> {
  const rows = await tx
    .selectFrom("scopes")
    .select(["id", "name", "kind"])
    .where("organization_id", "=", organizationId)
    .where("id", "in", [workspaceId, resourceId])
    .execute();
  const workspace = rows.find(({ id }) => id === workspaceId)?.name;
  const kind = rows.find(({ id }) => id === resourceId)?.kind;
  if (workspace === undefined || typeof kind !== "string" || !isResourceKind(kind)) {
    throw new Error(`The resource ${resourceId} of the workspace ${workspaceId} is not in the tree.`);
  }
  return { workspace, kind };
}

/** Numbers of versions by their ids. */
export async function readVersionNumbers(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom("versions")
    .select(["id", "number"])
    .where("organization_id", "=", organizationId)
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map(({ id, number }) => [id, number]));
}

/** Everything that the given policy versions ask for, in the order of their names: what `policyDigest` is taken over. */
export async function readPolicyRules(
  tx: Tx,
  organizationId: string,
  refs: readonly PolicyVersionRef[],
): Promise<readonly JsonValue[]> {
  if (refs.length === 0) return [];
  const rows = await tx
    .selectFrom("policy_versions")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where((of) =>
      of.or(refs.map(({ policyId, number }) => of.and([of("policy_id", "=", policyId), of("number", "=", number)]))),
    )
    .orderBy("policy_id")
    .orderBy("number")
    .execute();
  // Every column that says what is asked, those of later migrations too; not whose row it is and who wrote it when.
  return rows.map(({ organization_id: _organization, created_by: _author, created_at: _time, ...rule }) => rule);
}

/** Ids of the organization's releases that nobody has signed, oldest first. */
export async function listUnsigned(tx: Tx, organizationId: string, limit: number): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom("releases as r")
    .leftJoin("release_signatures as s", (on) =>
      on.onRef("s.organization_id", "=", "r.organization_id").onRef("s.release_id", "=", "r.id"),
    )
    .select("r.id")
    .where("r.organization_id", "=", organizationId)
    .where("s.release_id", "is", null)
    .orderBy("r.created_at")
    .orderBy("r.id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
