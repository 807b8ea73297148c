import { kindPermission, matchesLabel, pathToRoot, type ResourceKind } from "@countersign/core";
import type { Reading } from "../command/reading.ts";

/** The label patterns that the actor's key is for; `null` without a key, or where it is for all. */
export function keyLabels(reading: Reading): readonly string[] | null {
  const { keyId } = reading.actor;
  return keyId === null ? null : (reading.state.keys.get(keyId)?.labels ?? null);
}

/** Whether the actor's key reaches a label: of others it knows no releases and no requests. */
export function reachesLabel(reading: Reading, label: string): boolean {
  return keyLabels(reading)?.some((pattern) => matchesLabel(pattern, label)) ?? true;
}

/**
 * Whether a request that the actor opened himself is his to see by that. Through a key it is only where the key is for
 * requesting or viewing such things at its target: what a key is for is never widened by whose it is.
 */
export function ownsRequest(
  reading: Reading,
  request: { readonly requesterId: string; readonly kind: ResourceKind; readonly scopeId: string },
): boolean {
  const { actor, state } = reading;
  if (request.requesterId !== actor.principalId) return false;
  if (actor.keyId === null) return true;
  const key = state.keys.get(actor.keyId);
  const path = pathToRoot(state.scopes, state.organizationId, request.scopeId) ?? [];
  return (
    key !== undefined &&
    path.some(({ id }) => key.scopeIds.includes(id)) &&
    (["request", "view"] as const).some((action) => key.permissions.has(kindPermission(request.kind, action)))
  );
}
