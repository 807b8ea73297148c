import type { Permission } from "../access/permission-catalogue.ts";
import type { ResourceKind } from "../access/scope.ts";
import type { Call, Committed, NoInput, Page, PageInput } from "./call.ts";
import type { PrincipalRef } from "./principal-api.ts";

export interface RoleRecord {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Built-in roles cannot be edited or deleted. */
  readonly builtIn: boolean;
  /** What the role names itself. */
  readonly permissions: readonly Permission[];
  readonly includes: readonly string[];
  /** What its holder may, included roles counted. */
  readonly may: readonly Permission[];
  readonly mayGrant: readonly Permission[];
  readonly bindingCount: number;
  readonly managedBy: string | null;
  readonly createdAt: string;
}

/** What one principal gains and loses at one scope by a change. */
export interface AccessDifference {
  readonly principal: PrincipalRef;
  readonly scope: ScopeRef;
  readonly gained: readonly Permission[];
  readonly lost: readonly Permission[];
}

export interface RoleApi {
  /** Any principal of the organization: what roles mean is no secret; who holds them is. `bindingCount` is 0 without `access:view`. */
  list: Call<NoInput, readonly RoleRecord[]>;
  get: Call<{ readonly roleId: string }, RoleRecord>;
  /** `role:manage`. Names are unique in the organization. */
  create: Call<RoleInput & { readonly managedBy?: string | undefined }, RoleRecord & Committed>;
  /** `role:manage`; what anybody gains wherever the role is bound lies within what the actor may grant there. */
  update: Call<{ readonly roleId: string } & RolePatch, RoleRecord & Committed>;
  /** `role:manage`. Refused while it is bound or included. */
  delete: Call<{ readonly roleId: string }, Committed>;
  /** `role:manage` and `access:view`: who would gain and lose what if the role were saved so. */
  preview: Call<
    {
      readonly roleId: string;
      readonly permissions: readonly Permission[];
      readonly includes: readonly string[];
    },
    {
      readonly revision: number;
      readonly differences: readonly AccessDifference[];
    }
  >;
}

export interface RoleInput {
  readonly name: string;
  readonly description?: string | undefined;
  readonly permissions: readonly Permission[];
  readonly includes?: readonly string[] | undefined;
}

/** What of a role changes; what is absent stays. */
export type RolePatch = { readonly [Field in keyof RoleInput]?: RoleInput[Field] | undefined };

/** A scope with the names on the way to it. */
export interface ScopeRef {
  readonly id: string;
  readonly type: "organization" | "workspace" | "folder" | "resource";
  /** Its own name. */
  readonly name: string;
  /** Workspace name and path, for example `production` or `production/support/refund`; the organization's name at the top. */
  readonly path: string;
}

export interface BindingRecord {
  readonly id: string;
  readonly holder: {
    readonly type: "user" | "service-account" | "group";
    readonly id: string;
    readonly name: string;
  };
  readonly role: { readonly id: string; readonly name: string };
  readonly scope: ScopeRef;
  readonly state: "active" | "not-yet" | "expired";
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
  readonly reason: string;
  readonly grantedBy: PrincipalRef;
  readonly grantedAt: string;
  readonly lastUsedAt: string | null;
  readonly managedBy: string | null;
}

export interface BindingApi {
  /**
   * With `scopeId`: all that count there, inherited ones included; `access:view` or `binding:manage` at it. Without:
   * `access:view` at the organization.
   */
  list: Call<
    PageInput & {
      readonly scopeId?: string | undefined;
      readonly holderId?: string | undefined;
      readonly roleId?: string | undefined;
    },
    Page<BindingRecord>
  >;
  /** `binding:manage` at the scope; what anybody gains lies within what the actor may grant there. The same holder, role and scope twice is once. */
  create: Call<
    {
      readonly holder: GroupOrPrincipal;
      readonly roleId: string;
      readonly scopeId: string;
      readonly reason?: string | undefined;
      readonly notBefore?: string | null | undefined;
      readonly expiresAt?: string | null | undefined;
      readonly managedBy?: string | undefined;
    },
    BindingRecord & Committed
  >;
  /** `binding:manage` at the scope. */
  delete: Call<{ readonly bindingId: string }, Committed>;
}

export interface GroupOrPrincipal {
  readonly type: "principal" | "group";
  readonly id: string;
}

export interface RestrictionRecord {
  readonly id: string;
  readonly scope: ScopeRef;
  /**
   * The scope at which `restriction:manage` is asked of whoever lifts it: its own, or where that is a resource or archived
   * the nearest one above.
   */
  readonly askedAt: string;
  readonly permissions: readonly Permission[];
  readonly reason: string;
  readonly createdBy: PrincipalRef;
  readonly createdAt: string;
}

export interface RestrictionApi {
  /**
   * `restriction:manage` or `access:view` at the scope: those on it and on the path above; with `below` also those on the
   * scopes below where one has either. Newest first.
   */
  list: Call<{ readonly scopeId: string; readonly below?: boolean | undefined }, readonly RestrictionRecord[]>;
  /** `restriction:manage` at the scope. */
  create: Call<
    {
      readonly scopeId: string;
      readonly permissions: readonly Permission[];
      readonly reason: string;
    },
    RestrictionRecord & Committed
  >;
  /** `restriction:manage` at the scope; what comes back lies within what the actor may grant there. */
  lift: Call<{ readonly restrictionId: string }, Committed>;
}

