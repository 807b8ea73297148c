import { describe, expect, test } from "vitest";
import {
  type AccessState,
  authorize,
  type DenialReason,
  kindPermission,
  type Permission,
  permissionsOn,
  type Question,
  rolesHeldOn,
} from "../../src/index.ts";
import {
  BEFORE,
  bind,
  bot,
  container,
  group,
  key,
  LATER,
  MUCH_LATER,
  NOW,
  type Parts,
  restrict,
  role,
  user,
  withParts,
  world,
} from "./world.ts";

interface Case {
  readonly name: string;
  readonly given: Parts;
  readonly asked?: Partial<Question>;
  readonly expected: "allow" | DenialReason;
  /** The missing permission, where it is not the asked one. */
  readonly missing?: Permission;
}

const refund = "dev/support/tone/refund";
const ask = (state: AccessState, asked: Partial<Question> = {}) =>
  authorize(state, { principalId: "ada", permission: "prompt:view", scopeId: refund, at: NOW, ...asked });

const editor = bind("ada", "workspace.editor", "dev");

const cases: readonly Case[] = [
  { name: "I1 nothing is bound", given: {}, expected: "no-binding" },
  { name: "bound at the resource", given: { bindings: [bind("ada", "workspace.viewer", refund)] }, expected: "allow" },
  {
    name: "bound at a folder above",
    given: { bindings: [bind("ada", "workspace.viewer", "dev/support")] },
    expected: "allow",
  },
  { name: "bound at the workspace", given: { bindings: [editor] }, expected: "allow" },
  {
    name: "bound at the organization",
    given: { bindings: [bind("ada", "workspace.viewer", "acme")] },
    expected: "allow",
  },
  {
    name: "I4 bound in another workspace",
    given: { bindings: [bind("ada", "workspace.viewer", "prod")] },
    expected: "no-binding",
  },
  {
    name: "I4 bound below, asked above",
    given: { bindings: [bind("ada", "workspace.viewer", refund)] },
    asked: { scopeId: "dev/support" },
    expected: "no-binding",
  },
  {
    name: "bound to somebody else",
    given: { bindings: [bind("bo", "workspace.viewer", "dev")] },
    expected: "no-binding",
  },
  {
    name: "bound to a group he is in",
    given: { groups: [group("@g", ["ada"])], bindings: [bind("@g", "workspace.viewer", "dev")] },
    expected: "allow",
  },
  {
    name: "bound to a group around his",
    given: {
      groups: [group("@g", ["ada"]), group("@h", [], ["@g"])],
      bindings: [bind("@h", "workspace.viewer", "dev")],
    },
    expected: "allow",
  },
  {
    name: "bound to a group inside his",
    given: {
      groups: [group("@g", ["ada"], ["@h"]), group("@h", [])],
      bindings: [bind("@h", "workspace.viewer", "dev")],
    },
    expected: "no-binding",
  },
  {
    name: "groups in a circle without him",
    given: {
      groups: [group("@g", [], ["@h"]), group("@h", [], ["@g"])],
      bindings: [bind("@h", "workspace.viewer", "dev")],
    },
    expected: "no-binding",
  },
  {
    name: "I2 an unknown group",
    given: { bindings: [bind("@ghost", "workspace.viewer", "dev")] },
    expected: "no-binding",
  },
  { name: "I2 an unknown role", given: { bindings: [bind("ada", "ghost", "dev")] }, expected: "no-binding" },
  {
    name: "I2 an empty role",
    given: { roles: [role("nothing", [])], bindings: [bind("ada", "nothing", "dev")] },
    expected: "no-binding",
  },
  {
    name: "I2 an unknown scope",
    given: { bindings: [editor] },
    asked: { scopeId: "ghost" },
    expected: "unknown-scope",
  },
  {
    name: "I2 an unknown principal",
    given: { bindings: [bind("ghost", "workspace.viewer", "dev")] },
    asked: { principalId: "ghost" },
    expected: "unknown-principal",
  },

  {
    name: "I4 at the first moment",
    given: { bindings: [bind("ada", "workspace.viewer", "dev", { notBefore: NOW })] },
    expected: "allow",
  },
  {
    name: "I4 before the first moment",
    given: { bindings: [bind("ada", "workspace.viewer", "dev", { notBefore: LATER })] },
    expected: "not-yet",
  },
  {
    name: "I4 before the last moment",
    given: { bindings: [bind("ada", "workspace.viewer", "dev", { expiresAt: LATER })] },
    expected: "allow",
  },
  {
    name: "I4 at the last moment",
    given: { bindings: [bind("ada", "workspace.viewer", "dev", { expiresAt: NOW })] },
    expected: "expired",
  },
  {
    name: "I4 expired once and to begin again",
    given: {
      bindings: [
        bind("ada", "workspace.viewer", "dev", { id: "a", expiresAt: BEFORE }),
        bind("ada", "workspace.viewer", "dev", { id: "b", notBefore: LATER }),
      ],
    },
    expected: "not-yet",
  },
  {
    name: "I1 times that cannot be read",
    given: { bindings: [bind("ada", "workspace.viewer", "dev", { expiresAt: "never" })] },
    expected: "expired",
  },
  {
    name: "I1 a time asked that cannot be read",
    given: { bindings: [editor] },
    asked: { at: "now" },
    expected: "undecidable",
  },

  {
    name: "suspended",
    given: { principals: [user("ada", { active: false })], bindings: [editor] },
    expected: "suspended",
  },
  {
    name: "in an archived resource's folder",
    given: { scopes: [container("dev/support", "folder", "dev", true)], bindings: [editor] },
    expected: "archived",
  },
  {
    name: "beside an archived folder",
    given: { scopes: [container("dev/support", "folder", "dev", true)], bindings: [editor] },
    asked: { scopeId: "dev" },
    expected: "allow",
  },

  {
    name: "an organization's permission bound in a workspace",
    given: { roles: [role("r", ["audit:view"])], bindings: [bind("ada", "r", "dev")] },
    asked: { permission: "audit:view", scopeId: "acme" },
    expected: "no-binding",
  },
  {
    name: "an organization's permission asked in a workspace",
    given: { bindings: [bind("ada", "organization.owner", "acme")] },
    asked: { permission: "audit:view", scopeId: "dev" },
    expected: "meaningless-here",
  },
  {
    name: "a dataset's permission asked of a prompt",
    given: { bindings: [editor] },
    asked: { permission: "dataset:view" },
    expected: "meaningless-here",
  },
  {
    name: "binding:manage asked of a resource",
    given: { bindings: [bind("ada", "workspace.admin", "dev")] },
    asked: { permission: "binding:manage" },
    expected: "meaningless-here",
  },
  {
    name: "a workspace's permission bound at a folder",
    given: { roles: [role("r", ["workspace:update"])], bindings: [bind("ada", "r", "dev/support")] },
    asked: { permission: "workspace:update", scopeId: "dev" },
    expected: "no-binding",
  },
  {
    name: "access:view bound and asked at a folder",
    given: { roles: [role("r", ["access:view"])], bindings: [bind("ada", "r", "dev/support")] },
    asked: { permission: "access:view", scopeId: "dev/support/tone" },
    expected: "allow",
  },
  {
    name: "an owner bound in a workspace is none of the organization",
    given: { bindings: [bind("ada", "organization.owner", "dev")] },
    asked: { permission: "organization:delete", scopeId: "acme" },
    expected: "no-binding",
  },

  {
    name: "restricted here",
    given: { bindings: [editor], restrictions: [restrict(refund, "prompt:view")] },
    expected: "restricted",
  },
  {
    name: "restricted above",
    given: { bindings: [editor], restrictions: [restrict("acme", "prompt:view")] },
    expected: "restricted",
  },
  {
    name: "restricted elsewhere",
    given: { bindings: [editor], restrictions: [restrict("prod", "prompt:view")] },
    expected: "allow",
  },
  {
    name: "restricted below",
    given: { bindings: [editor], restrictions: [restrict("dev/support/tone", "prompt:view")] },
    asked: { scopeId: "dev/support" },
    expected: "allow",
  },
  {
    name: "restricted for owners too",
    given: { bindings: [bind("ada", "organization.owner", "acme")], restrictions: [restrict("dev", "prompt:view")] },
    expected: "restricted",
  },
  {
    name: "organization's permissions of owners cannot be restricted",
    given: { bindings: [bind("ada", "organization.owner", "acme")], restrictions: [restrict("acme", "role:manage")] },
    asked: { permission: "role:manage", scopeId: "acme" },
    expected: "allow",
  },
  {
    name: "organization's permissions of admins can",
    given: { bindings: [bind("ada", "organization.admin", "acme")], restrictions: [restrict("acme", "role:manage")] },
    asked: { permission: "role:manage", scopeId: "acme" },
    expected: "restricted",
  },
  {
    name: "an owner bound in a workspace can be restricted",
    given: { bindings: [bind("ada", "organization.owner", "dev")], restrictions: [restrict("dev", "access:view")] },
    asked: { permission: "access:view", scopeId: "dev" },
    expected: "restricted",
  },
  {
    name: "owners can always lift a restriction",
    given: {
      bindings: [bind("ada", "organization.owner", "acme")],
      restrictions: [restrict("dev", "restriction:manage")],
    },
    asked: { permission: "restriction:manage", scopeId: "dev" },
    expected: "allow",
  },

  {
    name: "edit without view",
    given: { roles: [role("r", ["prompt:edit"])], bindings: [bind("ada", "r", "dev")] },
    asked: { permission: "prompt:edit" },
    expected: "requirement",
    missing: "prompt:view",
  },
  {
    name: "edit with view from elsewhere on the path",
    given: {
      roles: [role("r", ["prompt:edit"])],
      bindings: [bind("ada", "r", "dev"), bind("ada", "workspace.viewer", "acme")],
    },
    asked: { permission: "prompt:edit" },
    expected: "allow",
  },
  {
    name: "edit where view is restricted",
    given: { bindings: [editor], restrictions: [restrict("dev/support", "prompt:view")] },
    asked: { permission: "prompt:edit" },
    expected: "requirement",
    missing: "prompt:view",
  },
  {
    name: "edit with the view of another kind",
    given: { roles: [role("r", ["prompt:edit", "dataset:view"])], bindings: [bind("ada", "r", "dev")] },
    asked: { permission: "prompt:edit" },
    expected: "requirement",
    missing: "prompt:view",
  },

  {
    name: "I16 through a key for all",
    given: { bindings: [editor], keys: [key("ada")] },
    asked: { keyId: "key of ada" },
    expected: "allow",
  },
  {
    name: "I16 a key gives nothing",
    given: { keys: [key("ada")] },
    asked: { keyId: "key of ada" },
    expected: "no-binding",
  },
  { name: "I16 an unknown key", given: { bindings: [editor] }, asked: { keyId: "ghost" }, expected: "key" },
  {
    name: "I16 a revoked key",
    given: { bindings: [editor], keys: [key("ada", { active: false })] },
    asked: { keyId: "key of ada" },
    expected: "key",
  },
  {
    name: "I16 somebody else's key",
    given: { bindings: [editor], keys: [key("bo")] },
    asked: { keyId: "key of bo" },
    expected: "key",
  },
  {
    name: "I16 a key for other permissions",
    given: { bindings: [editor], keys: [key("ada", { permissions: role("", ["prompt:use"]).permissions })] },
    asked: { keyId: "key of ada" },
    expected: "key",
  },
  {
    name: "I16 a key without what is required",
    given: { bindings: [editor], keys: [key("ada", { permissions: role("", ["prompt:edit"]).permissions })] },
    asked: { keyId: "key of ada", permission: "prompt:edit" },
    expected: "key",
    missing: "prompt:view",
  },
  {
    name: "I16 a key for a folder above",
    given: { bindings: [editor], keys: [key("ada", { scopeIds: ["dev/support"] })] },
    asked: { keyId: "key of ada" },
    expected: "allow",
  },
  {
    name: "I16 a key for another workspace",
    given: { bindings: [editor], keys: [key("ada", { scopeIds: ["prod"] })] },
    asked: { keyId: "key of ada" },
    expected: "key-scope",
  },
  {
    name: "I16 a key for no scope",
    given: { bindings: [editor], keys: [key("ada", { scopeIds: [] })] },
    asked: { keyId: "key of ada" },
    expected: "key-scope",
  },
  {
    name: "I16 a key for a folder, asked above it",
    given: { bindings: [editor], keys: [key("ada", { scopeIds: ["dev/support"] })] },
    asked: { keyId: "key of ada", scopeId: "dev" },
    expected: "key-scope",
  },
  {
    name: "I16 a key for this label",
    given: { bindings: [editor], keys: [key("ada", { labels: ["prod*"] })] },
    asked: { keyId: "key of ada", label: "production" },
    expected: "allow",
  },
  {
    name: "I16 a key for another label",
    given: { bindings: [editor], keys: [key("ada", { labels: ["prod*"] })] },
    asked: { keyId: "key of ada", label: "staging" },
    expected: "key-label",
  },
  {
    name: "I16 a key for no label",
    given: { bindings: [editor], keys: [key("ada", { labels: [] })] },
    asked: { keyId: "key of ada", label: "production" },
    expected: "key-label",
  },
  {
    name: "a service account",
    given: { bindings: [bind("bot", "workspace.consumer", "dev")], keys: [key("bot")] },
    asked: { principalId: "bot", keyId: "key of bot", permission: "prompt:use" },
    expected: "allow",
  },
  {
    name: "a suspended service account",
    given: {
      principals: [bot("bot", "dev", [], false)],
      bindings: [bind("bot", "workspace.consumer", "dev")],
      keys: [key("bot")],
    },
    asked: { principalId: "bot", keyId: "key of bot", permission: "prompt:use" },
    expected: "suspended",
  },
];

