import type { Actor } from "../command/actor.ts";
import type { Environment } from "../command/environment.ts";
import { refuse } from "../command/refuse.ts";
import { findKeyByPrefix, findMemberships } from "./authentication-store.ts";
import { prefixOf, secretMatches } from "./key-secret.ts";

/** The header that says which of a person's organizations is meant. */
const organizationHeader = "x-countersign-organization";

/**
 * The header that every call of a signed-in browser carries. A page of another origin cannot set it without being asked,
 * so a forged form or link is worth nothing.
 */
export const clientHeader = "x-countersign-client";

/**
 * Finds who makes a request: by an API key, or else by a session. `null` for nobody. Whether he may still act is decided
 * again inside the transaction that acts.
 */
export async function authenticate(environment: Environment, headers: Headers): Promise<Actor | null> {
  const authorization = headers.get("authorization");
  if (authorization !== null) return authenticateKey(environment, authorization);
  const credentialId = await environment.credentials.sessionOf(headers);
  if (credentialId === null) return null;
  if (!headers.has(clientHeader)) {
    refuse({
      code: "unauthenticated",
      message: `A call with a session needs the header "${clientHeader}".`,
      remedy: "Use the client library, which sends it, or an API key.",
    });
  }
  const memberships = await environment.db
    .transaction()
    .setAccessMode("read only")
    .execute((tx) => findMemberships(tx, credentialId));
  const wanted = headers.get(organizationHeader);
  const chosen = wanted === null ? memberships[0] : memberships.find((one) => one.organizationId === wanted);
  return chosen === undefined
    ? null
    : {
        organizationId: chosen.organizationId,
        principalId: chosen.principalId,
        type: "user",
        keyId: null,
        keyExpiresAt: null,
      };
}

async function authenticateKey(environment: Environment, authorization: string): Promise<Actor | null> {
  const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  const prefix = secret === undefined ? null : prefixOf(secret);
  if (secret === undefined || prefix === null) return null;
  const key = await environment.db
    .transaction()
    .setAccessMode("read only")
    .execute((tx) => findKeyByPrefix(tx, prefix));
  if (key === null || !secretMatches(secret, key.secretHash)) return null;
  const now = environment.clock.now();
  if (key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now) || key.principalState !== "active") {
    return null;
  }
  environment.usage.key(key.organizationId, key.id, now);
  return {
    organizationId: key.organizationId,
    principalId: key.principalId,
    type: key.principalType,
    keyId: key.id,
    keyExpiresAt: key.expiresAt,
  };
}
