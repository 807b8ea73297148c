import type { PrincipalId, RestrictionId } from "./access-state.ts";
import type { Allowed, Denied, Grant } from "./decide.ts";
import type { Instant } from "./instant.ts";
import type { Permission } from "./permission-catalogue.ts";
import type { Role } from "./role.ts";

/** Why a question is answered as it is. It tells what others hold: for those who have `access:view`. */
export type Explanation = AllowedExplanation | DeniedExplanation;

export interface AllowedExplanation {
  readonly allowed: true;
  readonly decision: Allowed;
  /** Every way in which it is granted; see `complete`. */
  readonly grants: readonly Grant[];
  /** False when there are more ways than are listed. */
  readonly complete: boolean;
}

export interface DeniedExplanation {
  readonly allowed: false;
  readonly decision: Denied;
  /** The roles that, bound at this scope to this principal now, would turn the answer. Built-in ones first. */
  readonly roles: readonly Role[];
  /** Who may hand on what is missing at this scope and manages bindings there, by id. */
  readonly couldGrant: readonly PrincipalId[];
  /** Bindings that give it and do not count, by id. */
  readonly almost: readonly AlmostGrant[];
}

/** A binding that would give the permission, and why it does not. */
export type AlmostGrant =
  | { readonly why: "not-yet"; readonly grant: Grant; readonly notBefore: Instant }
  | { readonly why: "expired"; readonly grant: Grant }
  | { readonly why: "restricted"; readonly grant: Grant; readonly restrictionIds: readonly RestrictionId[] }
  | { readonly why: "requirement"; readonly grant: Grant; readonly missing: Permission }
  | { readonly why: "key" | "suspended" | "archived"; readonly grant: Grant };

/** How many ways an explanation lists at most. */
export const MAX_EXPLAINED_GRANTS = 200;
