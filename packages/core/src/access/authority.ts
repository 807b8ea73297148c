import type { AccessState } from "./access-state.ts";
import { phaseOf } from "./holding.ts";
import type { Instant } from "./instant.ts";
import { type Masks, noMasks } from "./role.ts";
import { pathToRoot, type ScopeId } from "./scope.ts";
import { type Actor, addUp, standingOf, throughKey } from "./standing.ts";

/**
 * What somebody may and may hand on at a scope when a write to access is judged: with his live bindings and through his
 * key, as if nothing were restricted, because what the write gives is measured so too. At an archived scope it is what he
 * has at the nearest one above that is not: who restores a scope must stand over it. A key for some labels only has no
 * authority over access, which knows no labels.
 */
export function authorityOn(state: AccessState, actor: Actor, scopeId: ScopeId, at: Instant): Masks {
  const standing = standingOf(state, actor, livingScope(state, scopeId) ?? scopeId, at);
  if (typeof standing === "string") return noMasks;
  if (standing.key !== null && standing.key.labels !== null) return noMasks;
  const live = standing.holdings.filter(({ binding }) => phaseOf(binding, at) === "live");
  const sum = (mask: keyof Masks) => {
    return throughKey(
      addUp(
        standing.scope,
        live.map((holding) => holding[mask]),
      ),
      standing,
      undefined,
    );
  };
  return { may: sum("may"), mayGrant: sum("mayGrant") };
}

/** The scope itself, or the nearest one above it that is not archived, nor in anything archived; `null` if all is. */
export function livingScope(state: AccessState, scopeId: ScopeId): ScopeId | null {
  const path = pathToRoot(state.scopes, state.organizationId, scopeId) ?? [];
  return path.find((_, index) => path.slice(index).every(({ archived }) => archived === false))?.id ?? null;
}
