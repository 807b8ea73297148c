import type { GrantPath, Permission, RoleRecord } from "@countersign/core";

/** What one path brings of what counts at its scope. */
export interface SourceShare {
  readonly source: GrantPath;
  readonly permissions: readonly Permission[];
}

/**
 * What each path brings: what its role gives, as far as it counts there; a path that brings nothing there is left out. The
 * role that is bound stands first in a path; one that is not known brings nothing that can be told apart, and stays.
 */
export function sharesOf(
  permissions: readonly Permission[],
  sources: readonly GrantPath[],
  roles: readonly Pick<RoleRecord, "id" | "may">[],
): readonly SourceShare[] {
  return sources.flatMap((source) => {
    const role = roles.find(({ id }) => id === source.roles[0]?.id);
    const share = permissions.filter((permission) => role?.may.includes(permission) === true);
    return role !== undefined && share.length === 0 ? [] : [{ source, permissions: share }];
  });
}
