import { type AccessState, judge, judgeMove, type ScopeNode, type TreeChange } from "@countersign/core";
import { folderArgument, resourceArgument, workspaceArgument } from "../access/scope-locators.ts";
import type { Command } from "../command/command.ts";
import { decideRequirement, type Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { type Located, requires } from "../command/requirement.ts";
import {
  archiveFolder,
  moveFolder,
  prepareFolderMove,
  prepareFolderRename,
  renameFolder,
  restoreFolder,
} from "../resources/folder-service.ts";
import { assertKeyReaches } from "../resources/protected-address.ts";
import { archiveResource, moveResource, prepareResourceMove, restoreResource } from "../resources/resource-service.ts";
import { assertArchived } from "../resources/scope-restoration.ts";
import { readScope } from "../resources/scope-store.ts";
import { restoredFolder, restoredResource, restoredWorkspace } from "../resources/tree-locators.ts";
import type { TreeWarrant } from "../resources/tree-warrant.ts";
import { archiveWorkspace, restoreWorkspace } from "../resources/workspace-service.ts";

/**
 * Goes on only if the actor could make the change himself, but for the protection of what it touches: he sees the thing,
 * holds what the direct way asks for, the new place is free, and nobody comes to have by it what he could not give.
 *
 * @throws what the direct way would throw.
 */
export async function assertMayChange(command: Command, change: TreeChange): Promise<void> {
  await requireOfChange(command, change);
  await assertKeyReaches(command, change.scopeId);
  const scope = found(await readScope(command.tx, command.organizationId, change.scopeId));
  switch (change.type) {
    case "move": {
      const folderId = command.state.scopes.get(change.parentId)?.type === "workspace" ? null : change.parentId;
      if (scope.type === "workspace") refuse(workspaceStays);
      if (folderId === null && scope.workspaceId !== change.parentId) refuse(notFound);
      if (scope.parentId === change.parentId && scope.name === change.name) refuse(nothingChanges);
      if (scope.type === "resource") {
        await prepareResourceMove(command, { resourceId: scope.id, folderId, name: change.name });
      } else if (scope.parentId === change.parentId) {
        await prepareFolderRename(command, { folderId: scope.id, name: change.name });
      } else if (scope.name === change.name) {
        await prepareFolderMove(command, { folderId: scope.id, parentId: folderId });
      } else {
        refuse(oneAfterTheOther);
      }
      break;
    }
    case "archive":
      if (scope.archivedAt !== null) refuse(archivedAlready);
      break;
    case "restore":
      assertArchived(scope);
      break;
    case "withdraw":
      if (scope.type !== "resource") refuse(notFound);
  }
  assertGainsNothing(command, change);
}

/** Goes on only if nobody comes to have by the change what the actor could not give, himself in particular. */
export function assertGainsNothing(command: Command, change: TreeChange): void {
  if (change.type !== "move" && change.type !== "restore") return;
  const rule = change.type === "move" ? judgeMove : judge;
  const judged = rule(command.state, stateAfter(command.state, change), command.asker, command.now);
  if (!judged.ok) refuse(judged.error);
}

/** Carries the change out in the tree, as the direct way would, with the approval of its request in the place of freedom. */
export async function carryOut(command: Command, change: TreeChange, warrant: TreeWarrant): Promise<void> {
  await requireOfChange(command, change);
  const scope = found(await readScope(command.tx, command.organizationId, change.scopeId));
  const { id, type } = scope;
  switch (change.type) {
    case "move": {
      const folderId = command.state.scopes.get(change.parentId)?.type === "workspace" ? null : change.parentId;
      if (type === "workspace") refuse(workspaceStays);
      if (type === "resource") await moveResource(command, { resourceId: id, folderId, name: change.name }, warrant);
      else if (scope.parentId === change.parentId) {
        await renameFolder(command, { folderId: id, name: change.name }, warrant);
      } else await moveFolder(command, { folderId: id, parentId: folderId }, warrant);
      return;
    }
    case "archive":
      if (type === "resource") await archiveResource(command, { resourceId: id }, warrant);
      else if (type === "folder") await archiveFolder(command, { folderId: id }, warrant);
      else await archiveWorkspace(command, { workspaceId: id }, warrant);
      return;
    case "restore":
      if (type === "resource") await restoreResource(command, { resourceId: id }, warrant);
      else if (type === "folder") await restoreFolder(command, { folderId: id }, warrant);
      else await restoreWorkspace(command, { workspaceId: id }, warrant);
      return;
    case "withdraw":
      return;
  }
}

/**
 * Goes on only if the actor holds what the direct way declares that it requires.
 *
 * @throws the refusal of the direct way: the one answer for what is not there or hidden, else what is missing.
 */
async function requireOfChange(reading: Reading, change: TreeChange): Promise<void> {
  const type = reading.state.scopes.get(change.scopeId)?.type ?? refuse(notFound);
  if (type === "organization") refuse(notFound);
  const { archive, move, restore, withdraw } = asked[type];
  const permission = { archive, move, restore, withdraw }[change.type];
  decideRequirement(reading, { ...requires(permission, nowhere) }, await locateChange(reading, change));
}

/** Where the direct way of a change is asked, with who sees what it is about; `null` for what is not there. */
export async function locateChange(
  reading: Reading,
  { type, scopeId }: Pick<TreeChange, "type" | "scopeId">,
): Promise<Located | null> {
  const back = type === "restore";
  switch (reading.state.scopes.get(scopeId)?.type) {
    case "resource":
      return (back ? restoredResource : resourceArgument).locate(reading, { resourceId: scopeId });
    case "folder":
      return (back ? restoredFolder : folderArgument).locate(reading, { folderId: scopeId });
    case "workspace":
      return (back ? restoredWorkspace : workspaceArgument).locate(reading, { workspaceId: scopeId });
    default:
      return null;
  }
}

/** What the direct ways declare. A label is withdrawn by a request where a policy protects it. */
const asked = {
  resource: { move: "edit", archive: "delete", restore: "create", withdraw: "request" },
  folder: { move: "folder:manage", archive: "folder:manage", restore: "folder:manage", withdraw: "folder:manage" },
  workspace: {
    move: "workspace:update",
    archive: "workspace:delete",
    restore: "workspace:create",
    withdraw: "workspace:update",
  },
} as const;

/** The requirement is decided at what was located before. */
const nowhere = { argument: "change", locate: () => Promise.resolve(null) };

/** The access state with the scope at its new place, or counting again. */
function stateAfter(
  state: AccessState,
  change: Extract<TreeChange, { readonly type: "move" | "restore" }>,
): AccessState {
  const scope = found(state.scopes.get(change.scopeId));
  const node: ScopeNode =
    change.type === "move" ? { ...scope, parentId: change.parentId, name: change.name } : { ...scope, archived: false };
  return { ...state, scopes: new Map([...state.scopes, [node.id, node]]) };
}

const workspaceStays = {
  code: "invalid",
  message: "A workspace is not moved, and keeps its name as long as it serves under a protected label.",
  remedy: "Make another workspace and release there.",
} as const;

const nothingChanges = {
  code: "invalid",
  message: "It has this place and this name already.",
  remedy: "Name another place or another name.",
} as const;

const oneAfterTheOther = {
  code: "invalid",
  message: "A folder is renamed or moved, and not both at once.",
  remedy: "Open one request for its new place, and another for its new name when that is done.",
} as const;

const archivedAlready = {
  code: "conflict",
  message: "It is archived already.",
  remedy: "There is nothing to do.",
} as const;
