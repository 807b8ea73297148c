import type { PlannedChange, Planning } from "./planned-change.ts";

export function planWorkspaces({ inventory, manifest }: Planning): readonly PlannedChange[] {
  const standing = new Map(inventory.workspaces.map((workspace) => [workspace.name, workspace]));
  return manifest.workspaces.flatMap(({ name, description }): readonly PlannedChange[] => {
    const now = standing.get(name);
    if (now === undefined) return [{ do: "create-workspace", workspace: { name, description } }];
    if (description === null || description === now.description) return [];
    return [{ do: "describe-workspace", id: now.id, name, description }];
  });
}
