import { closed, meaningfulAt, type Permission, PermissionSet, permissions } from "@countersign/core";
import { Random } from "../random.ts";
import { Ids } from "./ids.ts";

/** How many bindings each user has, each in another workspace. */
export const BINDINGS_A_USER = 10;

/** A role of the world, as every rival gets it. */
interface WorldRole {
  readonly id: string;
  /** With everything that they require. */
  readonly permissions: readonly Permission[];
}

/**
 * The organization that is asked about: users, workspaces and roles, and bindings of a user, a workspace and a role each.
 * It is what every rival can say. Columns hold indexes.
 */
export interface World {
  readonly seed: number;
  readonly principals: Ids;
  readonly workspaces: Ids;
  readonly roles: readonly WorldRole[];
  /** By binding; those of one user lie together. */
  readonly principalOf: Int32Array;
  readonly workspaceOf: Int32Array;
  readonly roleOf: Int32Array;
}

/** Makes the world of a seed. */
export function makeWorld(bindings: number, seed: number): World {
  const random = new Random(seed);
  const principals = new Ids("prn", bindings / BINDINGS_A_USER, random);
  const workspaces = new Ids("scp", Math.max(2 * BINDINGS_A_USER, bindings / 100), random);
  const roles = makeRoles(random);
  const principalOf = new Int32Array(bindings);
  const workspaceOf = new Int32Array(bindings);
  const roleOf = new Int32Array(bindings);
  for (let principal = 0; principal < principals.count; principal += 1) {
    const chosen = new Set<number>();
    while (chosen.size < BINDINGS_A_USER) chosen.add(random.below(workspaces.count));
    for (const [index, workspace] of [...chosen].entries()) {
      const binding = principal * BINDINGS_A_USER + index;
      principalOf[binding] = principal;
      workspaceOf[binding] = workspace;
      roleOf[binding] = random.below(roles.length);
    }
  }
  return { seed, principals, workspaces, roles, principalOf, workspaceOf, roleOf };
}

/** What can be asked about a workspace. */
export const askable: readonly Permission[] = permissions.filter((one) => meaningfulAt("workspace").has(one));

/** 20 roles of 5 to 40 permissions. */
function makeRoles(random: Random): readonly WorldRole[] {
  return Array.from({ length: 20 }, (_, index) => {
    const size = 5 + Math.round((index * 35) / 19);
    for (;;) {
      let set = PermissionSet.empty;
      // What lacks its requirement is no permission, so one at a time is added until enough of them count.
      while (closed(set).toList().length < size) set = set.union(PermissionSet.of(random.from(askable)));
      const kept = closed(set).toList();
      if (kept.length === size) return { id: `role-${index + 1}`, permissions: kept };
    }
  });
}
