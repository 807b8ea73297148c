import {
  findGroupCycle,
  type Group,
  type GroupMember,
  type GroupRecord,
  type Page,
  type PageInput,
} from "@countersign/core";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, refuse } from "../command/refuse.ts";
import {
  deleteGroupPlace,
  deleteGroup as deleteGroupRow,
  type GroupRow,
  insertGroup,
  insertGroupPlace,
  listGroupRows,
  updateGroup as updateGroupRow,
} from "./group-store.ts";
import { assertMayGiveNewcomer } from "./newcomer.ts";
import { fold, matchesSearch, pageOf } from "./paging.ts";
import { shownBindings } from "./shown-bindings.ts";

export async function listGroups(
  reading: Reading,
  input: PageInput & { readonly search?: string | undefined },
): Promise<Page<GroupRecord>> {
  const rows = await listGroupRows(reading.tx, reading.organizationId);
  const matching = rows.filter((row) => matchesSearch(input.search, [row.name, row.description]));
  const page = pageOf(matching, (row) => [fold(row.name), row.id], input);
  return { ...page, items: await records(reading, page.items, rows) };
}

export async function getGroup(reading: Reading, input: { readonly groupId: string }): Promise<GroupRecord> {
  const rows = await listGroupRows(reading.tx, reading.organizationId);
  const row = found(rows.find(({ id }) => id === input.groupId));
  return found((await records(reading, [row], rows))[0]);
}

export async function createGroup(
  command: Command,
  input: {
    readonly name: string;
    readonly description?: string | undefined;
    readonly managedBy?: string | undefined;
  },
): Promise<GroupRecord> {
  const group: GroupRow = {
    id: newId("grp"),
    name: input.name,
    description: input.description?.trim() ?? "",
    managedBy: input.managedBy ?? null,
    createdAt: command.now,
  };
  await assertNameFree(command, group);
  await command.changeAccess(() => insertGroup(command.tx, command.organizationId, group));
  command.record({
    action: "group.create",
    target: { type: "group", id: group.id },
    scopeId: command.organizationId,
    details: {},
    texts: { name: group.name },
  });
  return getGroup(command, { groupId: group.id });
}

export async function updateGroup(
  command: Command,
  input: {
    readonly groupId: string;
    readonly name?: string | undefined;
    readonly description?: string | undefined;
  },
): Promise<GroupRecord> {
  const current = await groupRow(command, input.groupId);
  const group = {
    id: current.id,
    name: input.name ?? current.name,
    description: input.description?.trim() ?? current.description,
  };
  if (group.name === current.name && group.description === current.description) return getGroup(command, input);
  await assertNameFree(command, group);
  await command.changeAccess(() => updateGroupRow(command.tx, command.organizationId, group));
  command.record({
    action: "group.update",
    target: { type: "group", id: group.id },
    scopeId: command.organizationId,
    details: {},
    texts: { name: group.name, nameBefore: current.name },
  });
  return getGroup(command, input);
}

/** What the group gave its members goes with it. */
export async function deleteGroup(command: Command, input: { readonly groupId: string }): Promise<object> {
  const row = await groupRow(command, input.groupId);
  const group = found(command.state.groups.get(row.id));
  const bindings = [...command.state.bindings.values()].filter(({ holder }) => holder.id === group.id);
  await command.changeAccess(() => deleteGroupRow(command.tx, command.organizationId, group.id));
  command.record({
    action: "group.delete",
    target: { type: "group", id: group.id },
    scopeId: command.organizationId,
    before: groupDigest(group),
    details: {
      members: group.memberIds,
      groups: group.groupIds,
      bindings: bindings.map(({ id }) => id).sort(),
    },
    texts: { name: row.name },
  });
  return {};
}

