import { describeConditions } from "../policy/change-condition.ts";
import { bindingName, type ManifestRequirement } from "./manifest.ts";
import type { ManifestKind } from "./manifest-source.ts";
import type { PlannedBinding, PlannedChange, PlannedMember, PlannedPolicy, RoleContent } from "./planned-change.ts";

/** A change as people read it. */
export interface DescribedChange {
  readonly action: "create" | "change" | "delete" | "propose" | "take-over";
  readonly kind: ManifestKind;
  readonly name: string;
  /** In words, without a full stop. */
  readonly text: string;
}

export function describeChange(change: PlannedChange): DescribedChange {
  switch (change.do) {
    case "create-workspace":
      return said("create", "workspaces", change.workspace.name, `make the workspace ${change.workspace.name}`);
    case "describe-workspace":
      return said("change", "workspaces", change.name, `describe the workspace ${change.name} anew`);
    case "archive-workspace":
      return said(
        "delete",
        "workspaces",
        change.name,
        `archive the workspace ${change.name}: nobody has anything there any more`,
      );
    case "create-role":
      return said(
        "create",
        "roles",
        change.role.name,
        `make the role ${change.role.name} with ${contentText(change.role)}`,
      );
    case "change-role":
      return said(
        "change",
        "roles",
        change.role.name,
        `change the role ${change.role.name}: ${roleChangeText(change.before, change.role)}`,
      );
    case "delete-role":
      return said("delete", "roles", change.name, `delete the role ${change.name}`);
    case "create-group":
      return said("create", "groups", change.name, `make the group ${change.name}`);
    case "describe-group":
      return said("change", "groups", change.name, `describe the group ${change.name} anew`);
    case "fill-place":
      return said("change", "groups", change.group, `put ${memberText(change.member)} into the group ${change.group}`);
    case "clear-place":
      return said(
        "change",
        "groups",
        change.group,
        `take ${memberText(change.member)} out of the group ${change.group}`,
      );
    case "delete-group":
      return said("delete", "groups", change.name, `delete the group ${change.name}`);
    case "create-service-account":
      return said(
        "create",
        "serviceAccounts",
        change.account.name,
        `make the service account ${change.account.name} in ${placeText(change.account.home)}`,
      );
    case "change-service-account": {
      const { name, responsible } = change;
      const text = responsible === null ? "describe it anew" : `${responsible.join(", ")} answer for it`;
      return said("change", "serviceAccounts", name, `change the service account ${name}: ${text}`);
    }
    case "delete-service-account":
      return said("delete", "serviceAccounts", change.name, `delete the service account ${change.name} with its keys`);
    case "bind": {
      const again = change.replaces === null ? "give" : "give anew, with other times,";
      return said(
        change.replaces === null ? "create" : "change",
        "bindings",
        bindingName(change.binding),
        `${again} ${bindingText(change.binding)}`,
      );
    }
    case "unbind":
      return said("delete", "bindings", bindingName(change.binding), `take away ${bindingText(change.binding)}`);
    case "create-policy":
      return said("create", "policies", change.policy.name, `set the policy ${policyText(change.policy)}`);
    case "change-policy":
      return change.proposal
        ? said("propose", "policies", change.policy.name, `propose to loosen the policy ${policyText(change.policy)}`)
        : said("change", "policies", change.policy.name, `make stricter the policy ${policyText(change.policy)}`);
    case "delete-policy":
      return said(
        "propose",
        "policies",
        change.name,
        `propose to remove the policy ${change.name} at ${placeText(change.at)}`,
      );
    case "take-over":
      return said("take-over", change.kind, change.name, `take over ${change.name}`);
  }
}

function said(action: DescribedChange["action"], kind: ManifestKind, name: string, text: string): DescribedChange {
  return { action, kind, name, text };
}

function contentText({ permissions, includes }: RoleContent): string {
  const parts = [...permissions, ...includes.map((name) => `all of ${name}`)];
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

function roleChangeText(before: RoleContent, after: RoleContent): string {
  const parts = [
    ...added(before.permissions, after.permissions).map((permission) => `add ${permission}`),
    ...added(after.permissions, before.permissions).map((permission) => `remove ${permission}`),
    ...added(before.includes, after.includes).map((name) => `include ${name}`),
    ...added(after.includes, before.includes).map((name) => `include ${name} no more`),
  ];
  return parts.length === 0 ? "describe it anew" : parts.join(", ");
}

function added(before: readonly string[], after: readonly string[]): readonly string[] {
  return after.filter((one) => !before.includes(one));
}

function memberText({ type, name }: PlannedMember): string {
  return type === "group" ? `the group ${name}` : name;
}

function bindingText({ holder, role, at, notBefore, expiresAt }: PlannedBinding): string {
  const who =
    holder.type === "person"
      ? holder.name
      : `the ${holder.type === "group" ? "group" : "service account"} ${holder.name}`;
  const from = notBefore === null ? "" : ` from ${notBefore}`;
  const until = expiresAt === null ? "" : ` until ${expiresAt}`;
  return `${who} the role ${role} at ${placeText(at)}${from}${until}`;
}

function policyText({ name, at, label, kinds, mode, requirements }: PlannedPolicy): string {
  const needs = mode === "evaluate" ? "would need" : "needs";
  const what = kinds === null ? "" : ` of ${kinds.join(", ")}`;
  return `${name} at ${placeText(at)}: ${label}${what} ${needs} ${requirements.map(requirementText).join(" and ")}`;
}

function requirementText(requirement: ManifestRequirement): string {
  const { when } = requirement;
  return when === null ? whoText(requirement) : `${whoText(requirement)}, ${describeConditions(when)}`;
}

function whoText(requirement: ManifestRequirement): string {
  const { count } = requirement;
  switch (requirement.type) {
    case "role":
      return `${count} of the role ${requirement.role}`;
    case "group":
      return `${count} of the group ${requirement.group}`;
    case "people":
      return `${count} of ${requirement.people.join(", ")}`;
  }
}

function placeText(at: string): string {
  return at === "/" ? "the organization" : at;
}
