import { kindOf, type Permission, permissionCatalogue, permissions } from "@countersign/core";

/** A block of the matrix: permissions about the same thing. */
export interface PermissionBlock {
  readonly title: string;
  readonly rows: readonly PermissionRow[];
}

export interface PermissionRow {
  readonly permission: Permission;
  /** What stands before its line: without the block's own name. */
  readonly word: string;
  readonly description: string;
  readonly risk: "low" | "high" | "critical";
  readonly requires: readonly Permission[];
}

const titles = { prompt: "Prompts", workflow: "Workflows", dataset: "Datasets", evaluation: "Evaluations" } as const;

/** The whole catalogue in blocks: one for each kind, then workspaces, then the organization. */
export const permissionBlocks: readonly PermissionBlock[] = blocks();

/** Whether a permission that is given has no effect, because something that it requires is not given. */
export function lacksRequirement(permission: Permission, given: ReadonlySet<Permission>): readonly Permission[] {
  return given.has(permission)
    ? permissionCatalogue[permission].requires.filter((required) => !given.has(required))
    : [];
}

function blocks(): readonly PermissionBlock[] {
  const found = new Map<string, PermissionRow[]>();
  for (const permission of permissions) {
    const { category, description, risk, requires } = permissionCatalogue[permission];
    const kind = kindOf(permission);
    const title = kind === null ? (category === "workspace" ? "Workspace" : "Organization") : titles[kind];
    const word = kind === null ? permission.replace(":", " ") : permission.slice(kind.length + 1);
    found.set(title, [...(found.get(title) ?? []), { permission, word, description, risk, requires }]);
  }
  return [...found].map(([title, rows]) => ({ title, rows }));
}
