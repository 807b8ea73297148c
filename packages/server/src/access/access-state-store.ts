import {
  type AccessState,
  type Binding,
  type Group,
  type Holder,
  type Key,
  PermissionSet,
  type Principal,
  type Restriction,
  type Role,
  type ScopeNode,
} from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** Reads everything that access in one organization is decided from, as it stands in this transaction. */
export async function readAccessState(tx: Tx, organizationId: string, revision: number): Promise<AccessState> {
  const of = organizationId;
  const principals = await tx
    .selectFrom("principals")
    .leftJoin("users", "users.id", "principals.user_id")
    .select(["principals.id", "principals.type", "principals.state", "principals.home_scope_id", "users.credential_id"])
    .where("principals.organization_id", "=", of)
    .where("principals.state", "<>", "removed")
    .execute();
  const responsibles = await tx
    .selectFrom("service_account_responsibles")
    .select(["service_account_id", "principal_id"])
    .where("organization_id", "=", of)
    .where("ended_at", "is", null)
    .execute();
  const groups = await tx.selectFrom("groups").select("id").where("organization_id", "=", of).execute();
  const members = await tx
    .selectFrom("group_members")
    .select(["group_id", "principal_id"])
    .where("organization_id", "=", of)
    .execute();
  const nested = await tx
    .selectFrom("group_groups")
    .select(["group_id", "child_group_id"])
    .where("organization_id", "=", of)
    .execute();
  const roles = await tx
    .selectFrom("roles")
    .select(["id", "name", "description", "permissions"])
    .where("organization_id", "=", of)
    .where("built_in", "=", 0)
    .execute();
  const includes = await tx
    .selectFrom("role_includes")
    .select(["role_id", "included_role_id"])
    .where("organization_id", "=", of)
    .execute();
  const bindings = await tx
    .selectFrom("bindings")
    .select(["id", "principal_id", "group_id", "role_id", "scope_id", "not_before", "expires_at"])
    .where("organization_id", "=", of)
    .execute();
  const restrictions = await tx
    .selectFrom("restrictions")
    .select(["id", "scope_id", "permissions"])
    .where("organization_id", "=", of)
    .execute();
  const scopes = await tx
    .selectFrom("scopes")
    .select(["id", "type", "parent_id", "kind", "name", "archived_at"])
    .where("organization_id", "=", of)
    .execute();
  const keys = await tx
    .selectFrom("keys")
    .select(["id", "principal_id", "created_by", "permissions", "scope_ids", "labels", "revoked_at"])
    .where("organization_id", "=", of)
    .where("revoked_at", "is", null)
    .execute();

  const responsibleOf = collect(
    responsibles,
    (row) => row.service_account_id,
    (row) => row.principal_id,
  );
  const membersOf = collect(
    members,
    (row) => row.group_id,
    (row) => row.principal_id,
  );
  const groupsOf = collect(
    nested,
    (row) => row.group_id,
    (row) => row.child_group_id,
  );
  const includesOf = collect(
    includes,
    (row) => row.role_id,
    (row) => row.included_role_id,
  );

  return {
    organizationId: of,
    revision,
    principals: byId(
      principals.map(
        (row): Principal =>
          row.type === "user"
            ? { type: "user", id: row.id, active: row.state === "active", localSignIn: row.credential_id !== null }
            : {
                type: "service-account",
                id: row.id,
                active: row.state === "active",
                homeScopeId: row.home_scope_id ?? "",
                responsibleIds: responsibleOf.get(row.id) ?? [],
              },
      ),
    ),
    groups: byId(
      groups.map(
        (row): Group => ({ id: row.id, memberIds: membersOf.get(row.id) ?? [], groupIds: groupsOf.get(row.id) ?? [] }),
      ),
    ),
    roles: byId(
      roles.map(
        (row): Role => ({
          id: row.id,
          name: row.name,
          description: row.description,
          builtIn: false,
          permissions: PermissionSet.fromHex(row.permissions),
          includes: includesOf.get(row.id) ?? [],
        }),
      ),
    ),
    bindings: byId(
      bindings.map(
        (row): Binding => ({
          id: row.id,
          holder: holderOf(row),
          roleId: row.role_id,
          scopeId: row.scope_id,
          notBefore: row.not_before,
          expiresAt: row.expires_at,
        }),
      ),
    ),
    restrictions: byId(
      restrictions.map(
        (row): Restriction => ({
          id: row.id,
          scopeId: row.scope_id,
          permissions: PermissionSet.fromHex(row.permissions),
        }),
      ),
    ),
    scopes: byId(scopes.map(scopeNode)),
    keys: byId(
      keys.map(
        (row): Key => ({
          id: row.id,
          principalId: row.principal_id,
          createdBy: row.created_by,
          permissions: PermissionSet.fromHex(row.permissions),
          scopeIds: parseTextList(row.scope_ids),
          labels: row.labels === null ? null : parseTextList(row.labels),
          // Expiry is time and not state: `authenticate` turns an expired key away at every call.
          active: true,
        }),
      ),
    ),
  };
}

/** A row of the scope tree as the node that decisions are made on. */
function scopeNode(row: {
  readonly id: string;
  readonly type: ScopeNode["type"];
  readonly parent_id: string | null;
  readonly kind: "prompt" | "workflow" | "dataset" | "evaluation" | null;
  readonly name: string;
  readonly archived_at: string | null;
}): ScopeNode {
  const common = { id: row.id, parentId: row.parent_id, name: row.name, archived: row.archived_at !== null };
  if (row.type !== "resource") return { type: row.type, ...common };
  if (row.kind === null) throw new Error(`The resource ${row.id} has no kind.`);
  return { type: "resource", kind: row.kind, ...common };
}

/** A column that holds a JSON list of texts. */
export function parseTextList(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw new Error("A stored list of texts is damaged.");
  }
  return value;
}

function holderOf(row: {
  readonly id: string;
  readonly principal_id: string | null;
  readonly group_id: string | null;
}): Holder {
  if (row.principal_id !== null) return { type: "principal", id: row.principal_id };
  if (row.group_id !== null) return { type: "group", id: row.group_id };
  throw new Error(`The binding ${row.id} has no holder.`);
}

function byId<T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function collect<Row>(
  rows: readonly Row[],
  key: (row: Row) => string,
  value: (row: Row) => string,
): ReadonlyMap<string, readonly string[]> {
  const lists = new Map<string, string[]>();
  for (const row of rows) {
    const list = lists.get(key(row));
    if (list === undefined) lists.set(key(row), [value(row)]);
    else list.push(value(row));
  }
  return lists;
}
