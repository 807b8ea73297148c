import { matchesLabel } from "../policy/label-pattern.ts";
import type { AccessState, Key, KeyId, PrincipalId } from "./access-state.ts";
import { OWNER_ROLE } from "./builtin-roles.ts";
import { type Holding, holdingsOf } from "./holding.ts";
import { type Instant, parseInstant } from "./instant.ts";
import { permissionCatalogue, permissions } from "./permission-catalogue.ts";
import { closed, meaningfulOn, PermissionSet } from "./permission-set.ts";
import { pathToRoot, type ScopeId, type ScopeNode } from "./scope.ts";

/** Who acts: a principal, through one of its keys or signed in. */
export interface Actor {
  readonly principalId: PrincipalId;
  readonly keyId?: KeyId | undefined;
}

/** What a principal brings to a scope before times and restrictions are looked at. */
export interface Standing {
  /** The scope first, the organization last. */
  readonly path: readonly ScopeNode[];
  readonly scope: ScopeNode;
  /** What reaches the principal on the path, whatever the time. */
  readonly holdings: readonly Holding[];
  readonly key: Key | null;
}

/** Why somebody has nothing at all at a scope. */
export type NoStanding = "undecidable" | "unknown-scope" | "unknown-principal" | "suspended" | "archived" | "key";

/** Where somebody stands at a scope, or why nowhere. */
export function standingOf(state: AccessState, actor: Actor, scopeId: ScopeId, at: Instant): Standing | NoStanding {
  if (parseInstant(at) === null || typeof state.revision !== "number") return "undecidable";
  const path = pathToRoot(state.scopes, state.organizationId, scopeId);
  const scope = path?.[0];
  if (path === null || scope === undefined) return "unknown-scope";
  const principal = state.principals.get(actor.principalId);
  if (principal === undefined || principal.id !== actor.principalId) return "unknown-principal";
  if (principal.active !== true) return "suspended";
  const key = keyOf(state, actor);
  if (key === "unusable") return "key";
  if (path.some((node) => node.archived !== false)) return "archived";
  const ids = path.map((node) => node.id);
  const holdings = holdingsOf(state, actor.principalId).filter(({ binding }) => ids.includes(binding.scopeId));
  return { path, scope, holdings, key };
}

/** What the restrictions on a path remove. */
export function removedOn(state: AccessState, path: readonly ScopeNode[]): PermissionSet {
  const ids = path.map((node) => node.id);
  const onPath = [...state.restrictions.values()].filter(({ scopeId }) => ids.includes(scopeId));
  return PermissionSet.union(...onPath.map((restriction) => restriction.permissions));
}

/** What a holding still allows where something is removed. */
export function restricted(state: AccessState, holding: Holding, removed: PermissionSet): PermissionSet {
  const { roleId, scopeId } = holding.binding;
  const isOwner = roleId === OWNER_ROLE && scopeId === state.organizationId;
  return holding.may.minus(isOwner ? removed.minus(keptByOwners) : removed);
}

/** What is left of a set through a key, its requirements looked at again. Without a key: the set. */
export function throughKey(set: PermissionSet, standing: Standing, label: string | undefined): PermissionSet {
  const { key } = standing;
  if (key === null) return set;
  if (!keyCoversScope(key, standing.path) || !keyCoversLabel(key, label)) return PermissionSet.empty;
  return closed(set.intersect(key.permissions));
}

export function keyCoversScope(key: Pick<Key, "scopeIds">, path: readonly ScopeNode[]): boolean {
  return path.some((node) => key.scopeIds.includes(node.id));
}

/** Whether a key reaches what a label serves; without a label the question is not about one. */
export function keyCoversLabel(key: Pick<Key, "labels">, label: string | undefined): boolean {
  return label === undefined || key.labels === null || key.labels.some((pattern) => matchesLabel(pattern, label));
}

/** Adds up what holdings give at a scope: what means something there and has its requirements. */
export function addUp(scope: ScopeNode, sets: readonly PermissionSet[]): PermissionSet {
  return closed(PermissionSet.union(...sets).intersect(meaningfulOn(scope)));
}

/**
 * What an owner keeps whatever is restricted. His rule over the organization is beyond restrictions, and so is lifting
 * them: one that removes `restriction:manage` could otherwise never be lifted by anybody.
 */
export const keptByOwners = PermissionSet.of(
  "restriction:manage",
  ...permissions.filter((permission) => permissionCatalogue[permission].category === "organization"),
);

function keyOf(state: AccessState, actor: Actor): Key | null | "unusable" {
  if (actor.keyId === undefined) return null;
  const key = state.keys.get(actor.keyId);
  const usable =
    key !== undefined && key.id === actor.keyId && key.active === true && key.principalId === actor.principalId;
  return usable ? key : "unusable";
}
