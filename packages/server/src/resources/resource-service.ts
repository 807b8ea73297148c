import { judgeMove, kindPermission, type ResourceKind, type ResourceRecord } from "@countersign/core";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { assertTouchesNothingProtected } from "./protected-address.ts";
import { resourceRecord, seesResource } from "./resource-record.ts";
import { placeScope } from "./scope-placement-store.ts";
import { restoreScope } from "./scope-restoration.ts";
import {
  findByPath,
  findWorkspace,
  insertScope,
  pathBelow,
  readScope,
  type StoredResource,
  setArchived,
  updateDescription,
} from "./scope-store.ts";
import { destination, type ParentPlace, parentOf } from "./tree-destination.ts";
import { assertNameFree, assertPathShort } from "./tree-names.ts";
import type { TreeWarrant } from "./tree-warrant.ts";

export async function getResource(reading: Reading, input: { readonly resourceId: string }): Promise<ResourceRecord> {
  return visibleRecord(reading, await readScope(reading.tx, reading.organizationId, input.resourceId));
}

export async function findResource(
  reading: Reading,
  input: { readonly workspace: string; readonly path: string },
): Promise<ResourceRecord> {
  const { tx, organizationId } = reading;
  const workspace = found(await findWorkspace(tx, organizationId, input.workspace));
  return visibleRecord(reading, await findByPath(tx, organizationId, workspace.id, input.path));
}

export async function createResource(
  command: Command,
  input: {
    readonly kind: ResourceKind;
    readonly workspaceId: string;
    readonly folderId?: string | null | undefined;
    readonly name: string;
    readonly description?: string | undefined;
  },
): Promise<ResourceRecord> {
  const { kind, name, description = "" } = input;
  const parent = await parentOf(command, input.workspaceId, input.folderId ?? null);
  const id = newId("scp");
  assertPathShort(pathBelow(parent.path, name).length);
  await assertNameFree(command, parent.id, name);
  const node = { type: "resource", id, parentId: parent.id, kind, name, archived: false } as const;
  await command.growTree(node, () =>
    insertScope(command.tx, command.organizationId, {
      ...node,
      description,
      at: command.now,
      by: command.actor.principalId,
    }),
  );
  command.record({
    action: "resource.create",
    target: { type: "resource", id },
    scopeId: id,
    after: digestOf({ kind, parentId: parent.id, name }),
    details: { kind, parentId: parent.id },
    texts: { name },
  });
  return resourceRecord(command, await stored(command, id));
}

export async function updateResource(
  command: Command,
  input: { readonly resourceId: string; readonly description: string },
): Promise<ResourceRecord> {
  const { id, name, description } = await stored(command, input.resourceId);
  await updateDescription(command.tx, command.organizationId, id, input.description);
  command.record({
    action: "resource.update",
    target: { type: "resource", id },
    scopeId: id,
    before: digestOf({ description }),
    after: digestOf({ description: input.description }),
    details: {},
    texts: { name },
  });
  return resourceRecord(command, await stored(command, id));
}

export async function moveResource(
  command: Command,
  input: ResourceMove,
  warrant: TreeWarrant | null = null,
): Promise<ResourceRecord> {
  const { resource, parent, name } = await prepareResourceMove(command, input);
  const { id } = resource;
  const moves = parent.id !== resource.parentId;
  if (!moves && name === resource.name) return resourceRecord(command, resource);
  await assertTouchesNothingProtected(command, { type: "move", scopeId: id, parentId: parent.id, name }, warrant);
  await command.changeAccess(
    () => placeScope(command.tx, command.organizationId, resource, { parentId: parent.id, name }),
    judgeMove,
  );
  command.record({
    action: moves ? "resource.move" : "resource.rename",
    target: { type: "resource", id },
    scopeId: id,
    before: digestOf({ parentId: resource.parentId, name: resource.name }),
    after: digestOf({ parentId: parent.id, name }),
    details: { from: resource.parentId, to: parent.id },
    texts: { name, nameBefore: resource.name },
  });
  return resourceRecord(command, await stored(command, id));
}

/** Another folder, another name, or both. */
interface ResourceMove {
  readonly resourceId: string;
  readonly folderId: string | null;
  readonly name?: string | undefined;
}

/** All that speaks against a resource's new place or name but protected addresses: goes on only if nothing does. */
export async function prepareResourceMove(
  command: Command,
  input: ResourceMove,
): Promise<{ readonly resource: StoredResource; readonly parent: ParentPlace; readonly name: string }> {
  const resource = await stored(command, input.resourceId);
  const { id, kind } = resource;
  const name = input.name ?? resource.name;
  command.require(kindPermission(kind, "delete"), id);
  const parent = await destination(command, resource.workspaceId, input.folderId);
  command.require(kindPermission(kind, "create"), parent.id);
  if (parent.id === resource.parentId && name === resource.name) return { resource, parent, name };
  assertPathShort(pathBelow(parent.path, name).length);
  await assertNameFree(command, parent.id, name, id);
  return { resource, parent, name };
}

export async function archiveResource(
  command: Command,
  input: { readonly resourceId: string },
  warrant: TreeWarrant | null = null,
): Promise<ResourceRecord> {
  const { id, name } = await stored(command, input.resourceId);
  await assertTouchesNothingProtected(command, { type: "archive", scopeId: id }, warrant);
  await command.changeAccess(() => setArchived(command.tx, command.organizationId, id, command.now));
  command.record({
    action: "resource.archive",
    target: { type: "resource", id },
    scopeId: id,
    details: {},
    texts: { name },
  });
  return resourceRecord(command, await stored(command, id));
}

export async function restoreResource(
  command: Command,
  input: { readonly resourceId: string },
  warrant: TreeWarrant | null = null,
): Promise<ResourceRecord> {
  const scope = await stored(command, input.resourceId);
  await restoreScope(command, scope, warrant);
  return resourceRecord(command, await stored(command, scope.id));
}

async function visibleRecord(reading: Reading, scope: Awaited<ReturnType<typeof readScope>>): Promise<ResourceRecord> {
  if (scope?.type !== "resource" || !seesResource(reading, scope.kind, scope.id)) refuse(notFound);
  return resourceRecord(reading, scope);
}

async function stored(reading: Reading, resourceId: string): Promise<StoredResource> {
  const scope = found(await readScope(reading.tx, reading.organizationId, resourceId));
  return scope.type === "resource" ? scope : refuse(notFound);
}
