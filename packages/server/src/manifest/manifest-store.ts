import type { ManifestKind } from "@countersign/core";
import type { BindingRow } from "../access/binding-store.ts";
import type { Tx } from "../db/database.ts";

/** Rows written in one statement; both databases bound the number of parameters. */
const chunkSize = 500;

/** A workspace as a manifest knows it. */
export interface WorkspaceOwnership {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly archived: boolean;
  readonly managedBy: string | null;
}

export async function listWorkspaceOwnership(tx: Tx, organizationId: string): Promise<readonly WorkspaceOwnership[]> {
  const rows = await tx
    .selectFrom("scopes")
    .select(["id", "name", "description", "archived_at", "managed_by as managedBy"])
    .where("organization_id", "=", organizationId)
    .where("type", "=", "workspace")
    .execute();
  return rows.map(({ archived_at, ...row }) => ({ ...row, archived: archived_at !== null }));
}

const tables = {
  workspaces: "scopes",
  roles: "roles",
  groups: "groups",
  serviceAccounts: "principals",
  bindings: "bindings",
  policies: "policies",
} as const satisfies Readonly<Record<ManifestKind, string>>;

/** Writes down whose things of a kind are. */
export async function writeManagedBy(
  tx: Tx,
  organizationId: string,
  kind: ManifestKind,
  id: string,
  managedBy: string,
): Promise<void> {
  await tx
    .updateTable(tables[kind])
    .set({ managed_by: managedBy })
    .where("organization_id", "=", organizationId)
    .where("id", "=", id)
    .execute();
}

/** Many bindings at once. */
export async function insertBindings(tx: Tx, organizationId: string, bindings: readonly BindingRow[]): Promise<void> {
  for (const chunk of chunksOf(bindings)) {
    await tx
      .insertInto("bindings")
      .values(
        chunk.map(({ holder, ...binding }) => ({
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
        })),
      )
      .execute();
  }
}

export async function deleteBindings(tx: Tx, organizationId: string, ids: readonly string[]): Promise<void> {
  for (const chunk of chunksOf(ids)) {
    await tx.deleteFrom("bindings").where("organization_id", "=", organizationId).where("id", "in", chunk).execute();
  }
}

function chunksOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  const chunks: (readonly T[])[] = [];
  for (let from = 0; from < items.length; from += chunkSize) chunks.push(items.slice(from, from + chunkSize));
  return chunks;
}
