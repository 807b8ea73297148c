import { PermissionSet } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Tx } from "../db/database.ts";

/**
 * What let access count again that was there already, without granting any: a restriction lifted at a scope, a person
 * reactivated, a place restored.
 */
export type Opening =
  | { readonly type: "lifted"; readonly scopeId: string; readonly permissions: PermissionSet }
  | { readonly type: "restored"; readonly scopeId: string }
  | { readonly type: "reactivated"; readonly principalId: string };

/** An opening, and whose doing it was. */
export interface RecordedOpening {
  readonly opening: Opening;
  readonly grantedBy: string;
  readonly at: string;
}

/** Writes down that the actor opened something; in the transaction that does it. */
export async function insertOpening(command: Command, opening: Opening): Promise<void> {
  await command.tx
    .insertInto("access_openings")
    .values({
      organization_id: command.organizationId,
      id: newId("opn"),
      scope_id: opening.type === "reactivated" ? null : opening.scopeId,
      principal_id: opening.type === "reactivated" ? opening.principalId : null,
      permissions: opening.type === "lifted" ? opening.permissions.toHex() : null,
      opened_by: command.actor.principalId,
      opened_at: command.now,
    })
    .execute();
}

/** Every opening of the organization, oldest first. */
export async function listOpenings(tx: Tx, organizationId: string): Promise<readonly RecordedOpening[]> {
  const rows = await tx
    .selectFrom("access_openings")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .orderBy("opened_at")
    .orderBy("id")
    .execute();
  return rows.map((row) => ({ opening: openingOf(row), grantedBy: row.opened_by, at: row.opened_at }));
}

function openingOf(row: {
  readonly id: string;
  readonly scope_id: string | null;
  readonly principal_id: string | null;
  readonly permissions: string | null;
}): Opening {
  if (row.principal_id !== null) return { type: "reactivated", principalId: row.principal_id };
  if (row.scope_id === null) throw new Error(`The opening ${row.id} opened nothing.`);
  return row.permissions === null
    ? { type: "restored", scopeId: row.scope_id }
    : { type: "lifted", scopeId: row.scope_id, permissions: PermissionSet.fromHex(row.permissions) };
}
