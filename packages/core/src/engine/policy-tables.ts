import type { AccessState, Binding, Group, Key, Principal, Restriction } from "../access/access-state.ts";
import type { Role } from "../access/role.ts";
import type { ScopeId, ScopeNode } from "../access/scope.ts";
import { keptByOwners } from "../access/standing.ts";
import { BindingTable } from "./binding-table.ts";
import { GroupTable } from "./group-table.ts";
import { KeyTable } from "./key-table.ts";
import { BLOCKED, close, meaningfulWords, type Need, WORDS, type Words, wordsOf } from "./permission-words.ts";
import { ACTIVE, PrincipalTable } from "./principal-table.ts";
import { RoleTable } from "./role-table.ts";
import { RowLists } from "./row-lists.ts";
import { ScopeTable } from "./scope-table.ts";

/** The rows that a policy is compiled from. */
export interface PolicyRows {
  readonly organizationId: ScopeId;
  readonly principals: Iterable<Principal>;
  readonly groups: Iterable<Group>;
  readonly roles: Iterable<Role>;
  readonly bindings: readonly Binding[];
  readonly restrictions: Iterable<Restriction>;
  readonly scopes: Iterable<ScopeNode>;
  readonly keys: Iterable<Key>;
}

/** How much the rows of groups, put together for sets of groups, may take before they are put together anew. */
const MOST_BYTES_OF_SETS = 1 << 24;

/** The mark of a principal who is not there or not active; anybody else's is one more than the number of his set of groups. */
const NOBODY = 0;

/** Lists with more rows are halved until a place is found; shorter ones are read through, which no branch guesses wrong. */
const MANY_ROWS = 32;

