import type { Tx } from "../db/database.ts";

export interface SetupToken {
  readonly id: string;
  readonly purpose: "organization" | "recover-owner";
  readonly organizationId: string | null;
  readonly email: string | null;
  readonly expiresAt: string | null;
  readonly usedAt: string | null;
}

export async function insertSetupToken(
  tx: Tx,
  token: Omit<SetupToken, "usedAt"> & { readonly tokenHash: string; readonly at: string },
): Promise<void> {
  await tx
    .insertInto("setup_tokens")
    .values({
      id: token.id,
      token_hash: token.tokenHash,
      purpose: token.purpose,
      organization_id: token.organizationId,
      email: token.email,
      created_at: token.at,
      expires_at: token.expiresAt,
    })
    .execute();
}

export async function findSetupToken(tx: Tx, tokenHash: string): Promise<SetupToken | null> {
  const row = await tx
    .selectFrom("setup_tokens")
    .select([
      "id",
      "purpose",
      "organization_id as organizationId",
      "email",
      "expires_at as expiresAt",
      "used_at as usedAt",
    ])
    .where("token_hash", "=", tokenHash)
    .executeTakeFirst();
  return row ?? null;
}

/** Uses a token up; false when somebody else did first. */
export async function takeSetupToken(tx: Tx, id: string, at: string): Promise<boolean> {
  const taken = await tx
    .updateTable("setup_tokens")
    .set({ used_at: at })
    .where("id", "=", id)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

/** Makes the unused tokens of a purpose worthless: only the one printed last works. */
export async function dropUnusedSetupTokens(
  tx: Tx,
  purpose: SetupToken["purpose"],
  organizationId: string | null,
): Promise<void> {
  await tx
    .deleteFrom("setup_tokens")
    .where("purpose", "=", purpose)
    .where("organization_id", organizationId === null ? "is" : "=", organizationId)
    .where("used_at", "is", null)
    .execute();
}

export async function countOrganizations(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom("organizations")
    .select((of) => of.fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
