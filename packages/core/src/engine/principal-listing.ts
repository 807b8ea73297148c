import type { Grant } from "../access/decide.ts";
import { MAX_EXPLAINED_GRANTS } from "../access/explanation.ts";
import { has } from "./decision.ts";
import { GrantWays } from "./grant-ways.ts";
import { type Need, WORDS } from "./permission-words.ts";
import type { PolicyTables } from "./policy-tables.ts";
import { ACTIVE } from "./principal-table.ts";

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

/** The numbers of all who hold a permission at a scope, in the order of their ids. */
export function holdersOf(tables: PolicyTables, need: Need, scope: number, at: number): readonly number[] {
  const { numbers } = tables.principals.inOrder();
  return placesOf(numbers, holding(tables, need, scope, at)).map((place) => numbers[place] ?? 0);
}

/** A page of those who hold a permission at a scope, each with every way. */
export function listHolders(
  tables: PolicyTables,
  revision: number,
  need: Need,
  where: { readonly scope: number; readonly at: number; readonly after: string | undefined; readonly limit: number },
): HolderPage {
  const { setOf, setEnd } = tables.groups;
  const { numbers, ids } = tables.principals.inOrder();
  const { scope, at, after, limit } = where;
  const how = holding(tables, need, scope, at);
  const holders = placesOf(numbers, how);
  const start = after === undefined ? 0 : holders.findIndex((place) => (ids[place] ?? "") > after);
  const page = start < 0 ? [] : holders.slice(start, start + limit);
  const waysOf = new HolderWays(tables, need, scope, at);
  // What is given to groups is given in the same ways to all whose set of groups is the same.
  const shared: (readonly Grant[] | undefined)[] = new Array(setEnd);
  const items = page.map((place): PermissionHolder => {
    const principal = numbers[place] ?? 0;
    const principalId = ids[place] ?? "";
    if (how[principal] === ALSO_HIMSELF) return { principalId, grants: waysOf.grants(principal) };
    const set = setOf[principal] ?? 0;
    const grants = shared[set] ?? waysOf.grants(principal);
    shared[set] = grants;
    return { principalId, grants };
  });
  const more = start >= 0 && start + page.length < holders.length;
  return { items, total: holders.length, next: more ? (items.at(-1)?.principalId ?? null) : null, revision };
}

const HOLDS_NOT = 0;
/** By groups alone. */
const BY_GROUPS = 1;
/** By what is bound to himself, and perhaps by groups. */
const ALSO_HIMSELF = 2;

/**
 * How each principal holds a permission, by number. It is asked once for each set of groups, and for those alone to whom
 * something is bound themselves.
 */
function holding(tables: PolicyTables, need: Need, scope: number, at: number): Uint8Array {
  const { setOf, setEnd } = tables.groups;
  const { standing } = tables.principals;
  const how = bindersOn(tables, need, scope);
  const known = new Int8Array(setEnd).fill(-1);
  for (let principal = 0; principal < how.length; principal += 1) {
    if (how[principal] === ALSO_HIMSELF) {
      if (!tables.allowed(principal, scope, need, at)) how[principal] = HOLDS_NOT;
      continue;
    }
    const set = setOf[principal] ?? 0;
    if (set === 0 || standing[principal] !== ACTIVE) continue;
    if (known[set] === -1) known[set] = tables.allowedBySet(set, scope, need, at) ? BY_GROUPS : HOLDS_NOT;
    how[principal] = known[set] ?? HOLDS_NOT;
  }
  return how;
}

/** The places in the order of ids of those who hold it in some way. */
function placesOf(numbers: Int32Array, how: Uint8Array): readonly number[] {
  const places: number[] = [];
  for (let place = 0; place < numbers.length; place += 1) {
    if (how[numbers[place] ?? 0] !== HOLDS_NOT) places.push(place);
  }
  return places;
}

/** {@link ALSO_HIMSELF} for every principal to whom something of what is needed is bound on the way up from a scope. */
function bindersOn({ scopes, bindings, roles, principals }: PolicyTables, need: Need, scope: number): Uint8Array {
  const binders = new Uint8Array(principals.size);
  for (const place of scopes.pathOf(scope)) {
    for (const binding of bindings.at(place)) {
      const holder = bindings.holder(binding);
      const role = bindings.role(binding) * WORDS;
      if (holder >= 0 && need.words.some((bits, word) => (bits & (roles.may[role + word] ?? 0)) !== 0)) {
        binders[holder] = ALSO_HIMSELF;
      }
    }
  }
  return binders;
}

/** The ways of many holders of one permission at one scope, what they share worked out once. */
class HolderWays {
  readonly #tables: PolicyTables;
  readonly #need: Need;
  readonly #scope: number;
  readonly #at: number;
  readonly #path: readonly number[];
  readonly #ways: GrantWays;

  constructor(tables: PolicyTables, need: Need, scope: number, at: number) {
    this.#tables = tables;
    this.#need = need;
    this.#scope = scope;
    this.#at = at;
    this.#path = tables.scopes.pathOf(scope);
    this.#ways = new GrantWays(tables, need.permission);
  }

  grants(principal: number): readonly Grant[] {
    const { bindings } = this.#tables;
    const grants: Grant[] = [];
    for (const binding of this.#tables.bindingsOn(principal, this.#path)) {
      if (!bindings.isLive(binding, this.#at)) continue;
      if (!has(this.#tables.given(binding, this.#scope), this.#need)) continue;
      this.#ways.add(grants, principal, binding);
      if (grants.length >= MAX_EXPLAINED_GRANTS) return grants.slice(0, MAX_EXPLAINED_GRANTS);
    }
    return grants;
  }
}
