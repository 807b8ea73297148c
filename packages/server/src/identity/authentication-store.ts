import type { Tx } from "../db/database.ts";

/** The standing memberships behind a credential, oldest first. */
export async function findMemberships(
  tx: Tx,
  credentialId: string,
): Promise<
  readonly { readonly organizationId: string; readonly organizationName: string; readonly principalId: string }[]
> {
  return tx
    .selectFrom("users")
    .innerJoin("principals", "principals.user_id", "users.id")
    .innerJoin("organizations", "organizations.id", "principals.organization_id")
    .select([
      "principals.organization_id as organizationId",
      "organizations.name as organizationName",
      "principals.id as principalId",
    ])
    .where("users.credential_id", "=", credentialId)
    .where("principals.state", "=", "active")
    .orderBy("principals.created_at")
    .orderBy("principals.id")
    .execute();
}

export interface FoundKey {
  readonly organizationId: string;
  readonly id: string;
  readonly principalId: string;
  readonly principalType: "user" | "service-account";
  readonly principalState: "active" | "suspended" | "removed";
  readonly secretHash: string;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

export async function findKeyByPrefix(tx: Tx, prefix: string): Promise<FoundKey | null> {
  const row = await tx
    .selectFrom("keys")
    .innerJoin("principals", (join) =>
      join
        .onRef("principals.organization_id", "=", "keys.organization_id")
        .onRef("principals.id", "=", "keys.principal_id"),
    )
    .select([
      "keys.organization_id as organizationId",
      "keys.id",
      "keys.principal_id as principalId",
      "principals.type as principalType",
      "principals.state as principalState",
      "keys.secret_hash as secretHash",
      "keys.expires_at as expiresAt",
      "keys.revoked_at as revokedAt",
    ])
    .where("keys.prefix", "=", prefix)
    .executeTakeFirst();
  return row ?? null;
}
