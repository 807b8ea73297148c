import type { KindAction } from "../access/permission-catalogue.ts";
import { kindPermission } from "../access/permission-catalogue.ts";
import { type ResourceKind, resourceKinds, type ScopeId } from "../access/scope.ts";
import type { Standing } from "./decision.ts";
import { BLOCKED, close, lacks, type Need, needFor, placeOf, WORDS, type Words } from "./permission-words.ts";
import { add, narrow, type PolicyTables } from "./policy-tables.ts";

/** Which resources are asked for. */
export interface ResourceQuestion {
  /** What one must hold: any of these on the resource. */
  readonly actions: readonly KindAction[];
  /** Default: all kinds. */
  readonly kinds?: readonly ResourceKind[] | undefined;
  /** Only what lies in this scope, over any number of steps. Default: the organization. */
  readonly within?: ScopeId | undefined;
  /**
   * Only what has a path below `within` that begins so: names joined by `/`, the last one as far as it is typed. Default:
   * everything.
   */
  readonly prefix?: string | undefined;
  /** Where an earlier page ended. */
  readonly after?: string | undefined;
  /** How many at most. Default: all. */
  readonly limit?: number | undefined;
}

/** A page of resources. */
export interface ResourcePage {
  /** In the order of their paths: name by name, compared by code units, then by id. */
  readonly ids: readonly ScopeId[];
  /**
   * Where the next page begins; `null` where this is the last. It names a place in the order and not a row, so that what
   * is removed or added between two pages is neither skipped nor shown twice.
   */
  readonly next: string | null;
  readonly revision: number;
}

/** Everything that somebody holds one of the actions on. */
export function listResources(
  tables: PolicyTables,
  revision: number,
  standing: Omit<Standing, "path">,
  at: number,
  question: ResourceQuestion,
): ResourcePage {
  const { within, prefix, after, limit = Number.POSITIVE_INFINITY } = question;
  const top = within === undefined ? tables.scopes.root : (tables.scopes.find(within) ?? -1);
  const cursor = readCursor(after);
  if (top < 0 || cursor === null || limit < 1) return { ids: [], next: null, revision };
  const walk = new ResourceWalk(tables, standing, at, question);
  walk.run(top, prefix === undefined || prefix === "" ? [] : prefix.split("/"), cursor, limit);
  const { last, cut } = walk;
  return { ids: walk.ids(), next: cut && last >= 0 ? writeCursor(tables, top, last) : null, revision };
}

/** One step of a path: a name, and the id of what has it. */
type Step = readonly [name: string, id: ScopeId];

/**
 * A walk through the tree in order. What somebody may is worked out once for each folder, and again only at resources
 * where something is bound to him or restricted; folders in which he can see nothing are not entered, and of those in which
 * all is alike he gets all or nothing.
 */
class ResourceWalk {
  /** What is listed, in pieces: those of shelves are theirs, and are copied once, together. */
  readonly #pieces: (readonly ScopeId[])[] = [];
  #piece: ScopeId[] = [];
  #count = 0;
  /** The number of the last one; -1 while there is none. */
  last = -1;
  /** Whether there was more than the limit. */
  cut = false;
  readonly #tables: PolicyTables;
  readonly #standing: Omit<Standing, "path">;
  /** What each binding of his gives, by scope. */
  readonly #reach = new Map<number, { readonly role: number }[]>();
  /** Scopes on the way to one that is in `#reach`. */
  readonly #leading = new Set<number>();
  /** Scopes in which something directly is in `#reach`, or named by the key. */
  readonly #uneven = new Set<number>();
  /** The answer that was given last, and to what: folders side by side ask the same. */
  #asked: { readonly live: readonly Bound[]; readonly place: number; readonly removed: number } | null = null;
  #answer = false;
  /** What is asked for, by place of the resource. */
  readonly #wanted: (readonly Need[])[] = [];
  #limit = 0;

