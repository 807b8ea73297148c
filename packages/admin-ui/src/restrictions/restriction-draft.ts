import { meaningfulAt, type Permission, permissions, type ScopeRef } from "@countersign/core";

/** A restriction being made. */
export interface RestrictionDraft {
  readonly scopeId: string | null;
  readonly permissions: readonly Permission[];
  readonly reason: string;
}

/** Adds a permission or takes it out again; the catalogue's order is kept. */
export function togglePermission(draft: RestrictionDraft, permission: Permission): RestrictionDraft {
  const had = draft.permissions.includes(permission);
  return {
    ...draft,
    permissions: permissions.filter((one) => (one === permission ? !had : draft.permissions.includes(one))),
  };
}

/** What of a draft counts at a place: what means nothing there is kept for another choice of place, and left out here. */
export function removedAt(draft: RestrictionDraft, type: ScopeRef["type"]): readonly Permission[] {
  const meaningful = meaningfulAt(type);
  return draft.permissions.filter((permission) => meaningful.has(permission));
}

/** What keeps the restriction from being made; `null` when nothing does. */
export function restrictionProblem(draft: RestrictionDraft, type: ScopeRef["type"] | null): string | null {
  if (type === null) return "Choose where.";
  if (removedAt(draft, type).length === 0) return "Choose what nobody may do there any more.";
  if (draft.reason.trim() === "") return "Say why: whoever is refused by it will ask.";
  return null;
}
