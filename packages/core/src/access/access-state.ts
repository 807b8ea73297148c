import type { Instant } from "./instant.ts";
import type { PermissionSet } from "./permission-set.ts";
import type { RoleId, RoleTable } from "./role.ts";
import type { ScopeId, ScopeTree } from "./scope.ts";

export type PrincipalId = string;
export type GroupId = string;
export type BindingId = string;
export type RestrictionId = string;
export type KeyId = string;

/** Who acts. */
export type Principal = User | ServiceAccount;

export interface User {
  readonly type: "user";
  readonly id: PrincipalId;
  /** Not suspended. */
  readonly active: boolean;
  /** Can sign in without an identity provider; only such a person counts as an owner. */
  readonly localSignIn: boolean;
}

export interface ServiceAccount {
  readonly type: "service-account";
  readonly id: PrincipalId;
  /** Not suspended. */
  readonly active: boolean;
  /** The organization or workspace whose managers of keys run it. */
  readonly homeScopeId: ScopeId;
  /** The people who answer for it. */
  readonly responsibleIds: readonly PrincipalId[];
}

export interface Group {
  readonly id: GroupId;
  readonly memberIds: readonly PrincipalId[];
  /** Groups in this group: their members are members here. */
  readonly groupIds: readonly GroupId[];
}

export type Holder =
  | { readonly type: "principal"; readonly id: PrincipalId }
  | { readonly type: "group"; readonly id: GroupId };

/** Gives a role at a scope and below, within `[notBefore, expiresAt)`; `null` is no bound. */
export interface Binding {
  readonly id: BindingId;
  readonly holder: Holder;
  readonly roleId: RoleId;
  readonly scopeId: ScopeId;
  readonly notBefore: Instant | null;
  readonly expiresAt: Instant | null;
}

/** Removes permissions at a scope and below, whoever grants them. */
export interface Restriction {
  readonly id: RestrictionId;
  readonly scopeId: ScopeId;
  readonly permissions: PermissionSet;
}

/** An API key authenticates its principal and narrows what it may. */
export interface Key {
  readonly id: KeyId;
  readonly principalId: PrincipalId;
  readonly createdBy: PrincipalId;
  readonly permissions: PermissionSet;
  /** The key works at these and below, nowhere else. */
  readonly scopeIds: readonly ScopeId[];
  /** Patterns of the labels that the key is for; `null` for all, none for an empty list. */
  readonly labels: readonly string[] | null;
  /** Neither revoked nor expired. */
  readonly active: boolean;
}

/** Everything that access in one organization is decided from, at one revision. */
export interface AccessState {
  readonly organizationId: ScopeId;
  readonly revision: number;
  readonly principals: ReadonlyMap<PrincipalId, Principal>;
  readonly groups: ReadonlyMap<GroupId, Group>;
  /** The organization's own roles; built-in ones need not be in it and are those of the code if they are. */
  readonly roles: RoleTable;
  readonly bindings: ReadonlyMap<BindingId, Binding>;
  readonly restrictions: ReadonlyMap<RestrictionId, Restriction>;
  readonly scopes: ScopeTree;
  readonly keys: ReadonlyMap<KeyId, Key>;
}
