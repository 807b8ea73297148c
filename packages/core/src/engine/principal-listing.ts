import type { Grant } from "../access/decide.ts";
import { MAX_EXPLAINED_GRANTS } from "../access/explanation.ts";
import { roleChains } from "../access/role.ts";
import { has, names } from "./decision.ts";
import { BLOCKED, type Need } from "./permission-words.ts";
import type { PolicyTables } from "./policy-tables.ts";

/** Who holds a permission, and by what. */
export interface PermissionHolder {
  readonly principalId: string;
  /** Every way, by binding, at most {@link MAX_EXPLAINED_GRANTS} of them. */
  readonly grants: readonly Grant[];
}

/** A page of holders, by id. */
export interface HolderPage {
  readonly items: readonly PermissionHolder[];
  /** How many hold it in all. */
  readonly total: number;
  /** The id after which the next page begins; `null` where this is the last. */
  readonly next: string | null;
  readonly revision: number;
}

/** The numbers of all who hold a permission at a scope, in no order. */
export function holdersOf(tables: PolicyTables, need: Need, scope: number, at: number): readonly number[] {
  const { scopes, bindings, groups } = tables;
  if (((need.places >>> (scopes.place[scope] ?? BLOCKED)) & 1) === 0) return [];
  // Whoever holds it has at least one binding on the path whose role names it; whether it counts is asked of each.
  const candidates = new Set<number>();
  for (let place = scope; place >= 0; place = scopes.parent[place] ?? -1) {
    for (const binding of bindings.at(place)) {
      if (!names(tables, binding, need) || !bindings.isLive(binding, at)) continue;
      const holder = bindings.holder(binding);
      if (holder >= 0) candidates.add(holder);
      else for (const principal of groups.everybodyIn(~holder)) candidates.add(principal);
    }
  }
  const holders: number[] = [];
  for (const principal of candidates) if (tables.allowed(principal, scope, need, at)) holders.push(principal);
  return holders;
}

/** A page of those who hold a permission at a scope, each with every way. */
export function listHolders(
  tables: PolicyTables,
  revision: number,
  need: Need,
  where: { readonly scope: number; readonly at: number; readonly after: string | undefined; readonly limit: number },
): HolderPage {
  const { scope, at, after, limit } = where;
  const holders = tables.principals.byId(holdersOf(tables, need, scope, at));
  let start = 0;
  if (after !== undefined)
    while (start < holders.length && tables.principals.id(holders[start] ?? 0) <= after) start += 1;
  const page = holders.slice(start, start + limit);
  const waysOf = new HolderWays(tables, need, scope, at);
  return {
    items: page.map((principal) => ({
      principalId: tables.principals.id(principal),
      grants: waysOf.grants(principal),
    })),
    total: holders.length,
    next: start + page.length < holders.length ? tables.principals.id(page.at(-1) ?? 0) : null,
    revision,
  };
}

/** The ways of many holders of one permission at one scope, what they share worked out once. */
class HolderWays {
  readonly #tables: PolicyTables;
  readonly #need: Need;
  readonly #scope: number;
  readonly #at: number;
  readonly #path: readonly number[];
  readonly #roleWays = new Map<number, readonly (readonly string[])[]>();

  constructor(tables: PolicyTables, need: Need, scope: number, at: number) {
    this.#tables = tables;
    this.#need = need;
    this.#scope = scope;
    this.#at = at;
    this.#path = tables.scopes.pathOf(scope);
  }

  grants(principal: number): readonly Grant[] {
    const { bindings } = this.#tables;
    const grants: Grant[] = [];
    for (const binding of this.#tables.bindingsOn(principal, this.#path)) {
      if (!bindings.isLive(binding, this.#at)) continue;
      if (!has(this.#tables.given(binding, this.#scope), this.#need)) continue;
      this.#addWays(grants, principal, binding);
      if (grants.length >= MAX_EXPLAINED_GRANTS) return grants.slice(0, MAX_EXPLAINED_GRANTS);
    }
    return grants;
  }

  #addWays(grants: Grant[], principal: number, binding: number): void {
    const { bindings, groups, scopes } = this.#tables;
    const holder = bindings.holder(binding);
    const bindingId = bindings.id(binding);
    const scopeId = scopes.id(bindings.scope(binding));
    const expiresAt = bindings.expiresAt(binding);
    const groupWays = holder < 0 ? groups.allWaysTo(principal, ~holder, MAX_EXPLAINED_GRANTS + 1) : noGroups;
    for (const way of groupWays) {
      const groupIds = way.map((group) => groups.id(group));
      for (const roleIds of this.#rolesOf(bindings.role(binding))) {
        grants.push({ bindingId, scopeId, expiresAt, groupIds, roleIds });
      }
    }
  }

  #rolesOf(role: number): readonly (readonly string[])[] {
    const known = this.#roleWays.get(role);
    if (known !== undefined) return known;
    const { roles } = this.#tables;
    const ways = roleChains(roles.custom, roles.id(role), this.#need.permission, MAX_EXPLAINED_GRANTS + 1);
    this.#roleWays.set(role, ways);
    return ways;
  }
}

const noGroups: readonly (readonly number[])[] = [[]];
