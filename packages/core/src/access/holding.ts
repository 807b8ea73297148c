import type { AccessState, Binding, GroupId, PrincipalId } from "./access-state.ts";
import { byId } from "./by-id.ts";
import { groupsOf } from "./group-membership.ts";
import { type Instant, parseInstant } from "./instant.ts";
import { meaningfulAt } from "./permission-set.ts";
import { type Masks, roleMasks } from "./role.ts";

/** A binding that reaches a principal, and what it gives him at its scope and below. */
export interface Holding extends Masks {
  readonly binding: Binding;
  /** From the group that names the principal to the one that the binding names; empty for a binding of his own. */
  readonly groupIds: readonly GroupId[];
}

/**
 * All bindings that reach a principal, directly or through groups, by id, whatever the time. What means nothing at the
 * type of a binding's scope is not in its masks, and a binding at an unknown scope is not among them.
 */
export function holdingsOf(state: AccessState, principalId: PrincipalId): readonly Holding[] {
  const groups = groupsOf(state.groups, principalId);
  const bound = bindingsByHolder(state.bindings);
  const reaching = [principalId, ...groups.keys()].flatMap((holderId) => bound.get(holderId) ?? []);
  return [...new Set(reaching)].sort(byId).flatMap((binding): readonly Holding[] => {
    const { holder } = binding;
    const groupIds = holder.type === "group" ? groups.get(holder.id) : holder.id === principalId ? [] : undefined;
    const scope = state.scopes.get(binding.scopeId);
    if (groupIds === undefined || scope === undefined) return [];
    const here = meaningfulAt(scope.type);
    const { may, mayGrant } = roleMasks(state.roles, binding.roleId);
    return [{ binding, groupIds, may: may.intersect(here), mayGrant: mayGrant.intersect(here) }];
  });
}

/** Where a moment lies to a binding's time. A binding whose times cannot be read has expired. */
export type BindingPhase = "not-yet" | "live" | "expired";

export function phaseOf(binding: Binding, at: Instant): BindingPhase {
  const { notBefore, expiresAt } = binding;
  if (notBefore !== null && parseInstant(notBefore) === null) return "expired";
  if (expiresAt !== null && (parseInstant(expiresAt) === null || expiresAt <= at)) return "expired";
  return notBefore !== null && at < notBefore ? "not-yet" : "live";
}

const indexes = new WeakMap<AccessState["bindings"], ReadonlyMap<string, readonly Binding[]>>();

/** Bindings by the id of their holder, looked up once for each state: a state never changes. */
function bindingsByHolder(bindings: AccessState["bindings"]): ReadonlyMap<string, readonly Binding[]> {
  const known = indexes.get(bindings);
  if (known !== undefined) return known;
  const index = new Map<string, Binding[]>();
  for (const binding of bindings.values()) {
    const list = index.get(binding.holder.id);
    if (list === undefined) index.set(binding.holder.id, [binding]);
    else list.push(binding);
  }
  indexes.set(bindings, index);
  return index;
}
