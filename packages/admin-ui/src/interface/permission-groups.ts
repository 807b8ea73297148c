import { permissions as catalogue, type Permission } from "@countersign/core";

export interface PermissionGroup {
  /** What the permissions are about, for example `prompt`. */
  readonly about: string;
  readonly held: readonly { readonly permission: Permission; readonly action: string }[];
}

/** Permissions grouped by what stands before their colon, in the catalogue's order, each once. */
export function groupPermissions(permissions: readonly Permission[]): readonly PermissionGroup[] {
  const held = new Set(permissions);
  const groups = new Map<string, { permission: Permission; action: string }[]>();
  for (const permission of catalogue) {
    if (!held.has(permission)) continue;
    const [about = "", action = ""] = permission.split(":");
    const group = groups.get(about) ?? [];
    group.push({ permission, action });
    groups.set(about, group);
  }
  return [...groups].map(([about, list]) => ({ about, held: list }));
}
