import type { AccessInventory } from "./access-inventory.ts";
import type {
  Manifest,
  ManifestBinding,
  ManifestPolicy,
  ManifestRole,
  ManifestServiceAccount,
  ManifestWorkspace,
} from "./manifest.ts";
import type { ManifestKind } from "./manifest-source.ts";

/** One step from what stands to what a manifest says. Ids are those of things that stand; new things have none yet. */
export type PlannedChange =
  | { readonly do: "create-workspace"; readonly workspace: Pick<ManifestWorkspace, "name" | "description"> }
  | { readonly do: "describe-workspace"; readonly id: string; readonly name: string; readonly description: string }
  | { readonly do: "archive-workspace"; readonly id: string; readonly name: string }
  | { readonly do: "create-role"; readonly role: RoleContent }
  | { readonly do: "change-role"; readonly id: string; readonly before: RoleContent; readonly role: RoleContent }
  | { readonly do: "delete-role"; readonly id: string; readonly name: string }
  | { readonly do: "create-group"; readonly name: string; readonly description: string }
  | { readonly do: "describe-group"; readonly id: string; readonly name: string; readonly description: string }
  | { readonly do: "fill-place"; readonly group: string; readonly member: PlannedMember }
  | { readonly do: "clear-place"; readonly group: string; readonly member: PlannedMember }
  | { readonly do: "delete-group"; readonly id: string; readonly name: string }
  | {
      readonly do: "create-service-account";
      readonly account: Pick<ManifestServiceAccount, "name" | "description" | "home" | "responsible">;
    }
  | {
      readonly do: "change-service-account";
      readonly id: string;
      readonly name: string;
      readonly description: string | null;
      readonly responsible: readonly string[] | null;
    }
  | { readonly do: "delete-service-account"; readonly id: string; readonly name: string }
  | { readonly do: "bind"; readonly binding: PlannedBinding; readonly replaces: string | null }
  | { readonly do: "unbind"; readonly id: string; readonly binding: PlannedBinding }
  | { readonly do: "create-policy"; readonly policy: PlannedPolicy }
  | {
      readonly do: "change-policy";
      readonly id: string;
      readonly policy: PlannedPolicy;
      /** It is no stricter, so it becomes a proposal that others decide. */
      readonly proposal: boolean;
    }
  | { readonly do: "delete-policy"; readonly id: string; readonly name: string; readonly at: string }
  | { readonly do: "take-over"; readonly kind: ManifestKind; readonly id: string; readonly name: string };

export interface RoleContent extends Pick<ManifestRole, "name" | "permissions" | "includes"> {
  readonly description: string;
}

export interface PlannedMember {
  readonly type: "person" | "group";
  readonly name: string;
}

export type PlannedBinding = Pick<ManifestBinding, "holder" | "role" | "at" | "notBefore" | "expiresAt" | "reason">;
export type PlannedPolicy = Pick<ManifestPolicy, "name" | "at" | "label" | "kinds" | "mode" | "requirements">;

/** Something that the manifest owns and does not name any more, and that stays because nobody asked to prune its kind. */
export interface KeptThing {
  readonly kind: ManifestKind;
  readonly name: string;
}

/** What the parts of a plan are worked out from. */
export interface Planning {
  readonly inventory: AccessInventory;
  readonly manifest: Manifest;
  readonly prune: ReadonlySet<ManifestKind>;
  /** Things of nobody and of others become the manifest's own. */
  readonly adopt: boolean;
  /** The mark of what the manifest owns. */
  readonly owner: string;
}
