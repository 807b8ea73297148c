import type { AccessState, PrincipalId } from "./access-state.ts";
import { livingScope } from "./authority.ts";
import { byId } from "./by-id.ts";
import { type Holding, holdingsOf, phaseOf } from "./holding.ts";
import type { Instant } from "./instant.ts";
import { closed, meaningfulOn, PermissionSet } from "./permission-set.ts";
import { type Masks, noMasks } from "./role.ts";
import { pathToRoot, type ScopeId } from "./scope.ts";
import { removedOn } from "./standing.ts";

/** What a write to access gives. */
export type Gain = GrantedGain | LiftedGain;

/** What one principal gets at a scope and below, as if nothing were restricted. */
export interface GrantedGain {
  readonly type: "granted";
  readonly principalId: PrincipalId;
  readonly scopeId: ScopeId;
  readonly may: PermissionSet;
  readonly mayGrant: PermissionSet;
  /** The moment from which he has it; `null`: when every binding is taken as active. */
  readonly from: Instant | null;
}

/** What is no longer restricted at a scope and below. */
export interface LiftedGain {
  readonly type: "lifted";
  readonly scopeId: ScopeId;
  readonly permissions: PermissionSet;
  /** Who would hold some of it. */
  readonly principalIds: readonly PrincipalId[];
}

/**
 * What the step from one state to the next gives to anybody anywhere, now or at any later moment, and also if every
 * binding were active. Whatever led there counts alike: bindings, roles, nesting, membership, reactivation, restored and
 * moved scopes, lifted restrictions. New and restored scopes are compared with what lived above them: what is inherited
 * there any new scope would give as well, so that restoring counts what is bound at the restored scope and below it.
 * Ordered by principal, scope and moment.
 *
 * Both what a mask gains by itself and what it gains with requirements met are counted: whoever adds `view` to somebody's
 * idle `edit` gives both.
 */
export function gains(before: AccessState, after: AccessState, at: Instant): readonly Gain[] {
  const changed = changedScopes(before, after);
  const granted = [...after.principals.values()].sort(byId).flatMap(({ id }) => {
    const had = reachOf(before, id);
    const has = reachOf(after, id);
    if (changed.length === 0 && sameReach(had, has)) return [];
    const places = new Set([...changed, ...[...had, ...has].map(({ binding }) => binding.scopeId)]);
    return [...places]
      .filter((scopeId) => after.scopes.has(scopeId))
      .sort()
      .flatMap((scopeId) =>
        momentsOf([...had, ...has], at).flatMap((from): readonly GrantedGain[] => {
          const stood = standIn(before, after, scopeId);
          const old = sumOn(before, had, livingScope(before, stood) ?? stood, from);
          const now = sumOn(after, has, scopeId, from);
          const may = gained(old.may, now.may);
          const mayGrant = gained(old.mayGrant, now.mayGrant);
          if (may.isEmpty && mayGrant.isEmpty) return [];
          return [{ type: "granted", principalId: id, scopeId, may, mayGrant, from }];
        }),
      );
  });
  return [...granted, ...lifted(before, after, changed)];
}

/**
 * What a principal could come to have at a scope: everything that reaches it, as if nothing were restricted, suspended,
 * archived or still to begin. Only what has expired is gone.
 */
export function potentialOn(state: AccessState, principalId: PrincipalId, scopeId: ScopeId, at: Instant): Masks {
  const path = pathToRoot(state.scopes, state.organizationId, scopeId);
  const scope = path?.[0];
  if (path === null || scope === undefined) return noMasks;
  const ids = path.map(({ id }) => id);
  const reaching = holdingsOf(state, principalId).filter(
    ({ binding }) => ids.includes(binding.scopeId) && phaseOf(binding, at) !== "expired",
  );
  const here = meaningfulOn(scope);
  return {
    may: PermissionSet.union(...reaching.map(({ may }) => may)).intersect(here),
    mayGrant: PermissionSet.union(...reaching.map(({ mayGrant }) => mayGrant)).intersect(here),
  };
}

