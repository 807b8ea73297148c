import type { Permission } from "../access/permission-catalogue.ts";
import type { ManifestHolder, ManifestRule } from "./manifest.ts";

/** What of an organization a manifest can hold, as it stands now: by names, each with its id and its owner. */
export interface AccessInventory {
  /** The time of the look, an instant. */
  readonly at: string;
  readonly workspaces: readonly InventoryWorkspace[];
  readonly roles: readonly InventoryRole[];
  readonly groups: readonly InventoryGroup[];
  readonly serviceAccounts: readonly InventoryServiceAccount[];
  /** Without those that have ended, and those at archived places. */
  readonly bindings: readonly InventoryBinding[];
  readonly policies: readonly InventoryPolicy[];
  /** The ids of members by e-mail address in lower case; `active` are those who are not suspended. */
  readonly people: ReadonlyMap<string, { readonly id: string; readonly active: boolean }>;
  /** The ids of places that are not archived; `/` is the organization. */
  readonly places: ReadonlyMap<string, string>;
}

interface Owned {
  readonly id: string;
  /** What provisions it; `null` when people do. */
  readonly managedBy: string | null;
}

interface InventoryWorkspace extends Owned {
  readonly name: string;
  readonly description: string;
  readonly archived: boolean;
}

export interface InventoryRole extends Owned {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly Permission[];
  /** Custom roles by name, built-in ones by id; sorted. */
  readonly includes: readonly string[];
}

interface InventoryGroup extends Owned {
  readonly name: string;
  readonly description: string;
  /** E-mail addresses, sorted. */
  readonly members: readonly string[];
  readonly groups: readonly string[];
}

interface InventoryServiceAccount extends Owned {
  readonly name: string;
  readonly description: string;
  readonly home: string;
  readonly responsible: readonly string[];
}

export interface InventoryBinding extends Owned {
  readonly holder: ManifestHolder;
  readonly role: string;
  readonly at: string;
  readonly notBefore: string | null;
  readonly expiresAt: string | null;
  readonly reason: string;
}

interface InventoryPolicy extends Owned, ManifestRule {
  readonly name: string;
  readonly at: string;
  /** A loosening that waits for its decision: what the policy would be, `"removal"`, or `null` where none does. */
  readonly proposed: ManifestRule | "removal" | null;
}

/** How ownership by a manifest is stored and shown. */
export function ownerMark(manifestName: string): string {
  return `manifest ${manifestName}`;
}

/** What stands in place of the name of something that is not there any more. */
export function goneName(id: string): string {
  return `gone\n${id}`;
}

/** Whether a name is that of something that is not there any more; nothing that people name is called so. */
export function isGone(name: string): boolean {
  return name.startsWith("gone\n");
}
