import type { PrincipalId } from "../access/access-state.ts";
import type { Grant } from "../access/decide.ts";
import { MAX_EXPLAINED_GRANTS } from "../access/explanation.ts";
import { has } from "./decision.ts";
import { GrantWays } from "./grant-ways.ts";
import { type Need, WORDS } from "./permission-words.ts";
import type { PolicyTables } from "./policy-tables.ts";
import { ACTIVE } from "./principal-table.ts";

/** A page of those who hold a permission, by id, as two columns: a hundred thousand objects would cost more than the answer. */
export interface HolderPage {
  /** The principals. */
  readonly ids: readonly PrincipalId[];
  /** For each of them, in the same order, every way by which he holds it, by binding, at most {@link MAX_EXPLAINED_GRANTS}. */
  readonly grants: readonly (readonly Grant[])[];
  /** How many hold it in all. */
  readonly total: number;
  /** The id after which the next page begins; `null` where this is the last. */
  readonly next: PrincipalId | null;
  readonly revision: number;
}

/** The numbers of all who hold a permission at a scope, in the order of their ids. */
export function holdersOf(tables: PolicyTables, need: Need, scope: number, at: number): readonly number[] {
  const { by } = holding(tables, need, scope, at);
  return [...tables.principals.inOrder().numbers].filter((number) => by[number] !== NOTHING);
}

/** A page of those who hold a permission at a scope, each with every way. */
export function listHolders(
  tables: PolicyTables,
  revision: number,
  need: Need,
  where: {
    readonly scope: number;
    readonly at: number;
    readonly after: PrincipalId | undefined;
    readonly limit: number;
  },
): HolderPage {
  const order = tables.principals.inOrder();
  const { scope, at, after, limit } = where;
  const { by, total } = holding(tables, need, scope, at);
  const room = limit >= total ? total : Math.max(0, Math.floor(limit) || 0);
  const ids = new Array<PrincipalId>(room);
  const grants = new Array<readonly Grant[]>(room);
  const waysOf = new HolderWays(tables, need, scope, at);
  // What is given to groups is given in the same ways to all whose set of groups is the same.
  const shared: (readonly Grant[] | undefined)[] = new Array(SETS + tables.groups.setEnd);
  let listed = 0;
  let more = false;
  for (let place = firstAfter(order.ids, after); place < order.ids.length; place += 1) {
    const principal = order.numbers[place] ?? 0;
    const from = by[principal] ?? NOTHING;
    if (from === NOTHING) continue;
    if (listed === room) {
      more = true;
      break;
    }
    let ways = shared[from];
    if (ways === undefined) {
      ways = waysOf.grants(principal);
      if (from !== HIMSELF) shared[from] = ways;
    }
    ids[listed] = order.ids[place] ?? "";
    grants[listed] = ways;
    listed += 1;
  }
  ids.length = listed;
  grants.length = listed;
  return { ids, grants, total, next: more ? (ids.at(-1) ?? null) : null, revision };
}

/** The place of the first id after another, in their order. */
function firstAfter(ids: readonly PrincipalId[], after: PrincipalId | undefined): number {
  if (after === undefined) return 0;
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? "") <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}

const NOTHING = 0;
/** What is bound to himself, and perhaps to groups. */
const HIMSELF = 1;
/** What is bound to groups alone: the number of his set of groups and this. */
const SETS = 2;

/**
 * By what each principal holds a permission, by number, and how many do. It is asked once for each set of groups, and for those
 * alone to whom something is bound themselves.
 */
function holding(
  tables: PolicyTables,
  need: Need,
  scope: number,
  at: number,
): { readonly by: Int32Array; readonly total: number } {
  const { setOf, setEnd } = tables.groups;
  const { standing } = tables.principals;
  const by = bindersOn(tables, need, scope);
  const known = new Int8Array(setEnd).fill(-1);
  let total = 0;
  for (let principal = 0; principal < by.length; principal += 1) {
    if (by[principal] === HIMSELF) {
      if (tables.allowed(principal, scope, need, at)) total += 1;
      else by[principal] = NOTHING;
      continue;
    }
    const set = setOf[principal] ?? 0;
    if (set === 0 || standing[principal] !== ACTIVE) continue;
    if (known[set] === -1) known[set] = tables.allowedBySet(set, scope, need, at) ? 1 : 0;
    if (known[set] !== 1) continue;
    by[principal] = SETS + set;
    total += 1;
  }
  return { by, total };
}

/** {@link HIMSELF} for every principal to whom something of what is needed is bound on the way up from a scope. */
function bindersOn({ scopes, bindings, roles, principals }: PolicyTables, need: Need, scope: number): Int32Array {
  const binders = new Int32Array(principals.size);
  for (const place of scopes.pathOf(scope)) {
    for (const binding of bindings.at(place)) {
      const holder = bindings.holder(binding);
      const role = bindings.role(binding) * WORDS;
      if (holder >= 0 && need.words.some((bits, word) => (bits & (roles.may[role + word] ?? 0)) !== 0)) {
        binders[holder] = HIMSELF;
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
