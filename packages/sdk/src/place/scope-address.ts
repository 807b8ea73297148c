import { type CountersignApi, CountersignError, type WorkspaceRecord } from "@countersign/core";
import { hasCode } from "../error/countersign-error.ts";
import type { ManyCallOptions } from "./many-call-options.ts";

/** A place in the scope tree by its names: the organization, a workspace, or a folder or resource in one. */
export type ScopeAddress = "organization" | { readonly workspace: string; readonly path?: string };

/** The id of a place. Rejects with `not_found` where there is none, or none that one sees. */
export async function scopeIdOf(api: CountersignApi, scope: ScopeAddress, options?: ManyCallOptions): Promise<string> {
  if (scope === "organization") return (await api.organization.get({}, options)).id;
  const workspace = await workspaceNamed(api, scope.workspace, options);
  const path = scope.path ?? "";
  if (path === "") return workspace.id;
  const folders = await api.folder.list({ workspaceId: workspace.id }, options);
  const folder = folders.find((candidate) => candidate.path === path);
  return folder?.id ?? (await api.resource.find({ workspace: scope.workspace, path }, options)).id;
}

/** Rejects with `not_found` where there is no workspace of the name, or none that one sees. */
export async function workspaceNamed(
  api: CountersignApi,
  name: string,
  options?: ManyCallOptions,
): Promise<WorkspaceRecord> {
  const workspace = (await api.workspace.list({}, options)).find((candidate) => candidate.name === name);
  if (workspace !== undefined) return workspace;
  throw new CountersignError({
    code: "not_found",
    message: `There is no workspace "${name}", or none that you may see.`,
    remedy: "Check its name, or ask an administrator for access.",
  });
}

/** The id of a folder, made where it is missing, with all that is missing above it. `null` is the workspace itself. */
export async function ensureFolder(
  api: CountersignApi,
  workspaceId: string,
  path: string,
  options?: ManyCallOptions,
): Promise<string | null> {
  let folders = await api.folder.list({ workspaceId }, options);
  let parentId: string | null = null;
  const names = path === "" ? [] : path.split("/");
  for (const [index, name] of names.entries()) {
    const prefix = names.slice(0, index + 1).join("/");
    const isThere = (candidate: { readonly path: string }): boolean => candidate.path === prefix;
    let folder = folders.find(isThere);
    if (folder === undefined) {
      try {
        folder = await api.folder.create({ workspaceId, parentId, name }, options);
      } catch (error) {
        // Somebody else may have made it between the list and now.
        if (!hasCode(error, "conflict")) throw error;
        folders = await api.folder.list({ workspaceId }, options);
        folder = folders.find(isThere);
        if (folder === undefined) throw error;
      }
    }
    parentId = folder.id;
  }
  return parentId;
}
