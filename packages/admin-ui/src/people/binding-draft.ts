import { type Expiry, expiresAt, expiryProblem, neverExpires } from "../interface/expiry.ts";

/** A role being given to somebody. */
export interface BindingDraft {
  readonly roleId: string | null;
  readonly scopeId: string | null;
  readonly expiry: Expiry;
  readonly reason: string;
}

export const emptyBinding: BindingDraft = { roleId: null, scopeId: null, expiry: neverExpires, reason: "" };

/** What keeps the role from being given; `null` when nothing does. */
export function bindingProblem(draft: BindingDraft, now: Date): string | null {
  if (draft.roleId === null) return "Choose a role.";
  if (draft.scopeId === null) return "Choose where it counts.";
  return expiryProblem(draft.expiry, now);
}

/** What the server is asked for; `null` while something is missing. */
export function bindingInput(
  draft: BindingDraft,
  holder: { readonly type: "principal" | "group"; readonly id: string },
  now: Date,
) {
  const { roleId, scopeId, reason } = draft;
  if (roleId === null || scopeId === null) return null;
  const said = reason.trim();
  return {
    holder,
    roleId,
    scopeId,
    expiresAt: expiresAt(draft.expiry, now),
    ...(said === "" ? {} : { reason: said }),
  };
}
