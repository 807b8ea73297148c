import type { Role } from "@countersign/core";
import type { Tx } from "../db/database.ts";

export async function insertOrganization(
  tx: Tx,
  organization: {
    readonly id: string;
    readonly name: string;
    readonly at: string;
    readonly createdBy: string;
    readonly roles: readonly Role[];
  },
): Promise<void> {
  const { id, name, at } = organization;
  await tx.insertInto("organizations").values({ id, name, revision: 1, access_revision: 1, created_at: at }).execute();
  await tx
    .insertInto("scopes")
    .values({
      organization_id: id,
      id,
      type: "organization",
      name,
      path: "",
      created_at: at,
      created_by: organization.createdBy,
    })
    .execute();
  await tx
    .insertInto("scope_ancestors")
    .values({ organization_id: id, scope_id: id, ancestor_id: id, depth: 0 })
    .execute();
  for (const role of organization.roles) {
    await tx
      .insertInto("roles")
      .values({
        organization_id: id,
        id: role.id,
        name: role.name,
        description: role.description,
        built_in: 1,
        permissions: role.permissions.toHex(),
        created_at: at,
        updated_at: at,
      })
      .execute();
  }
}

/**
 * The person with this address: a new row, or the row that is there, now with this credential.
 *
 * @returns the id of the person.
 */
export async function insertUser(
  tx: Tx,
  user: {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    readonly credentialId: string;
    readonly at: string;
  },
): Promise<string> {
  const known = await tx.selectFrom("users").select("id").where("email", "=", user.email).executeTakeFirst();
  if (known !== undefined) {
    await tx.updateTable("users").set({ credential_id: user.credentialId }).where("id", "=", known.id).execute();
    return known.id;
  }
  await tx
    .insertInto("users")
    .values({
      id: user.id,
      email: user.email,
      name: user.name,
      credential_id: user.credentialId,
      created_at: user.at,
    })
    .execute();
  return user.id;
}

export async function insertPrincipal(
  tx: Tx,
  principal: {
    readonly organizationId: string;
    readonly id: string;
    readonly userId: string;
    readonly name: string;
    readonly at: string;
  },
): Promise<void> {
  await tx
    .insertInto("principals")
    .values({
      organization_id: principal.organizationId,
      id: principal.id,
      type: "user",
      user_id: principal.userId,
      name: principal.name,
      state: "active",
      created_at: principal.at,
    })
    .execute();
}
