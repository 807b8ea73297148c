import type { Tx } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";
import type { OrganizationSnapshot } from "./reading.ts";

/**
 * How a transaction holds the organization's row: `exclusive` for what changes access, policy, tree, membership or
 * releases, `shared` for what acts on a decision, `none` for reading. SQLite has one writer anyway.
 */
export type OrganizationLock = "none" | "shared" | "exclusive";

/** Reads the organization's row under a lock; `null` where there is no such organization. */
export async function readOrganization(
  tx: Tx,
  engine: Engine,
  organizationId: string,
  lock: OrganizationLock,
): Promise<OrganizationSnapshot | null> {
  let query = tx
    .selectFrom("organizations")
    .select(["id", "name", "revision", "access_revision as accessRevision"])
    .where("id", "=", organizationId);
  if (engine === "postgres" && lock === "exclusive") query = query.forUpdate();
  if (engine === "postgres" && lock === "shared") query = query.forShare();
  return (await query.executeTakeFirst()) ?? null;
}

/** Raises the revision; with `access` decisions notice it. */
export async function writeRevision(tx: Tx, organizationId: string, revision: number, access: boolean): Promise<void> {
  await tx
    .updateTable("organizations")
    .set(access ? { revision, access_revision: revision } : { revision })
    .where("id", "=", organizationId)
    .execute();
}
