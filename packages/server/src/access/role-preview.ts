import {
  type AccessDifference,
  includedRoles,
  momentOf,
  type Permission,
  type PolicyDifference,
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
  const { state, policy } = reading;
  const role = candidateRole(reading, input);
  const starts = [...state.bindings.values()].flatMap(({ roleId, notBefore }) => {
    if (notBefore === null || notBefore <= reading.now) return [];
    return includedRoles(state.roles, roleId)?.some(({ id }) => id === role.id) === true ? [momentOf(notBefore)] : [];
  });
  const changed = united(
    [...new Set([reading.moment, ...starts])].flatMap((at) => policy.differenceOf([{ set: "role", row: role }], at)),
  );
  const ids = changed.map(({ principalId }) => principalId);
  const refs = await readPrincipalRefs(reading.tx, reading.organizationId, ids);
  return {
    revision: reading.organization.revision,
    differences: changed
      .map(({ principalId, scopeId, gained, lost }) => ({
        principal: principalRef(refs, principalId),
        scope: scopeRef(state, scopeId),
        gained: gained.toList(),
        lost: lost.toList(),
      }))
      .sort(byPrincipalAndScope),
  };
}

/** What differs at one moment or another, once for each principal and scope. */
function united(differences: readonly PolicyDifference[]): readonly PolicyDifference[] {
  const byPlace = new Map<string, PolicyDifference>();
  for (const difference of differences) {
    const place = `${difference.principalId}\n${difference.scopeId}`;
    const known = byPlace.get(place);
    byPlace.set(place, {
      ...difference,
      gained: known?.gained.union(difference.gained) ?? difference.gained,
      lost: known?.lost.union(difference.lost) ?? difference.lost,
    });
  }
  return [...byPlace.values()];
}

function byPrincipalAndScope(a: AccessDifference, b: AccessDifference): number {
  const [one, other] = [a, b].map(({ principal, scope }) => `${principal.name}\n${principal.id}\n${scope.path}`);
  return (one ?? "") < (other ?? "") ? -1 : 1;
}
