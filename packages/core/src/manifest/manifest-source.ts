import type { Permission } from "../access/permission-catalogue.ts";
import type { ResourceKind } from "../access/scope.ts";
import type { PolicyMode } from "../policy/approval-policy.ts";
import type { ChangeConditions } from "../policy/change-condition.ts";

/**
 * Access as code, as people write it: by names, never by ids. What an entry does not say is left as it is; what it says is
 * brought to exactly that. A place is `/` for the organization, `WORKSPACE`, or `WORKSPACE/PATH`.
 */
export interface ManifestSource {
  /** The manifest's own name: it owns what it makes and changes under it. */
  readonly manifest: string;
  readonly workspaces?: Readonly<Record<string, WorkspaceSource>> | undefined;
  readonly roles?: Readonly<Record<string, RoleSource>> | undefined;
  readonly groups?: Readonly<Record<string, GroupSource>> | undefined;
  readonly serviceAccounts?: Readonly<Record<string, ServiceAccountSource>> | undefined;
  readonly bindings?: readonly BindingSource[] | undefined;
  readonly policies?: readonly PolicySource[] | undefined;
  /**
   * What no plan may change or take away, whoever owns it: `workspace NAME`, `role NAME`, `group NAME`, `service-account
   * NAME`, with all bindings that they hold; `policy NAME`.
   */
  readonly protect?: readonly string[] | undefined;
}

export interface WorkspaceSource {
  readonly description?: string | undefined;
}

export interface RoleSource {
  readonly description?: string | undefined;
  /** Exactly what the role names itself. */
  readonly permissions: readonly Permission[];
  /** Exactly the roles that it includes: custom ones by name, built-in ones by id. Default: none. */
  readonly includes?: readonly string[] | undefined;
}

export interface GroupSource {
  readonly description?: string | undefined;
  /** Exactly the people who are in it, by e-mail address. */
  readonly members?: readonly string[] | undefined;
  /** Exactly the groups that are in it, by name. */
  readonly groups?: readonly string[] | undefined;
}

export interface ServiceAccountSource {
  readonly description?: string | undefined;
  /** The organization or a workspace. Default: the organization. */
  readonly home?: string | undefined;
  /** Exactly the people who answer for it, by e-mail address. Default for a new one: whoever applies. */
  readonly responsible?: readonly string[] | undefined;
}

/** A role for one holder: a person by e-mail address, a group or a service account by name. */
export type BindingSource = {
  /** A custom role by name, a built-in one by id. */
  readonly role: string;
  readonly at: string;
  /** ISO 8601. Default: from now on. */
  readonly notBefore?: string | undefined;
  /** ISO 8601. Default: never. */
  readonly expiresAt?: string | undefined;
  /** Why, written down when it is given. */
  readonly reason?: string | undefined;
} & (
  | { readonly person: string; readonly group?: undefined; readonly serviceAccount?: undefined }
  | { readonly group: string; readonly person?: undefined; readonly serviceAccount?: undefined }
  | { readonly serviceAccount: string; readonly person?: undefined; readonly group?: undefined }
);

/** What else a policy may ask, owners by path, checks, times, is set by hand and left as it is. */
export interface PolicySource {
  readonly name: string;
  readonly at: string;
  /** For example `production` or `prod-*`. */
  readonly label: string;
  /** Default: all. */
  readonly kinds?: readonly ResourceKind[] | undefined;
  /** Default for a new one: `enforce`. */
  readonly mode?: PolicyMode | undefined;
  readonly requirements: readonly RequirementSource[];
}

/** So many of those who hold a role, are in a group, or are named by e-mail address; with `when` only where one is true. */
export type RequirementSource = { readonly count: number; readonly when?: ChangeConditions | undefined } & (
  | { readonly role: string }
  | { readonly group: string }
  | { readonly people: readonly string[] }
);

/** The kinds of things that a manifest holds, in the order in which they are made. */
export const manifestKinds = [
  "workspaces",
  "roles",
  "groups",
  "serviceAccounts",
  "bindings",
  "policies",
] as const satisfies readonly (keyof ManifestSource)[];

export type ManifestKind = (typeof manifestKinds)[number];

/** The manifest itself: for the type of what stands in it. */
export function defineAccess(manifest: ManifestSource): ManifestSource {
  return manifest;
}
