import type { Tx } from "../db/database.ts";

export interface UnusedPrincipalRow {
  readonly id: string;
  readonly lastUsedAt: string | null;
  readonly createdAt: string;
}

export interface UnusedKeyRow extends UnusedPrincipalRow {
  readonly name: string;
  readonly principalId: string;
}

/** Active principals that were there before the instant and have not been used since, the longest unused first. */
export async function listUnusedPrincipals(
  tx: Tx,
  organizationId: string,
  before: string,
): Promise<readonly UnusedPrincipalRow[]> {
  const rows = await tx
    .selectFrom("principals")
    .select(["id", "last_used_at", "created_at"])
    .where("organization_id", "=", organizationId)
    .where("state", "=", "active")
    .where("created_at", "<", before)
    .where((where) => where.or([where("last_used_at", "is", null), where("last_used_at", "<", before)]))
    .execute();
  return rows
    .map((row) => ({ id: row.id, lastUsedAt: row.last_used_at, createdAt: row.created_at }))
    .sort(longestFirst);
}

/** Keys that still work, were there before the instant and have not been used since, the longest unused first. */
export async function listUnusedKeys(
  tx: Tx,
  organizationId: string,
  before: string,
  now: string,
): Promise<readonly UnusedKeyRow[]> {
  const rows = await tx
    .selectFrom("keys")
    .select(["id", "name", "principal_id", "last_used_at", "created_at"])
    .where("organization_id", "=", organizationId)
    .where("revoked_at", "is", null)
    .where((where) => where.or([where("expires_at", "is", null), where("expires_at", ">", now)]))
    .where("created_at", "<", before)
    .where((where) => where.or([where("last_used_at", "is", null), where("last_used_at", "<", before)]))
    .execute();
  return rows
    .map((row) => ({
      id: row.id,
      name: row.name,
      principalId: row.principal_id,
      lastUsedAt: row.last_used_at,
      createdAt: row.created_at,
    }))
    .sort(longestFirst);
}

function longestFirst(a: UnusedPrincipalRow, b: UnusedPrincipalRow): number {
  const [since, other] = [a.lastUsedAt ?? a.createdAt, b.lastUsedAt ?? b.createdAt];
  if (since !== other) return since < other ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
