import {
  type AccessState,
  type KindAction,
  type Permission,
  type PolicyQuestion,
  permissionCatalogue,
  permissions,
  type ResourceQuestion,
  roleMasks,
} from "../src/index.ts";
import type { Random } from "./random.ts";
import { busyPermissions, keyIds, principalIds, scopeIds, times } from "./world-generator.ts";

/** What is asked of a policy and of the oracle. */
export type ProofQuestion =
  | { readonly type: "check" | "explain" | "permissions"; readonly question: PolicyQuestion }
  | { readonly type: "many"; readonly questions: readonly PolicyQuestion[] }
  | {
      readonly type: "resources";
      readonly asker: { readonly principalId: string; readonly keyId?: string };
      readonly at: number;
      readonly question: ResourceQuestion;
      /** How many a page has. */
      readonly page: number;
    }
  | {
      readonly type: "principals";
      readonly permission: Permission;
      readonly scopeId: string;
      readonly at: number;
      readonly page: number;
    };

/** A random question about a world, most of them about something that is there. */
export function randomQuestion(random: Random, world: AccessState): ProofQuestion {
  const dice = random.below(1000);
  if (dice < 850) return { type: "check", question: aQuestion(random, world) };
  if (dice < 880) return { type: "many", questions: Array.from({ length: 4 }, () => aQuestion(random, world)) };
  if (dice < 930) return { type: "explain", question: aQuestion(random, world) };
  if (dice < 940) return { type: "permissions", question: aQuestion(random, world) };
  if (dice < 970) return aListing(random);
  const { permission, scopeId, at } = aQuestion(random, world);
  const known = permissions.find((one) => one === permission) ?? "prompt:use";
  return { type: "principals", permission: known, scopeId, at, page: 1 + random.below(6) };
}

/**
 * A question that begins at a binding: somebody whom it may reach, somewhere at or below its scope, something that its role
 * may give there. One in twelve is about anybody, anywhere, anything.
 */
function aQuestion(random: Random, world: AccessState): PolicyQuestion {
  const bindings = [...world.bindings.values()];
  if (bindings.length === 0 || random.chance(0.05)) {
    return withKey(random, world, {
      principalId: random.pick([...principalIds, "nobody"]),
      permission: random.chance(0.05) ? "prompt:guess" : random.pick(permissions),
      scopeId: random.pick([...scopeIds, "nowhere"]),
      at: random.chance(0.03) ? Number.NaN : random.pick(times),
    });
  }
  const likelyBindings = [random.pick(bindings), random.pick(bindings), random.pick(bindings)];
  const reaching = likelyBindings.find(({ roleId }) => !roleMasks(world.roles, roleId).may.isEmpty);
  const { holder, roleId, scopeId } = reaching ?? random.pick(bindings);
  const principalId = holder.type === "principal" ? holder.id : random.pick(membersOf(world, holder.id));
  const below = scopeIds.filter((id) => isWithin(world, id, scopeId));
  const target = random.pick(below.length === 0 ? scopeIds : below);
  const scope = world.scopes.get(target);
  const here = (permission: Permission): boolean =>
    scope !== undefined &&
    permissionCatalogue[permission].scopes.includes(scope.type) &&
    (scope.type !== "resource" || permission.startsWith(`${scope.kind}:`));
  const named = roleMasks(world.roles, roleId).may.toList().filter(here);
  const likely = named.length > 0 && random.chance(0.98) ? named : busyPermissions.filter(here);
  const at = random.chance(0.01) ? Number.NaN : random.pick(times);
  const permission = random.pick(likely.length === 0 ? busyPermissions : likely);
  return withKey(random, world, { principalId, permission, scopeId: target, at });
}

function withKey(random: Random, world: AccessState, question: PolicyQuestion): PolicyQuestion {
  if (!random.chance(0.72)) return question;
  const own = [...world.keys.values()].filter(({ principalId }) => principalId === question.principalId);
  if (own.length === 0 && random.chance(0.9)) return question;
  const keyId = own.length > 0 && random.chance(0.95) ? random.pick(own).id : random.pick([...keyIds, "no-key"]);
  return random.chance(0.3)
    ? { ...question, keyId, label: random.pick(["production", "staging", "v.1"]) }
    : { ...question, keyId };
}

function aListing(random: Random): ProofQuestion {
  const keyId = random.chance(0.2) ? random.pick(keyIds) : undefined;
  const actions: readonly (readonly KindAction[])[] = [["view"], ["use", "view"], ["edit"], ["publish"]];
  const within = random.chance(0.4) ? random.pick(scopeIds) : undefined;
  const prefix = random.chance(0.4)
    ? random.pick(["f", "f/", "f/g", "f/2", "x", "dev/f", "dev", "prod/f/6", ""])
    : undefined;
  return {
    type: "resources",
    asker: { principalId: random.pick(principalIds), ...(keyId === undefined ? {} : { keyId }) },
    at: random.pick(times),
    question: {
      actions: random.pick(actions),
      ...(random.chance(0.3) ? { kinds: ["prompt", "dataset"] } : {}),
      ...(within === undefined ? {} : { within }),
      ...(prefix === undefined ? {} : { prefix }),
    },
    page: 1 + random.below(4),
  };
}

/** Everybody in a group or in what is in it; anybody where it is empty. */
function membersOf(world: AccessState, groupId: string): readonly string[] {
  const groups = new Set([groupId]);
  for (const id of groups) for (const inner of world.groups.get(id)?.groupIds ?? []) groups.add(inner);
  const members = [...groups].flatMap((id) => world.groups.get(id)?.memberIds ?? []);
  return members.length === 0 ? principalIds : members;
}

function isWithin(world: AccessState, scopeId: string, aboveId: string): boolean {
  const seen = new Set<string>();
  for (let id: string | null = scopeId; id !== null && !seen.has(id); id = world.scopes.get(id)?.parentId ?? null) {
    if (id === aboveId) return true;
    seen.add(id);
  }
  return false;
}
