import {
  type AccessDifference,
  type AccessState,
  groupsOf,
  type Instant,
  includedRoles,
  type Permission,
  PermissionSet,
  permissionsOn,
  type RoleApi,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { principalRef, readPrincipalRefs } from "./principal-names.ts";
import { candidateRole } from "./role-service.ts";
import { scopeRef } from "./scope-names.ts";

/** Who would gain and lose what, now and at every later moment at which a binding of the role begins, if it were saved so. */
export async function previewRole(
  reading: Reading,
  input: {
    readonly roleId: string;
    readonly permissions: readonly Permission[];
    readonly includes: readonly string[];
  },
): Promise<Awaited<ReturnType<RoleApi["preview"]>>> {
  reading.require("access:view", reading.organizationId);
  const { state: before } = reading;
  const role = candidateRole(reading, input);
  const after: AccessState = { ...before, roles: new Map([...before.roles, [role.id, role]]) };
  const bindings = [...before.bindings.values()].filter(({ roleId }) =>
    includedRoles(before.roles, roleId)?.some(({ id }) => id === role.id),
  );
  const moments = [reading.now, ...bindings.flatMap(({ notBefore }) => notBefore ?? [])].filter(
    (moment) => moment >= reading.now,
  );
  const found = [...before.principals.keys()].flatMap((principalId) => {
    const groups = groupsOf(before.groups, principalId);
    const scopeIds = bindings
      .filter(({ holder }) => (holder.type === "group" ? groups.has(holder.id) : holder.id === principalId))
      .map(({ scopeId }) => scopeId);
    return [...new Set(scopeIds)].map((scopeId) => ({
      principalId,
      scopeId,
      gained: gainedAt(before, after, principalId, scopeId, moments),
      lost: gainedAt(after, before, principalId, scopeId, moments),
    }));
  });
  const changed = found.filter(({ gained, lost }) => !gained.isEmpty || !lost.isEmpty);
  const ids = changed.map(({ principalId }) => principalId);
  const refs = await readPrincipalRefs(reading.tx, reading.organizationId, ids);
  return {
    revision: reading.organization.revision,
    differences: changed
      .map(({ principalId, scopeId, gained, lost }) => ({
        principal: principalRef(refs, principalId),
        scope: scopeRef(before, scopeId),
        gained: gained.toList(),
        lost: lost.toList(),
      }))
      .sort(byPrincipalAndScope),
  };
}

/** What a principal has in one state and not in the other at a scope, at any of the moments. */
function gainedAt(
  from: AccessState,
  to: AccessState,
  principalId: string,
  scopeId: string,
  moments: readonly Instant[],
): PermissionSet {
  return PermissionSet.union(
    ...moments.map((at) => {
      const had = permissionsOn(from, { principalId, scopeId, at }).may;
      return permissionsOn(to, { principalId, scopeId, at }).may.minus(had);
    }),
  );
}

function byPrincipalAndScope(a: AccessDifference, b: AccessDifference): number {
  const [one, other] = [a, b].map(({ principal, scope }) => `${principal.name}\n${principal.id}\n${scope.path}`);
  return (one ?? "") < (other ?? "") ? -1 : 1;
}
