import type { WorkspaceRecord } from "@countersign/core";
import { seesContainer, visibleContainers } from "../access/visibility.ts";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { assertTouchesNothingProtected } from "./protected-address.ts";
import { restoreScope } from "./scope-restoration.ts";
import {
  insertScope,
  listWorkspaces as listStoredWorkspaces,
  readScope,
  renameWorkspace,
  type StoredWorkspace,
  setArchived,
  updateDescription,
} from "./scope-store.ts";
import { assertNameFree } from "./tree-names.ts";
import type { TreeWarrant } from "./tree-warrant.ts";

export async function listWorkspaces(
  reading: Reading,
  input: { readonly includeArchived?: boolean | undefined },
): Promise<readonly WorkspaceRecord[]> {
  const visible = visibleContainers(reading);
  const archived = input.includeArchived === true && reading.may("workspace:create", reading.organizationId);
  const workspaces = await listStoredWorkspaces(reading.tx, reading.organizationId);
  return workspaces
    .filter(({ id, archivedAt }) => (archivedAt === null ? seesContainer(reading, id, visible) : archived))
    .map(record);
}

export async function getWorkspace(
  reading: Reading,
  input: { readonly workspaceId: string },
): Promise<WorkspaceRecord> {
  if (!seesContainer(reading, input.workspaceId)) refuse(notFound);
  return record(await stored(reading, input.workspaceId));
}

export async function createWorkspace(
  command: Command,
  input: { readonly name: string; readonly description?: string | undefined },
): Promise<WorkspaceRecord> {
  const { name, description = "" } = input;
  const id = newId("scp");
  await assertNameFree(command, command.organizationId, name);
  const node = { type: "workspace", id, parentId: command.organizationId, name, archived: false } as const;
  await command.growTree(node, () =>
    insertScope(command.tx, command.organizationId, {
      ...node,
      description,
      at: command.now,
      by: command.actor.principalId,
    }),
  );
  command.record({
    action: "workspace.create",
    target: { type: "workspace", id },
    scopeId: id,
    after: digestOf({ name }),
    details: {},
    texts: { name },
  });
  return record(await stored(command, id));
}

export async function updateWorkspace(
  command: Command,
  input: {
    readonly workspaceId: string;
    readonly name?: string | undefined;
    readonly description?: string | undefined;
  },
): Promise<WorkspaceRecord> {
  const { tx, organizationId } = command;
  const before = await stored(command, input.workspaceId);
  const { name = before.name, description = before.description } = input;
  if (name !== before.name) {
    await assertNameFree(command, organizationId, name, before.id);
    const rename = { type: "move", scopeId: before.id, parentId: organizationId, name } as const;
    await assertTouchesNothingProtected(command, rename, null);
    await command.changeAccess(() => renameWorkspace(tx, organizationId, before.id, name));
  }
  await updateDescription(tx, organizationId, before.id, description);
  command.record({
    action: "workspace.update",
    target: { type: "workspace", id: before.id },
    scopeId: before.id,
    before: digestOf({ name: before.name }),
    after: digestOf({ name }),
    details: { renamed: name !== before.name },
    texts: { name, nameBefore: before.name },
  });
  return record(await stored(command, before.id));
}

export async function archiveWorkspace(
  command: Command,
  input: { readonly workspaceId: string },
  warrant: TreeWarrant | null = null,
): Promise<WorkspaceRecord> {
  const { name, id } = await stored(command, input.workspaceId);
  await assertTouchesNothingProtected(command, { type: "archive", scopeId: id }, warrant);
  await command.changeAccess(() => setArchived(command.tx, command.organizationId, id, command.now));
  command.record({
    action: "workspace.archive",
    target: { type: "workspace", id },
    scopeId: id,
    details: {},
    texts: { name },
  });
  return record(await stored(command, id));
}

export async function restoreWorkspace(
  command: Command,
  input: { readonly workspaceId: string },
  warrant: TreeWarrant | null = null,
): Promise<WorkspaceRecord> {
  const scope = await stored(command, input.workspaceId);
  await restoreScope(command, scope, warrant);
  return record(await stored(command, scope.id));
}

async function stored(reading: Reading, workspaceId: string): Promise<StoredWorkspace> {
  const scope = found(await readScope(reading.tx, reading.organizationId, workspaceId));
  return scope.type === "workspace" ? scope : refuse(notFound);
}

function record({ id, name, description, archivedAt, createdAt }: StoredWorkspace): WorkspaceRecord {
  return { id, name, description, archivedAt, createdAt };
}
