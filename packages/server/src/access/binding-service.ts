import {
  type BindingApi,
  type BindingRecord,
  type GroupOrPrincipal,
  type Page,
  pathToRoot,
  phaseOf,
  type ScopeNode,
} from "@countersign/core";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, refuse } from "../command/refuse.ts";
import { decodeCursor, encodeCursor } from "../rpc/cursor.ts";
import { defaultPageSize } from "../rpc/fields.ts";
import { bindingRecords } from "./binding-records.ts";
import { assertGrantable, assertTimes, bindableRole } from "./binding-rules.ts";
import { type BindingRow, deleteBinding as deleteBindingRow, insertBinding, listBindingRows } from "./binding-store.ts";
import { scopeRef } from "./scope-names.ts";

type ListInput = Parameters<BindingApi["list"]>[0];
type CreateInput = Parameters<BindingApi["create"]>[0];

export async function listBindings(reading: Reading, input: ListInput): Promise<Page<BindingRecord>> {
  const { tx, organizationId, state } = reading;
  const limit = input.limit ?? defaultPageSize;
  const key = decodeCursor(input.cursor);
  const [grantedAt = "", id = ""] = key?.split(" ") ?? [];
  const path = input.scopeId === undefined ? undefined : pathToRoot(state.scopes, organizationId, input.scopeId);
  const rows = await listBindingRows(
    tx,
    organizationId,
    {
      scopeIds: path?.map((scope) => scope.id),
      holderIds: input.holderId === undefined ? undefined : [input.holderId],
      roleId: input.roleId,
    },
    { after: key === null ? null : { grantedAt, id }, limit: limit + 1 },
  );
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items: await bindingRecords(reading, items),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(`${last.grantedAt} ${last.id}`) : null,
  };
}

export async function createBinding(command: Command, input: CreateInput): Promise<BindingRecord> {
  const scope = livingScope(command, input.scopeId);
  const role = bindableRole(command.state.roles, input.roleId, scope);
  assertHolder(command, input.holder);
  assertTimes(command.now, input);
  const binding: BindingRow = {
    id: newId("bnd"),
    holder: input.holder,
    roleId: role.id,
    scopeId: scope.id,
    notBefore: input.notBefore ?? null,
    expiresAt: input.expiresAt ?? null,
    reason: input.reason?.trim() ?? "",
    grantedBy: command.actor.principalId,
    grantedAt: command.now,
    lastUsedAt: null,
    managedBy: input.managedBy ?? null,
  };
  const same = await sameBinding(command, binding);
  if (same !== null) {
    assertEqual(command, same, binding, input.reason !== undefined);
    return oneRecord(command, same);
  }
  assertGrantable(command, { role, roles: command.state.roles, scope, authorityAt: scope.id });
  await command.changeAccess(() => insertBinding(command.tx, command.organizationId, binding));
  command.record({
    action: "binding.create",
    target: { type: "binding", id: binding.id },
    scopeId: scope.id,
    after: bindingDigest(binding),
    details: bindingDetails(binding),
    texts: { reason: binding.reason },
  });
  return oneRecord(command, binding);
}

export async function deleteBinding(command: Command, input: { readonly bindingId: string }): Promise<object> {
  const binding = found(command.state.bindings.get(input.bindingId));
  await command.changeAccess(() => deleteBindingRow(command.tx, command.organizationId, binding.id));
  command.record({
    action: "binding.delete",
    target: { type: "binding", id: binding.id },
    scopeId: binding.scopeId,
    before: bindingDigest(binding),
    details: bindingDetails(binding),
  });
  return {};
}

function livingScope(command: Command, scopeId: string): ScopeNode {
  const path = pathToRoot(command.state.scopes, command.organizationId, scopeId);
  const scope = found(path?.[0]);
  if (path?.some(({ archived }) => archived)) {
    refuse({
      code: "archived",
      message: `"${scopeRef(command.state, scopeId).path}" is archived, and nobody can be given access to it.`,
      remedy: "Restore it first.",
    });
  }
  return scope;
}

function assertHolder(command: Command, holder: GroupOrPrincipal): void {
  const { principals, groups } = command.state;
  if (holder.type === "principal" ? principals.has(holder.id) : groups.has(holder.id)) return;
  refuse({
    code: "invalid",
    message: `There is no ${holder.type === "group" ? "group" : "person or service account"} with the id "${holder.id}".`,
    remedy: "Name somebody of this organization by id, and say whether it is a principal or a group.",
  });
}

/** The binding of the same holder, role and scope that has not ended. */
async function sameBinding(command: Command, wanted: BindingRow): Promise<BindingRow | null> {
  const rows = await listBindingRows(
    command.tx,
    command.organizationId,
    { scopeIds: [wanted.scopeId], holderIds: [wanted.holder.id], roleId: wanted.roleId },
    null,
  );
  return rows.find((row) => row.holder.type === wanted.holder.type && phaseOf(row, command.now) !== "expired") ?? null;
}

function assertEqual(command: Command, there: BindingRow, wanted: BindingRow, withReason: boolean): void {
  const sameTimes = there.notBefore === wanted.notBefore && there.expiresAt === wanted.expiresAt;
  if (sameTimes && (!withReason || there.reason === wanted.reason)) return;
  refuse({
    code: "conflict",
    message: `This role is bound to the same holder at "${scopeRef(command.state, there.scopeId).path}" already, with ${
      sameTimes ? "another reason" : "other times"
    }.`,
    remedy: "Delete that binding first.",
    details: { bindingId: there.id },
  });
}

async function oneRecord(command: Command, row: BindingRow): Promise<BindingRecord> {
  const [record] = await bindingRecords(command, [row]);
  return found(record);
}

type Facts = Pick<BindingRow, "holder" | "roleId" | "scopeId" | "notBefore" | "expiresAt">;

export function bindingDetails({ holder, roleId, scopeId, notBefore, expiresAt }: Facts) {
  return { holder: { type: holder.type, id: holder.id }, roleId, scopeId, notBefore, expiresAt };
}

export function bindingDigest(binding: Facts): string {
  return digestOf(bindingDetails(binding));
}