test.each(cases)("$name: $expected", ({ given, asked = {}, expected, missing }) => {
  const decision = ask(world(given), asked);
  const permission = asked.permission ?? "prompt:view";
  expect(decision).toMatchObject({ allowed: expected === "allow", permission, revision: 7 });
  if (!decision.allowed) {
    expect(decision.reason).toBe(expected);
    if (expected !== "undecidable") expect(decision.missing).toBe(missing ?? permission);
  }
});

describe("an allowed decision", () => {
  test("names every binding that grants it, the group and the role it comes through", () => {
    const state = world({
      groups: [group("@inner", ["ada"]), group("@outer", [], ["@inner"])],
      roles: [role("lead", [], ["reads"]), role("reads", ["prompt:view"])],
      bindings: [
        bind("@outer", "lead", "dev/support", { id: "2", expiresAt: LATER }),
        bind("ada", "workspace.viewer", "acme", { id: "1" }),
        bind("ada", "workspace.consumer", "acme", { id: "3" }),
        bind("ada", "workspace.viewer", "dev", { id: "4", expiresAt: NOW }),
      ],
    });
    expect(ask(state)).toEqual({
      allowed: true,
      permission: "prompt:view",
      scopeId: refund,
      revision: 7,
      grants: [
        { bindingId: "1", scopeId: "acme", expiresAt: null, groupIds: [], roleIds: ["workspace.viewer"] },
        {
          bindingId: "2",
          scopeId: "dev/support",
          expiresAt: LATER,
          groupIds: ["@inner", "@outer"],
          roleIds: ["lead", "reads"],
        },
      ],
    });
  });
});

