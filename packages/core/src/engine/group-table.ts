import type { Group, GroupId } from "../access/access-state.ts";
import { Interner } from "./interner.ts";
import type { PrincipalTable } from "./principal-table.ts";
import { enlarged, type Keys, RowLists } from "./row-lists.ts";

/** Whoever keeps something about sets of groups. */
interface GroupListener {
  /** A principal has another set. */
  readonly assigned: (principal: number) => void;
  /** A set has ended; its number may come again. */
  readonly ended: (set: number) => void;
}

/**
 * Who is in which group. For each principal the set of all groups that reach it, directly or through groups, is worked
 * out and shared by everybody who is in the same groups: whatever groups give, and in which ways, is the same for all of
 * them. Set 0 is the empty one.
 */
export class GroupTable {
  readonly #principals: PrincipalTable;
  readonly #numbers = new Interner();
  readonly #known = new Set<number>();
  /** Rows of one number: principals by group, groups by principal. */
  readonly #members = new RowLists("keys");
  readonly #direct = new RowLists("keys");
  readonly #inner: (Set<number> | undefined)[] = [];
  readonly #outer: (Set<number> | undefined)[] = [];
  /** The set of groups that reach a principal, by the principal's number. */
  setOf: Int32Array = new Int32Array(64);
  readonly #sets: (readonly number[] | undefined)[] = [[]];
  /** By the groups that somebody is in directly, and all that reach him. */
  readonly #setNumbers = new Map<string, number>();
  readonly #setTexts: string[] = [""];
  readonly #setUsers: number[] = [0];
  readonly #freeSets: number[] = [];
  readonly #setsWith = new Map<number, Set<number>>();
  readonly #told: GroupListener;

  constructor(principals: PrincipalTable, told: GroupListener) {
    this.#principals = principals;
    this.#told = told;
  }

  get bytes(): number {
    return this.#members.bytes + this.#direct.bytes + this.setOf.byteLength;
  }

  find(id: GroupId): number | undefined {
    return this.#numbers.find(id);
  }

  /** The number of a group, also of one that is not there: nobody is in it. */
  number(id: GroupId): number {
    return this.#numbers.number(id);
  }

  id(number: number): GroupId {
    return this.#numbers.id(number);
  }

  has(number: number): boolean {
    return this.#known.has(number);
  }

  /** One more than the highest number of a set. */
  get setEnd(): number {
    return this.#sets.length;
  }

  /** The groups of a set, by number. */
  groupsOf(set: number): readonly number[] {
    return this.#sets[set] ?? [];
  }

  /** The sets that a group is in. */
  setsWith(group: number): Iterable<number> {
    return this.#setsWith.get(group) ?? [];
  }

