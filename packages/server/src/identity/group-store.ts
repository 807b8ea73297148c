import type { Tx } from "../db/database.ts";

/** A group of the organization; who is in it stands in the access state. */
export interface GroupRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly managedBy: string | null;
  readonly createdAt: string;
}

export async function listGroupRows(tx: Tx, organizationId: string): Promise<readonly GroupRow[]> {
  return tx
    .selectFrom("groups")
    .select(["id", "name", "description", "managed_by as managedBy", "created_at as createdAt"])
    .where("organization_id", "=", organizationId)
    .execute();
}

export async function insertGroup(tx: Tx, organizationId: string, group: GroupRow): Promise<void> {
  await tx
    .insertInto("groups")
    .values({
      organization_id: organizationId,
      id: group.id,
      name: group.name,
      description: group.description,
      managed_by: group.managedBy,
      created_at: group.createdAt,
    })
    .execute();
}

export async function updateGroup(
  tx: Tx,
  organizationId: string,
  group: Pick<GroupRow, "id" | "name" | "description">,
): Promise<void> {
  await tx
    .updateTable("groups")
    .set({ name: group.name, description: group.description })
    .where("organization_id", "=", organizationId)
    .where("id", "=", group.id)
    .execute();
}

/** Deletes a group with its memberships, its place in other groups and its bindings. */
export async function deleteGroup(tx: Tx, organizationId: string, groupId: string): Promise<void> {
  await tx
    .deleteFrom("bindings")
    .where("organization_id", "=", organizationId)
    .where("group_id", "=", groupId)
    .execute();
  await tx
    .deleteFrom("group_members")
    .where("organization_id", "=", organizationId)
    .where("group_id", "=", groupId)
    .execute();
  await tx
    .deleteFrom("group_groups")
    .where("organization_id", "=", organizationId)
    .where((is) => is.or([is("group_id", "=", groupId), is("child_group_id", "=", groupId)]))
    .execute();
  await tx.deleteFrom("groups").where("organization_id", "=", organizationId).where("id", "=", groupId).execute();
}

/** One place in a group: a person's or another group's. */
export interface GroupPlace {
  readonly groupId: string;
  readonly type: "principal" | "group";
  readonly id: string;
}

/** Fills a place. Who did it and when is asked when an approver's eligibility is judged. */
export async function insertGroupPlace(
  tx: Tx,
  organizationId: string,
  place: GroupPlace & { readonly by: string; readonly at: string },
): Promise<void> {
  const common = {
    organization_id: organizationId,
    group_id: place.groupId,
    added_by: place.by,
    added_at: place.at,
  };
  if (place.type === "principal") {
    await tx
      .insertInto("group_members")
      .values({ ...common, principal_id: place.id })
      .execute();
  } else {
    await tx
      .insertInto("group_groups")
      .values({ ...common, child_group_id: place.id })
      .execute();
  }
}

export async function deleteGroupPlace(tx: Tx, organizationId: string, place: GroupPlace): Promise<void> {
  if (place.type === "principal") {
    await tx
      .deleteFrom("group_members")
      .where("organization_id", "=", organizationId)
      .where("group_id", "=", place.groupId)
      .where("principal_id", "=", place.id)
      .execute();
  } else {
    await tx
      .deleteFrom("group_groups")
      .where("organization_id", "=", organizationId)
      .where("group_id", "=", place.groupId)
      .where("child_group_id", "=", place.id)
      .execute();
  }
}
