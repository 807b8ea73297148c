import { AccessControl } from "accesscontrol";
import type { Contender } from "../contender.ts";
import type { World } from "../world.ts";
import { eachBinding } from "./map-of-sets.ts";
import { partsOf } from "./parts-of.ts";

/** accesscontrol knows roles and what they grant; which role a user has where is looked up in a map of ours. */
export function accessControl(world: World): Contender {
  const control = new AccessControl();
  for (const { id, permissions } of world.roles) {
    const access = control.grant(id);
    for (const permission of permissions) {
      const { resource, action } = partsOf(permission);
      access.action(action, resource);
    }
  }
  control.lock();
  const roleNames = new Map<string, string>();
  eachBinding(world, (userId, workspaceId, roleName) => roleNames.set(`${userId}|${workspaceId}`, roleName));
  return {
    name: "accesscontrol",
    answer({ principalIds, permissions, workspaceIds }, answers) {
      for (let index = 0; index < principalIds.length; index += 1) {
        const roleName = roleNames.get(`${principalIds[index]}|${workspaceIds[index]}`);
        const permission = permissions[index];
        answers[index] = 0;
        if (roleName === undefined || permission === undefined) continue;
        const { resource, action } = partsOf(permission);
        if (control.can(roleName).action(action, resource).granted) answers[index] = 1;
      }
    },
  };
}
