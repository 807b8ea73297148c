import type { KindAction, Permission, ResourceKind } from "@countersign/core";
import type { Reading } from "./reading.ts";

/** What a call is about, found inside the actor's organization. */
export interface Located {
  /** Where the permission is asked for. */
  readonly scopeId: string;
  /** For permissions that are named by action alone: the kind of the thing. */
  readonly kind?: ResourceKind;
  /** What the audit event names. */
  readonly target: { readonly type: string; readonly id: string };
  /** Any one of these at the scope makes the thing visible; without, it is "not found". `always` for what is no secret. */
  readonly visibleBy: "always" | readonly Permission[];
  /** It is the actor's own: visible to him whatever he holds. */
  readonly own?: boolean;
}

/** Finds the scope of a call from one of its arguments. */
export interface Locator<Input> {
  /** The argument that the scope comes from, as `access-matrix.json` names it. */
  readonly argument: string;
  readonly locate: (reading: Reading, input: Input) => Promise<Located | null>;
}

/**
 * Who may call a procedure. There is no default: a procedure without one does not compile.
 *
 * - `public`: anybody, without signing in.
 * - `member`: any principal of the organization; the answer is about himself or holds only what he may see.
 * - `permission`: who holds it where the locator says. An action alone (`edit`) stands for the permission of the located
 *   kind (`prompt:edit`). `orOwn` lets the owner of the thing through without it.
 */
export type Requirement<Input> = ForAnybody | ForMembers | ForHolders<Input>;

export interface ForAnybody {
  readonly type: "public";
  readonly why: string;
}

export interface ForMembers {
  readonly type: "member";
  readonly why: string;
}

export interface ForHolders<Input> {
  readonly type: "permission";
  readonly permission: Permission | KindAction;
  readonly at: Locator<Input>;
  readonly orOwn: boolean;
}

export function requires<Input>(
  permission: Permission | KindAction,
  at: Locator<Input>,
  options: { readonly orOwn?: boolean } = {},
): ForHolders<Input> {
  return { type: "permission", permission, at, orOwn: options.orOwn ?? false };
}

export function anyMember(why: string): ForMembers {
  return { type: "member", why };
}

export function isPublic(why: string): ForAnybody {
  return { type: "public", why };
}