/** A compiled policy: the tables, and the question that everything else is made of. */
export class PolicyTables {
  readonly principals = new PrincipalTable((principal) => this.#mark(principal));
  readonly roles = new RoleTable();
  readonly scopes: ScopeTable;
  readonly groups: GroupTable;
  readonly bindings: BindingTable;
  readonly keys: KeyTable;
  /** The rows of all groups of a set, put together when they are first asked for; its mark is 1 when they are. */
  #ofSet = new RowLists("keys and values");

  constructor(rows: PolicyRows) {
    this.scopes = new ScopeTable(rows.organizationId);
    this.groups = new GroupTable(this.principals, {
      assigned: (principal) => this.#mark(principal),
      ended: (set) => this.#dropRowsOf(set),
    });
    this.bindings = new BindingTable(this, this.roles, this.scopes, () => this.#forgetSets());
    this.keys = new KeyTable(this.principals, this.scopes);
    for (const principal of rows.principals) this.principals.set(principal);
    this.roles.load(rows.roles);
    this.scopes.load(rows.scopes, rows.restrictions);
    this.groups.load(rows.groups);
    this.bindings.load(rows.bindings);
    for (const key of rows.keys) this.keys.set(key);
  }

  /** Everything that the policy was compiled from, as it is now. */
  toState(revision: number): AccessState {
    const { principals, scopes, groups, roles, bindings, keys } = this;
    return {
      organizationId: scopes.organizationId,
      revision,
      principals: byId(numbersBelow(principals.size).flatMap((number) => principals.row(number) ?? [])),
      groups: byId(groups.rows()),
      roles: roles.custom,
      bindings: byId([...bindings.all()].map((number) => bindings.row(number))),
      restrictions: scopes.restrictions,
      scopes: byId(numbersBelow(scopes.size).flatMap((number) => scopes.node(number) ?? [])),
      keys: byId([...keys.rows]),
    };
  }

  addBinding(binding: Binding): void {
    this.removeBinding(binding.id);
    this.#groupChanged(this.bindings.holder(this.bindings.add(binding)));
  }

  removeBinding(id: string): void {
    const number = this.bindings.find(id);
    if (number < 0) return;
    const holder = this.bindings.holder(number);
    this.bindings.remove(number);
    this.#groupChanged(holder);
  }

  /**
   * Whether a principal may do something at a scope at a moment, by what reaches it there, without a key. This is where
   * every question ends, and the only place that must be fast: no allocation, no text.
   */
  allowed(principal: number, scope: number, need: Need, at: number): boolean {
    const { scopes } = this;
    const mark = this.bindings.ofPrincipal.mark(principal);
    if (mark === NOBODY || !Number.isFinite(at)) return false;
    if (((need.places >>> (scopes.place[scope] ?? BLOCKED)) & 1) === 0) return false;
    for (let word = 0; word < WORDS; word += 1) {
      const bits = need.words[word] ?? 0;
      if (bits === 0) continue;
      const lack = this.#lackAfter(this.bindings.ofPrincipal, principal, scope, word, bits, at);
      if (lack !== 0 && this.#lackOfSet(mark - 1, scope, word, lack, at) !== 0) return false;
    }
    return true;
  }

  /** The same by the groups of a set alone, for an active principal to whom nothing is bound itself. */
  allowedBySet(set: number, scope: number, need: Need, at: number): boolean {
    if (!Number.isFinite(at)) return false;
    if (((need.places >>> (this.scopes.place[scope] ?? BLOCKED)) & 1) === 0) return false;
    return need.words.every((bits, word) => this.#lackOfSet(set, scope, word, bits, at) === 0);
  }

  /** What a principal may at a scope and hand on there, without a key. */
  sumOn(principal: number, scope: number, at: number): { readonly may: Words; readonly mayGrant: Words } {
    const may = new Int32Array(WORDS);
    const mayGrant = new Int32Array(WORDS);
    const place = this.scopes.place[scope] ?? BLOCKED;
    if (this.principals.standing[principal] !== ACTIVE || place === BLOCKED) return { may, mayGrant };
    for (const binding of this.bindingsOn(principal, this.scopes.pathOf(scope))) {
      if (!this.bindings.isLive(binding, at)) continue;
      add(may, this.given(binding, scope));
      const role = this.bindings.role(binding) * WORDS;
      for (let word = 0; word < WORDS; word += 1) {
        mayGrant[word] = (mayGrant[word] ?? 0) | (this.roles.mayGrant[role + word] ?? 0);
      }
    }
    narrow(may, meaningfulWords(place));
    narrow(mayGrant, meaningfulWords(place));
    close(may);
    close(mayGrant);
    return { may, mayGrant };
  }

  /** What a binding gives at a scope below it, after what is restricted there. */
  given(binding: number, scope: number): Words {
    return this.givenBy(this.bindings.role(binding), this.bindings.scope(binding), scope);
  }

  /** What a role that is bound at one scope gives at another below it, after what is restricted there. */
  givenBy(role: number, boundAt: number, scope: number): Words {
    const given = this.roles.may.slice(role * WORDS, role * WORDS + WORDS);
    for (let word = 0; word < WORDS; word += 1) {
      given[word] = (given[word] ?? 0) & ~this.#takenFrom(role, boundAt, scope, word);
    }
    return given;
  }

  /** The numbers of all bindings that reach a principal at the scopes of a path, whatever their times, by their ids. */
  bindingsOn(principal: number, path: readonly number[]): readonly number[] {
    const found: number[] = [];
    const { ofPrincipal } = this.bindings;
    const set = this.#gathered(this.groups.setOf[principal] ?? 0);
    for (const scope of path) {
      this.#addBindingsAt(found, ofPrincipal, principal, scope);
      this.#addBindingsAt(found, this.#ofSet, set, scope);
    }
    return found.length < 2 ? found : this.bindingsById(found);
  }

  /** The numbers of all bindings that reach a principal anywhere. */
  bindingsOf(principal: number): readonly number[] {
    const set = this.#gathered(this.groups.setOf[principal] ?? 0);
    return [...this.bindings.ofPrincipal.valuesOf(principal), ...this.#ofSet.valuesOf(set)];
  }

  bindingsById(bindings: readonly number[]): readonly number[] {
    const ids = new Map(bindings.map((binding) => [binding, this.bindings.id(binding)]));
    return [...bindings].sort((a, b) => ((ids.get(a) ?? "") < (ids.get(b) ?? "") ? -1 : 1));
  }

  #lackOfSet(set: number, scope: number, word: number, bits: number, at: number): number {
    return set === 0 ? bits : this.#lackAfter(this.#ofSet, this.#gathered(set), scope, word, bits, at);
  }

  #addBindingsAt(found: number[], lists: RowLists, list: number, scope: number): void {
    const first = scope * this.bindings.stride;
    const past = first + this.bindings.stride;
    const end = lists.end(list);
    for (let row = lists.firstAt(list, first); row < end && (lists.keys[row] ?? 0) < past; row += 1) {
      found.push(lists.values[row] ?? 0);
    }
  }

  /** Takes from the lacking bits of a word what the rows of a list give on the way up from a scope. */
  #lackAfter(lists: RowLists, list: number, scope: number, word: number, bits: number, at: number): number {
    const start = lists.start(list);
    const end = lists.end(list);
    if (start === end) return bits;
    const { keys } = lists;
    const { stride } = this.bindings;
    const { parent, removed } = this.scopes;
    const { may } = this.roles;
    const restricted = removed[scope] !== 0;
    const many = end - start > MANY_ROWS;
    let lack = bits;
    for (let place = scope; place >= 0; place = parent[place] ?? -1) {
      const first = place * stride;
      const past = first + stride;
      for (let row = many ? lists.firstAt(list, first) : start; row < end; row += 1) {
        const key = keys[row] ?? 0;
        if (key >= past) break;
        if (key < first) continue;
        const code = key - first;
        if ((code & 1) !== 0 && !this.bindings.isLive(lists.values[row] ?? 0, at)) continue;
        const role = code >> 1;
        const given = may[role * WORDS + word] ?? 0;
        lack &= ~(restricted ? given & ~this.#takenFrom(role, place, scope, word) : given);
        if (lack === 0) return 0;
      }
    }
    return lack;
  }

  /** What is restricted at a scope, of what a role gives that is bound at another. */
  #takenFrom(role: number, boundAt: number, scope: number, word: number): number {
    const taken = this.scopes.removedAt(scope)[word] ?? 0;
    return role === this.roles.owner && boundAt === this.scopes.root ? taken & ~(keptWords[word] ?? 0) : taken;
  }

  /** A set whose rows are put together. */
  #gathered(set: number): number {
    if (set !== 0 && this.#ofSet.mark(set) === 0) this.#gatherRowsOf(set);
    return set;
  }

  #gatherRowsOf(set: number): void {
    if (this.#ofSet.bytes > MOST_BYTES_OF_SETS) this.#forgetSets();
    const { ofGroup } = this.bindings;
    for (const group of this.groups.groupsOf(set)) {
      const end = ofGroup.end(group);
      for (let row = ofGroup.start(group); row < end; row += 1) {
        this.#ofSet.insert(set, ofGroup.keys[row] ?? 0, ofGroup.values[row] ?? 0);
      }
    }
    this.#ofSet.setMark(set, 1);
  }

  #forgetSets(): void {
    this.#ofSet = new RowLists("keys and values");
  }

  /** Writes down with the rows of a principal what every question about him asks first. */
  #mark(principal: number): void {
    const active = this.principals.standing[principal] === ACTIVE;
    this.bindings.ofPrincipal.setMark(principal, active ? 1 + (this.groups.setOf[principal] ?? 0) : NOBODY);
  }

  #groupChanged(holder: number): void {
    if (holder >= 0) return;
    for (const set of this.groups.setsWith(~holder)) this.#dropRowsOf(set);
  }

  #dropRowsOf(set: number): void {
    this.#ofSet.clear(set);
    this.#ofSet.setMark(set, 0);
  }
}

/** Adds a set to another, in place. */
export function add(words: Words, more: Words): void {
  for (let word = 0; word < WORDS; word += 1) words[word] = (words[word] ?? 0) | (more[word] ?? 0);
}

/** Takes from a set, in place, what is not in another. */
export function narrow(words: Words, to: Words): void {
  for (let word = 0; word < WORDS; word += 1) words[word] = (words[word] ?? 0) & (to[word] ?? 0);
}

const keptWords: Words = wordsOf(keptByOwners);

function numbersBelow(size: number): readonly number[] {
  return Array.from({ length: size }, (_, number) => number);
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}
