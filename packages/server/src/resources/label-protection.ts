import { matchesLabel, pathToRoot, type ResourceKind, type ScopeId, type ScopeTree } from "@countersign/core";
import type { PolicyReach } from "./label-store.ts";

/** Where a label of a resource stands, as policies look at it. */
interface LabelPlace {
  /** The resource's scope and every one above it. */
  readonly path: readonly ScopeId[];
  readonly kind: ResourceKind;
  readonly label: string;
}

/** Whether any approval policy matches a label: then it serves nothing but what a release under it put there. */
export function isProtected(policies: readonly PolicyReach[], place: LabelPlace): boolean {
  return policies.some(
    ({ scopeId, kinds, labelPattern }) =>
      place.path.includes(scopeId) &&
      (kinds === null || kinds.includes(place.kind)) &&
      matchesLabel(labelPattern, place.label),
  );
}

/** The scope and everything above it, by id; nothing for what the tree does not have. */
export function scopePath(scopes: ScopeTree, organizationId: ScopeId, scopeId: ScopeId): readonly ScopeId[] {
  return (pathToRoot(scopes, organizationId, scopeId) ?? []).map(({ id }) => id);
}
