import { type FolderRecord, judgeMove, kindPermission } from "@countersign/core";
import { seesContainer, visibleContainers } from "../access/visibility.ts";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { scopePath } from "./label-protection.ts";
import { assertTouchesNothingProtected } from "./protected-address.ts";
import { placeScope } from "./scope-placement-store.ts";
import { restoreScope } from "./scope-restoration.ts";
import {
  insertScope,
  listFolders as listStoredFolders,
  pathBelow,
  readScope,
  type StoredFolder,
  setArchived,
} from "./scope-store.ts";
import { destination, type ParentPlace, parentOf } from "./tree-destination.ts";
import { assertNameFree, assertPathShort, assertPathsShort } from "./tree-names.ts";
import type { TreeWarrant } from "./tree-warrant.ts";

export async function listFolders(
  reading: Reading,
  input: { readonly workspaceId: string; readonly includeArchived?: boolean | undefined },
): Promise<readonly FolderRecord[]> {
  const visible = visibleContainers(reading);
  const { workspaceId, includeArchived = false } = input;
  if (reading.state.scopes.get(workspaceId)?.type !== "workspace" || !seesContainer(reading, workspaceId, visible)) {
    refuse(notFound);
  }
  const folders = await listStoredFolders(reading.tx, reading.organizationId, workspaceId);
  return folders
    .filter(({ id, parentId, archivedAt }) =>
      archivedAt === null
        ? seesContainer(reading, id, visible)
        : includeArchived && reading.may("folder:manage", parentId),
    )
    .map(record);
}

export async function createFolder(
  command: Command,
  input: {
    readonly workspaceId: string;
    readonly parentId?: string | null | undefined;
    readonly name: string;
  },
): Promise<FolderRecord> {
  const { name } = input;
  const parent = await parentOf(command, input.workspaceId, input.parentId ?? null);
  const id = newId("scp");
  assertPathShort(pathBelow(parent.path, name).length);
  await assertNameFree(command, parent.id, name);
  const node = { type: "folder", id, parentId: parent.id, name, archived: false } as const;
  await command.growTree(node, () =>
    insertScope(command.tx, command.organizationId, { ...node, at: command.now, by: command.actor.principalId }),
  );
  command.record({
    action: "folder.create",
    target: { type: "folder", id },
    scopeId: id,
    after: digestOf({ parentId: parent.id, name }),
    details: { parentId: parent.id },
    texts: { name },
  });
  return record(await stored(command, id));
}

export async function renameFolder(
  command: Command,
  input: { readonly folderId: string; readonly name: string },
  warrant: TreeWarrant | null = null,
): Promise<FolderRecord> {
  const { folder, parent, name } = await prepareFolderRename(command, input);
  if (name === folder.name) return record(folder);
  await assertTouchesNothingProtected(
    command,
    { type: "move", scopeId: folder.id, parentId: parent.id, name },
    warrant,
  );
  await command.changeAccess(() =>
    placeScope(command.tx, command.organizationId, folder, { parentId: parent.id, name }),
  );
  command.record({
    action: "folder.rename",
    target: { type: "folder", id: folder.id },
    scopeId: folder.id,
    before: digestOf({ parentId: parent.id, name: folder.name }),
    after: digestOf({ parentId: parent.id, name }),
    details: {},
    texts: { name, nameBefore: folder.name },
  });
  return record(await stored(command, folder.id));
}

/** All that speaks against a folder's new name but protected addresses: goes on only if nothing does. */
export async function prepareFolderRename(
  command: Command,
  { folderId, name }: { readonly folderId: string; readonly name: string },
): Promise<{ readonly folder: StoredFolder; readonly parent: ParentPlace; readonly name: string }> {
  const folder = await stored(command, folderId);
  const parent = await parentOf(command, folder.workspaceId, folderIdOf(folder));
  if (name !== folder.name) {
    await assertNameFree(command, parent.id, name, folder.id);
    await assertPathsShort(command, folder, parent.path, name);
  }
  return { folder, parent, name };
}

