import { randomText } from "../command/identifiers.ts";

const day = 24 * 60 * 60 * 1000;

/** How long an invitation waits, in milliseconds. */
export const invitationLifetime = 7 * day;

/** How long a link that sets a password waits, in milliseconds. */
export const credentialLinkLifetime = day;

/** The secret of a link: 200 random bits. Only its SHA-256 is stored. */
export function newLinkToken(): string {
  return `cin_${randomText(40)}`;
}
