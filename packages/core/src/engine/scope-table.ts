import type { Restriction, RestrictionId } from "../access/access-state.ts";
import { PermissionSet } from "../access/permission-set.ts";
import { isParentType, type ScopeId, type ScopeNode } from "../access/scope.ts";
import { Interner } from "./interner.ts";
import { BLOCKED, type Place, placeOf, WORDS, type Words, wordsOf } from "./permission-words.ts";
import { enlarged } from "./row-lists.ts";

/** How a scope stands: outside of the tree, in something archived, or open to questions. */
export type ScopeStanding = "unknown" | "archived" | "open";

/** A container in which nothing lies but resources of one place, none archived: whoever sees one by it sees all. */
export interface Shelf {
  readonly place: Place;
  /** In their order. */
  readonly ids: readonly ScopeId[];
  /** What is restricted at them all; see {@link ScopeTable.removed}. */
  readonly removed: number;
}

/**
 * The scope tree as columns. What a scope inherits from those above it (whether it is in the tree, archived, restricted) is
 * written down at the scope and written anew below a change, so that a question climbs only to find bindings.
 */
export class ScopeTable {
  readonly organizationId: ScopeId;
  readonly #numbers = new Interner();
  readonly #nodes: (ScopeNode | undefined)[] = [];
  readonly #children: (number[] | undefined)[] = [];
  readonly #ordered = new Set<number>();
  /** What is known about containers until something in them changes; `null` for one that is no shelf. */
  readonly #shelves = new Map<number, Shelf | null>();
  readonly #restrictions = new Map<RestrictionId, Restriction>();
  readonly #restrictionsAt = new Map<number, Map<RestrictionId, Restriction>>();
  readonly #removals: Words[] = [new Int32Array(WORDS)];
  readonly #removalNumbers = new Map<string, number>([[new Int32Array(WORDS).join(), 0]]);
  /** The scope above; -1 for the organization and for scopes that are not there. */
  parent: Int32Array = new Int32Array(64).fill(-1);
  /** See `permission-words.ts`; {@link BLOCKED} where nothing can be asked. */
  place: Uint8Array = new Uint8Array(64).fill(BLOCKED);
  /** Which set of permissions is restricted there, by what is bound to it and above; 0 is the empty one. */
  removed: Int32Array = new Int32Array(64);
  /** The number of the organization. */
  readonly root: number;

  constructor(organizationId: ScopeId) {
    this.organizationId = organizationId;
    this.root = this.number(organizationId);
  }

  get size(): number {
    return this.#numbers.size;
  }

  get restrictions(): ReadonlyMap<RestrictionId, Restriction> {
    return this.#restrictions;
  }

  find(id: ScopeId): number | undefined {
    return this.#numbers.find(id);
  }

  /** The number of a scope, also of one that is not there. */
  number(id: ScopeId): number {
    const before = this.#numbers.size;
    const number = this.#numbers.number(id);
    if (number === before && number >= this.parent.length) {
      const size = number * 2;
      this.parent = enlarged(this.parent, size).fill(-1, number);
      this.removed = enlarged(this.removed, size);
      const place = new Uint8Array(size).fill(BLOCKED);
      place.set(this.place);
      this.place = place;
    }
    return number;
  }

  id(number: number): ScopeId {
    return this.#numbers.id(number);
  }

  node(number: number): ScopeNode | undefined {
    return this.#nodes[number];
  }

