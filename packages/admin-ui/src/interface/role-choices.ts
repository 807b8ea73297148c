import type { RoleRecord } from "@countersign/core";

export interface RoleChoiceGroup {
  readonly group: string;
  readonly items: { readonly value: string; readonly label: string }[];
}

/** Roles to choose from: workspace roles first, which are given most, then the organization's, then custom ones. */
export function roleChoices(roles: readonly Pick<RoleRecord, "id" | "name" | "builtIn">[]): RoleChoiceGroup[] {
  const sorts = [
    {
      group: "In a workspace or folder",
      fits: (role: (typeof roles)[number]) => role.builtIn && role.id.startsWith("workspace."),
    },
    { group: "Custom", fits: (role: (typeof roles)[number]) => !role.builtIn },
    {
      group: "In the organization",
      fits: (role: (typeof roles)[number]) => role.builtIn && !role.id.startsWith("workspace."),
    },
  ];
  return sorts
    .map(({ group, fits }) => ({
      group,
      items: roles.filter(fits).map(({ id, name }) => ({ value: id, label: name })),
    }))
    .filter(({ items }) => items.length > 0);
}
