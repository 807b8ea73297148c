import type { AccessState, Group, ServiceAccount } from "../access/access-state.ts";
import { PermissionSet } from "../access/permission-set.ts";
import type { Role } from "../access/role.ts";
import type { PolicyChange } from "../engine/policy-change.ts";
import type { PlanIds } from "./plan-ids.ts";
import type { PlannedChange, RoleContent } from "./planned-change.ts";

/** What of a plan changes who may do what: the rows of the state that it puts in and takes out. */
export function planEffect(
  changes: readonly PlannedChange[],
  state: AccessState,
  ids: PlanIds,
  actorId: string,
): readonly PolicyChange[] {
  const effect: PolicyChange[] = [];
  const groups = new Map<string, Group>();
  const groupOf = (id: string): Group => groups.get(id) ?? state.groups.get(id) ?? { id, memberIds: [], groupIds: [] };
  const withoutBindingsOf = (holderId: string): void => {
    for (const { id, holder } of state.bindings.values()) {
      if (holder.id === holderId) effect.push({ remove: "binding", id });
    }
  };
  for (const [index, change] of changes.entries()) {
    switch (change.do) {
      case "create-workspace": {
        const { name } = change.workspace;
        const row = {
          type: "workspace",
          id: ids.place(name),
          parentId: state.organizationId,
          name,
          archived: false,
        } as const;
        effect.push({ set: "scope", row });
        break;
      }
      case "archive-workspace": {
        const node = state.scopes.get(change.id);
        if (node !== undefined) effect.push({ set: "scope", row: { ...node, archived: true } });
        break;
      }
      case "create-role":
        effect.push({ set: "role", row: roleOf(ids.role(change.role.name), change.role, ids) });
        break;
      case "change-role":
        effect.push({ set: "role", row: roleOf(change.id, change.role, ids) });
        break;
      case "delete-role":
        effect.push({ remove: "role", id: change.id });
        break;
      case "create-group":
        groups.set(ids.group(change.name), groupOf(ids.group(change.name)));
        break;
      case "fill-place":
      case "clear-place": {
        const group = groupOf(ids.group(change.group));
        const id = change.member.type === "group" ? ids.group(change.member.name) : ids.person(change.member.name);
        const key = change.member.type === "group" ? "groupIds" : "memberIds";
        const others = group[key].filter((one) => one !== id);
        groups.set(group.id, { ...group, [key]: change.do === "fill-place" ? [...others, id] : others });
        break;
      }
      case "delete-group": {
        withoutBindingsOf(change.id);
        for (const outer of [...state.groups.keys(), ...groups.keys()].map(groupOf)) {
          if (!outer.groupIds.includes(change.id)) continue;
          groups.set(outer.id, { ...outer, groupIds: outer.groupIds.filter((id) => id !== change.id) });
        }
        groups.delete(change.id);
        effect.push({ remove: "group", id: change.id });
        break;
      }
      case "create-service-account": {
        const { name, home, responsible } = change.account;
        const row: ServiceAccount = {
          type: "service-account",
          id: ids.account(name),
          active: true,
          homeScopeId: ids.place(home),
          responsibleIds: responsible?.map(ids.person) ?? [actorId],
        };
        effect.push({ set: "principal", row });
        break;
      }
      case "change-service-account": {
        const principal = state.principals.get(change.id);
        if (principal?.type !== "service-account" || change.responsible === null) break;
        effect.push({ set: "principal", row: { ...principal, responsibleIds: change.responsible.map(ids.person) } });
        break;
      }
      case "delete-service-account":
        withoutBindingsOf(change.id);
        for (const key of state.keys.values()) {
          if (key.principalId === change.id) effect.push({ remove: "key", id: key.id });
        }
        effect.push({ remove: "principal", id: change.id });
        break;
      case "bind": {
        const { holder, role, at, notBefore, expiresAt } = change.binding;
        if (change.replaces !== null) effect.push({ remove: "binding", id: change.replaces });
        const row = {
          id: `planned ${index}`,
          holder: ids.holder(holder),
          roleId: ids.role(role),
          scopeId: ids.place(at),
          notBefore,
          expiresAt,
        };
        effect.push({ set: "binding", row });
        break;
      }
      case "unbind":
        effect.push({ remove: "binding", id: change.id });
        break;
      case "describe-workspace":
      case "describe-group":
      case "create-policy":
      case "change-policy":
      case "delete-policy":
      case "take-over":
        break;
    }
  }
  // Groups before the bindings that name them.
  return [...[...groups.values()].map((row) => ({ set: "group", row }) as const), ...effect];
}

/** A role as the state holds it. */
function roleOf(id: string, { name, description, permissions, includes }: RoleContent, ids: PlanIds): Role {
  return {
    id,
    name,
    description,
    builtIn: false,
    permissions: PermissionSet.of(...permissions),
    includes: includes.map(ids.role),
  };
}
