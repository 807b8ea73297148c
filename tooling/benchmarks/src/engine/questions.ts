import type { Permission } from "@countersign/core";
import { Random } from "../random.ts";
import { askable, BINDINGS_A_USER, type World } from "./world.ts";

/** Questions as a caller has them: ids that are strings of their own. */
export interface Batch {
  readonly principalIds: readonly string[];
  readonly permissions: readonly Permission[];
  readonly workspaceIds: readonly string[];
}

/** In which order questions come: any, or all those of one user after another, as within a request. */
export type QuestionOrder = "mixed" | "by user";

/** Distinct questions about a world, half of them denied. */
export class Questions {
  readonly count: number;
  readonly #world: World;
  readonly #principal: Int32Array;
  readonly #workspace: Int32Array;
  readonly #permission: Int32Array;
  readonly #allowed: Uint8Array;

  /** @param wanted how many; a small world has fewer that are allowed, and then there are twice as many as those */
  constructor(world: World, wanted: number, order: QuestionOrder) {
    const random = new Random(world.seed + 2);
    const found = [...allowedQuestions(world, random, Math.floor(wanted / 2))];
    const denied = [...deniedQuestions(world, random, found.length)];
    const all = [...found, ...denied];
    const places = Int32Array.from(all.keys());
    random.shuffle(places);
    if (order === "by user") {
      // The sort is stable: users come in the order of their number, which is random, and their questions mixed.
      places.sort((a, b) => (all[a]?.[0] ?? 0) - (all[b]?.[0] ?? 0));
    }
    this.#world = world;
    this.count = all.length;
    this.#principal = Int32Array.from(places, (place) => all[place]?.[0] ?? 0);
    this.#workspace = Int32Array.from(places, (place) => all[place]?.[1] ?? 0);
    this.#permission = Int32Array.from(places, (place) => all[place]?.[2] ?? 0);
    this.#allowed = Uint8Array.from(places, (place) => (place < found.length ? 1 : 0));
  }

  /** Some of them, with new strings; those of one user in a row have his id once, as those of a request do. */
  batch(from: number, end: number): Batch {
    const { principals, workspaces } = this.#world;
    const principalIds: string[] = [];
    const permissions: Permission[] = [];
    const workspaceIds: string[] = [];
    let principalId = "";
    let last = -1;
    for (let at = from; at < Math.min(end, this.count); at += 1) {
      const principal = this.#principal[at] ?? 0;
      if (principal !== last) principalId = principals.fresh(principal);
      last = principal;
      principalIds.push(principalId);
      permissions.push(askable[this.#permission[at] ?? 0] ?? "prompt:use");
      workspaceIds.push(workspaces.fresh(this.#workspace[at] ?? 0));
    }
    return { principalIds, permissions, workspaceIds };
  }

  /** What the answer to one is. */
  isAllowed(at: number): boolean {
    return this.#allowed[at] === 1;
  }

  describe(at: number): string {
    const { principalIds, permissions, workspaceIds } = this.batch(at, at + 1);
    return `${this.isAllowed(at) ? "yes" : "no"} to ${principalIds[0]} ${permissions[0]} ${workspaceIds[0]}`;
  }
}

type Question = readonly [principal: number, workspace: number, permission: number];

const indexOf = new Map(askable.map((permission, index) => [permission, index]));

function* allowedQuestions(world: World, random: Random, wanted: number): Iterable<Question> {
  const { principalOf, workspaceOf, roleOf, roles } = world;
  const sizes = roles.map((role) => role.permissions.length);
  const there = roleOf.reduce((sum, role) => sum + (sizes[role] ?? 0), 0);
  const asked = new Set<number>();
  while (asked.size < Math.min(wanted, there)) {
    const binding = random.below(principalOf.length);
    const role = roleOf[binding] ?? 0;
    const permission = random.below(sizes[role] ?? 0);
    const mark = binding * 64 + permission;
    if (asked.has(mark)) continue;
    asked.add(mark);
    const name = roles[role]?.permissions[permission];
    yield [principalOf[binding] ?? 0, workspaceOf[binding] ?? 0, indexOf.get(name ?? "prompt:use") ?? 0];
  }
}

/** Half about a workspace in which the user is bound to a role without it, half about one in which he is not bound. */
function* deniedQuestions(world: World, random: Random, wanted: number): Iterable<Question> {
  const { principalOf, workspaceOf, roleOf, roles, workspaces } = world;
  const sets = roles.map((role) => new Set(role.permissions.map((permission) => indexOf.get(permission))));
  const asked = new Set<number>();
  while (asked.size < wanted) {
    const binding = random.below(principalOf.length);
    const permission = random.below(askable.length);
    const principal = principalOf[binding] ?? 0;
    let workspace = workspaceOf[binding] ?? 0;
    if (asked.size % 2 === 0) {
      if (sets[roleOf[binding] ?? 0]?.has(permission)) continue;
    } else {
      workspace = random.below(workspaces.count);
      const own = workspaceOf.subarray(principal * BINDINGS_A_USER, (principal + 1) * BINDINGS_A_USER);
      if (own.includes(workspace)) continue;
    }
    const mark = (principal * workspaces.count + workspace) * 64 + permission;
    if (asked.has(mark)) continue;
    asked.add(mark);
    yield [principal, workspace, permission];
  }
}
