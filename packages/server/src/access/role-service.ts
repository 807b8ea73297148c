import {
  builtInRoles,
  includedRoles,
  type Permission,
  PermissionSet,
  type Role,
  type RoleInput,
  type RolePatch,
  type RoleRecord,
  roleMasks,
} from "@countersign/core";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, refuse } from "../command/refuse.ts";
import {
  countRoleBindings,
  deleteRole as deleteRoleRow,
  insertRole,
  listRoleRows,
  type RoleContent,
  type RoleRow,
  updateRole as updateRoleRow,
} from "./role-store.ts";

export async function listRoles(reading: Reading): Promise<readonly RoleRecord[]> {
  const rows = await listRoleRows(reading.tx, reading.organizationId);
  const counts = await bindingCounts(reading);
  return rows.map((row) => record(reading, row, counts));
}

export async function getRole(reading: Reading, input: { readonly roleId: string }): Promise<RoleRecord> {
  const rows = await listRoleRows(reading.tx, reading.organizationId);
  const row = found(rows.find((one) => one.id === input.roleId));
  return record(reading, row, await bindingCounts(reading));
}

export async function createRole(
  command: Command,
  input: RoleInput & { readonly managedBy?: string | undefined },
): Promise<RoleRecord> {
  const role = contentOf(input);
  const id = newId("rol");
  await assertNameFree(command, role.name, null);
  assertIncludable(command, id, role);
  await command.changeAccess(() =>
    insertRole(command.tx, command.organizationId, {
      ...role,
      id,
      managedBy: input.managedBy ?? null,
      at: command.now,
      by: command.actor.principalId,
    }),
  );
  command.record({
    action: "role.create",
    target: { type: "role", id },
    scopeId: command.organizationId,
    after: roleDigest(role),
    details: { permissions: role.permissions.toList(), includes: role.includes },
    texts: { name: role.name },
  });
  return getRole(command, { roleId: id });
}

export async function updateRole(
  command: Command,
  input: { readonly roleId: string } & RolePatch,
): Promise<RoleRecord> {
  const current = found(customRole(command, input.roleId));
  const before: RoleContent = current;
  const after = contentOf({
    name: input.name ?? current.name,
    description: input.description ?? current.description,
    permissions: input.permissions ?? current.permissions.toList(),
    includes: input.includes ?? current.includes,
  });
  await assertNameFree(command, after.name, current.id);
  assertIncludable(command, current.id, after);
  await command.changeAccess(() =>
    updateRoleRow(command.tx, command.organizationId, {
      ...after,
      id: current.id,
      // Whose doing a role is, is asked when an approver's eligibility is judged: a new name makes it nobody else's.
      meant: roleDigest(before) === roleDigest(after) ? null : { at: command.now, by: command.actor.principalId },
    }),
  );
  command.record({
    action: "role.update",
    target: { type: "role", id: current.id },
    scopeId: command.organizationId,
    before: roleDigest(before),
    after: roleDigest(after),
    details: {
      added: after.permissions.minus(before.permissions).toList(),
      removed: before.permissions.minus(after.permissions).toList(),
      includes: after.includes,
    },
    texts: { name: after.name },
  });
  return getRole(command, { roleId: current.id });
}

export async function deleteRole(command: Command, input: { readonly roleId: string }): Promise<object> {
  const role = found(customRole(command, input.roleId));
  const bound = [...command.state.bindings.values()].some((binding) => binding.roleId === role.id);
  const included = [...command.state.roles.values()].find((other) => other.includes.includes(role.id));
  if (bound || included !== undefined) {
    refuse({
      code: "conflict",
      message: `The role "${role.name}" is still ${bound ? "bound" : `included in the role "${included?.name}"`}.`,
      remedy: bound ? "Remove its bindings first." : "Take it out of that role first.",
    });
  }
  await command.changeAccess(() => deleteRoleRow(command.tx, command.organizationId, role.id));
  command.record({
    action: "role.delete",
    target: { type: "role", id: role.id },
    scopeId: command.organizationId,
    before: roleDigest(role),
    details: {},
    texts: { name: role.name },
  });
  return {};
}

