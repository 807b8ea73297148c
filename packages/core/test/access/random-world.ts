import fc from "fast-check";
import {
  type AccessState,
  type Binding,
  builtInRoles,
  type Key,
  type Permission,
  PermissionSet,
  permissions,
  type ScopeNode,
} from "../../src/index.ts";
import { BEFORE, bot, container, group, LATER, MUCH_LATER, NOW, user, without, withParts, world } from "./world.ts";

export const principalIds = ["ada", "bo", "cy", "bot", "robot"] as const;
const groupIds = ["@one", "@two", "@three"] as const;
const customRoleIds = ["custom-1", "custom-2", "custom-3"] as const;
export const scopeIds = [
  "acme",
  "dev",
  "dev/support",
  "dev/support/tone",
  "dev/support/tone/refund",
  "prod",
  "prod/rows",
] as const;
export const moments = [BEFORE, NOW, LATER, MUCH_LATER] as const;

// Few enough that random worlds meet: every category, every rule about scopes and requirements is among them.
export const busyPermissions: readonly Permission[] = [
  "prompt:use",
  "prompt:view",
  "prompt:edit",
  "prompt:publish",
  "dataset:view",
  "dataset:review",
  "workspace:update",
  "binding:manage",
  "restriction:manage",
  "key:manage",
  "access:view",
  "release:break-glass",
  "organization:update",
  "role:manage",
];

export const aPermission = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...busyPermissions) },
  { weight: 1, arbitrary: fc.constantFrom(...permissions) },
);
export const somePermissions = fc
  .uniqueArray(aPermission, { maxLength: 8 })
  .map((members) => PermissionSet.of(...members));
export const aPrincipalId = fc.constantFrom(...principalIds);
const aGroupId = fc.constantFrom(...groupIds);
export const aScopeId = fc.constantFrom(...scopeIds);
export const aMoment = fc.constantFrom(...moments);
const aRoleId = fc.constantFrom(...builtInRoles.keys(), ...customRoleIds, ...customRoleIds, "unknown-role");
const mostly = fc.oneof({ weight: 7, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) });

export const aBinding: fc.Arbitrary<Binding> = fc.record({
  id: fc.integer({ min: 0, max: 99_999 }).map((n) => `binding-${n}`),
  holder: fc.oneof(
    fc.record({ type: fc.constant("principal" as const), id: aPrincipalId }),
    fc.record({ type: fc.constant("group" as const), id: aGroupId }),
  ),
  roleId: aRoleId,
  scopeId: aScopeId,
  notBefore: fc.option(aMoment, { freq: 2 }),
  expiresAt: fc.option(aMoment, { freq: 2 }),
});

const aRole = (id: string) =>
  fc.record({
    id: fc.constant(id),
    name: fc.constant(id),
    description: fc.constant(""),
    builtIn: fc.constant(false),
    permissions: somePermissions,
    includes: fc.uniqueArray(aRoleId, { maxLength: 2 }),
  });

export const aKey: fc.Arbitrary<Key> = fc.record({
  id: fc.constantFrom("key-1", "key-2"),
  principalId: aPrincipalId,
  createdBy: aPrincipalId,
  permissions: fc.oneof(fc.constant(PermissionSet.all), somePermissions),
  scopeIds: fc.uniqueArray(aScopeId, { maxLength: 3 }),
  labels: fc.option(fc.uniqueArray(fc.constantFrom("production", "stag*", "*.1"), { maxLength: 2 })),
  active: mostly,
});

export const aRestriction = fc.record({
  id: fc.constantFrom("restriction-1", "restriction-2", "restriction-3"),
  scopeId: aScopeId,
  permissions: somePermissions,
});

const aGroup = (id: string) =>
  fc.record({
    id: fc.constant(id),
    memberIds: fc.uniqueArray(aPrincipalId, { maxLength: 3 }),
    groupIds: fc.uniqueArray(aGroupId, { maxLength: 2 }),
  });

