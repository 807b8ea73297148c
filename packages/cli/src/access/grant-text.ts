import type { GrantPath } from "@countersign/core";

/** One way in which somebody holds a permission, from the person to the place. */
export function grantText({ groups, roles, scope, expiresAt }: GrantPath): string {
  const through = groups.length === 0 ? "" : `in ${groups.map(({ name }) => name).join(", in ")}: `;
  const role = roles.map(({ name }) => name).join(", which includes ");
  return `${through}${role} at ${scope.path}${expiresAt === null ? "" : `, until ${expiresAt}`}`;
}
