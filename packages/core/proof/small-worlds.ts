import { type AccessState, type Binding, type Permission, PermissionSet, type PolicyQuestion } from "../src/index.ts";
import { check, type PolicyClass } from "./comparison.ts";
import { mayAt } from "./oracle.ts";

/**
 * Every small world there is: two users, a group, a key, an organization with a workspace, a folder and a resource, two roles,
 * up to two bindings of anybody to any role anywhere, each expired or not, and a restriction anywhere or nowhere.
 */
export function* smallWorlds(): Iterable<AccessState> {
  const bindings = [...allBindings()];
  for (const members of [[], ["one"], ["two"], ["one", "two"]]) {
    for (const restrictedAt of [null, ...scopeIds]) {
      yield worldOf(members, restrictedAt, []);
      for (const [index, first] of bindings.entries()) {
        yield worldOf(members, restrictedAt, [first]);
        for (const second of bindings.slice(index + 1)) yield worldOf(members, restrictedAt, [first, second]);
      }
    }
  }
}

/** Asks everything of each world. Only every `step`th world where it must be quick. */
export function proveSmallWorlds(
  policies: PolicyClass,
  step = 1,
): { readonly worlds: number; readonly comparisons: number } {
  let worlds = 0;
  let comparisons = 0;
  for (const [number, world] of [...smallWorlds()].entries()) {
    if (number % step !== 0) continue;
    worlds += 1;
    const policy = policies.of(world);
    for (const question of questions) {
      comparisons += 1;
      const allowed = check(policy, question).allowed;
      if (allowed !== mayAt(world, question)) {
        throw new Error(
          `Small world ${number} disagrees about ${JSON.stringify(question)}: the policy says ${allowed}.`,
        );
      }
    }
  }
  return { worlds, comparisons };
}

const scopeIds = ["org", "ws", "folder", "prompt"] as const;
const now = Date.parse("2026-02-01T00:00:00.000Z");
const asked: readonly Permission[] = ["prompt:view", "prompt:edit", "folder:manage", "organization:update"];

const questions: readonly PolicyQuestion[] = ["one", "two"].flatMap((principalId) =>
  [undefined, "key"].flatMap((keyId) =>
    scopeIds.flatMap((scopeId) => asked.map((permission) => ({ principalId, keyId, scopeId, permission, at: now }))),
  ),
);

function* allBindings(): Iterable<Binding> {
  for (const id of ["one", "two", "group"]) {
    for (const roleId of ["reads", "organization.owner"]) {
      for (const scopeId of scopeIds) {
        for (const expiresAt of [null, "2026-01-01T00:00:00.000Z"]) {
          const holder = { type: id === "group" ? ("group" as const) : ("principal" as const), id };
          yield { id: `${id} ${roleId} ${scopeId} ${expiresAt}`, holder, roleId, scopeId, notBefore: null, expiresAt };
        }
      }
    }
  }
}

function worldOf(memberIds: readonly string[], restrictedAt: string | null, bindings: readonly Binding[]): AccessState {
  const user = (id: string) => ({ type: "user" as const, id, active: true, localSignIn: true });
  const place = (id: string, type: "organization" | "workspace" | "folder", parentId: string | null) => {
    return { id, type, parentId, name: id, archived: false };
  };
  const removed = PermissionSet.of("prompt:view", "folder:manage", "organization:update");
  return {
    organizationId: "org",
    revision: 1,
    principals: new Map([user("one"), user("two")].map((one) => [one.id, one])),
    groups: new Map([["group", { id: "group", memberIds, groupIds: [] }]]),
    roles: new Map([
      [
        "reads",
        {
          id: "reads",
          name: "reads",
          description: "",
          builtIn: false,
          permissions: PermissionSet.of("prompt:view", "prompt:edit", "folder:manage"),
          includes: [],
        },
      ],
    ]),
    bindings: new Map(bindings.map((binding) => [binding.id, binding])),
    restrictions: new Map(
      restrictedAt === null ? [] : [["no", { id: "no", scopeId: restrictedAt, permissions: removed }]],
    ),
    scopes: new Map(
      [
        place("org", "organization", null),
        place("ws", "workspace", "org"),
        place("folder", "folder", "ws"),
        { ...place("prompt", "folder", "folder"), type: "resource" as const, kind: "prompt" as const },
      ].map((scope) => [scope.id, scope]),
    ),
    keys: new Map([
      [
        "key",
        {
          id: "key",
          principalId: "one",
          createdBy: "one",
          permissions: PermissionSet.of("prompt:view", "prompt:edit"),
          scopeIds: ["folder"],
          labels: null,
          active: true,
        },
      ],
    ]),
  };
}
