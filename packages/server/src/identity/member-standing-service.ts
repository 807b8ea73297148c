import type { MemberRecord } from "@countersign/core";
import { insertOpening } from "../access/opening-store.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { found, refuse } from "../command/refuse.ts";
import { belongsElsewhere, deleteSessions } from "./credential-store.ts";
import { insertInvitation, revokeCredentialLinks } from "./invitation-store.ts";
import { hashSecret } from "./key-secret.ts";
import { credentialLinkLifetime, newLinkToken } from "./link-token.ts";
import { getMember } from "./member-service.ts";
import { findMember, type MemberRow, removePrincipal, writePrincipalState } from "./member-store.ts";
import { recordSuccession, successionOf, writeSuccession } from "./service-account-succession.ts";
import { assertMayTakeOver } from "./takeover.ts";

/** A suspended person has nothing: sessions end, keys stop, links that set a password are void. */
export async function suspendMember(
  command: Command,
  input: { readonly memberId: string; readonly reason: string },
): Promise<MemberRecord> {
  const member = await memberOf(command, input.memberId);
  assertMayTakeOver(command, member.id);
  if (member.state === "suspended") return getMember(command, input);
  const successions = successionOf(command, member.id);
  await command.changeAccess(async () => {
    await writePrincipalState(command.tx, command.organizationId, member.id, "suspended");
    await endSignIns(command, member);
    await writeSuccession(command, successions);
  });
  command.record({
    action: "member.suspend",
    target: { type: "principal", id: member.id },
    scopeId: command.organizationId,
    details: {},
    texts: { name: member.name, reason: input.reason },
  });
  recordSuccession(command, member.id, successions);
  return getMember(command, input);
}

/** What he regains is judged as if it were given now. */
export async function reactivateMember(command: Command, input: { readonly memberId: string }): Promise<MemberRecord> {
  const member = await memberOf(command, input.memberId);
  if (member.state === "active") return getMember(command, input);
  await command.changeAccess(async () => {
    await writePrincipalState(command.tx, command.organizationId, member.id, "active");
    await insertOpening(command, { type: "reactivated", principalId: member.id });
  });
  command.record({
    action: "member.reactivate",
    target: { type: "principal", id: member.id },
    scopeId: command.organizationId,
    details: {},
    texts: { name: member.name },
  });
  return getMember(command, input);
}

/** Whoever is invited again after this gets a new id and nothing of what was. */
export async function removeMember(
  command: Command,
  input: { readonly memberId: string; readonly reason: string },
): Promise<object> {
  const member = await memberOf(command, input.memberId);
  assertMayTakeOver(command, member.id);
  const successions = successionOf(command, member.id);
  const { bindings, groups, keys } = command.state;
  const details = {
    bindings: idsWhere(bindings, ({ holder }) => holder.type === "principal" && holder.id === member.id),
    groups: idsWhere(groups, ({ memberIds }) => memberIds.includes(member.id)),
    keys: idsWhere(keys, ({ principalId }) => principalId === member.id),
    // He may still know their secrets; whoever reads this decides whether they are made anew.
    keysMadeForOthers: idsWhere(keys, (key) => key.createdBy === member.id && key.principalId !== member.id),
  };
  await command.changeAccess(async () => {
    await writeSuccession(command, successions);
    await removePrincipal(command.tx, command.organizationId, {
      principalId: member.id,
      by: command.actor.principalId,
      at: command.now,
    });
    await endSignIns(command, member);
  });
  command.record({
    action: "member.remove",
    target: { type: "principal", id: member.id },
    scopeId: command.organizationId,
    details,
    texts: { name: member.name, reason: input.reason },
  });
  recordSuccession(command, member.id, successions);
  return {};
}

/** Makes the link with which a member sets a new password. Earlier ones stop working. */
export async function resetCredential(
  command: Command,
  input: { readonly memberId: string },
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const member = await memberOf(command, input.memberId);
  assertMayTakeOver(command, member.id);
  await assertSignInIsOurs(command, member);
  if (member.state !== "active") {
    refuse({
      code: "conflict",
      message: `${member.name} is suspended and could not sign in with a new password.`,
      remedy: "Reactivate the member first.",
    });
  }
  const token = newLinkToken();
  const id = newId("inv");
  const expiresAt = new Date(Date.parse(command.now) + credentialLinkLifetime).toISOString();
  await revokeCredentialLinks(command.tx, command.organizationId, member.id, command.now);
  await insertInvitation(command.tx, command.organizationId, {
    id,
    purpose: "credential",
    email: member.email,
    principalId: member.id,
    bindings: [],
    groupIds: [],
    tokenHash: hashSecret(token),
    invitedBy: command.actor.principalId,
    createdAt: command.now,
    expiresAt,
  });
  command.record({
    action: "credential.link",
    target: { type: "principal", id: member.id },
    scopeId: command.organizationId,
    details: { linkId: id, expiresAt },
  });
  return { token, expiresAt };
}

/**
 * Refuses to reset a sign-in that opens another organization too: an administrator of one would get into the other. It
 * tells no more than that.
 */
export async function assertSignInIsOurs(command: Command, member: MemberRow): Promise<void> {
  if (!(await belongsElsewhere(command.tx, command.organizationId, member.userId))) return;
  refuse({
    code: "conflict",
    message: "The sign-in of this person is not this organization's alone, so its administrators cannot reset it.",
    remedy: "The person changes the password himself, or the operator of the server resets it on the host.",
  });
}

/** A member by id; he was located, so he is there, unless somebody removed him before the lock was ours. */
async function memberOf(command: Command, memberId: string): Promise<MemberRow> {
  return found(await findMember(command.tx, command.organizationId, memberId));
}

async function endSignIns(command: Command, member: MemberRow): Promise<void> {
  await revokeCredentialLinks(command.tx, command.organizationId, member.id, command.now);
  // A session opens nothing here any more, whether it ends or not; another organization's work is not interrupted.
  if (member.credentialId === null || (await belongsElsewhere(command.tx, command.organizationId, member.userId)))
    return;
  await deleteSessions(command.tx, member.credentialId);
}

function idsWhere<T extends { readonly id: string }>(
  table: ReadonlyMap<string, T>,
  is: (item: T) => boolean,
): readonly string[] {
  return [...table.values()]
    .filter(is)
    .map(({ id }) => id)
    .sort();
}
