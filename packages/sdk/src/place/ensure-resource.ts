import type { CountersignApi, ResourceKind, ResourceRecord } from "@countersign/core";
import { hasCode } from "../error/countersign-error.ts";
import type { ManyCallOptions } from "./many-call-options.ts";
import { ensureFolder, workspaceNamed } from "./scope-address.ts";

/** Where something stands: the workspace's name, and the path inside it. */
interface Place {
  readonly workspace: string;
  readonly path: string;
}

/** The resource at a path, made with its folders where it is missing; the workspace is never made. */
export async function ensureResource(
  api: CountersignApi,
  kind: ResourceKind,
  place: Place,
  options: ManyCallOptions | undefined,
): Promise<ResourceRecord> {
  const found = await find(api, place, options);
  if (found !== null) return found;
  const workspace = await workspaceNamed(api, place.workspace, options);
  const slash = place.path.lastIndexOf("/");
  const folderId = await ensureFolder(api, workspace.id, place.path.slice(0, Math.max(slash, 0)), options);
  const name = place.path.slice(slash + 1);
  try {
    return await api.resource.create({ kind, workspaceId: workspace.id, folderId, name }, options);
  } catch (error) {
    // Somebody else may have made it between the look and now.
    const made = hasCode(error, "conflict") ? await find(api, place, options) : null;
    if (made === null) throw error;
    return made;
  }
}

async function find(
  api: CountersignApi,
  { workspace, path }: Place,
  options: ManyCallOptions | undefined,
): Promise<ResourceRecord | null> {
  try {
    return await api.resource.find({ workspace, path }, options);
  } catch (error) {
    if (hasCode(error, "not_found")) return null;
    throw error;
  }
}