  constructor(tables: PolicyTables, standing: Omit<Standing, "path">, at: number, question: ResourceQuestion) {
    this.#tables = tables;
    this.#standing = standing;
    for (const kind of question.kinds ?? resourceKinds) {
      const place = placeOf({ type: "resource", kind, id: "", parentId: null, name: "", archived: false });
      this.#wanted[place] = question.actions.flatMap((action) => needFor(kindPermission(kind, action)) ?? []);
    }
    for (const binding of tables.bindingsOf(standing.principal)) {
      if (!tables.bindings.isLive(binding, at)) continue;
      const scope = tables.bindings.scope(binding);
      const here = this.#reach.get(scope) ?? [];
      here.push({ role: tables.bindings.role(binding) });
      this.#reach.set(scope, here);
      this.#uneven.add(tables.scopes.parent[scope] ?? -1);
      for (let on = scope; on >= 0 && !this.#leading.has(on); on = tables.scopes.parent[on] ?? -1)
        this.#leading.add(on);
    }
    for (const scope of standing.key?.scopes ?? []) this.#uneven.add(tables.scopes.parent[scope] ?? -1);
  }

  ids(): readonly ScopeId[] {
    const ids = new Array<ScopeId>(this.#count);
    let at = 0;
    for (const piece of [...this.#pieces, this.#piece]) {
      for (const id of piece) {
        ids[at] = id;
        at += 1;
      }
    }
    return ids;
  }

  run(top: number, prefix: readonly string[], cursor: readonly Step[], limit: number): void {
    this.#limit = limit;
    const path = this.#tables.scopes.pathOf(top);
    if (path.length === 0) return;
    // From the organization down to where the walk begins, what is bound on the way comes along.
    let live: readonly Bound[] = [];
    let covered = this.#standing.key === null;
    for (const scope of [...path].reverse()) {
      live = this.#withHere(live, scope);
      covered ||= this.#standing.key?.scopes.has(scope) ?? false;
    }
    if (this.#tables.scopes.node(top)?.type === "resource") return;
    this.#enter(top, live, covered, prefix, cursor);
  }

  /** Lists what is in a container. Returns false when the limit is reached. */
  #enter(
    container: number,
    live: readonly Bound[],
    covered: boolean,
    prefix: readonly string[],
    cursor: readonly Step[],
  ): boolean {
    const { scopes } = this.#tables;
    if (prefix.length === 0 && cursor.length === 0 && this.#takesWhole(container, live, covered)) return true;
    const inherited = new Map<number, boolean>();
    const [wantedName, ...deeper] = prefix;
    const [step, ...rest] = cursor;
    const children = scopes.children(container);
    for (let at = this.#first(children, wantedName, step); at < children.length; at += 1) {
      const child = children[at] ?? -1;
      const node = scopes.node(child);
      if (node === undefined) continue;
      if (wantedName !== undefined) {
        if (deeper.length === 0 ? !node.name.startsWith(wantedName) : node.name !== wantedName) break;
      }
      const place = scopes.place[child] ?? BLOCKED;
      if (place === BLOCKED) continue;
      const onCursor = step !== undefined && node.name === step[0] && node.id === step[1];
      if (node.type !== "resource") {
        const below = this.#reach.has(child) ? this.#withHere(live, child) : live;
        const inKey = covered || (this.#standing.key?.scopes.has(child) ?? false);
        if (below.length === 0 && !this.#leading.has(child)) continue;
        if (!this.#enter(child, below, inKey, deeper, onCursor ? rest : [])) return false;
        continue;
      }
      if (deeper.length > 0 || (onCursor && rest.length === 0)) continue;
      if (!this.#shows(child, container, place, live, covered, inherited)) continue;
      if (this.#count >= this.#limit) {
        this.cut = true;
        return false;
      }
      this.#piece.push(node.id);
      this.#count += 1;
      this.last = child;
    }
    return true;
  }

  /** Lists a container at once, or nothing of it, if all in it is alike; false where one has to look at each. */
  #takesWhole(container: number, live: readonly Bound[], covered: boolean): boolean {
    const shelf = this.#uneven.has(container) ? null : this.#tables.scopes.shelf(container);
    if (shelf === null || this.#count + shelf.ids.length > this.#limit) return false;
    const wanted = this.#wanted[shelf.place];
    if (!covered || wanted === undefined) return true;
    const { place, removed } = shelf;
    const asked = this.#asked;
    if (asked === null || asked.live !== live || asked.place !== place || asked.removed !== removed) {
      const [first = -1] = this.#tables.scopes.children(container);
      this.#answer = this.#holds(first, wanted, live);
      this.#asked = { live, place, removed };
    }
    if (!this.#answer) return true;
    this.#pieces.push(this.#piece, shelf.ids);
    this.#piece = [];
    this.#count += shelf.ids.length;
    this.last = this.#tables.scopes.children(container).at(-1) ?? -1;
    return true;
  }

  /** Where in a container the walk begins: at the wanted name, or at what the cursor names. */
  #first(children: readonly number[], wantedName: string | undefined, step: Step | undefined): number {
    const { scopes } = this.#tables;
    let low = 0;
    let high = children.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const node = scopes.node(children[middle] ?? -1);
      const name = node?.name ?? "";
      const early =
        (wantedName !== undefined && name < wantedName) ||
        (step !== undefined && (name < step[0] || (name === step[0] && (node?.id ?? "") < step[1])));
      if (early) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether a resource is listed; those of a place in one container share the answer unless they have something of their own. */
  #shows(
    resource: number,
    container: number,
    place: number,
    live: readonly Bound[],
    covered: boolean,
    inherited: Map<number, boolean>,
  ): boolean {
    const { scopes } = this.#tables;
    const wanted = this.#wanted[place];
    if (wanted === undefined || wanted.length === 0) return false;
    const key = this.#standing.key;
    const keyHere = covered || (key?.scopes.has(resource) ?? false);
    const own =
      this.#reach.has(resource) || scopes.removed[resource] !== scopes.removed[container] || keyHere !== covered;
    if (own) return keyHere && this.#holds(resource, wanted, this.#withHere(live, resource));
    const known = inherited.get(place);
    if (known !== undefined) return known;
    const shows = keyHere && this.#holds(resource, wanted, live);
    inherited.set(place, shows);
    return shows;
  }

  #holds(resource: number, wanted: readonly Need[], live: readonly Bound[]): boolean {
    const may: Words = new Int32Array(WORDS);
    for (const { role, scope } of live) add(may, this.#tables.givenBy(role, scope, resource));
    const { key } = this.#standing;
    close(may);
    if (key !== null) {
      narrow(may, key.permissions);
      close(may);
    }
    return wanted.some((need) => !lacks(may, need.words));
  }

  #withHere(live: readonly Bound[], scope: number): readonly Bound[] {
    const here = this.#reach.get(scope);
    return here === undefined ? live : [...live, ...here.map(({ role }) => ({ role, scope }))];
  }
}

/** A role that reaches the asker, and where it is bound. */
interface Bound {
  readonly role: number;
  readonly scope: number;
}

function writeCursor(tables: PolicyTables, top: number, resource: number): string {
  const steps: Step[] = [];
  for (const scope of tables.scopes.pathOf(resource)) {
    if (scope === top) break;
    steps.unshift([tables.scopes.node(scope)?.name ?? "", tables.scopes.id(scope)]);
  }
  return JSON.stringify(steps);
}

/** Reads a cursor; `null` for what is none. */
function readCursor(text: string | undefined): readonly Step[] | null {
  if (text === undefined) return [];
  try {
    const steps: unknown = JSON.parse(text);
    return Array.isArray(steps) && steps.length > 0 && steps.every(isStep) ? steps : null;
  } catch {
    return null;
  }
}

function isStep(value: unknown): value is Step {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === "string");
}
