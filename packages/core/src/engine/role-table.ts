import { builtInRoles, OWNER_ROLE } from "../access/builtin-roles.ts";
import { PermissionSet } from "../access/permission-set.ts";
import { findRole, type Role, type RoleId, roleMasks } from "../access/role.ts";
import { Interner } from "./interner.ts";
import { WORDS, wordsOf } from "./permission-words.ts";
import { enlarged } from "./row-lists.ts";

/**
 * What each role gives, includes worked out, as words of bits. Bindings name a role by its number, so that an edited role
 * costs one pass over the roles and none over the bindings.
 */
export class RoleTable {
  readonly #numbers = new Interner();
  readonly #roles = new Map<RoleId, Role>();
  /** {@link WORDS} words for each role. */
  may: Int32Array = new Int32Array(64 * WORDS);
  mayGrant: Int32Array = new Int32Array(64 * WORDS);
  /** The number of the owner's role, which restrictions do not wholly reach. */
  readonly owner: number;

  constructor() {
    for (const id of builtInRoles.keys()) this.#numbers.number(id);
    this.owner = this.#numbers.number(OWNER_ROLE);
    this.#settle();
  }

  /** How many have a number. */
  get size(): number {
    return this.#numbers.size;
  }

  /** The organization's own roles. */
  get custom(): ReadonlyMap<RoleId, Role> {
    return this.#roles;
  }

  /** The number of a role, also of one that is not there: such a role gives nothing. */
  number(id: RoleId): number {
    const before = this.#numbers.size;
    const number = this.#numbers.number(id);
    if (number === before) {
      this.#makeRoom();
      this.#settleOne(number);
    }
    return number;
  }

  id(number: number): RoleId {
    return this.#numbers.id(number);
  }

  /** Puts in or replaces many roles, and works them out once. */
  load(roles: Iterable<Role>): void {
    for (const role of roles) {
      this.#roles.set(role.id, role);
      this.number(role.id);
    }
    this.#settle();
  }

  set(role: Role): void {
    this.load([role]);
  }

  remove(id: RoleId): void {
    this.#roles.delete(id);
    this.#settle();
  }

  /** The numbers of the roles that are, or include over any number of steps, one of these. */
  including(ids: ReadonlySet<RoleId>): ReadonlySet<number> {
    const found = new Set<number>();
    for (let number = 0; number < this.#numbers.size; number += 1) {
      const reached = new Set<RoleId>([this.id(number)]);
      for (const id of reached) for (const inner of findRole(this.#roles, id)?.includes ?? []) reached.add(inner);
      if ([...reached].some((id) => ids.has(id))) found.add(number);
    }
    return found;
  }

  #settle(): void {
    this.#makeRoom();
    for (let number = 0; number < this.#numbers.size; number += 1) this.#settleOne(number);
  }

  #settleOne(number: number): void {
    const { may, mayGrant } = roleMasks(this.#roles, this.id(number));
    put(this.may, number, may);
    put(this.mayGrant, number, mayGrant);
  }

  #makeRoom(): void {
    const needed = this.#numbers.size * WORDS;
    if (needed <= this.may.length) return;
    this.may = enlarged(this.may, needed * 2);
    this.mayGrant = enlarged(this.mayGrant, needed * 2);
  }
}

function put(words: Int32Array, number: number, set: PermissionSet): void {
  words.set(set.isEmpty ? empty : wordsOf(set), number * WORDS);
}

const empty = wordsOf(PermissionSet.empty);