/** The scope as the state before knew it: itself, or the nearest one above it that was there already. */
export function standIn(before: AccessState, after: AccessState, scopeId: ScopeId): ScopeId {
  const path = pathToRoot(after.scopes, after.organizationId, scopeId) ?? [];
  return path.find(({ id }) => before.scopes.has(id))?.id ?? scopeId;
}

/** The moments at which what holdings give can change, from `at` on, and `null` for all of them taken as active. */
export function momentsOf(holdings: readonly Holding[], at: Instant): readonly (Instant | null)[] {
  const bounds = holdings.flatMap(({ binding }) => [binding.notBefore, binding.expiresAt]);
  const later = bounds.filter((bound): bound is Instant => bound !== null && bound > at);
  return [null, at, ...[...new Set(later)].sort()];
}

function reachOf(state: AccessState, principalId: PrincipalId): readonly Holding[] {
  return state.principals.get(principalId)?.active === true ? holdingsOf(state, principalId) : [];
}

function sameReach(a: readonly Holding[], b: readonly Holding[]): boolean {
  const texts = (holdings: readonly Holding[]) =>
    holdings.map(({ binding: { scopeId, notBefore, expiresAt }, may, mayGrant }) =>
      JSON.stringify([scopeId, notBefore, expiresAt, may.toHex(), mayGrant.toHex()]),
    );
  return texts(a).sort().join() === texts(b).sort().join();
}

function sumOn(state: AccessState, holdings: readonly Holding[], scopeId: ScopeId, moment: Instant | null): Masks {
  const path = pathToRoot(state.scopes, state.organizationId, scopeId);
  const scope = path?.[0];
  if (path === null || scope === undefined || path.some(({ archived }) => archived)) return noMasks;
  const ids = path.map(({ id }) => id);
  const counting = holdings.filter(
    ({ binding }) => ids.includes(binding.scopeId) && (moment === null || phaseOf(binding, moment) === "live"),
  );
  const here = meaningfulOn(scope);
  return {
    may: PermissionSet.union(...counting.map(({ may }) => may)).intersect(here),
    mayGrant: PermissionSet.union(...counting.map(({ mayGrant }) => mayGrant)).intersect(here),
  };
}

function gained(old: PermissionSet, now: PermissionSet): PermissionSet {
  return now.minus(old).union(closed(now).minus(closed(old)));
}

/** Scopes that stand elsewhere than before, or are archived or restored. */
function changedScopes(before: AccessState, after: AccessState): readonly ScopeId[] {
  return [...after.scopes.values()]
    .filter((now) => {
      const old = before.scopes.get(now.id);
      return old !== undefined && (old.parentId !== now.parentId || old.archived !== now.archived);
    })
    .map(({ id }) => id)
    .sort();
}

function lifted(before: AccessState, after: AccessState, changed: readonly ScopeId[]): readonly LiftedGain[] {
  const restrictedScopes = [...before.restrictions.values()].map(({ scopeId }) => scopeId);
  return [...new Set([...changed, ...restrictedScopes])].sort().flatMap((scopeId): readonly LiftedGain[] => {
    const now = pathToRoot(after.scopes, after.organizationId, scopeId);
    const scope = now?.[0];
    const old = pathToRoot(before.scopes, before.organizationId, scopeId);
    if (now === null || scope === undefined || old === null) return [];
    const permissions = removedOn(before, old).minus(removedOn(after, now)).intersect(meaningfulOn(scope));
    if (permissions.isEmpty) return [];
    const principalIds = [...after.principals.keys()].sort().filter((id) => {
      return !sumOn(after, reachOf(after, id), scopeId, null).may.intersect(permissions).isEmpty;
    });
    return [{ type: "lifted", scopeId, permissions, principalIds }];
  });
}