/**
 * A custom role as it would be with other permissions and includes.
 *
 * @throws a refusal where such a role could not be saved.
 */
export function candidateRole(
  reading: Reading,
  input: Pick<RoleInput, "permissions"> & { readonly roleId: string; readonly includes: readonly string[] },
): Role {
  const current = found(customRole(reading, input.roleId));
  const content = contentOf({ ...current, permissions: input.permissions, includes: input.includes });
  assertIncludable(reading, current.id, content);
  return { id: current.id, builtIn: false, ...content };
}

function contentOf(input: RoleInput): RoleContent {
  return {
    name: input.name.trim(),
    description: input.description?.trim() ?? "",
    permissions: PermissionSet.of(...input.permissions),
    includes: [...new Set(input.includes ?? [])].sort(),
  };
}

/** A role that may be changed: a built-in one is refused, an unknown one is `null`. */
function customRole(reading: Reading, roleId: string): Role | null {
  const builtIn = builtInRoles.get(roleId);
  if (builtIn !== undefined) {
    refuse({
      code: "conflict",
      message: `The role "${builtIn.name}" is built in and cannot be changed or deleted.`,
      remedy: "Create a role from it and change that.",
    });
  }
  return reading.state.roles.get(roleId) ?? null;
}

async function assertNameFree(command: Command, name: string, ownId: string | null): Promise<void> {
  const rows = await listRoleRows(command.tx, command.organizationId);
  if (!rows.some((row) => row.name === name && row.id !== ownId)) return;
  refuse({
    code: "conflict",
    message: `There is a role named "${name}" already.`,
    remedy: "Choose another name, or edit that role.",
  });
}

/** Every included role exists, and no role includes itself over any number of steps. */
function assertIncludable(reading: Reading, id: string, role: RoleContent): void {
  const { roles } = reading.state;
  for (const included of role.includes) {
    if (builtInRoles.has(included) || roles.has(included)) continue;
    refuse({
      code: "invalid",
      message: `There is no role with the id "${included}" to include.`,
      remedy: "Name roles of this organization by their ids.",
    });
  }
  const candidate: Role = { id, builtIn: false, ...role };
  if (includedRoles(new Map([...roles, [id, candidate]]), id) === null) {
    refuse({
      code: "invalid",
      message: `The role "${role.name}" would include itself.`,
      remedy: "Take the role that leads back to it out of its includes.",
    });
  }
}

async function bindingCounts(reading: Reading): Promise<ReadonlyMap<string, number>> {
  return reading.may("access:view", reading.organizationId)
    ? countRoleBindings(reading.tx, reading.organizationId)
    : new Map();
}

function record(reading: Reading, row: RoleRow, counts: ReadonlyMap<string, number>): RoleRecord {
  const { roles } = reading.state;
  const role = builtInRoles.get(row.id) ?? roles.get(row.id);
  const masks = roleMasks(roles, row.id);
  const named: readonly Permission[] = role?.permissions.toList() ?? [];
  return {
    id: row.id,
    name: row.builtIn ? (role?.name ?? row.name) : row.name,
    description: row.builtIn ? (role?.description ?? "") : row.description,
    builtIn: row.builtIn,
    permissions: named,
    includes: role?.includes ?? [],
    may: masks.may.toList(),
    mayGrant: masks.mayGrant.toList(),
    bindingCount: counts.get(row.id) ?? 0,
    managedBy: row.managedBy,
    createdAt: row.createdAt,
  };
}

export function roleDigest(role: Pick<RoleContent, "permissions" | "includes">): string {
  return digestOf({ permissions: role.permissions.toHex(), includes: role.includes });
}
