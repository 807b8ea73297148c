import type { Binding, Holder } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A binding with what is told about it. */
export interface BindingRow extends Binding {
  readonly reason: string;
  readonly grantedBy: string;
  readonly grantedAt: string;
  readonly lastUsedAt: string | null;
  readonly managedBy: string | null;
}

export interface BindingFilter {
  /** Bound at one of these scopes. */
  readonly scopeIds?: readonly string[] | undefined;
  readonly holderIds?: readonly string[] | undefined;
  readonly roleId?: string | undefined;
}

const columns = [
  "id",
  "principal_id",
  "group_id",
  "role_id",
  "scope_id",
  "not_before",
  "expires_at",
  "reason",
  "granted_by",
  "granted_at",
  "last_used_at",
  "managed_by",
] as const;

/** Bindings, the newest first. `after` is the last one of the page before. */
export async function listBindingRows(
  tx: Tx,
  organizationId: string,
  filter: BindingFilter,
  page: { readonly after: { readonly grantedAt: string; readonly id: string } | null; readonly limit: number } | null,
): Promise<readonly BindingRow[]> {
  const { scopeIds, holderIds, roleId } = filter;
  let query = tx.selectFrom("bindings").select(columns).where("organization_id", "=", organizationId);
  if (scopeIds !== undefined) query = query.where("scope_id", "in", scopeIds);
  if (roleId !== undefined) query = query.where("role_id", "=", roleId);
  if (holderIds !== undefined) {
    query = query.where((where) =>
      where.or([where("principal_id", "in", holderIds), where("group_id", "in", holderIds)]),
    );
  }
  const after = page?.after ?? null;
  if (after !== null) {
    query = query.where((where) =>
      where.or([
        where("granted_at", "<", after.grantedAt),
        where.and([where("granted_at", "=", after.grantedAt), where("id", "<", after.id)]),
      ]),
    );
  }
  if (page !== null) query = query.limit(page.limit);
  const rows = await query.orderBy("granted_at", "desc").orderBy("id", "desc").execute();
  return rows.map((row) => ({
    id: row.id,
    holder: holderOf(row.id, row.principal_id, row.group_id),
    roleId: row.role_id,
    scopeId: row.scope_id,
    notBefore: row.not_before,
    expiresAt: row.expires_at,
    reason: row.reason,
    grantedBy: row.granted_by,
    grantedAt: row.granted_at,
    lastUsedAt: row.last_used_at,
    managedBy: row.managed_by,
  }));
}

export async function insertBinding(tx: Tx, organizationId: string, binding: BindingRow): Promise<void> {
  const { holder } = binding;
  await tx
    .insertInto("bindings")
    .values({
      organization_id: organizationId,
      id: binding.id,
      principal_id: holder.type === "principal" ? holder.id : null,
      group_id: holder.type === "group" ? holder.id : null,
      role_id: binding.roleId,
      scope_id: binding.scopeId,
      not_before: binding.notBefore,
      expires_at: binding.expiresAt,
      reason: binding.reason,
      granted_by: binding.grantedBy,
      granted_at: binding.grantedAt,
      managed_by: binding.managedBy,
    })
    .execute();
}

export async function deleteBinding(tx: Tx, organizationId: string, bindingId: string): Promise<void> {
  await tx.deleteFrom("bindings").where("organization_id", "=", organizationId).where("id", "=", bindingId).execute();
}

function holderOf(id: string, principalId: string | null, groupId: string | null): Holder {
  if (principalId !== null) return { type: "principal", id: principalId };
  if (groupId !== null) return { type: "group", id: groupId };
  throw new Error(`The binding ${id} has no holder.`);
}
