import type { Allowed, Decision, DenialReason, Denied, Grant } from "../access/decide.ts";
import { type Permission, permissionCatalogue } from "../access/permission-catalogue.ts";
import { roleChains } from "../access/role.ts";
import type { ScopeId } from "../access/scope.ts";
import { coversLabel, type KeyEntry } from "./key-table.ts";
import { close, lacks, meaningfulWords, type Need, needFor, WORDS, type Words } from "./permission-words.ts";
import { add, narrow, type PolicyTables } from "./policy-tables.ts";
import { SUSPENDED, UNKNOWN } from "./principal-table.ts";

/** A question whose moment is a number: milliseconds since 1970. */
export interface PolicyQuestion {
  readonly principalId: string;
  readonly permission: string;
  readonly scopeId: ScopeId;
  readonly at: number;
  readonly keyId?: string | undefined;
  /** The label that the action is about; without it, a key's label patterns are not asked. */
  readonly label?: string | undefined;
}

/** Decides a question, with everything that a denial or a grant is explained by. */
export function decide(tables: PolicyTables, revision: number, question: PolicyQuestion): Decision {
  const { scopeId, at, label } = question;
  const deny = (reason: DenialReason, missing: Permission | null): Denied => {
    return { allowed: false, permission: String(question.permission), scopeId, reason, missing, revision };
  };
  if (label !== undefined && typeof label !== "string") return deny("undecidable", null);
  const need = needFor(question.permission);
  if (need === undefined) return deny("unknown-permission", null);
  const { permission } = need;
  const standing = standingOf(tables, question);
  if (typeof standing === "string") return deny(standing, permission);
  const { principal, scope, path, key } = standing;
  if (((need.places >>> (tables.scopes.place[scope] ?? 0)) & 1) === 0) return deny("meaningless-here", permission);

  const { bindings } = tables;
  const reaching = tables.bindingsOn(principal, path);
  const given = reaching.filter((binding) => names(tables, binding, need));
  if (given.length === 0) return deny("no-binding", permission);
  const liveGiven = given.filter((binding) => bindings.isLive(binding, at));
  if (liveGiven.length === 0) {
    return deny(given.some((binding) => bindings.phase(binding, at) === "not-yet") ? "not-yet" : "expired", permission);
  }
  const granting = liveGiven.filter((binding) => has(tables.given(binding, scope), need));
  if (granting.length === 0) return deny("restricted", permission);

  const may = new Int32Array(WORDS);
  for (const binding of reaching) if (bindings.isLive(binding, at)) add(may, tables.given(binding, scope));
  narrow(may, meaningfulWords(tables.scopes.place[scope] ?? 0));
  close(may);
  if (!has(may, need)) return deny("requirement", unmet(permission, may));
  if (key !== null && !tables.keys.admits(key, need, scope, label)) {
    return deny(...keyDenial(tables, key, need, scope, label));
  }
  const ways = tables.groups.waysTo(principal);
  const grants = granting.map((binding) => grantOf(tables, binding, permission, ways));
  const allowed: Allowed = { allowed: true, permission, scopeId, grants, revision };
  return allowed;
}

/** Where somebody stands, by numbers. */
export interface Standing {
  readonly principal: number;
  readonly scope: number;
  /** The scope first, the organization last. */
  readonly path: readonly number[];
  readonly key: KeyEntry | null;
}

/** Where somebody stands at a scope, or why nowhere. */
export function standingOf(
  tables: PolicyTables,
  { principalId, scopeId, keyId, at }: Omit<PolicyQuestion, "permission">,
): Standing | "undecidable" | "unknown-scope" | "unknown-principal" | "suspended" | "key" | "archived" {
  if (!Number.isFinite(at)) return "undecidable";
  const scope = tables.scopes.find(scopeId) ?? -1;
  const standing = scope < 0 ? "unknown" : tables.scopes.standing(scope);
  if (standing === "unknown") return "unknown-scope";
  const principal = tables.principals.find(principalId) ?? -1;
  const state = tables.principals.standing[principal] ?? UNKNOWN;
  if (state === UNKNOWN) return "unknown-principal";
  if (state === SUSPENDED) return "suspended";
  const key = keyId === undefined ? null : tables.keys.usable(keyId, principal);
  if (keyId !== undefined && key === null) return "key";
  if (standing === "archived") return "archived";
  return { principal, scope, path: tables.scopes.pathOf(scope), key };
}

/** Whether a set has the permission itself. */
export function has(words: Words, { ownWord, ownBit }: Need): boolean {
  return ((words[ownWord] ?? 0) & ownBit) !== 0;
}

/** Whether the role of a binding names a permission. */
function names(tables: PolicyTables, binding: number, { ownWord, ownBit }: Need): boolean {
  return ((tables.roles.may[tables.bindings.role(binding) * WORDS + ownWord] ?? 0) & ownBit) !== 0;
}

/** A binding as a grant: the shortest way to it, given the shortest ways to the groups of the principal. */
function grantOf(
  tables: PolicyTables,
  binding: number,
  permission: Permission,
  ways: ReadonlyMap<number, readonly number[]>,
): Grant {
  const { bindings, groups, roles, scopes } = tables;
  const holder = bindings.holder(binding);
  const roleId = roles.id(bindings.role(binding));
  const [roleIds = [roleId]] = roleChains(roles.custom, roleId, permission, 1);
  return {
    bindingId: bindings.id(binding),
    scopeId: scopes.id(bindings.scope(binding)),
    expiresAt: bindings.expiresAt(binding),
    groupIds: holder < 0 ? (ways.get(~holder) ?? []).map((group) => groups.id(group)) : [],
    roleIds,
  };
}

/** Why a key keeps back what its principal may. */
function keyDenial(
  tables: PolicyTables,
  key: KeyEntry,
  need: Need,
  scope: number,
  label: string | undefined,
): [reason: DenialReason, missing: Permission] {
  if (!has(key.permissions, need)) return ["key", need.permission];
  if (!tables.keys.coversScope(key, scope)) return ["key-scope", need.permission];
  if (!coversLabel(key, label)) return ["key-label", need.permission];
  return ["key", unmet(need.permission, key.permissions)];
}

/** The requirement of a permission that a set does not meet. */
function unmet(permission: Permission, words: Words): Permission {
  const unmet = permissionCatalogue[permission].requires.find((required) => {
    const need = needFor(required);
    return need === undefined || lacks(words, need.words);
  });
  return unmet ?? permission;
}

/** Everything that somebody may at a scope and hand on there, as words. */
export function masksOn(
  tables: PolicyTables,
  standing: Standing,
  at: number,
  label: string | undefined,
): { readonly may: Words; readonly mayGrant: Words } {
  const { key, scope } = standing;
  const sum = tables.sumOn(standing.principal, scope, at);
  if (key === null) return sum;
  if (!tables.keys.coversScope(key, scope) || !coversLabel(key, label)) return { may: nothing, mayGrant: nothing };
  for (const words of [sum.may, sum.mayGrant]) {
    narrow(words, key.permissions);
    close(words);
  }
  return sum;
}

const nothing: Words = new Int32Array(WORDS);
