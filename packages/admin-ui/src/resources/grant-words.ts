import type { GrantPath } from "@countersign/core";

/** The way by which somebody holds a permission: groups, roles, and the scope at which it was bound. */
export function grantWords(grant: GrantPath): string {
  const steps = [...grant.groups.map(({ name }) => name), ...grant.roles.map(({ name }) => name)];
  return `${steps.join(" → ")} on ${grant.scope.path}`;
}
