import type { AccessState, Group, PlannedChange } from "@countersign/core";
import { bindingDetails, bindingDigest } from "../access/binding-service.ts";
import { roleDigest } from "../access/role-service.ts";
import { digestOf } from "../audit/state-digest.ts";
import type { Command, Fact } from "../command/command.ts";
import { found } from "../command/refuse.ts";
import { groupDigest } from "../identity/group-service.ts";
import { contentOf, responsibleIdsAfter, type Written } from "./applied-writes.ts";

/** Notes what a change of a plan did, as the same change by hand is noted. */
export function recordChange(
  command: Command,
  change: PlannedChange,
  written: Written & { readonly before: AccessState },
): void {
  for (const fact of factsOf(command, change, written)) command.record(fact);
}

function factsOf(
  command: Command,
  change: PlannedChange,
  { before, bindingIds, owner, plan }: Written & { readonly before: AccessState },
): readonly Fact[] {
  const { organizationId } = command;
  const { ids } = plan;
  const base = { scopeId: organizationId, details: {} } as const;
  switch (change.do) {
    case "create-workspace": {
      const { name } = change.workspace;
      const id = ids.place(name);
      const target = { type: "workspace", id };
      return [
        { action: "workspace.create", target, scopeId: id, after: digestOf({ name }), details: {}, texts: { name } },
      ];
    }
    case "describe-workspace": {
      const { id, name } = change;
      const target = { type: "workspace", id };
      return [{ action: "workspace.update", target, scopeId: id, details: { renamed: false }, texts: { name } }];
    }
    case "archive-workspace": {
      const { id, name } = change;
      return [
        { action: "workspace.archive", target: { type: "workspace", id }, scopeId: id, details: {}, texts: { name } },
      ];
    }
    case "create-role": {
      const role = contentOf(change.role, plan);
      return [
        {
          ...base,
          action: "role.create",
          target: { type: "role", id: ids.role(role.name) },
          after: roleDigest(role),
          details: { permissions: role.permissions.toList(), includes: role.includes },
          texts: { name: role.name },
        },
      ];
    }
    case "change-role": {
      const [old, role] = [contentOf(change.before, plan), contentOf(change.role, plan)];
      return [
        {
          ...base,
          action: "role.update",
          target: { type: "role", id: change.id },
          before: roleDigest(old),
          after: roleDigest(role),
          details: {
            added: role.permissions.minus(old.permissions).toList(),
            removed: old.permissions.minus(role.permissions).toList(),
            includes: role.includes,
          },
          texts: { name: role.name },
        },
      ];
    }
    case "delete-role": {
      const role = found(before.roles.get(change.id));
      const target = { type: "role", id: change.id };
      return [{ ...base, action: "role.delete", target, before: roleDigest(role), texts: { name: change.name } }];
    }
    case "create-group": {
      const { name } = change;
      return [{ ...base, action: "group.create", target: { type: "group", id: ids.group(name) }, texts: { name } }];
    }
    case "describe-group": {
      const { id, name } = change;
      return [{ ...base, action: "group.update", target: { type: "group", id }, texts: { name, nameBefore: name } }];
    }
    case "fill-place":
    case "clear-place": {
      const id = ids.group(change.group);
      const { type, name } = change.member;
      const member = type === "group" ? { type, id: ids.group(name) } : { type: "principal", id: ids.person(name) };
      const old: Group = before.groups.get(id) ?? { id, memberIds: [], groupIds: [] };
      const next = command.state.groups.get(id) ?? old;
      return [
        {
          ...base,
          action: change.do === "fill-place" ? "group.member.add" : "group.member.remove",
          target: { type: "group", id },
          before: groupDigest(old),
          after: groupDigest(next),
          details: { member },
        },
      ];
    }
    case "delete-group": {
      const group = found(before.groups.get(change.id));
      return [
        {
          ...base,
          action: "group.delete",
          target: { type: "group", id: change.id },
          before: groupDigest(group),
          details: { members: group.memberIds, groups: group.groupIds, bindings: [] },
          texts: { name: change.name },
        },
      ];
    }
    case "create-service-account": {
      const { name, home } = change.account;
      const id = ids.account(name);
      return [
        {
          action: "service-account.create",
          target: { type: "principal", id },
          scopeId: ids.place(home),
          details: { responsible: responsibleIdsAfter(plan, id) },
          texts: { name },
        },
      ];
    }
    case "change-service-account": {
      const { id, name } = change;
      const responsible = responsibleIdsAfter(plan, id);
      const responsibleBefore = responsibleIdsAfter({ after: before }, id);
      const target = { type: "principal", id };
      return [
        {
          ...base,
          action: "service-account.update",
          target,
          details: { responsible, responsibleBefore },
          texts: { name },
        },
      ];
    }
    case "delete-service-account": {
      const { id, name } = change;
      const keys = [...before.keys.values()].filter(({ principalId }) => principalId === id).map((key) => key.id);
      const details = { bindings: [], keys: keys.sort() };
      return [
        { ...base, action: "service-account.delete", target: { type: "principal", id }, details, texts: { name } },
      ];
    }
    case "bind": {
      const bound = found(command.state.bindings.get(found(bindingIds.get(change))));
      const given: Fact = {
        action: "binding.create",
        target: { type: "binding", id: bound.id },
        scopeId: bound.scopeId,
        after: bindingDigest(bound),
        details: bindingDetails(bound),
        texts: { reason: change.binding.reason },
      };
      return change.replaces === null ? [given] : [taken(before, change.replaces), given];
    }
    case "unbind":
      return [taken(before, change.id)];
    case "take-over": {
      const target = { type: targets[change.kind], id: change.id };
      return [{ ...base, action: "manifest.take-over", target, texts: { owner } }];
    }
    case "create-policy":
    case "change-policy":
    case "delete-policy":
      return [];
  }
}

function taken(before: AccessState, id: string): Fact {
  const binding = found(before.bindings.get(id));
  return {
    action: "binding.delete",
    target: { type: "binding", id },
    scopeId: binding.scopeId,
    before: bindingDigest(binding),
    details: bindingDetails(binding),
  };
}

const targets = {
  workspaces: "workspace",
  roles: "role",
  groups: "group",
  serviceAccounts: "principal",
  bindings: "binding",
  policies: "policy",
} as const;
