import { type AccessState, PermissionSet, type PolicyChange } from "../src/index.ts";
import { disagreement, type PolicyClass, type ProofCase } from "./comparison.ts";
import { changedWorld } from "./world-generator.ts";

/**
 * The smallest case near a given one in which policy and oracle still disagree: rows, members, includes, permissions and
 * changes are left out one by one until none can go.
 */
export function smallest(policies: PolicyClass, from: ProofCase): ProofCase {
  let best = from;
  for (let shrunk = true; shrunk; ) {
    shrunk = false;
    for (const candidate of smaller(best)) {
      if (disagreement(policies, candidate) === null) continue;
      best = candidate;
      shrunk = true;
      break;
    }
  }
  return best;
}

function* smaller(from: ProofCase): Iterable<ProofCase> {
  for (let index = 0; index < from.changes.length; index += 1) {
    yield withParts(from, from.world, from.changes.toSpliced(index, 1));
  }
  for (const world of smallerWorlds(from.world)) yield withParts(from, world, from.changes);
}

function withParts({ changed, question }: ProofCase, world: AccessState, changes: readonly PolicyChange[]): ProofCase {
  const after = changes.reduce(changedWorld, world);
  return { world, changes, changed: { ...after, revision: changed.revision }, question };
}

function* smallerWorlds(world: AccessState): Iterable<AccessState> {
  for (const table of ["bindings", "restrictions", "keys", "groups", "roles", "principals", "scopes"] as const) {
    for (const id of world[table].keys()) {
      const rows = new Map<string, unknown>(world[table]);
      rows.delete(id);
      yield { ...world, [table]: rows };
    }
  }
  for (const [id, group] of world.groups) {
    for (const list of ["memberIds", "groupIds"] as const) {
      for (const one of group[list]) {
        const fewer = { ...group, [list]: group[list].filter((other) => other !== one) };
        yield { ...world, groups: new Map([...world.groups, [id, fewer]]) };
      }
    }
  }
  for (const [id, role] of world.roles) {
    for (const one of role.includes) {
      const fewer = { ...role, includes: role.includes.filter((other) => other !== one) };
      yield { ...world, roles: new Map([...world.roles, [id, fewer]]) };
    }
    for (const one of role.permissions.toList()) {
      const fewer = { ...role, permissions: role.permissions.minus(PermissionSet.of(one)) };
      yield { ...world, roles: new Map([...world.roles, [id, fewer]]) };
    }
  }
  for (const [id, binding] of world.bindings) {
    for (const end of ["notBefore", "expiresAt"] as const) {
      if (binding[end] !== null)
        yield { ...world, bindings: new Map([...world.bindings, [id, { ...binding, [end]: null }]]) };
    }
  }
}
