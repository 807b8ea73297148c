import { permissions as allPermissions } from "@countersign/core";
import { createAccessControl } from "better-auth/plugins/access";
import type { Contender } from "../contender.ts";
import type { World } from "../world.ts";
import { eachBinding } from "./map-of-sets.ts";
import { partsOf } from "./parts-of.ts";

/** better-auth's access control knows roles and their statements; which role a user has where is looked up in a map of ours. */
export function betterAuth(world: World): Contender {
  const control = createAccessControl(statementsOf(allPermissions));
  const roles = new Map(world.roles.map(({ id, permissions }) => [id, control.newRole(statementsOf(permissions))]));
  const requests = new Map(
    allPermissions.map((permission) => {
      const { resource, action } = partsOf(permission);
      return [permission, { [resource]: [action] }];
    }),
  );
  const roleNames = new Map<string, string>();
  eachBinding(world, (userId, workspaceId, roleName) => roleNames.set(`${userId}|${workspaceId}`, roleName));
  return {
    name: "better-auth access control",
    answer({ principalIds, permissions, workspaceIds }, answers) {
      for (let index = 0; index < principalIds.length; index += 1) {
        const roleName = roleNames.get(`${principalIds[index]}|${workspaceIds[index]}`);
        const role = roleName === undefined ? undefined : roles.get(roleName);
        const permission = permissions[index];
        const request = permission === undefined ? undefined : requests.get(permission);
        answers[index] = role !== undefined && request !== undefined && role.authorize(request).success ? 1 : 0;
      }
    },
  };
}

function statementsOf(permissions: Iterable<(typeof allPermissions)[number]>): Record<string, string[]> {
  const statements: Record<string, string[]> = {};
  for (const permission of permissions) {
    const { resource, action } = partsOf(permission);
    const actions = statements[resource] ?? [];
    actions.push(action);
    statements[resource] = actions;
  }
  return statements;
}
