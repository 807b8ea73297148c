import { type Permission, permissionCatalogue } from "@countersign/core";

/** The permissions of a list that do most harm in the wrong hands. */
export function criticalIn(permissions: readonly Permission[]): readonly Permission[] {
  return permissions.filter((permission) => permissionCatalogue[permission].risk === "critical");
}
