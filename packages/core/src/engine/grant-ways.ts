import type { Grant } from "../access/decide.ts";
import { MAX_EXPLAINED_GRANTS } from "../access/explanation.ts";
import type { Permission } from "../access/permission-catalogue.ts";
import { roleChains } from "../access/role.ts";
import type { PolicyTables } from "./policy-tables.ts";

/** The ways on which bindings give one permission: through which groups, through which roles. What is shared is worked out once. */
export class GrantWays {
  readonly #tables: PolicyTables;
  readonly #permission: Permission;
  readonly #groupWays = new Map<number, Map<number, readonly (readonly string[])[]>>();
  readonly #roleWays = new Map<number, readonly (readonly string[])[]>();

  constructor(tables: PolicyTables, permission: Permission) {
    this.#tables = tables;
    this.#permission = permission;
  }

  /** Adds every way on which a binding gives it to a principal, one more than are ever listed at most for each part. */
  add(grants: Grant[], principal: number, binding: number): void {
    const { bindings, scopes } = this.#tables;
    const holder = bindings.holder(binding);
    const bindingId = bindings.id(binding);
    const scopeId = scopes.id(bindings.scope(binding));
    const expiresAt = bindings.expiresAt(binding);
    for (const groupIds of holder < 0 ? this.#groupsTo(principal, ~holder) : noGroups) {
      for (const roleIds of this.#rolesOf(bindings.role(binding))) {
        grants.push({ bindingId, scopeId, expiresAt, groupIds, roleIds });
      }
    }
  }

  /** By set, as all in the groups of a set are in them in the same ways. */
  #groupsTo(principal: number, group: number): readonly (readonly string[])[] {
    const { groups } = this.#tables;
    const set = groups.setOf[principal] ?? 0;
    const ofSet = this.#groupWays.get(set) ?? new Map<number, readonly (readonly string[])[]>();
    this.#groupWays.set(set, ofSet);
    const known = ofSet.get(group);
    if (known !== undefined) return known;
    const ways = groups.allWaysTo(principal, group, MAX_EXPLAINED_GRANTS + 1).map((way) => {
      return way.map((one) => groups.id(one));
    });
    ofSet.set(group, ways);
    return ways;
  }

  #rolesOf(role: number): readonly (readonly string[])[] {
    const known = this.#roleWays.get(role);
    if (known !== undefined) return known;
    const { roles } = this.#tables;
    const ways = roleChains(roles.custom, roles.id(role), this.#permission, MAX_EXPLAINED_GRANTS + 1);
    this.#roleWays.set(role, ways);
    return ways;
  }
}

const noGroups: readonly (readonly string[])[] = [[]];
