import { kindPermission, pathToRoot } from "@countersign/core";
import type { Reading } from "../command/reading.ts";

/**
 * Workspaces and folders in which the actor may see anything: those where he has a permission, and those on the way to a
 * scope where he has one.
 */
export function visibleContainers(reading: Reading): ReadonlySet<string> {
  const { state } = reading;
  const visible = new Set<string>();
  for (const binding of reading.policy.bindingsOf(reading.actor.principalId)) {
    if (visible.has(binding.scopeId) || reading.permissionsAt(binding.scopeId).isEmpty) continue;
    for (const scope of pathToRoot(state.scopes, state.organizationId, binding.scopeId) ?? []) visible.add(scope.id);
  }
  return visible;
}

/** Whether the actor may see that a workspace or folder exists. */
export function seesContainer(reading: Reading, scopeId: string, visible = visibleContainers(reading)): boolean {
  return visible.has(scopeId) || !reading.permissionsAt(scopeId).isEmpty;
}

/** Whether the actor may know of one scope, whatever its type. For many of them ask `ActorAccess`. */
export function seesScope(reading: Reading, scopeId: string): boolean {
  const scope = reading.state.scopes.get(scopeId);
  if (scope === undefined) return false;
  if (scope.type === "organization") return true;
  if (scope.type !== "resource") return seesContainer(reading, scopeId);
  return reading.mayAny([kindPermission(scope.kind, "use"), kindPermission(scope.kind, "view")], scopeId);
}
