import { insertBinding } from "../access/binding-store.ts";
import type { CallFrame } from "../command/actor.ts";
import type { Command } from "../command/command.ts";
import type { Environment } from "../command/environment.ts";
import { newId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { assertClaimHolds, claimCredential } from "./credential-claim.ts";
import { insertPrincipal, insertUser } from "./founding-store.ts";
import { insertGroupPlace } from "./group-store.ts";
import type { InvitationGift } from "./invitation-gift.ts";
import { assertMayGive } from "./invitation-judgement.ts";
import { giftDetails } from "./invitation-service.ts";
import { type OpenLink, useLink } from "./link.ts";
import { findMemberByEmail, findUserName } from "./member-store.ts";
import { asSponsor, runSponsored } from "./sponsored-command.ts";

/**
 * Joins whoever bears an invitation. The credential is claimed first and outside our transaction: killed between the
 * two, nothing works, and accepting again repairs it. What the invitation gives is judged again, by what its inviter may
 * hand on now.
 */
export async function join(
  environment: Environment,
  frame: CallFrame,
  link: OpenLink,
  input: { readonly name?: string | undefined; readonly password: string },
): Promise<void> {
  const { email, organizationId } = link;
  const name = input.name ?? (await nameOf(environment, email)) ?? refuseNameless();
  const claim = await claimCredential(environment, { email, name, password: input.password });
  await runSponsored(environment, frame, { organizationId, principalId: link.invitedBy }, async (command) => {
    await assertClaimHolds(command.tx, environment.engine, claim);
    await useLink(command, link);
    if ((await findMemberByEmail(command.tx, organizationId, email)) !== null) refuseMember(email);
    const principalId = newId("prn");
    const gift = stillToGive(command, link);
    const bindingIds = await asSponsor(async () => {
      command.require("member:invite", organizationId);
      assertMayGive(command, gift);
      return command.changeAccess(async () => {
        const person = { id: newId("usr"), email, name, credentialId: claim.id, at: command.now };
        const userId = await insertUser(command.tx, person);
        await insertPrincipal(command.tx, { organizationId, id: principalId, userId, name, at: command.now });
        return writeGift(command, gift, principalId);
      });
    });
    command.record({
      action: "invitation.accept",
      target: { type: "principal", id: principalId },
      scopeId: organizationId,
      details: { invitationId: link.id, invitedBy: link.invitedBy, ...giftDetails(gift), bindingIds },
      texts: { name, email },
    });
    return { actedBy: principalId };
  });
}

/** Writes what somebody joins with, given by the command's actor; answers the ids of the bindings. */
async function writeGift(command: Command, gift: InvitationGift, principalId: string): Promise<readonly string[]> {
  const { tx, organizationId, now } = command;
  const by = command.actor.principalId;
  const ids: string[] = [];
  for (const { roleId, scopeId, expiresAt } of gift.bindings) {
    const id = newId("bnd");
    ids.push(id);
    await insertBinding(tx, organizationId, {
      id,
      holder: { type: "principal", id: principalId },
      roleId,
      scopeId,
      notBefore: null,
      expiresAt,
      reason: "invitation",
      grantedBy: by,
      grantedAt: now,
      lastUsedAt: null,
      managedBy: null,
    });
  }
  for (const groupId of gift.groupIds) {
    await insertGroupPlace(tx, organizationId, { groupId, type: "principal", id: principalId, by, at: now });
  }
  return ids;
}

/** A binding whose time is over by now gives nothing and is not written. */
function stillToGive(command: Command, gift: InvitationGift): InvitationGift {
  const bindings = gift.bindings.filter(({ expiresAt }) => expiresAt === null || expiresAt > command.now);
  return { bindings, groupIds: gift.groupIds };
}

async function nameOf(environment: Environment, email: string): Promise<string | null> {
  return environment.db
    .transaction()
    .setAccessMode("read only")
    .execute((tx) => findUserName(tx, email));
}

function refuseNameless(): never {
  refuse({
    code: "invalid",
    message: "A new account needs the name of its person.",
    remedy: "Say under which name the others shall see you.",
  });
}

function refuseMember(email: string): never {
  refuse({
    code: "conflict",
    message: `${email} belongs to this organization already.`,
    remedy: "Sign in; the invitation is not needed.",
  });
}
