import { type Permission, PermissionSet, type PrincipalRef } from "@countersign/core";
import { parseTextList } from "../access/access-state-store.ts";
import type { Tx } from "../db/database.ts";

/** An API key without its secret. */
export interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly prefix: string;
  readonly principal: PrincipalRef;
  /** Where a service account's keys are managed; `null` for a person. */
  readonly homeScopeId: string | null;
  readonly permissions: readonly Permission[];
  readonly scopeIds: readonly string[];
  readonly labels: readonly string[] | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
  readonly lastUsedAt: string | null;
}

/** Keys of the organization; without `ended` those that neither expired nor were revoked. */
export async function listKeyRows(
  tx: Tx,
  organizationId: string,
  filter: { readonly principalId?: string | undefined; readonly ended: boolean; readonly now: string },
): Promise<readonly KeyRow[]> {
  let query = selectKeys(tx, organizationId);
  if (filter.principalId !== undefined) query = query.where("keys.principal_id", "=", filter.principalId);
  if (!filter.ended) {
    query = query
      .where("keys.revoked_at", "is", null)
      .where((is) => is.or([is("keys.expires_at", "is", null), is("keys.expires_at", ">", filter.now)]));
  }
  return (await query.execute()).map(toKey);
}

export async function findKey(tx: Tx, organizationId: string, id: string): Promise<KeyRow | null> {
  const row = await selectKeys(tx, organizationId).where("keys.id", "=", id).executeTakeFirst();
  return row === undefined ? null : toKey(row);
}

export interface NewKey {
  readonly id: string;
  readonly principalId: string;
  readonly name: string;
  readonly prefix: string;
  readonly secretHash: string;
  readonly permissions: PermissionSet;
  readonly scopeIds: readonly string[];
  readonly labels: readonly string[] | null;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

export async function insertKey(tx: Tx, organizationId: string, key: NewKey): Promise<void> {
  await tx
    .insertInto("keys")
    .values({
      organization_id: organizationId,
      id: key.id,
      principal_id: key.principalId,
      name: key.name,
      prefix: key.prefix,
      secret_hash: key.secretHash,
      permissions: key.permissions.toHex(),
      scope_ids: JSON.stringify(key.scopeIds),
      labels: key.labels === null ? null : JSON.stringify(key.labels),
      created_by: key.createdBy,
      created_at: key.createdAt,
      expires_at: key.expiresAt,
    })
    .execute();
}

export async function revokeKeyRow(
  tx: Tx,
  organizationId: string,
  revocation: { readonly id: string; readonly by: string; readonly at: string },
): Promise<void> {
  await tx
    .updateTable("keys")
    .set({ revoked_at: revocation.at, revoked_by: revocation.by })
    .where("organization_id", "=", organizationId)
    .where("id", "=", revocation.id)
    .where("revoked_at", "is", null)
    .execute();
}

function selectKeys(tx: Tx, organizationId: string) {
  return tx
    .selectFrom("keys")
    .innerJoin("principals", (join) =>
      join
        .onRef("principals.organization_id", "=", "keys.organization_id")
        .onRef("principals.id", "=", "keys.principal_id"),
    )
    .select([
      "keys.id",
      "keys.name",
      "keys.prefix",
      "keys.permissions",
      "keys.scope_ids as scopeIds",
      "keys.labels",
      "keys.created_by as createdBy",
      "keys.created_at as createdAt",
      "keys.expires_at as expiresAt",
      "keys.revoked_at as revokedAt",
      "keys.last_used_at as lastUsedAt",
      "principals.id as principalId",
      "principals.type as principalType",
      "principals.name as principalName",
      "principals.home_scope_id as homeScopeId",
    ])
    .where("keys.organization_id", "=", organizationId);
}

function toKey(row: Awaited<ReturnType<ReturnType<typeof selectKeys>["execute"]>>[number]): KeyRow {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    principal: { type: row.principalType, id: row.principalId, name: row.principalName },
    homeScopeId: row.homeScopeId,
    permissions: PermissionSet.fromHex(row.permissions).toList(),
    scopeIds: parseTextList(row.scopeIds),
    labels: row.labels === null ? null : parseTextList(row.labels),
    createdBy: row.createdBy,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    revokedAt: row.revokedAt,
    lastUsedAt: row.lastUsedAt,
  };
}
