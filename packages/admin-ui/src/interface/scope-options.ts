import type { FolderRecord, ScopeRef, SearchHit, WorkspaceRecord } from "@countersign/core";

/** A place that can be chosen, at its depth in the scope tree. */
export interface ScopeOption {
  readonly id: string;
  readonly type: ScopeRef["type"];
  readonly name: string;
  /** As a `ScopeRef` has it: workspace and path; the organization's name at the top. */
  readonly path: string;
  /** 0 for the organization. */
  readonly depth: number;
}

/** The scope tree from the top down, each workspace followed by its folders in the order of their paths. */
export function scopeOptions(
  organization: { readonly id: string; readonly name: string },
  workspaces: readonly Pick<WorkspaceRecord, "id" | "name">[],
  folders: readonly Pick<FolderRecord, "id" | "workspaceId" | "name" | "path">[],
): readonly ScopeOption[] {
  const below = workspaces.flatMap((workspace): readonly ScopeOption[] => [
    { id: workspace.id, type: "workspace", name: workspace.name, path: workspace.name, depth: 1 },
    ...folders
      .filter((folder) => folder.workspaceId === workspace.id)
      .sort((a, b) => comparePaths(a.path, b.path))
      .map(
        (folder): ScopeOption => ({
          id: folder.id,
          type: "folder",
          name: folder.name,
          path: `${workspace.name}/${folder.path}`,
          depth: 1 + folder.path.split("/").length,
        }),
      ),
  ]);
  return [
    { id: organization.id, type: "organization", name: organization.name, path: organization.name, depth: 0 },
    ...below,
  ];
}

/** A resource as a place, by its whole path. */
export function resourceOption(id: string, path: string): ScopeOption {
  return { id, type: "resource", name: path.split("/").at(-1) ?? path, path, depth: 0 };
}

/**
 * The resources among what a search found by name, each by its whole path; what was found by its text is left out, as
 * nobody who types a name means it.
 */
export function resourceOptions(
  hits: readonly Pick<SearchHit, "type" | "id" | "title" | "detail" | "workspaceId">[],
  workspaces: readonly Pick<WorkspaceRecord, "id" | "name">[],
): readonly ScopeOption[] {
  return hits.flatMap(({ type, id, title, detail, workspaceId }) => {
    const workspace = workspaces.find((candidate) => candidate.id === workspaceId)?.name;
    const isPath = detail.startsWith(`${workspace}/`) && detail.endsWith(`/${title}`);
    return type === "resource" && isPath ? [resourceOption(id, detail)] : [];
  });
}

/** Part by part, so that a folder's own folders follow it directly. */
function comparePaths(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (part !== other) return part < other ? -1 : 1;
  }
  return left.length - right.length;
}