describe("I1 what cannot be decided is denied", () => {
  const good = world({ bindings: [bind("ada", "organization.owner", "acme")] });
  const broken: readonly { readonly name: string; readonly state: object | null }[] = [
    { name: "no state", state: null },
    { name: "an empty state", state: {} },
    { name: "no revision", state: { ...good, revision: undefined } },
    { name: "no scopes", state: { ...good, scopes: undefined } },
    { name: "no bindings", state: { ...good, bindings: undefined } },
    { name: "no restrictions", state: { ...good, restrictions: undefined } },
    { name: "no groups", state: { ...good, groups: undefined } },
    { name: "no principals", state: { ...good, principals: undefined } },
    { name: "a list in place of a map", state: { ...good, principals: [user("ada")] } },
    { name: "another organization's tree", state: { ...good, organizationId: "other" } },
    {
      name: "a restriction without permissions",
      state: withParts(good, { restrictions: [{ ...restrict("dev"), permissions: JSON.parse("null") }] }),
    },
    {
      name: "a scope that is its own parent",
      state: withParts(good, { scopes: [container("dev/support", "folder", "dev/support")] }),
    },
    {
      name: "scopes in a circle",
      state: withParts(good, { scopes: [container("dev/support", "folder", "dev/support/tone")] }),
    },
    { name: "a missing parent", state: withParts(good, { scopes: [container("dev/support", "folder", "ghost")] }) },
    {
      name: "a workspace in a folder",
      state: withParts(good, { scopes: [container("dev/support", "workspace", "dev")] }),
    },
    {
      name: "a scope under another's id",
      state: { ...good, scopes: new Map([...good.scopes, ["dev/support", container("dev", "workspace", "acme")]]) },
    },
    {
      name: "a principal under another's id",
      state: { ...good, principals: new Map([["ada", user("bo")]]) },
    },
    {
      name: "a principal of unknown activity",
      state: withParts(good, { principals: [JSON.parse('{"id":"ada","type":"user"}')] }),
    },
  ];

  test("a whole state allows", () => {
    expect(ask(good).allowed).toBe(true);
  });

  // The states come through JSON's `any`: what a defect in a store or in the network could hand over, the types deny.
  test.each(broken)("$name", ({ state }) => {
    const wrong: AccessState = Object.assign(JSON.parse("{}"), state);
    expect(ask(state === null ? JSON.parse("null") : wrong).allowed).toBe(false);
    const where = { principalId: "ada", scopeId: refund, at: NOW };
    expect(permissionsOn(wrong, where).may.isEmpty).toBe(true);
    expect(permissionsOn(wrong, where).mayGrant.isEmpty).toBe(true);
  });

  test.each([
    null,
    {},
    { principalId: "ada" },
    { principalId: "ada", permission: 3, scopeId: refund, at: NOW },
    { principalId: "ada", permission: "prompt:view", scopeId: refund, at: NOW, keyId: null },
    { principalId: "ada", permission: "prompt:view", scopeId: refund, at: NOW, label: 5 },
    { principalId: "ada", permission: "__proto__", scopeId: refund, at: NOW },
  ])("the question %j", (question) => {
    expect(authorize(good, JSON.parse(JSON.stringify(question))).allowed).toBe(false);
  });
});

