import type { Tx } from "../db/database.ts";

/** A principal with what is shown of him. */
export interface PrincipalProfile {
  readonly id: string;
  readonly type: "user" | "service-account";
  readonly name: string;
  readonly email: string | null;
  readonly credentialId: string | null;
}

export async function readProfile(
  tx: Tx,
  organizationId: string,
  principalId: string,
): Promise<PrincipalProfile | null> {
  const row = await tx
    .selectFrom("principals")
    .leftJoin("users", "users.id", "principals.user_id")
    .select([
      "principals.id",
      "principals.type",
      "principals.name",
      "users.email",
      "users.credential_id as credentialId",
    ])
    .where("principals.organization_id", "=", organizationId)
    .where("principals.id", "=", principalId)
    .executeTakeFirst();
  return row ?? null;
}

export async function readOrganizationCreatedAt(tx: Tx, organizationId: string): Promise<string> {
  const row = await tx
    .selectFrom("organizations")
    .select("created_at")
    .where("id", "=", organizationId)
    .executeTakeFirstOrThrow();
  return row.created_at;
}