/** An organization of the standard scopes with anything in it: cycles, expired and unknown things included. */
export const aWorld: fc.Arbitrary<AccessState> = fc
  .record({
    principals: fc.tuple(
      ...(["ada", "bo", "cy"] as const).map((id) =>
        fc.record({ active: mostly, localSignIn: mostly }).map((flags) => user(id, flags)),
      ),
      ...(["bot", "robot"] as const).map((id) =>
        fc
          .record({
            home: fc.constantFrom("acme", "dev", "prod"),
            people: fc.uniqueArray(aPrincipalId, { maxLength: 1 }),
          })
          .map(({ home, people }) => bot(id, home, people)),
      ),
    ),
    groups: fc.tuple(...groupIds.map(aGroup)),
    roles: fc.tuple(...customRoleIds.map(aRole)),
    bindings: fc.array(aBinding, { maxLength: 10 }),
    restrictions: fc.array(aRestriction, { maxLength: 2 }),
    keys: fc.array(aKey, { maxLength: 2 }),
    archived: fc.oneof(
      { weight: 3, arbitrary: fc.constant<readonly string[]>([]) },
      { weight: 1, arbitrary: fc.uniqueArray(aScopeId, { maxLength: 2 }).map((ids): readonly string[] => ids) },
    ),
  })
  .map(({ archived, ...parts }) => {
    const state = world(parts);
    const scopes = [...state.scopes.values()].map((scope) => ({ ...scope, archived: archived.includes(scope.id) }));
    return withParts(state, { scopes });
  });

/** One write to access: whatever changes who may do what. */
export const aWrite: fc.Arbitrary<(state: AccessState) => AccessState> = fc.oneof(
  aBinding.map((binding) => (state: AccessState) => withParts(state, { bindings: [binding] })),
  fc.record({ nth: fc.nat(9), binding: aBinding }).map(({ nth, binding }) => (state: AccessState) => {
    const old = [...state.bindings.values()][nth];
    const { notBefore, expiresAt } = binding;
    return old === undefined ? state : withParts(state, { bindings: [{ ...old, notBefore, expiresAt }] });
  }),
  fc.nat(9).map((nth) => (state: AccessState) => {
    return { ...state, bindings: without(state.bindings, [...state.bindings.keys()][nth] ?? "") };
  }),
  fc
    .constantFrom(...customRoleIds)
    .chain(aRole)
    .map((role) => (state: AccessState) => withParts(state, { roles: [role] })),
  aGroupId.chain(aGroup).map((changed) => (state: AccessState) => withParts(state, { groups: [changed] })),
  fc.record({ id: aGroupId, memberId: aPrincipalId }).map(({ id, memberId }) => (state: AccessState) => {
    const old = state.groups.get(id) ?? group(id, []);
    return withParts(state, { groups: [{ ...old, memberIds: [...old.memberIds, memberId] }] });
  }),
  fc.record({ id: aPrincipalId, active: fc.boolean() }).map(({ id, active }) => (state: AccessState) => {
    const old = state.principals.get(id);
    return old === undefined ? state : withParts(state, { principals: [{ ...old, active }] });
  }),
  fc.record({ id: aScopeId, archived: fc.boolean() }).map(({ id, archived }) => (state: AccessState) => {
    const old = state.scopes.get(id);
    return old === undefined ? state : withParts(state, { scopes: [{ ...old, archived }] });
  }),
  fc.constantFrom("restriction-1", "restriction-2", "restriction-3").map((id) => (state: AccessState) => {
    return { ...state, restrictions: without(state.restrictions, id) };
  }),
  fc
    .record({ id: fc.constantFrom("new-person", "ada"), groupId: aGroupId, binding: aBinding })
    .map(({ id, groupId, binding }) => (state: AccessState) => {
      const old = state.groups.get(groupId) ?? group(groupId, []);
      return withParts(state, {
        principals: [user(id)],
        groups: [{ ...old, memberIds: [...old.memberIds, id] }],
        bindings: [{ ...binding, holder: { type: "principal", id } }],
      });
    }),
  fc
    .constantFrom<ScopeNode>(
      container("dev/support/tone", "folder", "prod"),
      container("dev/support/tone", "folder", "dev"),
      container("dev/support", "folder", "prod"),
      container("prod/new", "folder", "prod"),
    )
    .chain((scope) =>
      aBinding.map((binding) => (state: AccessState) => {
        return withParts(state, {
          scopes: [scope],
          bindings: scope.id === "prod/new" ? [{ ...binding, scopeId: scope.id }] : [],
        });
      }),
    ),
);
