import type { Tx } from "../db/database.ts";

/** A service account of the organization, as listed and managed. */
export interface ServiceAccountRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly state: "active" | "suspended";
  readonly homeScopeId: string;
  readonly managedBy: string | null;
  readonly lastUsedAt: string | null;
  readonly createdAt: string;
}

export async function listServiceAccountRows(tx: Tx, organizationId: string): Promise<readonly ServiceAccountRow[]> {
  return toServiceAccounts(await selectServiceAccounts(tx, organizationId).execute());
}

/** One that was not deleted. */
export async function findServiceAccount(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<ServiceAccountRow | null> {
  const rows = await selectServiceAccounts(tx, organizationId).where("id", "=", id).execute();
  return toServiceAccounts(rows)[0] ?? null;
}

export async function insertServiceAccount(
  tx: Tx,
  organizationId: string,
  account: Omit<ServiceAccountRow, "state" | "lastUsedAt" | "createdAt"> & {
    readonly responsibleIds: readonly string[];
    readonly at: string;
  },
): Promise<void> {
  await tx
    .insertInto("principals")
    .values({
      organization_id: organizationId,
      id: account.id,
      type: "service-account",
      name: account.name,
      description: account.description,
      home_scope_id: account.homeScopeId,
      state: "active",
      managed_by: account.managedBy,
      created_at: account.at,
    })
    .execute();
  for (const id of account.responsibleIds) await addResponsible(tx, organizationId, account.id, id);
}

export async function updateServiceAccount(
  tx: Tx,
  organizationId: string,
  account: {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly responsibleIds: readonly string[];
    readonly at: string;
  },
): Promise<void> {
  await tx
    .updateTable("principals")
    .set({ name: account.name, description: account.description })
    .where("organization_id", "=", organizationId)
    .where("id", "=", account.id)
    .execute();
  await tx
    .updateTable("service_account_responsibles")
    .set({ ended_at: account.at })
    .where("organization_id", "=", organizationId)
    .where("service_account_id", "=", account.id)
    .where("ended_at", "is", null)
    .execute();
  for (const id of account.responsibleIds) await addResponsible(tx, organizationId, account.id, id);
}

/** Makes somebody answer for a service account; twice is once. */
export async function addResponsible(
  tx: Tx,
  organizationId: string,
  serviceAccountId: string,
  principalId: string,
): Promise<void> {
  await tx
    .insertInto("service_account_responsibles")
    .values({ organization_id: organizationId, service_account_id: serviceAccountId, principal_id: principalId })
    .onConflict((conflict) =>
      conflict.columns(["organization_id", "service_account_id", "principal_id"]).doUpdateSet({ ended_at: null }),
    )
    .execute();
}

function selectServiceAccounts(tx: Tx, organizationId: string) {
  return tx
    .selectFrom("principals")
    .select([
      "id",
      "name",
      "description",
      "state",
      "home_scope_id as homeScopeId",
      "managed_by as managedBy",
      "last_used_at as lastUsedAt",
      "created_at as createdAt",
    ])
    .where("organization_id", "=", organizationId)
    .where("type", "=", "service-account")
    .where("state", "<>", "removed");
}

function toServiceAccounts(
  rows: readonly (Omit<ServiceAccountRow, "state" | "homeScopeId"> & {
    readonly state: "active" | "suspended" | "removed";
    readonly homeScopeId: string | null;
  })[],
): readonly ServiceAccountRow[] {
  return rows.flatMap(({ state, homeScopeId, ...row }) =>
    state === "removed" || homeScopeId === null ? [] : [{ ...row, state, homeScopeId }],
  );
}
