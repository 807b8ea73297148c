import type { PermissionSet } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A role's row; what a built-in one means stands in code. */
export interface RoleRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly builtIn: boolean;
  readonly managedBy: string | null;
  readonly createdAt: string;
}

export async function listRoleRows(tx: Tx, organizationId: string): Promise<readonly RoleRow[]> {
  const rows = await tx
    .selectFrom("roles")
    .select(["id", "name", "description", "built_in", "managed_by", "created_at"])
    .where("organization_id", "=", organizationId)
    .orderBy("built_in", "desc")
    .orderBy("name")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    builtIn: row.built_in === 1,
    managedBy: row.managed_by,
    createdAt: row.created_at,
  }));
}

/** How many bindings name each role. */
export async function countRoleBindings(tx: Tx, organizationId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .selectFrom("bindings")
    .select((of) => ["role_id", of.fn.countAll<number>().as("count")])
    .where("organization_id", "=", organizationId)
    .groupBy("role_id")
    .execute();
  return new Map(rows.map((row) => [row.role_id, Number(row.count)]));
}

export interface RoleContent {
  readonly name: string;
  readonly description: string;
  readonly permissions: PermissionSet;
  readonly includes: readonly string[];
}

export async function insertRole(
  tx: Tx,
  organizationId: string,
  role: RoleContent & {
    readonly id: string;
    readonly managedBy: string | null;
    readonly at: string;
    readonly by: string;
  },
): Promise<void> {
  await tx
    .insertInto("roles")
    .values({
      organization_id: organizationId,
      id: role.id,
      name: role.name,
      description: role.description,
      built_in: 0,
      permissions: role.permissions.toHex(),
      managed_by: role.managedBy,
      created_at: role.at,
      updated_at: role.at,
      updated_by: role.by,
    })
    .execute();
  await writeIncludes(tx, organizationId, role.id, role.includes);
}

export async function updateRole(
  tx: Tx,
  organizationId: string,
  role: RoleContent & {
    readonly id: string;
    /** Who gives the role another meaning; `null` where it is only called or described otherwise. */
    readonly meant: { readonly at: string; readonly by: string } | null;
  },
): Promise<void> {
  await tx
    .updateTable("roles")
    .set({
      name: role.name,
      description: role.description,
      permissions: role.permissions.toHex(),
      ...(role.meant === null ? {} : { updated_at: role.meant.at, updated_by: role.meant.by }),
    })
    .where("organization_id", "=", organizationId)
    .where("id", "=", role.id)
    .execute();
  await tx
    .deleteFrom("role_includes")
    .where("organization_id", "=", organizationId)
    .where("role_id", "=", role.id)
    .execute();
  await writeIncludes(tx, organizationId, role.id, role.includes);
}

export async function deleteRole(tx: Tx, organizationId: string, roleId: string): Promise<void> {
  await tx
    .deleteFrom("role_includes")
    .where("organization_id", "=", organizationId)
    .where("role_id", "=", roleId)
    .execute();
  await tx.deleteFrom("roles").where("organization_id", "=", organizationId).where("id", "=", roleId).execute();
}

async function writeIncludes(
  tx: Tx,
  organizationId: string,
  roleId: string,
  includes: readonly string[],
): Promise<void> {
  for (const included of new Set(includes)) {
    await tx
      .insertInto("role_includes")
      .values({ organization_id: organizationId, role_id: roleId, included_role_id: included })
      .execute();
  }
}
