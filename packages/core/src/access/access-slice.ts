import type { AccessState, Group, GroupId, Principal, PrincipalId } from "./access-state.ts";
import { groupsOf } from "./group-membership.ts";
import { holdingsOf } from "./holding.ts";
import { includedRoles, type RoleId } from "./role.ts";
import { pathToRoot, type ScopeId } from "./scope.ts";

/**
 * What the decisions about one principal need at the given scopes, and nothing of anybody else: himself, the groups he is
 * in with nobody else in them, the bindings that reach him, their roles, the restrictions, and no keys. It has the
 * organization, the given scopes and those above them; `authorize` answers about them as it does on the whole state. Who
 * cuts a slice gives only scopes that the principal may know of.
 */
export function sliceFor(
  state: AccessState,
  principalId: PrincipalId,
  visibleScopeIds: Iterable<ScopeId>,
): AccessState {
  const principal = state.principals.get(principalId);
  const scopeIds = new Set<ScopeId>([state.organizationId]);
  for (const visible of visibleScopeIds) {
    for (const { id } of pathToRoot(state.scopes, state.organizationId, visible) ?? []) scopeIds.add(id);
  }
  const bindings = holdingsOf(state, principalId)
    .map(({ binding }) => binding)
    .filter(({ scopeId }) => scopeIds.has(scopeId));
  // A role whose includes run in a cycle gives nothing and is left out whole: cut short, it would give something.
  const roleIds = new Set<RoleId>(
    bindings.flatMap(({ roleId }) => (includedRoles(state.roles, roleId) ?? []).map(({ id }) => id)),
  );
  return {
    organizationId: state.organizationId,
    revision: state.revision,
    principals: principal === undefined ? new Map() : new Map([[principalId, alone(principal, state.organizationId)]]),
    groups: groupsAround(state, principalId),
    roles: new Map([...state.roles].filter(([id]) => roleIds.has(id))),
    bindings: new Map(bindings.map((binding) => [binding.id, binding])),
    restrictions: new Map([...state.restrictions].filter(([, { scopeId }]) => scopeIds.has(scopeId))),
    scopes: new Map([...state.scopes].filter(([id]) => scopeIds.has(id))),
    keys: new Map(),
  };
}

/** Who runs a service account, and where, is asked by writes to access alone, which a slice is not for. */
function alone(principal: Principal, organizationId: ScopeId): Principal {
  return principal.type === "user" ? principal : { ...principal, homeScopeId: organizationId, responsibleIds: [] };
}

function groupsAround(state: AccessState, principalId: PrincipalId): ReadonlyMap<GroupId, Group> {
  const around = groupsOf(state.groups, principalId);
  return new Map(
    [...state.groups]
      .filter(([id]) => around.has(id))
      .map(([id, group]): [GroupId, Group] => {
        const memberIds = group.memberIds.filter((memberId) => memberId === principalId);
        return [id, { id: group.id, memberIds, groupIds: group.groupIds.filter((inner) => around.has(inner)) }];
      }),
  );
}
