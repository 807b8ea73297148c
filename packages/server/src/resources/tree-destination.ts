import type { Command } from "../command/command.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { readScope } from "./scope-store.ts";
import { locateParent } from "./tree-locators.ts";

/** A workspace or folder that something is put into. */
export interface ParentPlace {
  readonly id: string;
  /** Path inside the workspace; `""` for the workspace itself. */
  readonly path: string;
}

/** The place that a folder of a workspace is, or the workspace itself for `null`. It has been located before. */
export async function parentOf(command: Command, workspaceId: string, folderId: string | null): Promise<ParentPlace> {
  if (folderId === null) return { id: workspaceId, path: "" };
  const folder = found(await readScope(command.tx, command.organizationId, folderId));
  return folder.type === "folder" && folder.workspaceId === workspaceId
    ? { id: folder.id, path: folder.path }
    : refuse(notFound);
}

/**
 * The place that something is moved to: a folder of the same workspace, or the workspace for `null`.
 *
 * @throws the one answer for what is not there, where it is not or the actor does not see it.
 */
export async function destination(
  command: Command,
  workspaceId: string,
  folderId: string | null,
): Promise<ParentPlace> {
  const located = found(locateParent(command, workspaceId, folderId));
  if (located.visibleBy !== "always") refuse(notFound);
  return parentOf(command, workspaceId, folderId);
}
