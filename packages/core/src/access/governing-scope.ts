import type { AccessState } from "./access-state.ts";
import type { Permission } from "./permission-catalogue.ts";
import { meaningfulOn } from "./permission-set.ts";
import { pathToRoot, type ScopeId } from "./scope.ts";

/**
 * Where a permission over a scope is asked: at the scope itself, or at the nearest one above at which it means something.
 * `binding:manage` over a prompt is asked at its folder. `null` when there is none.
 */
export function governingScope(state: AccessState, scopeId: ScopeId, permission: Permission): ScopeId | null {
  const path = pathToRoot(state.scopes, state.organizationId, scopeId) ?? [];
  return path.find((scope) => meaningfulOn(scope).has(permission))?.id ?? null;
}
