import { OWNER_ROLE } from "@countersign/core";
import type { Tx } from "../db/database.ts";
import type { SetupToken } from "./setup-token-store.ts";

/** A recovery token that was stored, with the organization that it is for. */
export interface RecoveryToken {
  readonly id: string;
  readonly organizationId: string;
  readonly organizationName: string;
  readonly email: string;
  readonly expiresAt: string;
  readonly usedAt: string | null;
}

/** The recovery that a token opens; `null` for every other token. */
export async function findRecovery(tx: Tx, tokenHash: string): Promise<RecoveryToken | null> {
  const purpose: SetupToken["purpose"] = "recover-owner";
  const row = await tx
    .selectFrom("setup_tokens")
    .innerJoin("organizations", "organizations.id", "setup_tokens.organization_id")
    .select([
      "setup_tokens.id",
      "organizations.id as organizationId",
      "organizations.name as organizationName",
      "setup_tokens.email",
      "setup_tokens.expires_at as expiresAt",
      "setup_tokens.used_at as usedAt",
    ])
    .where("setup_tokens.token_hash", "=", tokenHash)
    .where("setup_tokens.purpose", "=", purpose)
    .executeTakeFirst();
  if (row === undefined || row.email === null || row.expiresAt === null) return null;
  return { ...row, email: row.email, expiresAt: row.expiresAt };
}

/** Binds the owner's role directly, from now on and for good. */
export async function insertOwnerBinding(
  tx: Tx,
  organizationId: string,
  binding: { readonly id: string; readonly principalId: string; readonly at: string },
): Promise<void> {
  await tx
    .insertInto("bindings")
    .values({
      organization_id: organizationId,
      id: binding.id,
      principal_id: binding.principalId,
      role_id: OWNER_ROLE,
      scope_id: organizationId,
      reason: "recovered on the host",
      granted_by: binding.principalId,
      granted_at: binding.at,
    })
    .execute();
}
