import type { AccessState, PrincipalId, ServiceAccount } from "./access-state.ts";
import { permissionsOn } from "./decide.ts";
import { governingScope } from "./governing-scope.ts";
import type { Instant } from "./instant.ts";

/**
 * The service accounts that somebody can act as: he may make keys for them, has made a key of theirs that still works,
 * or answers for them. Also those that one of these controls in turn. What they gain, he gains.
 */
export function controls(state: AccessState, actorId: PrincipalId, at: Instant): ReadonlySet<PrincipalId> {
  const accounts = [...state.principals.values()].filter((principal) => principal.type === "service-account");
  const controlled = new Set<PrincipalId>();
  const open = [actorId];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const account of accounts) {
      if (account.id === actorId || controlled.has(account.id) || !controlsDirectly(state, id, account, at)) continue;
      controlled.add(account.id);
      open.push(account.id);
    }
  }
  return controlled;
}

function controlsDirectly(state: AccessState, principalId: PrincipalId, account: ServiceAccount, at: Instant): boolean {
  if (account.responsibleIds.includes(principalId)) return true;
  const keys = [...state.keys.values()];
  if (keys.some((key) => key.active && key.principalId === account.id && key.createdBy === principalId)) return true;
  const scopeId = governingScope(state, account.homeScopeId, "key:manage");
  return scopeId !== null && permissionsOn(state, { principalId, scopeId, at }).may.has("key:manage");
}
