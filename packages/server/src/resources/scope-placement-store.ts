import { sql } from "kysely";
import type { Tx } from "../db/database.ts";
import { pathBelow, type StoredFolder, type StoredResource } from "./scope-store.ts";

/**
 * Gives a folder or resource another name, another parent, or both, with the paths of everything below it. The caller
 * has made sure that the parent stands in the same workspace and not below what is moved.
 */
export async function placeScope(
  tx: Tx,
  organizationId: string,
  scope: StoredFolder | StoredResource,
  to: { readonly parentId: string; readonly name: string },
): Promise<void> {
  const parent = await tx
    .selectFrom("scopes")
    .select(["id", "path"])
    .where("organization_id", "=", organizationId)
    .where("id", "=", to.parentId)
    .executeTakeFirstOrThrow();
  const path = pathBelow(parent.path, to.name);
  await tx
    .updateTable("scopes")
    .set({ path: sql<string>`${path} || substr(path, ${sql.lit(scope.path.length + 1)})` })
    .where("organization_id", "=", organizationId)
    .where("id", "in", (of) =>
      of
        .selectFrom("scope_ancestors")
        .select("scope_id")
        .where("organization_id", "=", organizationId)
        .where("ancestor_id", "=", scope.id),
    )
    .execute();
  await tx
    .updateTable("scopes")
    .set({ name: to.name, parent_id: parent.id })
    .where("organization_id", "=", organizationId)
    .where("id", "=", scope.id)
    .execute();
  if (parent.id !== scope.parentId) await replaceAncestors(tx, organizationId, scope.id, parent.id);
}

/** The length of the longest path at or below a scope. */
export async function longestPathBelow(tx: Tx, organizationId: string, scopeId: string): Promise<number> {
  const row = await tx
    .selectFrom("scope_ancestors as a")
    .innerJoin("scopes as s", (on) =>
      on.onRef("s.organization_id", "=", "a.organization_id").onRef("s.id", "=", "a.scope_id"),
    )
    .select(sql<number | null>`max(length(s.path))`.as("longest"))
    .where("a.organization_id", "=", organizationId)
    .where("a.ancestor_id", "=", scopeId)
    .executeTakeFirstOrThrow();
  return Number(row.longest ?? 0);
}

async function replaceAncestors(tx: Tx, organizationId: string, scopeId: string, parentId: string): Promise<void> {
  await tx
    .deleteFrom("scope_ancestors")
    .where("organization_id", "=", organizationId)
    .where("ancestor_id", "in", (of) =>
      of
        .selectFrom("scope_ancestors as above")
        .select("above.ancestor_id")
        .where("above.organization_id", "=", organizationId)
        .where("above.scope_id", "=", scopeId)
        .where("above.ancestor_id", "<>", scopeId),
    )
    .where("scope_id", "in", (of) =>
      of
        .selectFrom("scope_ancestors as below")
        .select("below.scope_id")
        .where("below.organization_id", "=", organizationId)
        .where("below.ancestor_id", "=", scopeId),
    )
    .execute();
  await tx
    .insertInto("scope_ancestors")
    .columns(["organization_id", "scope_id", "ancestor_id", "depth"])
    .expression(
      tx
        .selectFrom("scope_ancestors as below")
        .innerJoin("scope_ancestors as above", "above.organization_id", "below.organization_id")
        .select([
          "below.organization_id",
          "below.scope_id",
          "above.ancestor_id",
          sql<number>`below.depth + above.depth + 1`.as("depth"),
        ])
        .where("below.organization_id", "=", organizationId)
        .where("below.ancestor_id", "=", scopeId)
        .where("above.scope_id", "=", parentId),
    )
    .execute();
}
