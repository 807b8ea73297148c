import type { Permission } from "../access/permission-catalogue.ts";
import type { ResourceKind } from "../access/scope.ts";
import type { PolicyMode } from "../policy/approval-policy.ts";
import type { ChangeConditions } from "../policy/change-condition.ts";

/** Where something stands in a manifest: keys and indexes from its top. */
export type ManifestPath = readonly (string | number)[];

/** What is wrong with a manifest, and where. */
export interface ManifestProblem {
  readonly path: ManifestPath;
  readonly message: string;
  readonly remedy: string;
}

/** A manifest that was read: every default filled in, addresses in lower case, moments as instants, lists sorted. */
export interface Manifest {
  readonly name: string;
  readonly workspaces: readonly ManifestWorkspace[];
  readonly roles: readonly ManifestRole[];
  readonly groups: readonly ManifestGroup[];
  readonly serviceAccounts: readonly ManifestServiceAccount[];
  readonly bindings: readonly ManifestBinding[];
  readonly policies: readonly ManifestPolicy[];
  /** `role tone-reviewer`. */
  readonly protect: ReadonlySet<string>;
}

interface Placed {
  readonly path: ManifestPath;
}

/** `null` is what the manifest does not say. */
export interface ManifestWorkspace extends Placed {
  readonly name: string;
  readonly description: string | null;
}

export interface ManifestRole extends Placed {
  readonly name: string;
  readonly description: string | null;
  readonly permissions: readonly Permission[];
  readonly includes: readonly string[];
}

export interface ManifestGroup extends Placed {
  readonly name: string;
  readonly description: string | null;
  readonly members: readonly string[] | null;
  readonly groups: readonly string[] | null;
}

export interface ManifestServiceAccount extends Placed {
  readonly name: string;
  readonly description: string | null;
  readonly home: string;
  readonly responsible: readonly string[] | null;
}

export interface ManifestHolder {
  readonly type: "person" | "group" | "service-account";
  /** An e-mail address for a person. */
  readonly name: string;
}

export interface ManifestBinding extends Placed {
  readonly holder: ManifestHolder;
  readonly role: string;
  readonly at: string;
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
  readonly reason: string;
}

/** What a policy asks for, by names. */
export interface ManifestRule {
  readonly label: string;
  /** `null` for all. */
  readonly kinds: readonly ResourceKind[] | null;
  /** `null` where the manifest does not say it. */
  readonly mode: PolicyMode | null;
  readonly requirements: readonly ManifestRequirement[];
}

export type ManifestRequirement = {
  readonly count: number;
  /** `null`: whatever changed. */
  readonly when: ChangeConditions | null;
} & (
  | { readonly type: "role"; readonly role: string }
  | { readonly type: "group"; readonly group: string }
  | { readonly type: "people"; readonly people: readonly string[] }
);

export interface ManifestPolicy extends Placed, ManifestRule {
  readonly name: string;
  readonly at: string;
}

/** What one binding is known by among all. */
export function bindingName({ holder, role, at }: Pick<ManifestBinding, "holder" | "role" | "at">): string {
  return `${holder.type} ${holder.name}: ${role} at ${at}`;
}

/** What one policy is known by among all. */
export function policyName({ name, at }: Pick<ManifestPolicy, "name" | "at">): string {
  return `${name} at ${at}`;
}
