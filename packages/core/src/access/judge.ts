import type { Refusal, RefusalDetail } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import type { AccessState, Key, PrincipalId } from "./access-state.ts";
import { authorityOn, livingScope } from "./authority.ts";
import { byId } from "./by-id.ts";
import { controls } from "./control.ts";
import { permissionsOn } from "./decide.ts";
import { type Gain, gains, momentsOf, potentialOn, standIn } from "./effect.ts";
import { governingScope } from "./governing-scope.ts";
import { holdingsOf, phaseOf } from "./holding.ts";
import { type Instant, parseInstant } from "./instant.ts";
import type { Permission } from "./permission-catalogue.ts";
import { PermissionSet } from "./permission-set.ts";
import { pathToRoot, type ScopeId } from "./scope.ts";
import type { Actor } from "./standing.ts";

/** The write would give access that its actor may not give. */
export interface EscalationRefusal extends Refusal {
  readonly code: "escalation";
  readonly details: {
    /** Where; `null` where the actor may not know who has what. */
    readonly scopeId: ScopeId | null;
    /** What the actor lacks there; empty where he may not know. */
    readonly missing: readonly Permission[];
    readonly [name: string]: RefusalDetail;
  };
}

/** What a key is made of, before it has a secret. */
export type KeyDraft = Pick<Key, "principalId" | "permissions" | "scopeIds" | "labels">;

/**
 * Judges a write to access by its effect. Everything that anybody gains by it, now or later, must lie within what the
 * actor may hand on at that place as things stood before. What he gains himself, or a service account that he controls,
 * must also lie within what he may himself, and what he gains himself not outlast it. New, reactivated and widened keys
 * are judged as by {@link judgeKey}. Whether he may make this sort of write at all is asked of `authorize`.
 */
export function judge(
  before: AccessState,
  after: AccessState,
  actor: Actor,
  at: Instant,
): Result<void, EscalationRefusal> {
  return refusing(before, actor, at, () => {
    if (before.organizationId !== after.organizationId) return [{ scopeId: null, missing: PermissionSet.all }];
    const own = new Set([...controls(before, actor.principalId, at), ...controls(after, actor.principalId, at)]);
    return [
      ...gains(before, after, at).map((gain) => lackFor(before, after, actor, own, gain, at)),
      ...widenedKeys(before, after).flatMap((key) => lacksForKey(before, after, actor, key, at)),
    ];
  });
}

/**
 * Judges the making of a key: its maker must hold, and be able to hand on, all that the key could ever do at its scopes
 * and below. A key for oneself, made without a key, never exceeds its maker.
 */
export function judgeKey(
  state: AccessState,
  maker: Actor,
  key: KeyDraft,
  at: Instant,
): Result<void, EscalationRefusal> {
  return refusing(state, maker, at, () => lacksForKey(state, state, maker, key, at));
}

/**
 * Judges the changing, suspending, removing or taking over of a principal's credentials: everything that the principal
 * could come to have must lie within what the actor may hand on. One's own are free, unless one acts through a key.
 */
export function judgeTakeover(
  state: AccessState,
  actor: Actor,
  targetId: PrincipalId,
  at: Instant,
): Result<void, EscalationRefusal> {
  if (targetId === actor.principalId && actor.keyId === undefined) return ok(undefined);
  return refusing(state, actor, at, () =>
    holdingsOf(state, targetId)
      .filter(({ binding }) => phaseOf(binding, at) !== "expired")
      .map(({ binding: { scopeId }, may, mayGrant }) => {
        return { scopeId, missing: may.union(mayGrant).minus(authorityOn(state, actor, scopeId, at).mayGrant) };
      }),
  );
}

/**
 * Judges a move of a resource or folder by somebody who may edit, delete and create: he must not come to have anything,
 * at what is moved or below it, that he lacked before, neither himself nor through a service account that he controls.
 * What others have at the destination is the destination's matter.
 */
export function judgeMove(
  before: AccessState,
  after: AccessState,
  actor: Actor,
  at: Instant,
): Result<void, EscalationRefusal> {
  return refusing(before, actor, at, () => {
    const controlled = [...controls(before, actor.principalId, at), ...controls(after, actor.principalId, at)];
    return [...new Set([actor.principalId, ...controlled])].flatMap((principalId) => {
      const moments = momentsOf([...holdingsOf(before, principalId), ...holdingsOf(after, principalId)], at);
      return movedScopes(before, after).flatMap((scopeId) =>
        moments.map((moment) => {
          const where = { scopeId, at: moment ?? at };
          const had = permissionsOn(before, { ...where, principalId });
          const has = permissionsOn(after, { ...where, principalId });
          const own = permissionsOn(before, { ...where, principalId: actor.principalId });
          const may = has.may.minus(had.may).minus(own.may);
          return { scopeId, missing: may.union(has.mayGrant.minus(had.mayGrant).minus(own.mayGrant)) };
        }),
      );
    });
  });
}

/** What an actor lacks at a scope for a write; nothing, where the set is empty. */
interface Lack {
  readonly scopeId: ScopeId | null;
  readonly missing: PermissionSet;
}

