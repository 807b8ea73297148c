import { PermissionSet, type PlannedChange } from "@countersign/core";
import type { BindingRow } from "../access/binding-store.ts";
import { roleDigest } from "../access/role-service.ts";
import { deleteRole, insertRole, type RoleContent, updateRole } from "../access/role-store.ts";
import type { Command } from "../command/command.ts";
import { found } from "../command/refuse.ts";
import { deleteGroup, deleteGroupPlace, insertGroup, insertGroupPlace, updateGroup } from "../identity/group-store.ts";
import { removePrincipal } from "../identity/member-store.ts";
import { findServiceAccount, insertServiceAccount, updateServiceAccount } from "../identity/service-account-store.ts";
import { insertScope, setArchived, updateDescription } from "../resources/scope-store.ts";
import type { PreparedPlan } from "./manifest-planning.ts";
import { deleteBindings, insertBindings, writeManagedBy } from "./manifest-store.ts";

/** What is written beside the changes themselves. */
export interface Written {
  /** The mark of what the manifest owns. */
  readonly owner: string;
  readonly plan: PreparedPlan;
  /** The ids of the bindings that are given. */
  readonly bindingIds: ReadonlyMap<PlannedChange, string>;
}

/** Writes the changes of a plan, in its order but for bindings, which are written many at once: what is taken goes first. */
export async function writeChanges(
  command: Command,
  changes: readonly PlannedChange[],
  written: Written,
): Promise<void> {
  const { tx, organizationId } = command;
  const taken = changes.flatMap((change) =>
    change.do === "unbind" ? [change.id] : change.do === "bind" && change.replaces !== null ? [change.replaces] : [],
  );
  await deleteBindings(tx, organizationId, taken);
  // Roles may include one another, so all are there before any includes another.
  for (const change of changes) if (change.do === "create-role") await createRole(command, change, written);
  let bindings: BindingRow[] = [];
  for (const change of changes) {
    if (change.do === "bind") {
      bindings.push(bindingRow(command, change, written));
      continue;
    }
    await insertBindings(tx, organizationId, bindings);
    bindings = [];
    await write(command, change, written);
  }
  await insertBindings(tx, organizationId, bindings);
}

async function write(command: Command, change: PlannedChange, { owner, plan }: Written): Promise<void> {
  const { tx, organizationId, now, actor } = command;
  const { ids } = plan;
  switch (change.do) {
    case "create-workspace": {
      const { name, description } = change.workspace;
      const id = ids.place(name);
      const place = { type: "workspace", id, parentId: organizationId, name, at: now, by: actor.principalId } as const;
      await insertScope(tx, organizationId, { ...place, description: description ?? "" });
      return writeManagedBy(tx, organizationId, "workspaces", id, owner);
    }
    case "describe-workspace":
      await updateDescription(tx, organizationId, change.id, change.description);
      return writeManagedBy(tx, organizationId, "workspaces", change.id, owner);
    case "archive-workspace":
      return setArchived(tx, organizationId, change.id, now);
    case "create-role": {
      if (change.role.includes.length === 0) return;
      const id = ids.role(change.role.name);
      return updateRole(tx, organizationId, { ...contentOf(change.role, plan), id, meant: null });
    }
    case "change-role": {
      const role = contentOf(change.role, plan);
      // Whose doing a role is, is asked when an approver's eligibility is judged: a new description makes it nobody else's.
      const same = roleDigest(contentOf(change.before, plan)) === roleDigest(role);
      const meant = same ? null : { at: now, by: actor.principalId };
      await updateRole(tx, organizationId, { ...role, id: change.id, meant });
      return writeManagedBy(tx, organizationId, "roles", change.id, owner);
    }
    case "delete-role":
      return deleteRole(tx, organizationId, change.id);
    case "create-group": {
      const { name, description } = change;
      return insertGroup(tx, organizationId, {
        id: ids.group(name),
        name,
        description,
        managedBy: owner,
        createdAt: now,
      });
    }
    case "describe-group":
      await updateGroup(tx, organizationId, change);
      return writeManagedBy(tx, organizationId, "groups", change.id, owner);
    case "fill-place":
    case "clear-place": {
      const groupId = ids.group(change.group);
      const { type, name } = change.member;
      const place =
        type === "group"
          ? ({ groupId, type: "group", id: ids.group(name) } as const)
          : ({ groupId, type: "principal", id: ids.person(name) } as const);
      if (change.do === "clear-place") await deleteGroupPlace(tx, organizationId, place);
      else await insertGroupPlace(tx, organizationId, { ...place, by: actor.principalId, at: now });
      return writeManagedBy(tx, organizationId, "groups", groupId, owner);
    }
    case "delete-group":
      return deleteGroup(tx, organizationId, change.id);
    case "create-service-account": {
      const { name, description, home } = change.account;
      const id = ids.account(name);
      return insertServiceAccount(tx, organizationId, {
        id,
        name,
        description: description ?? "",
        homeScopeId: ids.place(home),
        managedBy: owner,
        responsibleIds: responsibleIdsAfter(plan, id),
        at: now,
      });
    }
    case "change-service-account": {
      const { name, description } = found(await findServiceAccount(tx, organizationId, change.id));
      await updateServiceAccount(tx, organizationId, {
        id: change.id,
        name,
        description: change.description ?? description,
        responsibleIds: responsibleIdsAfter(plan, change.id),
        at: now,
      });
      return writeManagedBy(tx, organizationId, "serviceAccounts", change.id, owner);
    }
    case "delete-service-account":
      return removePrincipal(tx, organizationId, { principalId: change.id, by: actor.principalId, at: now });
    case "take-over":
      return writeManagedBy(tx, organizationId, change.kind, change.id, owner);
    case "bind":
    case "unbind":
    case "create-policy":
    case "change-policy":
    case "delete-policy":
      return;
  }
}

async function createRole(
  command: Command,
  { role }: Extract<PlannedChange, { readonly do: "create-role" }>,
  { owner, plan }: Written,
): Promise<void> {
  await insertRole(command.tx, command.organizationId, {
    ...contentOf(role, plan),
    includes: [],
    id: plan.ids.role(role.name),
    managedBy: owner,
    at: command.now,
    by: command.actor.principalId,
  });
}

/** A role as it is stored. */
export function contentOf(
  role: Extract<PlannedChange, { readonly do: "create-role" }>["role"],
  { ids }: Pick<PreparedPlan, "ids">,
): RoleContent {
  return {
    name: role.name,
    description: role.description,
    permissions: PermissionSet.of(...role.permissions),
    includes: role.includes.map(ids.role).sort(),
  };
}

function bindingRow(
  command: Command,
  change: Extract<PlannedChange, { readonly do: "bind" }>,
  { owner, plan: { ids }, bindingIds }: Written,
): BindingRow {
  const { holder, role, at, notBefore, expiresAt, reason } = change.binding;
  return {
    id: found(bindingIds.get(change)),
    holder: ids.holder(holder),
    roleId: ids.role(role),
    scopeId: ids.place(at),
    notBefore,
    expiresAt,
    reason,
    grantedBy: command.actor.principalId,
    grantedAt: command.now,
    lastUsedAt: null,
    managedBy: owner,
  };
}

/** Who answers for a service account once the plan is applied. */
export function responsibleIdsAfter({ after }: Pick<PreparedPlan, "after">, id: string): readonly string[] {
  const principal = after.principals.get(id);
  return principal?.type === "service-account" ? [...principal.responsibleIds].sort() : [];
}
