import { askedScope, governs } from "../access/access-locators.ts";
import type { Reading } from "../command/reading.ts";
import type { Located, Locator } from "../command/requirement.ts";
import { findKey } from "./key-store.ts";

/**
 * The principal that a new key is for, by the argument `principalId`. A person signed in makes his own; through a key
 * one needs `key:manage` even for oneself, or a stolen key would beget others.
 */
export const keyHolderArgument: Locator<{ readonly principalId?: string | undefined }> = {
  argument: "principalId",
  locate: async (reading, { principalId = reading.actor.principalId }) => {
    const principal = reading.state.principals.get(principalId);
    if (principal === undefined) return null;
    const target = { type: "principal", id: principalId };
    if (principal.type === "service-account") {
      return { ...locateManaged(reading, principal.homeScopeId, target), own: false };
    }
    const own = isOneself(reading, principalId);
    const visibleBy = principalId === reading.actor.principalId ? "always" : (["member:view"] as const);
    return { scopeId: reading.organizationId, target, visibleBy, own };
  },
};

/**
 * A key by the argument `keyId`: one's own, one that one made, those of service accounts where one manages keys, and
 * those of people for whoever manages members.
 */
export const keyArgument: Locator<{ readonly keyId: string }> = {
  argument: "keyId",
  locate: async (reading, { keyId }) => {
    const key = await findKey(reading.tx, reading.organizationId, keyId);
    if (key === null) return null;
    const target = { type: "key", id: key.id };
    const own =
      key.id === reading.actor.keyId || isOneself(reading, key.principal.id) || isOneself(reading, key.createdBy);
    if (key.homeScopeId !== null) return { ...locateManaged(reading, key.homeScopeId, target), own };
    const managed = reading.may("member:manage", reading.organizationId);
    return { scopeId: reading.organizationId, target, visibleBy: [], own: own || managed };
  },
};

/** Whether the actor sees a key in a list. */
export function seesKey(
  reading: Reading,
  key: {
    readonly principal: { readonly id: string };
    readonly createdBy: string;
    readonly homeScopeId: string | null;
  },
): boolean {
  const { principalId } = reading.actor;
  if (key.principal.id === principalId || key.createdBy === principalId) return true;
  return key.homeScopeId === null
    ? reading.may("member:manage", reading.organizationId)
    : governs(reading, "key:manage", key.homeScopeId);
}

function locateManaged(reading: Reading, homeScopeId: string, target: Located["target"]): Located {
  const visible =
    governs(reading, "key:manage", homeScopeId) || governs(reading, "service-account:manage", homeScopeId);
  return {
    scopeId: askedScope(reading.state, homeScopeId, "key:manage"),
    target,
    visibleBy: visible ? "always" : [],
  };
}

/** Signed in, not through a key: what a key may do is what it was given. */
function isOneself(reading: Reading, principalId: string): boolean {
  return reading.actor.keyId === null && principalId === reading.actor.principalId;
}
