import { newEnforcer, newModelFromString } from "casbin";
import type { Contender } from "../contender.ts";
import type { World } from "../world.ts";
import { eachBinding } from "./map-of-sets.ts";

const model = `
[request_definition]
r = sub, dom, act
[policy_definition]
p = sub, act
[role_definition]
g = _, _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g(r.sub, p.sub, r.dom)
`;

/** casbin with roles in domains; the cheap comparison comes first in its matcher. */
export async function casbin(world: World): Promise<Contender> {
  const enforcer = await newEnforcer(newModelFromString(model));
  enforcer.enableAutoBuildRoleLinks(false);
  const granted = world.roles.flatMap(({ id, permissions }) => permissions.map((permission) => [id, permission]));
  await enforcer.addPolicies(granted);
  const bindings: string[][] = [];
  eachBinding(world, (userId, workspaceId, roleName) => bindings.push([userId, roleName, workspaceId]));
  await enforcer.addGroupingPolicies(bindings);
  await enforcer.buildRoleLinks();
  return {
    name: "casbin",
    answer({ principalIds, permissions, workspaceIds }, answers) {
      for (let index = 0; index < principalIds.length; index += 1) {
        const allowed = enforcer.enforceSync(principalIds[index], workspaceIds[index], permissions[index]);
        answers[index] = allowed ? 1 : 0;
      }
    },
  };
}