export async function moveFolder(
  command: Command,
  input: { readonly folderId: string; readonly parentId: string | null },
  warrant: TreeWarrant | null = null,
): Promise<FolderRecord> {
  const { folder, parent } = await prepareFolderMove(command, input);
  const { name } = folder;
  if (parent.id === folder.parentId) return record(folder);
  await assertTouchesNothingProtected(
    command,
    { type: "move", scopeId: folder.id, parentId: parent.id, name },
    warrant,
  );
  await command.changeAccess(
    () => placeScope(command.tx, command.organizationId, folder, { parentId: parent.id, name }),
    judgeMove,
  );
  command.record({
    action: "folder.move",
    target: { type: "folder", id: folder.id },
    scopeId: folder.id,
    before: digestOf({ parentId: folder.parentId, name: folder.name }),
    after: digestOf({ parentId: parent.id, name: folder.name }),
    details: { from: folder.parentId, to: parent.id },
    texts: { name: folder.name },
  });
  return record(await stored(command, folder.id));
}

/** All that speaks against a folder's new place but protected addresses: goes on only if nothing does. */
export async function prepareFolderMove(
  command: Command,
  { folderId, parentId }: { readonly folderId: string; readonly parentId: string | null },
): Promise<{ readonly folder: StoredFolder; readonly parent: ParentPlace }> {
  const folder = await stored(command, folderId);
  const parent = await destination(command, folder.workspaceId, parentId);
  command.require("folder:manage", parent.id);
  if (parent.id === folder.parentId) return { folder, parent };
  if (scopePath(command.state.scopes, command.organizationId, parent.id).includes(folder.id)) {
    refuse({
      code: "invalid",
      message: `The folder "${folder.name}" would be inside itself.`,
      remedy: "Choose a folder that is not below it.",
    });
  }
  await assertNameFree(command, parent.id, folder.name, folder.id);
  await assertPathsShort(command, folder, parent.path, folder.name);
  assertMayMoveContent(command, folder.id, parent.id);
  return { folder, parent };
}

/**
 * A folder moves with everything in it, and others come to see and do at its new place what they may do there: whoever
 * moves it must be able to move each thing in it by itself. It is not said what there is.
 */
function assertMayMoveContent(command: Command, folderId: string, parentId: string): void {
  const { scopes } = command.state;
  for (const scope of scopes.values()) {
    if (scope.type !== "resource" || !scopePath(scopes, command.organizationId, scope.id).includes(folderId)) continue;
    // What is archived is nobody's to edit; who restores it later is judged then.
    const place = command.decide(kindPermission(scope.kind, "edit"), scope.id);
    if (!place.allowed && place.reason === "archived") continue;
    const may =
      place.allowed &&
      command.may(kindPermission(scope.kind, "delete"), scope.id) &&
      command.may(kindPermission(scope.kind, "create"), parentId);
    if (may) continue;
    refuse({
      code: "forbidden",
      message: "The folder holds something that you may not move there.",
      remedy: "Ask somebody who may edit and delete everything in it, and create it at the new place.",
    });
  }
}

export async function archiveFolder(
  command: Command,
  input: { readonly folderId: string },
  warrant: TreeWarrant | null = null,
): Promise<FolderRecord> {
  const { id, name } = await stored(command, input.folderId);
  await assertTouchesNothingProtected(command, { type: "archive", scopeId: id }, warrant);
  await command.changeAccess(() => setArchived(command.tx, command.organizationId, id, command.now));
  command.record({
    action: "folder.archive",
    target: { type: "folder", id },
    scopeId: id,
    details: {},
    texts: { name },
  });
  return record(await stored(command, id));
}

export async function restoreFolder(
  command: Command,
  input: { readonly folderId: string },
  warrant: TreeWarrant | null = null,
): Promise<FolderRecord> {
  const scope = await stored(command, input.folderId);
  await restoreScope(command, scope, warrant);
  return record(await stored(command, scope.id));
}

async function stored(reading: Reading, folderId: string): Promise<StoredFolder> {
  const scope = found(await readScope(reading.tx, reading.organizationId, folderId));
  return scope.type === "folder" ? scope : refuse(notFound);
}

function record(folder: StoredFolder): FolderRecord {
  const { id, workspaceId, name, path, archivedAt } = folder;
  return { id, workspaceId, parentId: folderIdOf(folder), name, path, archivedAt };
}

function folderIdOf({ parentId, workspaceId }: StoredFolder): string | null {
  return parentId === workspaceId ? null : parentId;
}
