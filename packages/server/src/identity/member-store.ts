import type { Tx } from "../db/database.ts";

/** A person of the organization, as listed and managed. */
export interface MemberRow {
  readonly id: string;
  readonly userId: string;
  readonly credentialId: string | null;
  readonly name: string;
  readonly email: string;
  readonly state: "active" | "suspended";
  readonly lastUsedAt: string | null;
  readonly createdAt: string;
}

/** Everybody who belongs to the organization, suspended people included. */
export async function listMemberRows(tx: Tx, organizationId: string): Promise<readonly MemberRow[]> {
  return toMembers(await selectMembers(tx, organizationId).execute());
}

/** A standing member; `null` for a stranger, a service account and somebody who was removed. */
export async function findMember(tx: Tx, organizationId: string, principalId: string): Promise<MemberRow | null> {
  const rows = await selectMembers(tx, organizationId).where("principals.id", "=", principalId).execute();
  return toMembers(rows)[0] ?? null;
}

export async function findMemberByEmail(tx: Tx, organizationId: string, email: string): Promise<MemberRow | null> {
  const rows = await selectMembers(tx, organizationId).where("users.email", "=", email).execute();
  return toMembers(rows)[0] ?? null;
}

/** The person with this address, whatever organizations he belongs to. */
export async function findUserName(tx: Tx, email: string): Promise<string | null> {
  const row = await tx.selectFrom("users").select("name").where("email", "=", email).executeTakeFirst();
  return row?.name ?? null;
}

/** Suspends or lets in again. */
export async function writePrincipalState(
  tx: Tx,
  organizationId: string,
  principalId: string,
  state: "active" | "suspended",
): Promise<void> {
  await tx
    .updateTable("principals")
    .set({ state })
    .where("organization_id", "=", organizationId)
    .where("id", "=", principalId)
    .execute();
}

/** What of a principal ends with it. Its row, its name and what it did stay. */
export async function removePrincipal(
  tx: Tx,
  organizationId: string,
  removal: { readonly principalId: string; readonly by: string; readonly at: string },
): Promise<void> {
  const { principalId, by, at } = removal;
  await tx
    .deleteFrom("bindings")
    .where("organization_id", "=", organizationId)
    .where("principal_id", "=", principalId)
    .execute();
  await tx
    .deleteFrom("group_members")
    .where("organization_id", "=", organizationId)
    .where("principal_id", "=", principalId)
    .execute();
  await tx
    .updateTable("service_account_responsibles")
    .set({ ended_at: at })
    .where("organization_id", "=", organizationId)
    .where("ended_at", "is", null)
    .where((is) => is.or([is("principal_id", "=", principalId), is("service_account_id", "=", principalId)]))
    .execute();
  await tx
    .updateTable("keys")
    .set({ revoked_at: at, revoked_by: by })
    .where("organization_id", "=", organizationId)
    .where("principal_id", "=", principalId)
    .where("revoked_at", "is", null)
    .execute();
  await tx
    .updateTable("principals")
    .set({ state: "removed" })
    .where("organization_id", "=", organizationId)
    .where("id", "=", principalId)
    .execute();
}

function selectMembers(tx: Tx, organizationId: string) {
  return tx
    .selectFrom("principals")
    .innerJoin("users", "users.id", "principals.user_id")
    .select([
      "principals.id",
      "users.id as userId",
      "users.credential_id as credentialId",
      "principals.name",
      "users.email",
      "principals.state",
      "principals.last_used_at as lastUsedAt",
      "principals.created_at as createdAt",
    ])
    .where("principals.organization_id", "=", organizationId)
    .where("principals.state", "<>", "removed");
}

function toMembers(
  rows: readonly (Omit<MemberRow, "state"> & { readonly state: "active" | "suspended" | "removed" })[],
): readonly MemberRow[] {
  return rows.flatMap(({ state, ...row }) => (state === "removed" ? [] : [{ ...row, state }]));
}