test.each(["null", "{}", '{"revision":7}'])("I1 nobody holds a role in the state %s", (json) => {
  expect(rolesHeldOn(JSON.parse(json), { principalId: "ada", scopeId: refund, at: NOW })).toEqual(new Set());
});

test("roles are held at and below the scope of a live binding, with what they include", () => {
  const state = world({
    roles: [role("lead", [], ["workspace.reviewer"])],
    groups: [group("@leads", ["ada"])],
    bindings: [bind("@leads", "lead", "dev"), bind("ada", "workspace.editor", "dev", { expiresAt: NOW })],
  });
  const held = (scopeId: string, at = NOW) => [...rolesHeldOn(state, { principalId: "ada", scopeId, at })];
  expect(held(refund)).toEqual(["lead", "workspace.reviewer"]);
  expect(held("prod")).toEqual([]);
  expect(held("dev", BEFORE)).toEqual(["lead", "workspace.reviewer", "workspace.editor"]);
  expect(held("dev", MUCH_LATER)).toEqual(["lead", "workspace.reviewer"]);
});

test("a restriction takes from what is done, not from what is handed on", () => {
  const state = world({
    bindings: [bind("ada", "workspace.admin", "dev")],
    restrictions: [restrict("acme", kindPermission("prompt", "delete"))],
  });
  const { may, mayGrant } = permissionsOn(state, { principalId: "ada", scopeId: "dev", at: NOW });
  expect(may.has("prompt:delete")).toBe(false);
  expect(mayGrant.has("prompt:delete")).toBe(true);
});

test("I16 a key without view has no edit, in one question and in all", () => {
  const permissions = role("", ["prompt:edit", "prompt:use"]).permissions;
  const state = world({
    bindings: [bind("ada", "workspace.admin", "dev")],
    keys: [key("ada", { permissions })],
  });
  const { may, mayGrant } = permissionsOn(state, { principalId: "ada", keyId: "key of ada", scopeId: refund, at: NOW });
  expect(may.toList()).toEqual(["prompt:use"]);
  expect(mayGrant.toList()).toEqual(["prompt:use"]);
});
