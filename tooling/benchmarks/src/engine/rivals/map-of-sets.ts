import type { Contender } from "../contender.ts";
import type { World } from "../world.ts";

/** The baseline, written by hand: the role of a user in a workspace, and the permissions of a role. */
export function mapOfSets(world: World): Contender {
  const roleNames = new Map<string, string>();
  const permissionsOf = new Map<string, Set<string>>();
  for (const { id, permissions } of world.roles) permissionsOf.set(id, new Set(permissions));
  eachBinding(world, (userId, workspaceId, roleName) => roleNames.set(`${userId}|${workspaceId}`, roleName));
  return {
    name: "Map of Sets",
    answer({ principalIds, permissions, workspaceIds }, answers) {
      for (let index = 0; index < principalIds.length; index += 1) {
        const roleName = roleNames.get(`${principalIds[index]}|${workspaceIds[index]}`);
        const held = roleName === undefined ? undefined : permissionsOf.get(roleName);
        const permission = permissions[index];
        answers[index] = held !== undefined && permission !== undefined && held.has(permission) ? 1 : 0;
      }
    },
  };
}

/** Tells every binding of a world with strings of its own. */
export function eachBinding(world: World, tell: (userId: string, workspaceId: string, roleName: string) => void): void {
  const { principals, workspaces, roles, principalOf, workspaceOf, roleOf } = world;
  for (let binding = 0; binding < principalOf.length; binding += 1) {
    const role = roles[roleOf[binding] ?? 0]?.id ?? "";
    tell(principals.fresh(principalOf[binding] ?? 0), workspaces.fresh(workspaceOf[binding] ?? 0), role);
  }
}
