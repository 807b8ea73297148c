import type {
  AccessState,
  Binding,
  Group,
  Key,
  Permission,
  Principal,
  Restriction,
  Role,
  ScopeNode,
} from "../../src/index.ts";
import { PermissionSet } from "../../src/index.ts";

export const BEFORE = "2026-01-01T00:00:00.000Z";
export const NOW = "2026-02-01T00:00:00.000Z";
export const LATER = "2026-03-01T00:00:00.000Z";
export const MUCH_LATER = "2026-04-01T00:00:00.000Z";

/** What a test adds to a world in which nobody may do anything. */
export interface Parts {
  readonly principals?: readonly Principal[];
  readonly groups?: readonly Group[];
  readonly roles?: readonly Role[];
  readonly bindings?: readonly Binding[];
  readonly restrictions?: readonly Restriction[];
  readonly scopes?: readonly ScopeNode[];
  readonly keys?: readonly Key[];
}

/**
 * acme ⊃ dev ⊃ dev/support ⊃ dev/support/tone ⊃ dev/support/tone/refund (a prompt), and acme ⊃ prod ⊃ prod/rows (a
 * dataset). Ada, Bo and Cy are active people, `bot` is a service account of dev.
 */
export function world(parts: Parts = {}): AccessState {
  return {
    organizationId: "acme",
    revision: 7,
    principals: table([user("ada"), user("bo"), user("cy"), bot("bot"), ...(parts.principals ?? [])]),
    groups: table(parts.groups ?? []),
    roles: table(parts.roles ?? []),
    bindings: table(parts.bindings ?? []),
    restrictions: table(parts.restrictions ?? []),
    scopes: table([...standardScopes, ...(parts.scopes ?? [])]),
    keys: table(parts.keys ?? []),
  };
}

/** The state with some rows added or replaced. */
export function withParts(state: AccessState, parts: Parts): AccessState {
  return {
    ...state,
    principals: merged(state.principals, parts.principals),
    groups: merged(state.groups, parts.groups),
    roles: merged(state.roles, parts.roles),
    bindings: merged(state.bindings, parts.bindings),
    restrictions: merged(state.restrictions, parts.restrictions),
    scopes: merged(state.scopes, parts.scopes),
    keys: merged(state.keys, parts.keys),
  };
}

export function without<T>(rows: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  return new Map([...rows].filter(([key]) => key !== id));
}

export function user(id: string, more: Partial<Pick<Principal, "active">> & { localSignIn?: boolean } = {}): Principal {
  return { type: "user", id, active: true, localSignIn: true, ...more };
}

export function bot(id: string, homeScopeId = "dev", responsibleIds: readonly string[] = [], active = true): Principal {
  return { type: "service-account", id, active, homeScopeId, responsibleIds };
}

export function group(id: string, memberIds: readonly string[], groupIds: readonly string[] = []): Group {
  return { id, memberIds, groupIds };
}

export function role(id: string, permissions: readonly Permission[], includes: readonly string[] = []): Role {
  return { id, name: id, description: "", builtIn: false, permissions: PermissionSet.of(...permissions), includes };
}

/** `bind("ada", "workspace.editor", "dev")`; a holder that begins with `@` is a group. */
export function bind(
  holder: string,
  roleId: string,
  scopeId: string,
  times: { readonly notBefore?: string; readonly expiresAt?: string; readonly id?: string } = {},
): Binding {
  return {
    id: times.id ?? `${holder} ${roleId} ${scopeId}`,
    holder: holder.startsWith("@") ? { type: "group", id: holder } : { type: "principal", id: holder },
    roleId,
    scopeId,
    notBefore: times.notBefore ?? null,
    expiresAt: times.expiresAt ?? null,
  };
}

export function restrict(scopeId: string, ...permissions: readonly Permission[]): Restriction {
  return { id: `no ${permissions.join()} in ${scopeId}`, scopeId, permissions: PermissionSet.of(...permissions) };
}

export function key(principalId: string, more: Partial<Key> = {}): Key {
  return {
    id: `key of ${principalId}`,
    principalId,
    createdBy: principalId,
    permissions: PermissionSet.all,
    scopeIds: ["acme"],
    labels: null,
    active: true,
    ...more,
  };
}

export function container(id: string, type: "workspace" | "folder", parentId: string, archived = false): ScopeNode {
  return { id, type, parentId, name: id, archived };
}

const standardScopes: readonly ScopeNode[] = [
  { id: "acme", type: "organization", parentId: null, name: "acme", archived: false },
  container("dev", "workspace", "acme"),
  container("dev/support", "folder", "dev"),
  container("dev/support/tone", "folder", "dev/support"),
  {
    id: "dev/support/tone/refund",
    type: "resource",
    kind: "prompt",
    parentId: "dev/support/tone",
    name: "refund",
    archived: false,
  },
  container("prod", "workspace", "acme"),
  { id: "prod/rows", type: "resource", kind: "dataset", parentId: "prod", name: "rows", archived: false },
];

function table<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

function merged<T extends { readonly id: string }>(
  rows: ReadonlyMap<string, T>,
  more: readonly T[] | undefined,
): ReadonlyMap<string, T> {
  return new Map([...rows, ...table(more ?? [])]);
}