  /** The group and every group in it, over any number of steps. */
  within(group: number): ReadonlySet<number> {
    const seen = new Set<number>([group]);
    for (const one of seen) for (const inner of this.#inner[one] ?? []) seen.add(inner);
    return seen;
  }

  /** The members that a group names itself, by number. */
  members(group: number): Keys {
    return this.#members.keysOf(group);
  }

  /** Everybody in a group, directly or through groups. */
  everybodyIn(group: number): ReadonlySet<number> {
    const everybody = new Set<number>();
    for (const one of this.within(group)) for (const principal of this.members(one)) everybody.add(principal);
    return everybody;
  }

  load(groups: Iterable<Group>): void {
    for (const group of groups) {
      const number = this.#put(group);
      for (const memberId of new Set(group.memberIds)) {
        const principal = this.#principals.number(memberId);
        this.#members.insert(number, principal);
        this.#direct.insert(principal, number);
      }
    }
    // While nothing changes, who is in the same groups directly is reached by the same.
    const known = new Map<string, number>();
    for (let principal = 0; principal < this.#principals.size; principal += 1) {
      const direct = this.#direct.keysOf(principal);
      const text = direct.join();
      const set = known.get(text) ?? (direct.length === 0 ? 0 : this.#setFor(direct));
      known.set(text, set);
      this.#assign(principal, set);
    }
  }

  /** Puts in a group or brings it to what it is now. */
  set(group: Group): void {
    const number = this.number(group.id);
    const concerned = this.#known.has(number) ? new Set(this.everybodyIn(number)) : new Set<number>();
    const before = new Set(this.members(number));
    this.#put(group);
    const after = new Set(group.memberIds.map((memberId) => this.#principals.number(memberId)));
    for (const principal of before) if (!after.has(principal)) this.#leave(number, principal);
    for (const principal of after) if (!before.has(principal)) this.#enter(number, principal);
    for (const principal of this.everybodyIn(number)) concerned.add(principal);
    for (const principal of concerned) this.#settle(principal);
  }

  remove(id: GroupId): void {
    const number = this.#numbers.find(id);
    if (number === undefined || !this.#known.has(number)) return;
    this.set({ id, memberIds: [], groupIds: [] });
    this.#known.delete(number);
  }

  /** Puts a principal into a group. */
  join(groupId: GroupId, principalId: string): void {
    const [group, principal] = [this.number(groupId), this.#principals.number(principalId)];
    if (!this.#known.has(group) || this.isMember(group, principal)) return;
    this.#enter(group, principal);
    this.#settle(principal);
  }

  /** Takes a principal out of a group. */
  leave(groupId: GroupId, principalId: string): void {
    const [group, principal] = [this.#numbers.find(groupId), this.#principals.find(principalId)];
    if (group === undefined || principal === undefined) return;
    this.#leave(group, principal);
    this.#settle(principal);
  }

  /** A group as it is now; `undefined` where it is not there. */
  row(group: number): Group | undefined {
    if (!this.#known.has(group)) return undefined;
    return {
      id: this.id(group),
      memberIds: [...this.members(group)].map((principal) => this.#principals.id(principal)),
      groupIds: [...(this.#inner[group] ?? [])].map((inner) => this.id(inner)),
    };
  }

  /** The groups there are. */
  rows(): readonly Group[] {
    return [...this.#known].flatMap((group) => this.row(group) ?? []);
  }

  isMemberById(groupId: GroupId, principalId: string): boolean {
    const [group, principal] = [this.#numbers.find(groupId), this.#principals.find(principalId)];
    return group !== undefined && principal !== undefined && this.isMember(group, principal);
  }

  isMember(group: number, principal: number): boolean {
    const at = this.#direct.firstAt(principal, group);
    return at < this.#direct.end(principal) && this.#direct.keys[at] === group;
  }

  /**
   * The shortest way to each group that reaches a principal: from the one that names it to the group itself. Ways of equal
   * length in the order of the groups' ids.
   */
  waysTo(principal: number): ReadonlyMap<number, readonly number[]> {
    const ways = new Map<number, readonly number[]>();
    let front = this.byId(this.#direct.keysOf(principal)).map((group): readonly number[] => [group]);
    while (front.length > 0) {
      const next: (readonly number[])[] = [];
      for (const way of front) {
        const last = way.at(-1) ?? -1;
        if (ways.has(last)) continue;
        ways.set(last, way);
        for (const outer of this.byId(this.#outer[last] ?? [])) next.push([...way, outer]);
      }
      front = next;
    }
    return ways;
  }

  /** All ways to one group that pass no group twice, the shortest first, at most `limit` of them. */
  allWaysTo(principal: number, group: number, limit: number): readonly (readonly number[])[] {
    const through = new Set(this.groupsOf(this.setOf[principal] ?? 0));
    const ways: (readonly number[])[] = [];
    let front: readonly (readonly number[])[] = [[group]];
    while (front.length > 0 && ways.length < limit) {
      const next: (readonly number[])[] = [];
      for (const way of front) {
        const first = way[0] ?? group;
        if (this.isMember(first, principal)) ways.push(way);
        const inner = [...(this.#inner[first] ?? [])].filter((one) => through.has(one) && !way.includes(one));
        for (const one of this.byId(inner)) next.push([one, ...way]);
      }
      front = next.slice(0, MAX_FRONT);
    }
    return ways.slice(0, limit);
  }

  /** Numbers of groups in the order of their ids. */
  byId(groups: Iterable<number>): readonly number[] {
    const list = [...groups];
    return list.length < 2 ? list : list.sort((a, b) => (this.id(a) < this.id(b) ? -1 : 1));
  }

  #put(group: Group): number {
    const number = this.number(group.id);
    this.#known.add(number);
    for (const inner of this.#inner[number] ?? []) this.#outer[inner]?.delete(number);
    const inner = new Set(group.groupIds.map((id) => this.number(id)));
    this.#inner[number] = inner;
    for (const one of inner) {
      const outer = this.#outer[one] ?? new Set<number>();
      outer.add(number);
      this.#outer[one] = outer;
    }
    return number;
  }

  #enter(group: number, principal: number): void {
    this.#members.insert(group, principal);
    this.#direct.insert(principal, group);
  }

  #leave(group: number, principal: number): void {
    this.#members.remove(group, principal);
    this.#direct.remove(principal, group);
  }

  /** Works out which groups reach a principal. */
  #settle(principal: number): void {
    const direct = this.#direct.keysOf(principal);
    this.#assign(principal, direct.length === 0 ? 0 : this.#setFor(direct));
  }

  #assign(principal: number, set: number): void {
    if (principal >= this.setOf.length) this.setOf = enlarged(this.setOf, Math.ceil((principal + 1) * 1.25));
    const old = this.setOf[principal] ?? 0;
    if (set === old) return;
    this.setOf[principal] = set;
    this.#told.assigned(principal);
    this.#setUsers[set] = (this.#setUsers[set] ?? 0) + 1;
    if (old === 0) return;
    this.#setUsers[old] = (this.#setUsers[old] ?? 0) - 1;
    if (this.#setUsers[old] === 0) this.#end(old);
  }

  #setFor(direct: Keys): number {
    const reached = new Set<number>(direct);
    for (const group of reached) for (const outer of this.#outer[group] ?? []) reached.add(outer);
    const groups = [...reached].sort((a, b) => a - b);
    const text = `${direct.join()};${groups.join()}`;
    const known = this.#setNumbers.get(text);
    if (known !== undefined) return known;
    const number = this.#freeSets.pop() ?? this.#sets.length;
    this.#sets[number] = groups;
    this.#setTexts[number] = text;
    this.#setUsers[number] = 0;
    this.#setNumbers.set(text, number);
    for (const group of groups) {
      const sets = this.#setsWith.get(group) ?? new Set<number>();
      sets.add(number);
      this.#setsWith.set(group, sets);
    }
    return number;
  }

  #end(set: number): void {
    const groups = this.#sets[set] ?? [];
    this.#setNumbers.delete(this.#setTexts[set] ?? "");
    for (const group of groups) this.#setsWith.get(group)?.delete(set);
    this.#sets[set] = undefined;
    this.#freeSets.push(set);
    this.#told.ended(set);
  }
}

// Nested groups can be in each other in exponentially many ways; an explanation needs none beyond these.
const MAX_FRONT = 1000;
