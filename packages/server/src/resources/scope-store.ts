import type { ResourceKind } from "@countersign/core";
import { sql } from "kysely";
import type { Tx } from "../db/database.ts";
import { compareBytes } from "./byte-order.ts";

/** A workspace, folder or resource as it is stored. */
export type StoredScope = StoredWorkspace | StoredFolder | StoredResource;

interface StoredPlace {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly archivedAt: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
}

export interface StoredWorkspace extends StoredPlace {
  readonly type: "workspace";
}

export interface StoredFolder extends StoredPlace {
  readonly type: "folder";
  readonly workspaceId: string;
  /** The folder it is in, or its workspace. */
  readonly parentId: string;
  /** Path inside the workspace. */
  readonly path: string;
}

export interface StoredResource extends StoredPlace {
  readonly type: "resource";
  readonly kind: ResourceKind;
  readonly workspaceId: string;
  /** The folder it is in, or its workspace. */
  readonly parentId: string;
  /** Path inside the workspace, the resource's name last. */
  readonly path: string;
}

/** What is put into the tree. The parent of a workspace is the organization. */
export type ScopeDraft = {
  readonly id: string;
  readonly parentId: string;
  readonly name: string;
  readonly description?: string;
  readonly at: string;
  readonly by: string;
} & ({ readonly type: "workspace" | "folder" } | { readonly type: "resource"; readonly kind: ResourceKind });

/**
 * Puts a scope into the tree, with its ancestors, and for a resource what it is beyond its place. The caller has made
 * sure that the parent is one that may hold it and that the name is free there.
 */
export async function insertScope(tx: Tx, organizationId: string, draft: ScopeDraft): Promise<void> {
  const parent = await tx
    .selectFrom("scopes")
    .select(["id", "type", "path", "workspace_id"])
    .where("organization_id", "=", organizationId)
    .where("id", "=", draft.parentId)
    .executeTakeFirstOrThrow();
  const kind = draft.type === "resource" ? draft.kind : null;
  await tx
    .insertInto("scopes")
    .values({
      organization_id: organizationId,
      id: draft.id,
      type: draft.type,
      parent_id: parent.id,
      workspace_id: draft.type === "workspace" ? null : (parent.workspace_id ?? parent.id),
      kind,
      name: draft.name,
      path: draft.type === "workspace" ? "" : pathBelow(parent.path, draft.name),
      description: draft.description ?? "",
      created_at: draft.at,
      created_by: draft.by,
    })
    .execute();
  await tx
    .insertInto("scope_ancestors")
    .values({ organization_id: organizationId, scope_id: draft.id, ancestor_id: draft.id, depth: 0 })
    .execute();
  await tx
    .insertInto("scope_ancestors")
    .columns(["organization_id", "scope_id", "ancestor_id", "depth"])
    .expression(
      tx
        .selectFrom("scope_ancestors")
        .select((of) => [
          "organization_id",
          of.val(draft.id).as("scope_id"),
          "ancestor_id",
          sql<number>`depth + 1`.as("depth"),
        ])
        .where("organization_id", "=", organizationId)
        .where("scope_id", "=", parent.id),
    )
    .execute();
  if (kind === null) return;
  await tx.insertInto("resources").values({ organization_id: organizationId, id: draft.id, kind }).execute();
}

/** The workspace, folder or resource with this id; `null` where the organization has none. */
export async function readScope(tx: Tx, organizationId: string, scopeId: string): Promise<StoredScope | null> {
  const row = await selectScopes(tx, organizationId).where("id", "=", scopeId).executeTakeFirst();
  return row === undefined ? null : storedScope(row);
}

/** Those of the ids that the organization has, in no order. */
export async function readScopes(
  tx: Tx,
  organizationId: string,
  scopeIds: readonly string[],
): Promise<readonly StoredScope[]> {
  if (scopeIds.length === 0) return [];
  const rows = await selectScopes(tx, organizationId).where("id", "in", scopeIds).execute();
  return rows.map(storedScope);
}

/** The workspace of this name, archived or not. */
export async function findWorkspace(tx: Tx, organizationId: string, name: string): Promise<StoredWorkspace | null> {
  const row = await selectScopes(tx, organizationId)
    .where("parent_id", "=", organizationId)
    .where("name", "=", name)
    .executeTakeFirst();
  const scope = row === undefined ? null : storedScope(row);
  return scope?.type === "workspace" ? scope : null;
}