  /** The ids of all there are. */
  *ids(): Iterable<ScopeId> {
    for (const node of this.#nodes) if (node !== undefined) yield node.id;
  }

  /** The place of a scope as if nothing were archived. */
  placeIgnoringArchive(number: number): Place {
    const node = this.#nodes[number];
    return node === undefined ? BLOCKED : placeOf(node);
  }

  /** How a scope stands, and with it everything in it. */
  standing(number: number): ScopeStanding {
    if (this.place[number] !== BLOCKED) return "open";
    return this.#isRooted(number) ? "archived" : "unknown";
  }

  /** What is restricted at a scope, by restrictions there and above. */
  removedAt(number: number): Words {
    return this.#removals[this.removed[number] ?? 0] ?? none;
  }

  /** The scope first, the organization last. Empty for a scope that is not in the tree. */
  pathOf(number: number): readonly number[] {
    if (!this.#isRooted(number)) return [];
    const path: number[] = [];
    for (let at = number; at >= 0; at = this.parent[at] ?? -1) path.push(at);
    return path;
  }

  /** What lies directly in a scope, by name and then by id, compared by code units. */
  children(number: number): readonly number[] {
    const children = this.#children[number];
    if (children === undefined) return [];
    if (!this.#ordered.has(number)) {
      children.sort((a, b) => this.#compare(a, b));
      this.#ordered.add(number);
    }
    return children;
  }

  /** A container as a shelf, if it is one. */
  shelf(number: number): Shelf | null {
    const known = this.#shelves.get(number);
    if (known !== undefined) return known;
    const shelf = this.#shelfOf(this.children(number));
    this.#shelves.set(number, shelf);
    return shelf;
  }

  /** The restrictions at the scopes of a path that remove a permission's bit, by id. */
  restrictionsOn(path: readonly number[], word: number, bit: number): readonly RestrictionId[] {
    return path
      .flatMap((scope) => [...(this.#restrictionsAt.get(scope)?.values() ?? [])])
      .filter(({ permissions }) => ((wordsOf(permissions)[word] ?? 0) & bit) !== 0)
      .map(({ id }) => id)
      .sort();
  }

  /** Puts in many scopes and restrictions, and works them out once. */
  load(nodes: Iterable<ScopeNode>, restrictions: Iterable<Restriction>): void {
    for (const node of nodes) this.#put(node);
    for (const restriction of restrictions) this.#putRestriction(restriction);
    this.#settle(this.root);
  }

  set(node: ScopeNode): void {
    const number = this.#put(node);
    this.#settle(number);
  }

  remove(id: ScopeId): void {
    const number = this.#numbers.find(id);
    if (number === undefined || this.#nodes[number] === undefined) return;
    this.#leaveParent(number);
    this.#nodes[number] = undefined;
    this.#settle(number);
  }

  restrict(restriction: Restriction): void {
    const old = this.#restrictions.get(restriction.id);
    if (old !== undefined && old.scopeId !== restriction.scopeId) this.lift(old.id);
    this.#settle(this.#putRestriction(restriction));
  }

  lift(id: RestrictionId): void {
    const restriction = this.#restrictions.get(id);
    if (restriction === undefined) return;
    const number = this.number(restriction.scopeId);
    this.#restrictions.delete(id);
    this.#restrictionsAt.get(number)?.delete(id);
    this.#settle(number);
  }

  #put(node: ScopeNode): number {
    const number = this.number(node.id);
    this.#leaveParent(number);
    this.#nodes[number] = node;
    if (node.parentId !== null) {
      const parent = this.number(node.parentId);
      this.parent[number] = parent;
      const children = this.#children[parent];
      if (children === undefined) this.#children[parent] = [number];
      else children.push(number);
      this.#ordered.delete(parent);
    }
    return number;
  }

  #leaveParent(number: number): void {
    const parent = this.parent[number] ?? -1;
    if (parent < 0) return;
    const children = this.#children[parent] ?? [];
    children.splice(children.indexOf(number), 1);
    this.#shelves.delete(parent);
    this.parent[number] = -1;
  }

  #shelfOf(children: readonly number[]): Shelf | null {
    const [first] = children;
    if (first === undefined) return null;
    const [place, removed] = [this.place[first] ?? BLOCKED, this.removed[first] ?? 0];
    const ids: ScopeId[] = [];
    for (const child of children) {
      if (this.#nodes[child]?.type !== "resource" || this.place[child] !== place) return null;
      if (this.removed[child] !== removed) return null;
      ids.push(this.id(child));
    }
    return place === BLOCKED ? null : { place, ids, removed };
  }

  #putRestriction(restriction: Restriction): number {
    const number = this.number(restriction.scopeId);
    this.#restrictions.set(restriction.id, restriction);
    const here = this.#restrictionsAt.get(number) ?? new Map<RestrictionId, Restriction>();
    here.set(restriction.id, restriction);
    this.#restrictionsAt.set(number, here);
    return number;
  }

  /** Works out a scope and everything in it. */
  #settle(from: number): void {
    const seen = new Set<number>([from]);
    const open: [scope: number, rooted: boolean][] = [[from, this.#isRooted(from)]];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [scope, rooted] = next;
      this.#settleOne(scope, rooted);
      for (const child of this.#children[scope] ?? []) {
        if (seen.has(child)) continue;
        seen.add(child);
        open.push([child, rooted && this.#fits(child, scope)]);
      }
    }
  }

  #settleOne(scope: number, rooted: boolean): void {
    const node = this.#nodes[scope];
    const parent = this.parent[scope] ?? -1;
    this.#shelves.delete(scope);
    this.#shelves.delete(parent);
    const shut = node?.archived !== false || (parent >= 0 && this.place[parent] === BLOCKED);
    this.place[scope] = !rooted || node === undefined || shut ? BLOCKED : placeOf(node);
    const above = parent < 0 ? 0 : (this.removed[parent] ?? 0);
    const here = this.#restrictionsAt.get(scope);
    this.removed[scope] = here === undefined || here.size === 0 ? above : this.#removal(above, here.values());
  }

  /** The number of a set of removed permissions: what is removed above and what these restrictions remove. */
  #removal(above: number, restrictions: Iterable<Restriction>): number {
    const words = (this.#removals[above] ?? none).slice();
    const own = wordsOf(PermissionSet.union(...[...restrictions].map(({ permissions }) => permissions)));
    for (let word = 0; word < WORDS; word += 1) words[word] = (words[word] ?? 0) | (own[word] ?? 0);
    const known = this.#removalNumbers.get(words.join());
    if (known !== undefined) return known;
    this.#removals.push(words);
    this.#removalNumbers.set(words.join(), this.#removals.length - 1);
    return this.#removals.length - 1;
  }

  /** Whether the way up from a scope leads to the organization, over things that can be in one another. */
  #isRooted(number: number): boolean {
    const seen = new Set<number>();
    for (let at = number; ; ) {
      const node = this.#nodes[at];
      if (node === undefined || seen.has(at)) return false;
      if (node.parentId === null) return at === this.root && node.type === "organization";
      const parent = this.parent[at] ?? -1;
      if (!this.#fits(at, parent)) return false;
      seen.add(at);
      at = parent;
    }
  }

  #fits(child: number, parent: number): boolean {
    const [inner, outer] = [this.#nodes[child], this.#nodes[parent]];
    return inner !== undefined && outer !== undefined && isParentType(outer.type, inner.type);
  }

  #compare(a: number, b: number): number {
    const [one, other] = [this.#nodes[a], this.#nodes[b]];
    if (one === undefined || other === undefined) return 0;
    if (one.name !== other.name) return one.name < other.name ? -1 : 1;
    return one.id < other.id ? -1 : 1;
  }
}

const none: Words = new Int32Array(WORDS);