/** What the members gain is judged, whichever way it reaches them. Twice is once. */
export async function addGroupMember(
  command: Command,
  input: { readonly groupId: string; readonly member: GroupMember },
): Promise<GroupRecord> {
  const { groupId, member } = input;
  const group = found(command.state.groups.get(groupId));
  if (isIn(group, member)) return getGroup(command, input);
  if (member.type === "principal") assertPerson(command, member.id);
  else await assertNestable(command, group, member.id);
  assertMayGiveNewcomer(command, { bindings: [], groupIds: [groupId] });
  await command.changeAccess(() =>
    insertGroupPlace(command.tx, command.organizationId, {
      groupId,
      ...member,
      by: command.actor.principalId,
      at: command.now,
    }),
  );
  recordPlace(command, "group.member.add", group, member);
  return getGroup(command, input);
}

/** Twice is once. */
export async function removeGroupMember(
  command: Command,
  input: { readonly groupId: string; readonly member: GroupMember },
): Promise<GroupRecord> {
  const { groupId, member } = input;
  const group = found(command.state.groups.get(groupId));
  if (!isIn(group, member)) return getGroup(command, input);
  await command.changeAccess(() => deleteGroupPlace(command.tx, command.organizationId, { groupId, ...member }));
  recordPlace(command, "group.member.remove", group, member);
  return getGroup(command, input);
}

function recordPlace(
  command: Command,
  action: "group.member.add" | "group.member.remove",
  before: Group,
  member: GroupMember,
): void {
  command.record({
    action,
    target: { type: "group", id: before.id },
    scopeId: command.organizationId,
    before: groupDigest(before),
    after: groupDigest(found(command.state.groups.get(before.id))),
    details: { member: { type: member.type, id: member.id } },
  });
}

function isIn(group: Group, member: GroupMember): boolean {
  return (member.type === "principal" ? group.memberIds : group.groupIds).includes(member.id);
}

function assertPerson(command: Command, principalId: string): void {
  const principal = found(command.state.principals.get(principalId));
  if (principal.type === "user") return;
  refuse({
    code: "invalid",
    message: "Groups hold people and groups, and this is a service account.",
    remedy: "Bind the role to the service account itself.",
  });
}

async function assertNestable(command: Command, group: Group, innerId: string): Promise<void> {
  const inner = await groupRow(command, innerId);
  const nested: Group = { ...group, groupIds: [...group.groupIds, innerId] };
  if (findGroupCycle(new Map([...command.state.groups, [group.id, nested]])) === null) return;
  const outer = await groupRow(command, group.id);
  refuse({
    code: "conflict",
    message: `The group "${outer.name}" would be in itself, because "${inner.name}" is it or holds it.`,
    remedy: "Take the group that leads back out first.",
  });
}

async function assertNameFree(command: Command, group: Pick<GroupRow, "id" | "name">): Promise<void> {
  const rows = await listGroupRows(command.tx, command.organizationId);
  if (!rows.some((row) => row.name === group.name && row.id !== group.id)) return;
  refuse({
    code: "conflict",
    message: `There is a group named "${group.name}" already.`,
    remedy: "Choose another name, or use that group.",
  });
}

async function groupRow(reading: Reading, groupId: string): Promise<GroupRow> {
  const rows = await listGroupRows(reading.tx, reading.organizationId);
  return found(rows.find(({ id }) => id === groupId));
}

async function records(
  reading: Reading,
  rows: readonly GroupRow[],
  all: readonly GroupRow[],
): Promise<readonly GroupRecord[]> {
  const { groups } = reading.state;
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const bindings = await shownBindings(
    reading,
    rows.map(({ id }) => id),
  );
  const people = await readPrincipalRefs(
    reading.tx,
    reading.organizationId,
    rows.flatMap(({ id }) => groups.get(id)?.memberIds ?? []),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    members: [...(groups.get(row.id)?.memberIds ?? [])].sort().map((id) => principalRef(people, id)),
    groups: [...(groups.get(row.id)?.groupIds ?? [])].sort().map((id) => ({ id, name: names.get(id) ?? id })),
    bindings: bindings(row.id),
    managedBy: row.managedBy,
    createdAt: row.createdAt,
  }));
}

export function groupDigest(group: Group): string {
  return digestOf({ members: [...group.memberIds].sort(), groups: [...group.groupIds].sort() });
}
