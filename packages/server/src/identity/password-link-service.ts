import type { CallFrame } from "../command/actor.ts";
import type { Environment } from "../command/environment.ts";
import { lockCredential, writePasswordHash } from "./credential-store.ts";
import { type OpenLink, refuseLink, useLink } from "./link.ts";
import { assertSignInIsOurs } from "./member-standing-service.ts";
import { findMember } from "./member-store.ts";
import { asSponsor, runSponsored } from "./sponsored-command.ts";
import { assertMayTakeOver } from "./takeover.ts";

/**
 * Sets the password of the member that a link is for and ends all his sessions, in one transaction. Whoever made the
 * link is judged again: a member who rose since is out of his reach.
 */
export async function setPasswordByLink(
  environment: Environment,
  frame: CallFrame,
  link: OpenLink,
  password: string,
): Promise<void> {
  const { organizationId, invitedBy } = link;
  const passwordHash = await environment.credentials.hashPassword(password);
  await runSponsored(environment, frame, { organizationId, principalId: invitedBy }, async (command) => {
    await useLink(command, link);
    const member = await findMember(command.tx, organizationId, link.principalId ?? "");
    if (member === null || member.state !== "active" || member.credentialId === null) return refuseLink();
    await asSponsor(async () => {
      command.require("member:manage", organizationId);
      assertMayTakeOver(command, member.id);
    });
    await assertSignInIsOurs(command, member);
    if (!(await lockCredential(command.tx, environment.engine, member.credentialId))) return refuseLink();
    await writePasswordHash(command.tx, { id: member.credentialId, passwordHash, at: command.now });
    command.record({
      action: "credential.reset",
      target: { type: "principal", id: member.id },
      scopeId: organizationId,
      details: { linkId: link.id, madeBy: invitedBy },
    });
    return { actedBy: member.id };
  });
}
