import { type Permission, permissionCatalogue, permissions } from "@countersign/core";

export interface PermissionChoiceGroup {
  readonly group: string;
  readonly items: { readonly value: Permission; readonly label: string }[];
}

/** Permissions to choose from, grouped by what they are about, in the catalogue's order. */
export function permissionChoices(offered: readonly Permission[] = permissions): PermissionChoiceGroup[] {
  const groups = new Map<string, { value: Permission; label: string }[]>();
  for (const permission of permissions) {
    if (!offered.includes(permission)) continue;
    const about = permission.split(":")[0] ?? "";
    const group =
      permissionCatalogue[permission].category === "kind" ? `${about}s` : permissionCatalogue[permission].category;
    groups.set(group, [...(groups.get(group) ?? []), { value: permission, label: permission }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}