/** The folder or resource at a path of a workspace, archived or not. */
export async function findByPath(
  tx: Tx,
  organizationId: string,
  workspaceId: string,
  path: string,
): Promise<StoredFolder | StoredResource | null> {
  const row = await selectScopes(tx, organizationId)
    .where("workspace_id", "=", workspaceId)
    .where("path", "=", path)
    .executeTakeFirst();
  const scope = row === undefined ? null : storedScope(row);
  return scope === null || scope.type === "workspace" ? null : scope;
}

/** Whether anything, archived or not, has this name below the parent. */
export async function isNameTaken(
  tx: Tx,
  organizationId: string,
  parentId: string,
  name: string,
  exceptId: string | null,
): Promise<boolean> {
  const row = await tx
    .selectFrom("scopes")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("parent_id", "=", parentId)
    .where("name", "=", name)
    .executeTakeFirst();
  return row !== undefined && row.id !== exceptId;
}

export async function updateDescription(
  tx: Tx,
  organizationId: string,
  scopeId: string,
  description: string,
): Promise<void> {
  await tx
    .updateTable("scopes")
    .set({ description })
    .where("organization_id", "=", organizationId)
    .where("id", "=", scopeId)
    .execute();
}

/** A workspace's own name; the paths inside it do not change by that. */
export async function renameWorkspace(
  tx: Tx,
  organizationId: string,
  workspaceId: string,
  name: string,
): Promise<void> {
  await tx
    .updateTable("scopes")
    .set({ name })
    .where("organization_id", "=", organizationId)
    .where("id", "=", workspaceId)
    .where("type", "=", "workspace")
    .execute();
}

/** Archives a scope, or with `null` restores it. What is below it keeps its own mark. */
export async function setArchived(
  tx: Tx,
  organizationId: string,
  scopeId: string,
  archivedAt: string | null,
): Promise<void> {
  await tx
    .updateTable("scopes")
    .set({ archived_at: archivedAt })
    .where("organization_id", "=", organizationId)
    .where("id", "=", scopeId)
    .execute();
}

/** The workspaces of the organization by name. */
export async function listWorkspaces(tx: Tx, organizationId: string): Promise<readonly StoredWorkspace[]> {
  const rows = await selectScopes(tx, organizationId).where("type", "=", "workspace").execute();
  return rows
    .map(storedScope)
    .filter((scope) => scope.type === "workspace")
    .sort((a, b) => compareBytes(a.name, b.name));
}

/** The folders of a workspace by path. */
export async function listFolders(
  tx: Tx,
  organizationId: string,
  workspaceId: string,
): Promise<readonly StoredFolder[]> {
  const rows = await selectScopes(tx, organizationId)
    .where("workspace_id", "=", workspaceId)
    .where("type", "=", "folder")
    .execute();
  return rows
    .map(storedScope)
    .filter((scope) => scope.type === "folder")
    .sort((a, b) => compareBytes(a.path, b.path));
}

/** The path of a name below a parent's path; `""` is the workspace itself. */
export function pathBelow(parentPath: string, name: string): string {
  return parentPath === "" ? name : `${parentPath}/${name}`;
}

function selectScopes(tx: Tx, organizationId: string) {
  return tx
    .selectFrom("scopes")
    .select([
      "id",
      "type",
      "parent_id",
      "workspace_id",
      "kind",
      "name",
      "path",
      "description",
      "archived_at",
      "created_at",
      "created_by",
    ])
    .where("organization_id", "=", organizationId)
    .where("type", "<>", "organization");
}

type ScopeRow = Awaited<ReturnType<ReturnType<typeof selectScopes>["executeTakeFirstOrThrow"]>>;

function storedScope(row: ScopeRow): StoredScope {
  const place = {
    id: row.id,
    name: row.name,
    description: row.description,
    archivedAt: row.archived_at,
    createdAt: row.created_at,
    createdBy: row.created_by,
  };
  if (row.type === "workspace") return { type: "workspace", ...place };
  const { workspace_id: workspaceId, parent_id: parentId, path, kind } = row;
  if (workspaceId === null || parentId === null) throw new Error(`The scope ${row.id} is in no workspace.`);
  if (row.type === "folder") return { type: "folder", ...place, workspaceId, parentId, path };
  if (kind === null) throw new Error(`The resource ${row.id} has no kind.`);
  return { type: "resource", ...place, kind, workspaceId, parentId, path };
}
