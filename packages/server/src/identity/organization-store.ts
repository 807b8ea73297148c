import type { Tx } from "../db/database.ts";

/** Renames an organization and its scope, which has its name. */
export async function renameOrganization(tx: Tx, organizationId: string, name: string): Promise<void> {
  await tx.updateTable("organizations").set({ name }).where("id", "=", organizationId).execute();
  await tx
    .updateTable("scopes")
    .set({ name })
    .where("organization_id", "=", organizationId)
    .where("id", "=", organizationId)
    .execute();
}