/** One way in which somebody holds a permission: person → group … → role → included role … → scope. */
export interface GrantPath {
  readonly bindingId: string;
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  readonly scope: ScopeRef;
  readonly expiresAt: string | null;
}

export interface AccessAnswer {
  readonly allowed: boolean;
  readonly permission: Permission;
  readonly scope: ScopeRef;
  readonly revision: number;
  /** Every granting path; empty when denied. */
  readonly grants: readonly GrantPath[];
  /** Why not; `null` when allowed. */
  readonly denial: AccessDenial | null;
}

export interface AccessDenial {
  /** A stable word, for example `no-binding`, `expired`, `restricted`, `key`. */
  readonly reason: string;
  /** The same in a sentence. */
  readonly message: string;
  readonly missing: Permission;
  /** Roles that would give it. */
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  /** Who could grant it; `null` without `access:view`. */
  readonly couldGrant: readonly PrincipalRef[] | null;
  /** The restrictions that remove it, for the reason `restricted`; `null` without `access:view` and `restriction:manage`. */
  readonly restrictions: readonly { readonly id: string; readonly scope: ScopeRef }[] | null;
}

export interface EffectiveAccess {
  readonly principal: PrincipalRef;
  readonly revision: number;
  readonly scopes: readonly {
    readonly scope: ScopeRef;
    readonly permissions: readonly Permission[];
    readonly sources: readonly GrantPath[];
  }[];
}

/**
 * What the signed-in principal's own decisions need and nothing of anybody else: his own groups, the bindings that reach
 * him, their roles, and the workspaces and folders he may see anything of. The browser gives it to the same
 * `authorize` that the server asks; a resource that is not listed has what its folder has.
 */
export interface AccessSlice {
  readonly organizationId: string;
  readonly principalId: string;
  readonly revision: number;
  /** The server's time at which the slice was cut. */
  readonly at: string;
  readonly state: SerializedAccessState;
}

/** An access state as JSON: what `serializeAccessState` writes and `parseAccessState` reads. Permission sets are hex. */
export interface SerializedAccessState {
  readonly organizationId: string;
  readonly revision: number;
  readonly principals: readonly {
    readonly id: string;
    readonly type: "user" | "service-account";
    readonly active: boolean;
    readonly localSignIn: boolean;
    readonly homeScopeId: string | null;
    readonly responsibleIds: readonly string[];
  }[];
  readonly groups: readonly {
    readonly id: string;
    readonly memberIds: readonly string[];
    readonly groupIds: readonly string[];
  }[];
  readonly roles: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly builtIn: boolean;
    readonly permissions: string;
    readonly includes: readonly string[];
  }[];
  readonly bindings: readonly {
    readonly id: string;
    readonly holder: GroupOrPrincipal;
    readonly roleId: string;
    readonly scopeId: string;
    readonly notBefore: string | null;
    readonly expiresAt: string | null;
  }[];
  readonly restrictions: readonly {
    readonly id: string;
    readonly scopeId: string;
    readonly permissions: string;
  }[];
  readonly scopes: readonly {
    readonly id: string;
    readonly type: ScopeRef["type"];
    readonly parentId: string | null;
    readonly kind: ResourceKind | null;
    readonly name: string;
    readonly archived: boolean;
  }[];
  readonly keys: readonly {
    readonly id: string;
    readonly principalId: string;
    readonly createdBy: string;
    readonly permissions: string;
    readonly scopeIds: readonly string[];
    readonly labels: readonly string[] | null;
    readonly active: boolean;
  }[];
}

export interface StaleAccess {
  readonly unusedPrincipals: readonly {
    readonly principal: PrincipalRef;
    readonly lastUsedAt: string | null;
    readonly createdAt: string;
  }[];
  readonly unusedKeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly principal: PrincipalRef;
    readonly lastUsedAt: string | null;
    readonly createdAt: string;
  }[];
  readonly expiredBindings: readonly BindingRecord[];
  readonly neverUsedBindings: readonly BindingRecord[];
}

export interface AccessApi {
  /** About oneself: any principal. About another (`principalId`): `access:view` at the scope. */
  check: Call<
    {
      readonly permission: Permission;
      readonly scopeId: string;
      readonly principalId?: string | undefined;
    },
    {
      readonly allowed: boolean;
      readonly revision: number;
      readonly reason: string | null;
    }
  >;
  explain: Call<
    {
      readonly permission: Permission;
      readonly scopeId: string;
      readonly principalId?: string | undefined;
    },
    AccessAnswer
  >;
  /** `access:view` at the scope: everybody who may, with every path. */
  whoCan: Call<
    { readonly permission: Permission; readonly scopeId: string },
    {
      readonly revision: number;
      readonly holders: readonly {
        readonly principal: PrincipalRef;
        readonly grants: readonly GrantPath[];
      }[];
    }
  >;
  /** About oneself: any principal. About another: `access:view`. Each scope where a binding attaches, with its sources. */
  effective: Call<{ readonly principalId?: string | undefined }, EffectiveAccess>;
  /** About oneself. */
  slice: Call<NoInput, AccessSlice>;
  /** `access:view`. Principals and keys unused for `days` (default 90), expired and never used bindings. */
  stale: Call<{ readonly days?: number | undefined }, StaleAccess>;
}
