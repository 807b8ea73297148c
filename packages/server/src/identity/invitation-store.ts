import type { Tx } from "../db/database.ts";
import { type InvitationGift, readGift } from "./invitation-gift.ts";

/** A link that joins a person or sets a member's password. */
export interface InvitationRow extends InvitationGift {
  readonly id: string;
  readonly purpose: "invitation" | "credential";
  readonly email: string;
  /** Whose password a credential link sets; `null` for an invitation. */
  readonly principalId: string | null;
  readonly invitedBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly acceptedAt: string | null;
  readonly revokedAt: string | null;
}

export type NewInvitation = Omit<InvitationRow, "acceptedAt" | "revokedAt"> & { readonly tokenHash: string };

export async function insertInvitation(tx: Tx, organizationId: string, invitation: NewInvitation): Promise<void> {
  await tx
    .insertInto("invitations")
    .values({
      organization_id: organizationId,
      id: invitation.id,
      purpose: invitation.purpose,
      email: invitation.email,
      principal_id: invitation.principalId,
      bindings: JSON.stringify(invitation.bindings),
      group_ids: JSON.stringify(invitation.groupIds),
      token_hash: invitation.tokenHash,
      invited_by: invitation.invitedBy,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
    })
    .execute();
}

/** The organization's invitations; links that set a password are nobody's to list. */
export async function listInvitationRows(tx: Tx, organizationId: string): Promise<readonly InvitationRow[]> {
  const rows = await selectInvitations(tx)
    .where("organization_id", "=", organizationId)
    .where("purpose", "=", "invitation")
    .execute();
  return rows.map(toInvitation);
}

export async function findInvitation(tx: Tx, organizationId: string, id: string): Promise<InvitationRow | null> {
  const row = await selectInvitations(tx)
    .where("organization_id", "=", organizationId)
    .where("purpose", "=", "invitation")
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : toInvitation(row);
}

/** The link that a token opens, of any organization: the token is all that its bearer has. */
export async function findLink(
  tx: Tx,
  tokenHash: string,
): Promise<(InvitationRow & { readonly organizationId: string; readonly organizationName: string }) | null> {
  const row = await selectInvitations(tx)
    .innerJoin("organizations", "organizations.id", "invitations.organization_id")
    .select(["organizations.id as organizationId", "organizations.name as organizationName"])
    .where("token_hash", "=", tokenHash)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { organizationId, organizationName } = row;
  return { ...toInvitation(row), organizationId, organizationName };
}

/** Uses a link up; false when it was used or revoked before. */
export async function takeLink(
  tx: Tx,
  organizationId: string,
  link: { readonly id: string; readonly at: string },
): Promise<boolean> {
  const taken = await tx
    .updateTable("invitations")
    .set({ accepted_at: link.at })
    .where("organization_id", "=", organizationId)
    .where("id", "=", link.id)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return taken.numUpdatedRows === 1n;
}

export async function revokeInvitationRow(tx: Tx, organizationId: string, id: string, at: string): Promise<void> {
  await tx
    .updateTable("invitations")
    .set({ revoked_at: at })
    .where("organization_id", "=", organizationId)
    .where("id", "=", id)
    .execute();
}

/** Makes every unused link that sets this member's password void. */
export async function revokeCredentialLinks(
  tx: Tx,
  organizationId: string,
  principalId: string,
  at: string,
): Promise<void> {
  await tx
    .updateTable("invitations")
    .set({ revoked_at: at })
    .where("organization_id", "=", organizationId)
    .where("purpose", "=", "credential")
    .where("principal_id", "=", principalId)
    .where("accepted_at", "is", null)
    .where("revoked_at", "is", null)
    .execute();
}

function selectInvitations(tx: Tx) {
  return tx
    .selectFrom("invitations")
    .select([
      "invitations.id",
      "invitations.purpose",
      "invitations.email",
      "invitations.principal_id as principalId",
      "invitations.bindings",
      "invitations.group_ids as groupIds",
      "invitations.invited_by as invitedBy",
      "invitations.created_at as createdAt",
      "invitations.expires_at as expiresAt",
      "invitations.accepted_at as acceptedAt",
      "invitations.revoked_at as revokedAt",
    ]);
}

interface StoredInvitation extends Omit<InvitationRow, "bindings" | "groupIds"> {
  readonly bindings: string;
  readonly groupIds: string;
}

function toInvitation(row: StoredInvitation): InvitationRow {
  return {
    id: row.id,
    purpose: row.purpose,
    email: row.email,
    principalId: row.principalId,
    ...readGift(row),
    invitedBy: row.invitedBy,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    acceptedAt: row.acceptedAt,
    revokedAt: row.revokedAt,
  };
}
