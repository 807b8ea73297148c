import type { InvitationRecord, Page, PageInput, PrincipalRef } from "@countersign/core";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, refuse } from "../command/refuse.ts";
import { giftOf, type InvitationGift } from "./invitation-gift.ts";
import { assertMayGive } from "./invitation-judgement.ts";
import {
  findInvitation,
  type InvitationRow,
  insertInvitation,
  listInvitationRows,
  revokeInvitationRow,
} from "./invitation-store.ts";
import { hashSecret } from "./key-secret.ts";
import { invitationLifetime, newLinkToken } from "./link-token.ts";
import { findMemberByEmail } from "./member-store.ts";
import { pageOf } from "./paging.ts";

/** The newest first. */
export async function listInvitations(reading: Reading, input: PageInput): Promise<Page<InvitationRecord>> {
  const rows = await listInvitationRows(reading.tx, reading.organizationId);
  const page = pageOf(rows, (row) => [row.createdAt, row.id], input, "descending");
  return { ...page, items: await records(reading, page.items) };
}

/** Invites an address; the token is answered once and stored as its hash. */
export async function createInvitation(
  command: Command,
  input: Parameters<typeof giftOf>[0] & { readonly email: string },
): Promise<InvitationRecord & { readonly token: string }> {
  const gift = giftOf(input);
  assertMayGive(command, gift);
  await assertInvitable(command, input.email);
  const token = newLinkToken();
  const id = newId("inv");
  const expiresAt = new Date(Date.parse(command.now) + invitationLifetime).toISOString();
  await insertInvitation(command.tx, command.organizationId, {
    id,
    purpose: "invitation",
    email: input.email,
    principalId: null,
    ...gift,
    tokenHash: hashSecret(token),
    invitedBy: command.actor.principalId,
    createdAt: command.now,
    expiresAt,
  });
  // Nobody has anything by it yet, but whoever holds the token can come to it: who reads revisions sees that.
  await command.raiseRevision();
  command.record({
    action: "member.invite",
    target: { type: "invitation", id },
    scopeId: command.organizationId,
    after: giftDigest(gift),
    details: { ...giftDetails(gift), expiresAt },
    texts: { email: input.email },
  });
  return { ...(await record(command, id)), token };
}

export async function revokeInvitation(
  command: Command,
  input: { readonly invitationId: string },
): Promise<InvitationRecord> {
  const invitation = found(await findInvitation(command.tx, command.organizationId, input.invitationId));
  if (invitation.acceptedAt !== null) {
    refuse({
      code: "conflict",
      message: "This invitation was accepted and cannot be taken back.",
      remedy: "Suspend or remove the member instead.",
    });
  }
  if (invitation.revokedAt !== null) return record(command, invitation.id);
  await revokeInvitationRow(command.tx, command.organizationId, invitation.id, command.now);
  await command.raiseRevision();
  command.record({
    action: "invitation.revoke",
    target: { type: "invitation", id: invitation.id },
    scopeId: command.organizationId,
    before: giftDigest(invitation),
    details: {},
    texts: { email: invitation.email },
  });
  return record(command, invitation.id);
}

/** What a gift is, as an event tells it. */
export function giftDetails(gift: InvitationGift) {
  return { bindings: gift.bindings.map((binding) => ({ ...binding })), groups: gift.groupIds };
}

function giftDigest(gift: InvitationGift): string {
  return digestOf(giftDetails(gift));
}

async function assertInvitable(command: Command, email: string): Promise<void> {
  if ((await findMemberByEmail(command.tx, command.organizationId, email)) !== null) {
    refuse({
      code: "conflict",
      message: `${email} belongs to this organization already.`,
      remedy: "Give that member the roles, or reactivate him if he is suspended.",
    });
  }
  const rows = await listInvitationRows(command.tx, command.organizationId);
  if (rows.some((row) => row.email === email && stateOf(row, command.now) === "open")) {
    refuse({
      code: "conflict",
      message: `There is an open invitation for ${email} already.`,
      remedy: "Revoke it first, then invite again.",
    });
  }
}

async function record(reading: Reading, id: string): Promise<InvitationRecord> {
  const row = found(await findInvitation(reading.tx, reading.organizationId, id));
  return found((await records(reading, [row]))[0]);
}

async function records(reading: Reading, rows: readonly InvitationRow[]): Promise<readonly InvitationRecord[]> {
  const inviters = await readPrincipalRefs(
    reading.tx,
    reading.organizationId,
    rows.map((row) => row.invitedBy),
  );
  return rows.map((row) => recordOf(row, principalRef(inviters, row.invitedBy), reading.now));
}

function recordOf(row: InvitationRow, invitedBy: PrincipalRef, now: string): InvitationRecord {
  return {
    id: row.id,
    email: row.email,
    state: stateOf(row, now),
    bindings: row.bindings,
    groupIds: row.groupIds,
    invitedBy,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  };
}

function stateOf(row: InvitationRow, now: string): InvitationRecord["state"] {
  if (row.acceptedAt !== null) return "accepted";
  if (row.revokedAt !== null) return "revoked";
  return row.expiresAt <= now ? "expired" : "open";
}
