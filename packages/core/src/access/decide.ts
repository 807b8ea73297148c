import type { AccessState, BindingId, GroupId, PrincipalId } from "./access-state.ts";
import { type Holding, phaseOf } from "./holding.ts";
import type { Instant } from "./instant.ts";
import { type Permission, parsePermission, permissionCatalogue } from "./permission-catalogue.ts";
import { closed, meaningfulOn, type PermissionSet } from "./permission-set.ts";
import { includedRoles, type Masks, noMasks, type RoleId, roleChains } from "./role.ts";
import type { ScopeId } from "./scope.ts";
import {
  type Actor,
  addUp,
  keyCoversLabel,
  keyCoversScope,
  type NoStanding,
  removedOn,
  restricted,
  type Standing,
  standingOf,
  throughKey,
} from "./standing.ts";

/** May this principal do this, here, now? */
export interface Question extends Actor {
  readonly permission: Permission;
  readonly scopeId: ScopeId;
  readonly at: Instant;
  /** The label that the action is about; without it, a key's label patterns are not asked. */
  readonly label?: string | undefined;
}

/** One way in which somebody holds a permission: principal → groups → role → included roles, at a scope. */
export interface Grant {
  readonly bindingId: BindingId;
  readonly scopeId: ScopeId;
  readonly expiresAt: Instant | null;
  /** From the group that names the principal to the one that is bound; empty for a binding of his own. */
  readonly groupIds: readonly GroupId[];
  /** From the bound role to the one that names the permission itself. */
  readonly roleIds: readonly RoleId[];
}

export type Decision = Allowed | Denied;

export interface Allowed {
  readonly allowed: true;
  readonly permission: Permission;
  readonly scopeId: ScopeId;
  /** One for each binding that gives it, the shortest, by binding id; never empty. */
  readonly grants: readonly Grant[];
  /** The revision of the state that was asked. */
  readonly revision: number;
}

export interface Denied {
  readonly allowed: false;
  /** As it was asked; need not be one of the catalogue. */
  readonly permission: string;
  readonly scopeId: ScopeId;
  readonly reason: DenialReason;
  /** What is lacking: the permission, or what it requires; `null` where no permission is the matter. */
  readonly missing: Permission | null;
  readonly revision: number;
}

/**
 * Why not, the first that is true:
 *
 * - `unknown-permission`, `unknown-scope`, `unknown-principal`: there is no such thing here.
 * - `undecidable`: the question or the state is malformed.
 * - `suspended`: the principal; `archived`: the scope or one above it.
 * - `meaningless-here`: the permission is not about such a scope.
 * - `no-binding`: nothing gives it on the path. `not-yet`, `expired`: something did, at another time.
 * - `restricted`: what gives it is restricted on the path.
 * - `requirement`: it is given, and what it requires is not effective.
 * - `key`: the key is unusable or not for the permission; `key-scope`, `key-label`: not for this place or label.
 */
export type DenialReason =
  | NoStanding
  | "unknown-permission"
  | "meaningless-here"
  | "no-binding"
  | "not-yet"
  | "expired"
  | "restricted"
  | "requirement"
  | "key-scope"
  | "key-label";

/**
 * Decides one question. Nothing is allowed unless a binding allows it: bindings on the path add up, restrictions on the
 * path are taken away, what lacks its requirement goes, and a key narrows the rest. Never throws: whatever cannot be
 * decided is denied.
 */
export function authorize(state: AccessState, question: Question): Decision {
  try {
    return decide(state, question);
  } catch {
    return {
      allowed: false,
      permission: textOr(question?.permission),
      scopeId: textOr(question?.scopeId),
      reason: "undecidable",
      missing: null,
      revision: typeof state?.revision === "number" ? state.revision : 0,
    };
  }
}

/**
 * All that somebody may at a scope, and may hand on there. `may` holds exactly what {@link authorize} allows. `mayGrant`
 * is not lessened by restrictions: they take from what is done, not from what is handed on, or a role that holds
 * anything restricted could be bound by nobody and no restriction could be lifted. Never throws; nothing, if in doubt.
 */
