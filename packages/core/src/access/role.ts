import { builtInRoles } from "./builtin-roles.ts";
import type { Permission } from "./permission-catalogue.ts";
import { PermissionSet } from "./permission-set.ts";

export type RoleId = string;

/** A named set of permissions, bound to principals and groups at scopes. */
export interface Role {
  readonly id: RoleId;
  readonly name: string;
  readonly description: string;
  readonly builtIn: boolean;
  /** What the role names itself; what it includes comes on top. */
  readonly permissions: PermissionSet;
  readonly includes: readonly RoleId[];
}

/** What somebody may do, and what he may hand on. */
export interface Masks {
  readonly may: PermissionSet;
  readonly mayGrant: PermissionSet;
}

export const noMasks: Masks = { may: PermissionSet.empty, mayGrant: PermissionSet.empty };

export type RoleTable = ReadonlyMap<RoleId, Role>;

/**
 * What a role gives, included roles counted. Built-in roles are those of the code, whatever a table says of them. A
 * custom role hands on what it may, if that holds `binding:manage`, and otherwise nothing. An unknown role, and one from
 * which a cycle of includes is reached, gives nothing; an unknown included role adds nothing.
 */
export function roleMasks(roles: RoleTable, roleId: RoleId): Masks {
  const builtIn = builtInRoles.get(roleId);
  if (builtIn !== undefined) return { may: builtIn.permissions, mayGrant: builtIn.mayGrant };
  const reached = includedRoles(roles, roleId);
  if (reached === null) return noMasks;
  const may = PermissionSet.union(...reached.map((role) => role.permissions));
  return { may, mayGrant: may.has("binding:manage") ? may : PermissionSet.empty };
}

/**
 * A role and all that it includes, over any number of steps, itself first; `null` where the includes run in a cycle,
 * which a writer must refuse.
 */
export function includedRoles(roles: RoleTable, roleId: RoleId): readonly Role[] | null {
  const reached = new Set<Role>();
  return visit(roleId, []) ? [...reached] : null;

  function visit(id: RoleId, above: readonly RoleId[]): boolean {
    if (above.includes(id)) return false;
    const role = findRole(roles, id);
    if (role === null || reached.has(role)) return true;
    reached.add(role);
    return role.includes.every((included) => visit(included, [...above, id]));
  }
}

/**
 * The ways on which a role gives a permission: from the role down to one that names it itself. Shortest first, at most
 * `limit` of them.
 */
export function roleChains(
  roles: RoleTable,
  roleId: RoleId,
  permission: Permission,
  limit: number,
): readonly (readonly RoleId[])[] {
  if (!roleMasks(roles, roleId).may.has(permission)) return [];
  const chains: (readonly RoleId[])[] = [];
  let front: readonly (readonly RoleId[])[] = [[roleId]];
  while (front.length > 0 && chains.length < limit) {
    const next: (readonly RoleId[])[] = [];
    for (const chain of front) {
      const role = findRole(roles, chain.at(-1) ?? roleId);
      if (role?.permissions.has(permission)) chains.push(chain);
      for (const included of [...(role?.includes ?? [])].sort()) {
        if (roleMasks(roles, included).may.has(permission)) next.push([...chain, included]);
      }
    }
    front = next.slice(0, MAX_FRONT);
  }
  return chains.slice(0, limit);
}

// Roles can include one another in exponentially many ways; an explanation needs none beyond these.
const MAX_FRONT = 1000;

/** A role of the organization, or a built-in one. `null` for an unknown one and for a row that only claims to be built in. */
export function findRole(roles: RoleTable, roleId: RoleId): Role | null {
  const role = builtInRoles.get(roleId) ?? roles.get(roleId);
  if (role === undefined || role.id !== roleId) return null;
  return role.builtIn && !builtInRoles.has(roleId) ? null : role;
}

/** Every role that can be bound: the built-in ones first, then the organization's own by id. */
export function allRoles(roles: RoleTable): readonly Role[] {
  const custom = [...roles.values()].filter((role) => !role.builtIn && !builtInRoles.has(role.id));
  return [...builtInRoles.values(), ...custom.sort((a, b) => (a.id < b.id ? -1 : 1))];
}
