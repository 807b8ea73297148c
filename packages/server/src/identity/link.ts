import type { Command } from "../command/command.ts";
import type { Environment } from "../command/environment.ts";
import { refuse } from "../command/refuse.ts";
import { findLink, type InvitationRow, takeLink } from "./invitation-store.ts";
import { hashSecret } from "./key-secret.ts";

/** A link that was neither used nor revoked and has not expired, when it was looked at. */
export interface OpenLink extends InvitationRow {
  readonly organizationId: string;
  readonly organizationName: string;
}

/** The link that a token opens; `null` for none of ours. */
export async function findOpenLink(environment: Environment, token: string): Promise<OpenLink | null> {
  const link = await environment.db
    .transaction()
    .setAccessMode("read only")
    .execute((tx) => findLink(tx, hashSecret(token)));
  const open =
    link !== null && link.acceptedAt === null && link.revokedAt === null && link.expiresAt > environment.clock.now();
  return open ? link : null;
}

/** Uses a link up, in the transaction that does what it is for. Whoever is second is refused. */
export async function useLink(command: Command, link: OpenLink): Promise<void> {
  const taken = await takeLink(command.tx, link.organizationId, { id: link.id, at: command.now });
  if (!taken || link.expiresAt <= command.now) refuseLink();
}

/** The one answer for every token that opens nothing, whatever the cause. */
export function refuseLink(): never {
  refuse({
    code: "not_found",
    message: "This link does not work: it was used, was revoked, has expired, or never was one.",
    remedy: "Ask whoever sent it for a new one.",
  });
}
