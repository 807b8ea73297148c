import {
  type AccessState,
  type Binding,
  builtInRoles,
  type Group,
  type Key,
  type Permission,
  PermissionSet,
  type PolicyChange,
  type Principal,
  permissionCatalogue,
  permissions,
  type Restriction,
  type Role,
  resourceKinds,
  type ScopeNode,
} from "../src/index.ts";
import type { Random } from "./random.ts";

const people = ["ada", "bo", "cy", "dee", "eli"] as const;
const accounts = ["bot", "crawler"] as const;
export const principalIds: readonly string[] = [...people, ...accounts];
const groupIds = ["@a", "@b", "@c", "@d"] as const;
const customRoleIds = ["role-1", "role-2", "role-3", "role-4"] as const;
const restrictionIds = ["no-1", "no-2", "no-3"] as const;
export const keyIds = ["key-1", "key-2", "key-3", "key-4"] as const;
const moments = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"].map((day) => `${day}T00:00:00.000Z`);
const [first = "", , , last = ""] = moments;
export const times: readonly number[] = moments.map((moment) => Date.parse(moment));

/** Those about which most is decided: each category, each rule about scopes and requirements is among them. */
export const busyPermissions: readonly Permission[] = [
  "prompt:use",
  "prompt:view",
  "prompt:edit",
  "prompt:review",
  "prompt:publish",
  "workflow:view",
  "dataset:view",
  "dataset:delete",
  "evaluation:edit",
  "evaluation:delete",
  "workspace:update",
  "folder:manage",
  "binding:manage",
  "restriction:manage",
  "access:view",
  "release:break-glass",
  "organization:update",
  "role:manage",
];

/** The organization, two workspaces, folders three deep, resources of every kind. */
const places: readonly (readonly [id: string, parentId: string | null, type: ScopeNode["type"]])[] = [
  ["org", null, "organization"],
  ["dev", "org", "workspace"],
  ["prod", "org", "workspace"],
  ["dev/f", "dev", "folder"],
  ["dev/f/g", "dev/f", "folder"],
  ["dev/f/g/h", "dev/f/g", "folder"],
  ["prod/f", "prod", "folder"],
  ["dev/1", "dev", "resource"],
  ["dev/f/2", "dev/f", "resource"],
  ["dev/f/g/3", "dev/f/g", "resource"],
  ["dev/f/g/h/4", "dev/f/g/h", "resource"],
  ["prod/5", "prod", "resource"],
  ["prod/f/6", "prod/f", "resource"],
];
export const scopeIds: readonly string[] = places.map(([id]) => id);

/** A random organization, cycles and unknown names included. */
export function randomWorld(random: Random): AccessState {
  return {
    organizationId: "org",
    revision: random.below(1000),
    principals: byId(principalIds.map((id) => aPrincipal(random, id))),
    groups: byId(groupIds.map((id) => aGroup(random, id))),
    roles: byId(customRoleIds.map((id) => aRole(random, id))),
    bindings: byId(Array.from({ length: 6 + random.below(8) }, (_, n) => aBinding(random, `b-${n}`))),
    restrictions: byId(random.some(restrictionIds, 0.5).map((id) => aRestriction(random, id))),
    scopes: byId(places.map(([id]) => aScope(random, id))),
    keys: byId(keyIds.map((id) => aKey(random, id))),
  };
}

/** A random change of a world: one row put in, replaced or taken out. */
export function randomChange(random: Random, world: AccessState): PolicyChange {
  const binding = random.pick([...world.bindings.keys(), "b-0"]);
  const groupId = random.pick([...world.groups.keys(), "@a"]);
  const principalId = random.pick(principalIds);
  const member = random.pick([...(world.groups.get(groupId)?.memberIds ?? []), principalId]);
  const changes: readonly (() => PolicyChange)[] = [
    () => ({ set: "binding", row: aBinding(random, `b-${random.below(20)}`) }),
    () => ({ set: "binding", row: aBinding(random, `b-${random.below(20)}`) }),
    () => ({ set: "binding", row: aBinding(random, binding) }),
    () => ({ remove: "binding", id: binding }),
    () => ({ set: "role", row: aRole(random, random.pick(customRoleIds)) }),
    () => ({ remove: "role", id: random.pick(customRoleIds) }),
    () => ({ set: "group", row: aGroup(random, random.pick(groupIds)) }),
    () => ({ remove: "group", id: random.pick(groupIds) }),
    () => ({ join: groupId, principalId }),
    () => ({ leave: groupId, principalId }),
    () => ({ leave: groupId, principalId: member }),
    () => ({ set: "principal", row: aPrincipal(random, principalId) }),
    () => ({ remove: "principal", id: principalId }),
    () => ({ set: "restriction", row: aRestriction(random, random.pick(restrictionIds)) }),
    () => ({ remove: "restriction", id: random.pick(restrictionIds) }),
    () => ({ set: "scope", row: moved(random, aScope(random, random.pick(folderIds))) }),
    () => ({ set: "scope", row: aScope(random, random.pick(scopeIds)) }),
    () => ({ remove: "scope", id: random.pick(random.chance(0.1) ? scopeIds : folderIds) }),
    () => ({ set: "key", row: aKey(random, random.pick(keyIds)) }),
    () => ({ remove: "key", id: random.pick(keyIds) }),
  ];
  return random.pick(changes)();
}

