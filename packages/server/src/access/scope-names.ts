import { type AccessState, pathToRoot, type ScopeRef } from "@countersign/core";

/**
 * A scope with the names on the way to it, as it is shown to those who see the scope.
 *
 * @throws an Error for a scope that the organization does not have: callers locate it first.
 */
export function scopeRef(state: AccessState, scopeId: string): ScopeRef {
  const path = pathToRoot(state.scopes, state.organizationId, scopeId);
  const scope = path?.[0];
  if (path === null || scope === undefined) throw new Error(`There is no way to the scope ${scopeId}.`);
  const names = path.slice(0, -1).map(({ name }) => name);
  return {
    id: scope.id,
    type: scope.type,
    name: scope.name,
    path: names.length === 0 ? scope.name : names.reverse().join("/"),
  };
}

/** The workspace that a scope is or lies in; `null` for the organization and for what does not exist. */
export function workspaceOf(state: AccessState, scopeId: string): string | null {
  const path = pathToRoot(state.scopes, state.organizationId, scopeId) ?? [];
  return path.find(({ type }) => type === "workspace")?.id ?? null;
}
