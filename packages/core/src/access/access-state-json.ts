import type { SerializedAccessState } from "../api/role-api.ts";
import type { AccessState, Principal } from "./access-state.ts";
import { byId } from "./by-id.ts";
import { PermissionSet } from "./permission-set.ts";
import type { ScopeNode } from "./scope.ts";

/** An access state as JSON, every list by id: equal states have equal texts. */
export function serializeAccessState(state: AccessState): SerializedAccessState {
  return {
    organizationId: state.organizationId,
    revision: state.revision,
    principals: sorted(state.principals).map((principal) => ({
      id: principal.id,
      type: principal.type,
      active: principal.active,
      localSignIn: principal.type === "user" && principal.localSignIn,
      homeScopeId: principal.type === "service-account" ? principal.homeScopeId : null,
      responsibleIds: principal.type === "service-account" ? principal.responsibleIds : [],
    })),
    groups: sorted(state.groups),
    roles: sorted(state.roles).map((role) => ({ ...role, permissions: role.permissions.toHex() })),
    bindings: sorted(state.bindings),
    restrictions: sorted(state.restrictions).map((restriction) => {
      return { ...restriction, permissions: restriction.permissions.toHex() };
    }),
    scopes: sorted(state.scopes).map((scope) => ({ ...scope, kind: scope.type === "resource" ? scope.kind : null })),
    keys: sorted(state.keys).map((key) => ({ ...key, permissions: key.permissions.toHex() })),
  };
}

/**
 * Reads what {@link serializeAccessState} wrote.
 *
 * @throws TypeError where a mask is no mask, a service account has no home, or a resource no kind.
 */
export function parseAccessState(json: SerializedAccessState): AccessState {
  return {
    organizationId: json.organizationId,
    revision: json.revision,
    principals: keyed(json.principals.map(readPrincipal)),
    groups: keyed(json.groups),
    roles: keyed(json.roles.map((role) => ({ ...role, permissions: PermissionSet.fromHex(role.permissions) }))),
    bindings: keyed(json.bindings),
    restrictions: keyed(
      json.restrictions.map((restriction) => {
        return { ...restriction, permissions: PermissionSet.fromHex(restriction.permissions) };
      }),
    ),
    scopes: keyed(json.scopes.map(readScope)),
    keys: keyed(json.keys.map((key) => ({ ...key, permissions: PermissionSet.fromHex(key.permissions) }))),
  };
}

function readPrincipal(json: SerializedAccessState["principals"][number]): Principal {
  const { id, type, active, localSignIn, homeScopeId, responsibleIds } = json;
  if (type === "user") return { type, id, active, localSignIn };
  if (homeScopeId === null) throw new TypeError(`The service account ${id} has no home scope.`);
  return { type, id, active, homeScopeId, responsibleIds };
}

function readScope(json: SerializedAccessState["scopes"][number]): ScopeNode {
  const { id, type, parentId, kind, name, archived } = json;
  if (type !== "resource") return { id, type, parentId, name, archived };
  if (kind === null) throw new TypeError(`The resource ${id} has no kind.`);
  return { id, type, parentId, kind, name, archived };
}

function sorted<T extends { readonly id: string }>(table: ReadonlyMap<string, T>): readonly T[] {
  return [...table.values()].sort(byId);
}

function keyed<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