/** The world after a change, made the plain way. */
export function changedWorld(world: AccessState, change: PolicyChange): AccessState {
  if ("join" in change || "leave" in change) {
    const id = "join" in change ? change.join : change.leave;
    const group = world.groups.get(id);
    if (group === undefined) return world;
    const others = group.memberIds.filter((member) => member !== change.principalId);
    const memberIds = "join" in change ? [...others, change.principalId] : others;
    return { ...world, groups: new Map([...world.groups, [id, { ...group, memberIds }]]) };
  }
  const table = `${"set" in change ? change.set : change.remove}s` as const;
  const rows = new Map<string, unknown>(world[table]);
  if ("set" in change) rows.set(change.row.id, change.row);
  else rows.delete(change.id);
  return { ...world, [table]: rows };
}

function aPrincipal(random: Random, id: string): Principal {
  const active = !random.chance(0.16);
  if (people.some((person) => person === id)) return { type: "user", id, active, localSignIn: random.chance(0.8) };
  return { type: "service-account", id, active, homeScopeId: "org", responsibleIds: ["ada"] };
}

function aGroup(random: Random, id: string): Group {
  const others = groupIds.filter((other) => other !== id || random.chance(0.05));
  return { id, memberIds: random.some(principalIds, 0.2), groupIds: random.some(others, 0.3) };
}

function aRole(random: Random, id: string): Role {
  const size = 1 + random.below(3);
  const own = Array.from({ length: size }, () => random.pick(random.chance(0.8) ? busyPermissions : permissions));
  const further = customRoleIds.filter((other) => other > id || random.chance(0.02));
  const included = [
    ...random.some(further, 0.6),
    ...(random.chance(0.15) ? [random.pick([...builtInRoles.keys()])] : []),
  ];
  return {
    id,
    name: id,
    description: "",
    builtIn: false,
    // Mostly with what is required, or hardly anything would be allowed.
    permissions: PermissionSet.of(...own, ...(random.chance(0.7) ? own.flatMap(requirementsOf) : [])),
    includes: included,
  };
}

function requirementsOf(permission: Permission): readonly Permission[] {
  return permissionCatalogue[permission].requires;
}

function aBinding(random: Random, id: string): Binding {
  const timed = random.chance(0.4);
  const [from, to] = [random.below(4), random.below(4)];
  const roles = [
    ...customRoleIds,
    ...customRoleIds,
    "role-1",
    "role-1",
    "role-1",
    "role-2",
    "role-2",
    ...builtInRoles.keys(),
    ...(random.chance(0.05) ? ["no-role"] : []),
  ];
  return {
    id,
    holder: random.chance(0.6)
      ? { type: "group", id: random.pick(groupIds) }
      : { type: "principal", id: random.pick(principalIds) },
    roleId: random.pick(roles),
    scopeId: random.pick([...scopeIds, ...folderIds, ...folderIds]),
    notBefore: timed && random.chance(0.6) ? (moments[from] ?? first) : null,
    expiresAt: timed && random.chance(0.6) ? (moments[to] ?? last) : null,
  };
}

function aRestriction(random: Random, id: string): Restriction {
  const removed = random.some(permissions, 0.31);
  return { id, scopeId: random.pick(scopeIds), permissions: PermissionSet.of(...removed) };
}

function aKey(random: Random, id: string): Key {
  const permitted = random.chance(0.4) ? PermissionSet.all : PermissionSet.of(...random.some(permissions, 0.7));
  return {
    id,
    principalId: random.pick(principalIds),
    createdBy: "ada",
    permissions: permitted,
    scopeIds: random.chance(0.6) ? ["org"] : random.some(scopeIds, 0.25),
    labels: random.chance(0.7) ? null : random.some(["production", "stag*", "v.1", "*"], 0.5),
    active: !random.chance(0.05),
  };
}

function aScope(random: Random, id: string): ScopeNode {
  const [, parentId = null, type = "folder"] = places.find(([one]) => one === id) ?? [];
  const name = random.chance(0.8) ? (id.split("/").at(-1) ?? id) : random.pick(["x", "y", "2"]);
  const common = { id, parentId, name, archived: id !== "org" && random.chance(0.015) };
  if (type !== "resource") return { type, ...common };
  return { type, ...common, kind: resourceKinds[places.findIndex(([one]) => one === id) % 4] ?? "prompt" };
}

/** The scope somewhere else, also where it cannot be. */
function moved(random: Random, scope: ScopeNode): ScopeNode {
  return scope.parentId === null ? scope : { ...scope, parentId: random.pick([...scopeIds, "nowhere"]) };
}

const folderIds = scopeIds.filter((id) => id.includes("/"));

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}
