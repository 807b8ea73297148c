import { type Expiry, expiresAt, expiryProblem, neverExpires } from "../interface/expiry.ts";

/** A role that an invitation gives, as it is being chosen. */
export interface GrantDraft {
  readonly key: number;
  readonly roleId: string | null;
  readonly scopeId: string | null;
  readonly expiry: Expiry;
}

export interface InvitationDraft {
  readonly email: string;
  readonly grants: readonly GrantDraft[];
  readonly groupIds: readonly string[];
}

export const emptyInvitation: InvitationDraft = {
  email: "",
  grants: [{ key: 0, roleId: null, scopeId: null, expiry: neverExpires }],
  groupIds: [],
};

/** Another line to choose a role in. */
export function newGrant(draft: InvitationDraft): GrantDraft {
  const key = Math.max(-1, ...draft.grants.map((grant) => grant.key)) + 1;
  return { key, roleId: null, scopeId: null, expiry: neverExpires };
}

/** What keeps the invitation from being sent; `null` when nothing does. */
export function invitationProblem(draft: InvitationDraft, now: Date): string | null {
  if (!/^[^\s@]+@[^\s@]+$/.test(draft.email.trim())) return "Name the address of whom you invite.";
  for (const grant of draft.grants) {
    const half = (grant.roleId === null) !== (grant.scopeId === null);
    if (half) return "Each role needs a place, and each place a role.";
    const expiry = expiryProblem(grant.expiry, now);
    if (expiry !== null) return expiry;
  }
  return null;
}

/** What the server is asked for; lines in which nothing was chosen are left out. */
export function invitationInput(draft: InvitationDraft, now: Date) {
  return {
    email: draft.email.trim(),
    bindings: draft.grants.flatMap(({ roleId, scopeId, expiry }) =>
      roleId === null || scopeId === null ? [] : [{ roleId, scopeId, expiresAt: expiresAt(expiry, now) }],
    ),
    groupIds: draft.groupIds,
  };
}