export function permissionsOn(
  state: AccessState,
  where: Actor & { readonly scopeId: ScopeId; readonly at: Instant; readonly label?: string | undefined },
): Masks {
  try {
    const standing = standingOf(state, where, where.scopeId, where.at);
    if (typeof standing === "string") return noMasks;
    const removed = removedOn(state, standing.path);
    const live = standing.holdings.filter(({ binding }) => phaseOf(binding, where.at) === "live");
    const may = addUp(
      standing.scope,
      live.map((holding) => restricted(state, holding, removed)),
    );
    const mayGrant = addUp(
      standing.scope,
      live.map((holding) => holding.mayGrant),
    );
    return { may: throughKey(may, standing, where.label), mayGrant: throughKey(mayGrant, standing, where.label) };
  } catch {
    return noMasks;
  }
}

/**
 * The roles that a principal holds at a scope, bound there or above, live, directly or through groups, with all that
 * they include. Restrictions and keys do not change who holds a role. Never throws; none, if in doubt.
 */
export function rolesHeldOn(
  state: AccessState,
  where: { readonly principalId: PrincipalId; readonly scopeId: ScopeId; readonly at: Instant },
): ReadonlySet<RoleId> {
  try {
    const standing = standingOf(state, { principalId: where.principalId }, where.scopeId, where.at);
    if (typeof standing === "string") return new Set();
    const live = standing.holdings.filter(({ binding }) => phaseOf(binding, where.at) === "live");
    return new Set(live.flatMap(({ binding }) => includedRoles(state.roles, binding.roleId) ?? []).map(({ id }) => id));
  } catch {
    return new Set();
  }
}

function decide(state: AccessState, question: Question): Decision {
  const { scopeId, at, label } = question;
  const { revision } = state;
  const deny = (reason: DenialReason, missing: Permission | null): Denied => {
    return { allowed: false, permission: String(question.permission), scopeId, reason, missing, revision };
  };

  if (typeof revision !== "number" || (label !== undefined && typeof label !== "string"))
    return deny("undecidable", null);
  const permission = parsePermission(question.permission);
  if (permission === null) return deny("unknown-permission", null);
  const standing = standingOf(state, question, scopeId, at);
  if (typeof standing === "string") return deny(standing, permission);
  if (!meaningfulOn(standing.scope).has(permission)) return deny("meaningless-here", permission);

  const given = standing.holdings.filter((holding) => holding.may.has(permission));
  if (given.length === 0) return deny("no-binding", permission);
  const live = standing.holdings.filter(({ binding }) => phaseOf(binding, at) === "live");
  const liveGiven = given.filter((holding) => live.includes(holding));
  if (liveGiven.length === 0) {
    return deny(given.some(({ binding }) => phaseOf(binding, at) === "not-yet") ? "not-yet" : "expired", permission);
  }
  const removed = removedOn(state, standing.path);
  const granting = liveGiven.filter((holding) => restricted(state, holding, removed).has(permission));
  if (granting.length === 0) return deny("restricted", permission);

  const may = addUp(
    standing.scope,
    live.map((holding) => restricted(state, holding, removed)),
  );
  if (!may.has(permission)) return deny("requirement", unmet(permission, may));
  if (!throughKey(may, standing, label).has(permission)) {
    const { reason, missing } = keyDenial(permission, standing, label);
    return deny(reason, missing);
  }

  const grants = granting.map((holding) => grantOf(state, holding, permission));
  return { allowed: true, permission, scopeId, grants, revision };
}

/** Why a key keeps back what its principal may. */
function keyDenial(
  permission: Permission,
  { key, path }: Standing,
  label: string | undefined,
): { readonly reason: "key" | "key-scope" | "key-label"; readonly missing: Permission } {
  if (key === null || !key.permissions.has(permission)) return { reason: "key", missing: permission };
  if (!keyCoversScope(key, path)) return { reason: "key-scope", missing: permission };
  if (!keyCoversLabel(key, label)) return { reason: "key-label", missing: permission };
  return { reason: "key", missing: unmet(permission, key.permissions) };
}

/** The requirement that a set does not meet. */
function unmet(permission: Permission, set: PermissionSet): Permission {
  return permissionCatalogue[permission].requires.find((needed) => !closed(set).has(needed)) ?? permission;
}

function grantOf(state: AccessState, { binding, groupIds }: Holding, permission: Permission): Grant {
  const [roleIds = [binding.roleId]] = roleChains(state.roles, binding.roleId, permission, 1);
  return { bindingId: binding.id, scopeId: binding.scopeId, expiresAt: binding.expiresAt, groupIds, roleIds };
}

function textOr(value: unknown): string {
  return typeof value === "string" ? value : "";
}
