import type { AccessState, Binding, BindingId, PrincipalId, RestrictionId } from "./access-state.ts";
import { byId } from "./by-id.ts";
import { type Allowed, authorize, type Denied, type Grant, permissionsOn, type Question } from "./decide.ts";
import { governingScope } from "./governing-scope.ts";
import { groupChains } from "./group-membership.ts";
import { holdingsOf, phaseOf } from "./holding.ts";
import type { Instant } from "./instant.ts";
import type { Permission } from "./permission-catalogue.ts";
import { allRoles, type Role, roleChains } from "./role.ts";
import { pathToRoot, type ScopeId } from "./scope.ts";

/** Why a question is answered as it is. It tells what others hold: for those who have `access:view`. */
export type Explanation = AllowedExplanation | DeniedExplanation;

export interface AllowedExplanation {
  readonly allowed: true;
  readonly decision: Allowed;
  /** Every way in which it is granted; see `complete`. */
  readonly grants: readonly Grant[];
  /** False when there are more ways than are listed. */
  readonly complete: boolean;
}

export interface DeniedExplanation {
  readonly allowed: false;
  readonly decision: Denied;
  /** The roles that, bound at this scope to this principal now, would turn the answer. Built-in ones first. */
  readonly roles: readonly Role[];
  /** Who may hand on what is missing at this scope and manages bindings there, by id. */
  readonly couldGrant: readonly PrincipalId[];
  /** Bindings that give it and do not count, by id. */
  readonly almost: readonly AlmostGrant[];
}

/** A binding that would give the permission, and why it does not. */
export type AlmostGrant =
  | { readonly why: "not-yet"; readonly grant: Grant; readonly notBefore: Instant }
  | { readonly why: "expired"; readonly grant: Grant }
  | { readonly why: "restricted"; readonly grant: Grant; readonly restrictionIds: readonly RestrictionId[] }
  | { readonly why: "requirement"; readonly grant: Grant; readonly missing: Permission }
  | { readonly why: "key" | "suspended" | "archived"; readonly grant: Grant };

/** One who holds a permission, and by what. */
export interface PermissionHolder {
  readonly principalId: PrincipalId;
  readonly grants: readonly Grant[];
}

/** How many ways an explanation lists at most. */
export const MAX_EXPLAINED_GRANTS = 200;

/** Explains the answer of `authorize` to the same question. */
export function explain(state: AccessState, question: Question): Explanation {
  const decision = authorize(state, question);
  if (decision.allowed) {
    const ways = decision.grants.flatMap(({ bindingId }) => waysOf(state, question, bindingId));
    const grants = ways.slice(0, MAX_EXPLAINED_GRANTS);
    return { allowed: true, decision, grants, complete: ways.length === grants.length };
  }
  const { missing } = decision;
  if (missing === null || decision.reason === "unknown-scope" || decision.reason === "unknown-principal") {
    return { allowed: false, decision, roles: [], couldGrant: [], almost: [] };
  }
  return {
    allowed: false,
    decision,
    roles: allRoles(state.roles).filter((role) => wouldAllow(state, question, role)),
    couldGrant: grantersOf(state, missing, question.scopeId, question.at),
    almost: almostGrants(state, question, decision),
  };
}

/** Everybody who holds a permission at a scope, by id, each with what grants it. */
export function listHolders(
  state: AccessState,
  permission: Permission,
  scopeId: ScopeId,
  at: Instant,
): readonly PermissionHolder[] {
  return [...state.principals.keys()].sort().flatMap((principalId): readonly PermissionHolder[] => {
    const decision = authorize(state, { principalId, permission, scopeId, at });
    return decision.allowed ? [{ principalId, grants: decision.grants }] : [];
  });
}

/** Every scope at which a principal holds a permission, by id. */
export function listScopes(
  state: AccessState,
  principalId: PrincipalId,
  permission: Permission,
  at: Instant,
): readonly ScopeId[] {
  const scopeIds = [...state.scopes.keys()].sort();
  return scopeIds.filter((scopeId) => authorize(state, { principalId, permission, scopeId, at }).allowed);
}

function waysOf(state: AccessState, { principalId, permission }: Question, bindingId: BindingId): readonly Grant[] {
  const binding = state.bindings.get(bindingId);
  if (binding === undefined) return [];
  const { holder, roleId, scopeId, expiresAt } = binding;
  const limit = MAX_EXPLAINED_GRANTS + 1;
  const groupWays = holder.type === "group" ? groupChains(state.groups, principalId, holder.id, limit) : [[]];
  const roleWays = roleChains(state.roles, roleId, permission, limit);
  return groupWays.flatMap((groupIds) =>
    roleWays.map((roleIds) => ({ bindingId, scopeId, expiresAt, groupIds, roleIds })),
  );
}

function wouldAllow(state: AccessState, question: Question, role: Role): boolean {
  const trial: Binding = {
    id: "",
    holder: { type: "principal", id: question.principalId },
    roleId: role.id,
    scopeId: question.scopeId,
    notBefore: null,
    expiresAt: null,
  };
  return authorize({ ...state, bindings: new Map([...state.bindings, [trial.id, trial]]) }, question).allowed;
}

function grantersOf(state: AccessState, missing: Permission, scopeId: ScopeId, at: Instant): readonly PrincipalId[] {
  const asked = governingScope(state, scopeId, "binding:manage");
  if (asked === null) return [];
  return [...state.principals.keys()].sort().filter((principalId) => {
    return (
      permissionsOn(state, { principalId, scopeId, at }).mayGrant.has(missing) &&
      permissionsOn(state, { principalId, scopeId: asked, at }).may.has("binding:manage")
    );
  });
}

function almostGrants(state: AccessState, question: Question, denied: Denied): readonly AlmostGrant[] {
  const { principalId, permission, scopeId, at } = question;
  const onPath = pathToRoot(state.scopes, state.organizationId, scopeId)?.map(({ id }) => id) ?? [];
  const restrictionIds = [...state.restrictions.values()]
    .filter((restriction) => onPath.includes(restriction.scopeId) && restriction.permissions.has(permission))
    .sort(byId)
    .map(({ id }) => id);
  return holdingsOf(state, principalId)
    .filter(({ binding, may }) => onPath.includes(binding.scopeId) && may.has(permission))
    .flatMap(({ binding }): readonly AlmostGrant[] => {
      const [grant] = waysOf(state, question, binding.id);
      if (grant === undefined) return [];
      const phase = phaseOf(binding, at);
      if (phase === "expired") return [{ why: "expired", grant }];
      if (phase === "not-yet")
        return binding.notBefore === null ? [] : [{ why: "not-yet", grant, notBefore: binding.notBefore }];
      switch (denied.reason) {
        case "suspended":
        case "archived":
          return [{ why: denied.reason, grant }];
        case "restricted":
          return [{ why: "restricted", grant, restrictionIds }];
        case "requirement":
          return denied.missing === null ? [] : [{ why: "requirement", grant, missing: denied.missing }];
        case "key":
        case "key-scope":
        case "key-label":
          return [{ why: "key", grant }];
        default:
          return [];
      }
    });
}
