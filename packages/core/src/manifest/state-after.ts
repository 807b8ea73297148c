import type { AccessState } from "../access/access-state.ts";
import type { PolicyChange, PolicyRowType } from "../engine/policy-change.ts";

/** A state as it would be after changes; the state itself stays as it is. Changes of single members are not among them. */
export function stateAfter(state: AccessState, changes: readonly PolicyChange[]): AccessState {
  const after = {
    principal: new Map(state.principals),
    group: new Map(state.groups),
    role: new Map(state.roles),
    binding: new Map(state.bindings),
    restriction: new Map(state.restrictions),
    scope: new Map(state.scopes),
    key: new Map(state.keys),
  } satisfies Readonly<Record<PolicyRowType, ReadonlyMap<string, unknown>>>;
  for (const change of changes) {
    if ("join" in change || "leave" in change)
      throw new TypeError("A member's change has no row; give the whole group.");
    if ("remove" in change) {
      after[change.remove].delete(change.id);
      continue;
    }
    switch (change.set) {
      case "principal":
        after.principal.set(change.row.id, change.row);
        break;
      case "group":
        after.group.set(change.row.id, change.row);
        break;
      case "role":
        after.role.set(change.row.id, change.row);
        break;
      case "binding":
        after.binding.set(change.row.id, change.row);
        break;
      case "restriction":
        after.restriction.set(change.row.id, change.row);
        break;
      case "scope":
        after.scope.set(change.row.id, change.row);
        break;
      case "key":
        after.key.set(change.row.id, change.row);
    }
  }
  return {
    ...state,
    principals: after.principal,
    groups: after.group,
    roles: after.role,
    bindings: after.binding,
    restrictions: after.restriction,
    scopes: after.scope,
    keys: after.key,
  };
}