function lackFor(
  before: AccessState,
  after: AccessState,
  actor: Actor,
  own: ReadonlySet<PrincipalId>,
  gain: Gain,
  at: Instant,
): Lack {
  const scopeId = standIn(before, after, gain.scopeId);
  const { may, mayGrant } = authorityOn(before, actor, scopeId, at);
  if (gain.type === "lifted") return { scopeId, missing: gain.permissions.minus(mayGrant) };
  const all = gain.may.union(gain.mayGrant);
  if (gain.principalId === actor.principalId) {
    const then = authorityOn(before, actor, scopeId, gain.from ?? at);
    return { scopeId, missing: all.minus(mayGrant.intersect(then.may)) };
  }
  return { scopeId, missing: all.minus(own.has(gain.principalId) ? mayGrant.intersect(may) : mayGrant) };
}

function lacksForKey(
  before: AccessState,
  after: AccessState,
  maker: Actor,
  key: KeyDraft,
  at: Instant,
): readonly Lack[] {
  if (key.principalId === maker.principalId && maker.keyId === undefined) return [];
  const holdingScopes = holdingsOf(after, key.principalId).map(({ binding }) => binding.scopeId);
  const places = [...new Set([...key.scopeIds, ...holdingScopes])].filter((scopeId) => {
    const path = pathToRoot(after.scopes, after.organizationId, scopeId) ?? [];
    return path.some(({ id }) => key.scopeIds.includes(id));
  });
  return places.map((place) => {
    const scopeId = standIn(before, after, place);
    const could = potentialOn(after, key.principalId, place, at);
    const has = authorityOn(before, maker, scopeId, at);
    const may = could.may.intersect(key.permissions).minus(has.may);
    const mayGrant = could.mayGrant.intersect(key.permissions).minus(has.mayGrant);
    return { scopeId, missing: may.union(mayGrant) };
  });
}

/** The keys that work now and did not before, or not for all of it. */
function widenedKeys(before: AccessState, after: AccessState): readonly Key[] {
  return [...after.keys.values()].sort(byId).filter((key) => {
    if (!key.active) return false;
    const old = before.keys.get(key.id);
    if (old === undefined || !old.active || old.principalId !== key.principalId) return true;
    const sameLabels = old.labels === null || (key.labels?.every((label) => old.labels?.includes(label)) ?? false);
    const sameScopes = key.scopeIds.every((scopeId) => old.scopeIds.includes(scopeId));
    return !(key.permissions.isSubsetOf(old.permissions) && sameScopes && sameLabels);
  });
}

function movedScopes(before: AccessState, after: AccessState): readonly ScopeId[] {
  const pathText = (state: AccessState, scopeId: ScopeId) =>
    pathToRoot(state.scopes, state.organizationId, scopeId)?.map(({ id }) => id);
  return [...after.scopes.keys()].sort().filter((scopeId) => {
    return before.scopes.has(scopeId) && pathText(before, scopeId)?.join() !== pathText(after, scopeId)?.join();
  });
}

/** Turns what is lacking into a refusal that names the first place of which the actor may know. */
function refusing(
  state: AccessState,
  actor: Actor,
  at: Instant,
  find: () => readonly Lack[],
): Result<void, EscalationRefusal> {
  let lacks: readonly Lack[];
  try {
    if (parseInstant(at) === null) return err(hiddenRefusal);
    lacks = find().filter(({ missing }) => !missing.isEmpty);
  } catch {
    return err(hiddenRefusal);
  }
  if (lacks.length === 0) return ok(undefined);
  const known = lacks
    .map(({ scopeId }) => scopeId)
    .filter((scopeId) => scopeId !== null)
    .sort()
    .find((scopeId) => mayKnow(state, actor, scopeId, at));
  if (known === undefined) return err(hiddenRefusal);
  const missing = PermissionSet.union(...lacks.filter(({ scopeId }) => scopeId === known).map((lack) => lack.missing));
  return err({
    code: "escalation",
    message: `This would give ${missing.toList().join(", ")}, which you may not hand on there.`,
    remedy: "Leave that out, or ask somebody who may hand it on to do this.",
    details: { scopeId: known, missing: missing.toList() },
  });
}

const hiddenRefusal: EscalationRefusal = {
  code: "escalation",
  message: "This would give access that you may not hand on, at a place whose access you do not manage.",
  remedy: "Ask somebody who manages access for the whole organization to do this.",
  details: { scopeId: null, missing: [] },
};

// The difference between what a write gives and what the actor may give tells what others hold. Only who may see or
// manage bindings at the place gets to know it.
function mayKnow(state: AccessState, actor: Actor, scopeId: ScopeId, at: Instant): boolean {
  return (["access:view", "binding:manage"] as const).some((permission) => {
    const asked = governingScope(state, livingScope(state, scopeId) ?? scopeId, permission);
    return asked !== null && permissionsOn(state, { ...actor, scopeId: asked, at }).may.has(permission);
  });
}
