import { type AnyMongoAbility, createMongoAbility } from "@casl/ability";
import type { Contender } from "../contender.ts";
import type { World } from "../world.ts";
import { eachBinding } from "./map-of-sets.ts";

/**
 * CASL at its most compact: one ability a role, and for each user a map from workspaces to the abilities that he has there.
 * No key is joined and no rule stands twice.
 */
export function caslByRole(world: World): Contender {
  const abilityOf = new Map(
    world.roles.map(({ id, permissions }) => [id, createMongoAbility([{ action: [...permissions], subject: "all" }])]),
  );
  const abilities = new Map<string, Map<string, AnyMongoAbility>>();
  eachBinding(world, (userId, workspaceId, roleName) => {
    const ability = abilityOf.get(roleName);
    if (ability === undefined) return;
    const own = abilities.get(userId) ?? new Map<string, AnyMongoAbility>();
    own.set(workspaceId, ability);
    abilities.set(userId, own);
  });
  return {
    name: "@casl/ability, one ability a role",
    answer({ principalIds, permissions, workspaceIds }, answers) {
      for (let index = 0; index < principalIds.length; index += 1) {
        const [principalId, permission, workspaceId] = [principalIds[index], permissions[index], workspaceIds[index]];
        if (principalId === undefined || permission === undefined || workspaceId === undefined) continue;
        const ability = abilities.get(principalId)?.get(workspaceId);
        answers[index] = ability?.can(permission, "all") === true ? 1 : 0;
      }
    },
  };
}

/** CASL as its guide has it: one ability a user, whose rules name permissions and workspaces. */
export function caslByUser(world: World): Contender {
  const permissionsOf = new Map(world.roles.map(({ id, permissions }) => [id, [...permissions]]));
  const rules = new Map<string, { action: string[]; subject: string }[]>();
  eachBinding(world, (userId, workspaceId, roleName) => {
    const own = rules.get(userId) ?? [];
    own.push({ action: permissionsOf.get(roleName) ?? [], subject: workspaceId });
    rules.set(userId, own);
  });
  const abilities = new Map([...rules].map(([userId, own]) => [userId, createMongoAbility(own)]));
  return {
    name: "@casl/ability, one ability a user",
    answer({ principalIds, permissions, workspaceIds }, answers) {
      for (let index = 0; index < principalIds.length; index += 1) {
        const [principalId, permission, workspaceId] = [principalIds[index], permissions[index], workspaceIds[index]];
        if (principalId === undefined || permission === undefined || workspaceId === undefined) continue;
        answers[index] = abilities.get(principalId)?.can(permission, workspaceId) === true ? 1 : 0;
      }
    },
  };
}
