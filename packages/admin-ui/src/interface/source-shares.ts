import type { GrantPath, Permission, RoleRecord } from "@countersign/core";

/** What one path brings of what counts at its scope. */
export interface SourceShare {
  readonly source: GrantPath;
  readonly permissions: readonly Permission[];
}

/**
 * What each path brings: what its role gives, as far as it counts there. The role that is bound stands first in a path;
 * one that is not known brings nothing that can be told apart.
 */
export function sharesOf(
  permissions: readonly Permission[],
  sources: readonly GrantPath[],
  roles: readonly Pick<RoleRecord, "id" | "may">[],
): readonly SourceShare[] {
  return sources.map((source) => {
    const role = roles.find(({ id }) => id === source.roles[0]?.id);
    return { source, permissions: permissions.filter((permission) => role?.may.includes(permission) === true) };
  });
}
