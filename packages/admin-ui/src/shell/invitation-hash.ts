/**
 * The token of an invitation link, `#/invitation/<token>`: it stands behind the hash so that no server and no log on the
 * way ever sees it. `null` for any other hash.
 */
export function readInvitationHash(hash: string): string | null {
  const match = /^#?\/invitation\/([^/?#]+)$/.exec(hash);
  return match?.[1] ?? null;
}
