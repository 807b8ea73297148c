import { type AccessState, meaningfulOn, type Permission, pathToRoot } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import type { Located, Locator } from "../command/requirement.ts";
import { seesScope } from "./visibility.ts";

/**
 * Where a permission over the access to a scope is asked: at the nearest scope, from itself upwards, where the permission
 * means something and nothing is archived. `binding:manage` over a prompt is asked at its folder, and over an archived
 * workspace at the organization: who gives or takes access there must stand over it.
 */
export function askedScope(state: AccessState, scopeId: string, permission: Permission): string {
  const path = pathToRoot(state.scopes, state.organizationId, scopeId) ?? [];
  const asked = path.find((scope, index) => {
    return meaningfulOn(scope).has(permission) && path.slice(index).every(({ archived }) => !archived);
  });
  return asked?.id ?? state.organizationId;
}

/** Whether the actor holds a permission over the access to a scope. */
export function governs(reading: Reading, permission: Permission, scopeId: string): boolean {
  return reading.may(permission, askedScope(reading.state, scopeId, permission));
}

/** Whether the actor may see what is restricted on a scope: by the right to restrict there, or to see access. */
export function seesRestrictions(reading: Reading, scopeId: string): boolean {
  return governs(reading, "restriction:manage", scopeId) || governs(reading, "access:view", scopeId);
}

/**
 * The scope whose access is looked at or changed by whoever holds one of the permissions over it; the first is the one
 * that a refusal names, and the others let through as `orOwn`: who manages a list owns it.
 */
export function accessOf(
  permission: Permission,
  ...others: readonly Permission[]
): Locator<{ readonly scopeId: string }> {
  return {
    argument: "scopeId",
    locate: async (reading, input) => locateAccess(reading, input.scopeId, permission, others),
  };
}

/** As {@link accessOf}; without the argument the whole organization, and then for the first permission alone. */
export function accessOfAny(
  permission: Permission,
  ...others: readonly Permission[]
): Locator<{ readonly scopeId?: string | undefined }> {
  return {
    argument: "scopeId",
    locate: async (reading, input) => {
      return input.scopeId === undefined
        ? locateAccess(reading, reading.organizationId, permission, [])
        : locateAccess(reading, input.scopeId, permission, others);
    },
  };
}

/** The scope of a question about somebody's access: his own is his wherever he sees the scope. */
export const questionScope: Locator<{ readonly scopeId: string; readonly principalId?: string | undefined }> = {
  argument: "scopeId",
  locate: async (reading, input) => {
    const located = locateAccess(reading, input.scopeId, "access:view", []);
    if (located === null || !isAboutOneself(reading, input)) return located;
    return { ...located, own: seesScope(reading, input.scopeId) };
  },
};

/** The organization, for a question about all of somebody's access; about oneself it is one's own. */
export const questionSubject: Locator<{ readonly principalId?: string | undefined }> = {
  argument: "principalId",
  locate: async (reading, input) => ({
    scopeId: reading.organizationId,
    target: { type: "principal", id: input.principalId ?? reading.actor.principalId },
    visibleBy: "always",
    own: isAboutOneself(reading, input),
  }),
};

/** A binding by the argument `bindingId`, seen by whoever may see or manage the access to its scope. */
export const bindingArgument: Locator<{ readonly bindingId: string }> = {
  argument: "bindingId",
  locate: async (reading, { bindingId }) => {
    const scopeId = reading.state.bindings.get(bindingId)?.scopeId;
    return scopeId === undefined
      ? null
      : locateGiven(reading, scopeId, "binding:manage", { type: "binding", id: bindingId });
  },
};

/** A restriction by the argument `restrictionId`, seen by whoever may see the access to its scope or restrict it. */
export const restrictionArgument: Locator<{ readonly restrictionId: string }> = {
  argument: "restrictionId",
  locate: async (reading, { restrictionId }) => {
    const scopeId = reading.state.restrictions.get(restrictionId)?.scopeId;
    const target = { type: "restriction", id: restrictionId };
    return scopeId === undefined ? null : locateGiven(reading, scopeId, "restriction:manage", target);
  },
};

/** Whether a question is about the one who asks it. */
export function isAboutOneself(reading: Reading, input: { readonly principalId?: string | undefined }): boolean {
  return input.principalId === undefined || input.principalId === reading.actor.principalId;
}

function locateAccess(
  reading: Reading,
  scopeId: string,
  permission: Permission,
  others: readonly Permission[],
): Located | null {
  const scope = reading.state.scopes.get(scopeId);
  if (scope === undefined) return null;
  return {
    scopeId: askedScope(reading.state, scopeId, permission),
    target: { type: scope.type, id: scopeId },
    visibleBy: seesScope(reading, scopeId) ? "always" : [permission],
    own: others.some((other) => governs(reading, other, scopeId)),
  };
}

function locateGiven(reading: Reading, scopeId: string, permission: Permission, target: Located["target"]): Located {
  const visible = governs(reading, "access:view", scopeId) || governs(reading, permission, scopeId);
  return { scopeId: askedScope(reading.state, scopeId, permission), target, visibleBy: visible ? "always" : [] };
}
