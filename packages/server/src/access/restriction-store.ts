import { PermissionSet, type Restriction } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A restriction with what is told about it. */
export interface RestrictionRow extends Restriction {
  readonly reason: string;
  readonly createdBy: string;
  readonly createdAt: string;
}

/** The restrictions on these scopes, the newest first. */
export async function listRestrictionRows(
  tx: Tx,
  organizationId: string,
  scopeIds: readonly string[],
): Promise<readonly RestrictionRow[]> {
  if (scopeIds.length === 0) return [];
  const rows = await tx
    .selectFrom("restrictions")
    .select(["id", "scope_id", "permissions", "reason", "created_by", "created_at"])
    .where("organization_id", "=", organizationId)
    .where("scope_id", "in", scopeIds)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    scopeId: row.scope_id,
    permissions: PermissionSet.fromHex(row.permissions),
    reason: row.reason,
    createdBy: row.created_by,
    createdAt: row.created_at,
  }));
}

export async function insertRestriction(tx: Tx, organizationId: string, restriction: RestrictionRow): Promise<void> {
  await tx
    .insertInto("restrictions")
    .values({
      organization_id: organizationId,
      id: restriction.id,
      scope_id: restriction.scopeId,
      permissions: restriction.permissions.toHex(),
      reason: restriction.reason,
      created_by: restriction.createdBy,
      created_at: restriction.createdAt,
    })
    .execute();
}

export async function deleteRestriction(tx: Tx, organizationId: string, restrictionId: string): Promise<void> {
  await tx
    .deleteFrom("restrictions")
    .where("organization_id", "=", organizationId)
    .where("id", "=", restrictionId)
    .execute();
}
