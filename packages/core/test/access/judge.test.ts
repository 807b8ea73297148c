import { describe, expect, test } from "vitest";
import {
  type AccessState,
  type Actor,
  controls,
  judge,
  judgeKey,
  judgeMove,
  judgeTakeover,
  type Permission,
  PermissionSet,
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
  without,
  withParts,
  world,
} from "./world.ts";

interface Case {
  readonly name: string;
  readonly given: Parts;
  readonly actor?: Actor;
  readonly write: (state: AccessState) => AccessState;
  readonly expected: "ok" | { readonly scopeId: string | null; readonly missing: readonly Permission[] };
}

const adaRunsDev = bind("ada", "workspace.admin", "dev");
const adaOwns = bind("ada", "organization.owner", "acme");
const hidden = { scopeId: null, missing: [] };
const add =
  (parts: Parts) =>
  (state: AccessState): AccessState =>
    withParts(state, parts);

const grantor = role("grantor", ["prompt:use", "prompt:view", "binding:manage"]);
const adaGrants = bind("ada", "grantor", "dev");

const cases: readonly Case[] = [
  // bindings
  {
    name: "an admin binds in his workspace",
    given: { bindings: [adaRunsDev] },
    write: add({ bindings: [bind("bo", "workspace.editor", "dev")] }),
    expected: "ok",
  },
  {
    name: "and below it",
    given: { bindings: [adaRunsDev] },
    write: add({ bindings: [bind("bo", "workspace.admin", "dev/support")] }),
    expected: "ok",
  },
  {
    name: "I5 but not in another",
    given: { bindings: [adaRunsDev] },
    write: add({ bindings: [bind("bo", "workspace.viewer", "prod")] }),
    expected: hidden,
  },
  {
    name: "I5 nor above it",
    given: { bindings: [adaRunsDev] },
    write: add({ bindings: [bind("bo", "workspace.viewer", "acme")] }),
    expected: hidden,
  },
  {
    name: "I5 nor what a workspace's admin lacks",
    given: { bindings: [adaRunsDev] },
    write: add({ bindings: [bind("bo", "organization.owner", "dev")] }),
    expected: { scopeId: "dev", missing: ["release:break-glass"] },
  },
  {
    name: "I5 who holds no binding:manage hands on nothing",
    given: { bindings: [bind("ada", "workspace.editor", "dev")] },
    write: add({ bindings: [bind("bo", "workspace.consumer", "dev")] }),
    expected: hidden,
  },
  {
    name: "a custom role hands on what it may",
    given: { roles: [grantor], bindings: [adaGrants] },
    write: add({ bindings: [bind("bo", "grantor", "dev")] }),
    expected: "ok",
  },
  {
    name: "I5 and nothing else",
    given: { roles: [grantor, role("r", ["prompt:view", "prompt:edit"])], bindings: [adaGrants] },
    write: add({ bindings: [bind("bo", "r", "dev")] }),
    expected: { scopeId: "dev", missing: ["prompt:edit"] },
  },
  {
    name: "I5 not to himself either",
    given: { bindings: [adaRunsDev] },
    write: add({ bindings: [bind("ada", "organization.owner", "acme")] }),
    expected: { scopeId: "dev", missing: ["release:break-glass"] },
  },
  {
    name: "I5 a binding that begins later counts",
    given: { roles: [grantor], bindings: [adaGrants] },
    write: add({ bindings: [bind("bo", "workspace.publisher", "dev", { notBefore: LATER })] }),
    expected: { scopeId: "dev", missing: expect.arrayContaining(["prompt:publish"]) },
  },
  {
    name: "I5 one that has expired counts, it could be prolonged",
    given: { roles: [grantor, role("r", ["prompt:view", "prompt:edit"])], bindings: [adaGrants] },
    write: add({ bindings: [bind("bo", "r", "dev", { expiresAt: BEFORE })] }),
    expected: { scopeId: "dev", missing: ["prompt:edit"] },
  },
  {
    name: "I5 prolonging is granting",
    given: {
      roles: [grantor, role("r", ["prompt:view", "prompt:edit"])],
      bindings: [adaGrants, bind("bo", "r", "dev", { id: "b", expiresAt: LATER })],
    },
    write: add({ bindings: [bind("bo", "r", "dev", { id: "b", expiresAt: MUCH_LATER })] }),
    expected: { scopeId: "dev", missing: ["prompt:edit"] },
  },
  {
    name: "I5 reviving an expired binding is granting",
    given: {
      roles: [grantor, role("r", ["prompt:view", "prompt:edit"])],
      bindings: [adaGrants, bind("bo", "r", "dev", { id: "b", expiresAt: BEFORE })],
    },
    write: add({ bindings: [bind("bo", "r", "dev", { id: "b" })] }),
    expected: { scopeId: "dev", missing: ["prompt:edit"] },
  },
  {
    name: "I5 an expired binding is no excuse for a new one",
    given: {
      roles: [grantor, role("r", ["prompt:view", "prompt:edit"])],
      bindings: [adaGrants, bind("bo", "r", "dev", { id: "b", expiresAt: BEFORE })],
    },
    write: add({ bindings: [bind("bo", "r", "dev", { id: "c" })] }),
    expected: { scopeId: "dev", missing: ["prompt:edit"] },
  },
  {
    name: "shortening is free",
    given: { bindings: [bind("bo", "organization.owner", "acme", { id: "b" })] },
    write: add({ bindings: [bind("bo", "organization.owner", "acme", { id: "b", expiresAt: LATER })] }),
    expected: "ok",
  },
  {
    name: "removing is free",
    given: { bindings: [bind("bo", "organization.owner", "acme", { id: "b" })] },
    write: (state) => ({ ...state, bindings: without(state.bindings, "b") }),
    expected: "ok",
  },
  {
    name: "I5 nobody prolongs his own term",
    given: { bindings: [bind("ada", "workspace.admin", "dev", { expiresAt: LATER })] },
    write: add({ bindings: [bind("ada", "workspace.viewer", "dev")] }),
    expected: { scopeId: "dev", missing: expect.arrayContaining(["prompt:view"]) },
  },
  {
    name: "but may give a shorter one to himself",
    given: { bindings: [bind("ada", "workspace.admin", "dev", { expiresAt: LATER })] },
    write: add({ bindings: [bind("ada", "workspace.viewer", "dev", { expiresAt: LATER })] }),
    expected: "ok",
  },
  {
    name: "I5 giving view makes an idle edit work, and is judged for it",
    given: { roles: [grantor, role("edits", ["prompt:edit"])], bindings: [adaGrants, bind("bo", "edits", "dev")] },
    write: add({ bindings: [bind("bo", "workspace.viewer", "dev/support")] }),
    expected: { scopeId: "dev/support", missing: expect.arrayContaining(["prompt:edit"]) },
  },

  // roles
  {
    name: "I5 a role is judged wherever it is bound",
    given: {
      roles: [role("r", ["prompt:use"])],
      bindings: [adaRunsDev, bind("bo", "r", "dev"), bind("cy", "r", "prod")],
    },
    write: add({ roles: [role("r", ["prompt:use", "prompt:view"])] }),
    expected: hidden,
  },
  {
    name: "a role bound in his workspace only",
    given: { roles: [role("r", ["prompt:use"])], bindings: [adaRunsDev, bind("bo", "r", "dev")] },
    write: add({ roles: [role("r", ["prompt:use", "prompt:view"])] }),
    expected: "ok",
  },
  {
    name: "a role that nobody holds",
    given: {},
    write: add({ roles: [role("r", ["organization:delete"])] }),
    expected: "ok",
  },
  {
    name: "I5 through an included role",
    given: { roles: [role("r", [], ["inner"]), role("inner", [])], bindings: [adaRunsDev, bind("bo", "r", "prod")] },
    write: add({ roles: [role("inner", ["prompt:use"])] }),
    expected: hidden,
  },
  {
    name: "I5 adding binding:manage gives the right to hand on",
    given: {
      roles: [role("r", ["prompt:publish", "prompt:view"]), role("half", ["binding:manage"])],
      bindings: [bind("ada", "half", "dev"), bind("bo", "r", "dev")],
    },
    write: add({ roles: [role("r", ["prompt:publish", "prompt:view", "binding:manage"])] }),
    expected: { scopeId: "dev", missing: ["prompt:view", "prompt:publish"] },
  },

  // groups
  {
    name: "I5 no downward reach: a group that is bound elsewhere",
    given: { groups: [group("@g", ["cy"])], bindings: [adaRunsDev, bind("@g", "workspace.viewer", "prod")] },
    write: add({ groups: [group("@g", ["cy", "bo"])] }),
    expected: hidden,
  },
  {
    name: "I5 a group that is bound at the organization",
    given: { groups: [group("@g", [])], bindings: [adaRunsDev, bind("@g", "organization.auditor", "acme")] },
    write: add({ groups: [group("@g", ["ada"])] }),
    expected: hidden,
  },
  {
    name: "a group that is bound in his workspace",
    given: { groups: [group("@g", [])], bindings: [adaRunsDev, bind("@g", "workspace.viewer", "dev")] },
    write: add({ groups: [group("@g", ["bo"])] }),
    expected: "ok",
  },
  {
    name: "I5 nesting a group gives all its members",
    given: {
      groups: [group("@g", []), group("@h", ["bo"])],
      bindings: [adaRunsDev, bind("@g", "workspace.viewer", "prod")],
    },
    write: add({ groups: [group("@g", [], ["@h"])] }),
    expected: hidden,
  },
  {
    name: "a group that is bound nowhere",
    given: { groups: [group("@g", [])] },
    write: add({ groups: [group("@g", ["bo"])] }),
    expected: "ok",
  },
  {
    name: "leaving a group is free",
    given: { groups: [group("@g", ["bo"])], bindings: [bind("@g", "organization.owner", "acme")] },
    write: add({ groups: [group("@g", [])] }),
    expected: "ok",
  },

  // principals
  {
    name: "I5 a new principal gains all that he begins with",
    given: { groups: [group("@g", [])], bindings: [adaRunsDev, bind("@g", "workspace.viewer", "prod")] },
    write: add({ principals: [user("dee")], groups: [group("@g", ["dee"])] }),
    expected: hidden,
  },
  {
    name: "I5 a reactivated one gains everything again",
    given: {
      principals: [user("bo", { active: false })],
      bindings: [adaRunsDev, bind("bo", "workspace.viewer", "prod")],
    },
    write: add({ principals: [user("bo")] }),
    expected: hidden,
  },
  {
    name: "an owner reactivates",
    given: {
      principals: [user("bo", { active: false })],
      bindings: [adaOwns, bind("bo", "organization.admin", "acme")],
    },
    write: add({ principals: [user("bo")] }),
    expected: "ok",
  },
  {
    name: "suspending is judged as a takeover, its effect is free",
    given: { bindings: [bind("bo", "organization.owner", "acme")] },
    write: add({ principals: [user("bo", { active: false })] }),
    expected: "ok",
  },

  // scopes
  {
    name: "I5 restoring a folder gives what is bound in it",
    given: {
      roles: [grantor],
      scopes: [container("dev/support", "folder", "dev", true)],
      bindings: [adaGrants, bind("bo", "workspace.publisher", "dev/support/tone")],
    },
    write: add({ scopes: [container("dev/support", "folder", "dev")] }),
    expected: { scopeId: "dev/support/tone", missing: expect.arrayContaining(["prompt:publish"]) },
  },
  {
    name: "who stands over it restores it",
    given: {
      scopes: [container("dev/support", "folder", "dev", true)],
      bindings: [adaRunsDev, bind("bo", "workspace.publisher", "dev/support/tone")],
    },
    write: add({ scopes: [container("dev/support", "folder", "dev")] }),
    expected: "ok",
  },
  {
    name: "also where something is restricted",
    given: {
      scopes: [container("dev/support", "folder", "dev", true)],
      bindings: [adaRunsDev],
      restrictions: [restrict("acme", "prompt:delete")],
    },
    write: add({ scopes: [container("dev/support", "folder", "dev")] }),
    expected: "ok",
  },
  {
    name: "who runs the place above restores what owners of all have a right in as well",
    given: {
      scopes: [container("dev/support", "folder", "dev", true)],
      bindings: [adaRunsDev, bind("bo", "organization.owner", "acme")],
    },
    write: add({ scopes: [container("dev/support", "folder", "dev")] }),
    expected: "ok",
  },
  {
    name: "I5 unless something is bound below that he could not give",
    given: {
      scopes: [container("dev/support", "folder", "dev", true)],
      bindings: [adaRunsDev, bind("bo", "organization.owner", "dev/support")],
    },
    write: add({ scopes: [container("dev/support", "folder", "dev")] }),
    expected: expect.anything(),
  },
  {
    name: "I5 the admin of an archived workspace does not restore it himself",
    given: { scopes: [container("dev", "workspace", "acme", true)], bindings: [adaRunsDev] },
    write: add({ scopes: [container("dev", "workspace", "acme")] }),
    expected: hidden,
  },
  {
    name: "an owner does",
    given: {
      scopes: [container("dev", "workspace", "acme", true)],
      bindings: [adaOwns, bind("bo", "workspace.admin", "dev")],
    },
    write: add({ scopes: [container("dev", "workspace", "acme")] }),
    expected: "ok",
  },
  {
    name: "a new folder gives nobody anything",
    given: { bindings: [bind("bo", "workspace.admin", "dev")] },
    write: add({ scopes: [container("dev/new", "folder", "dev")] }),
    expected: "ok",
  },
  {
    name: "I5 unless something is bound there",
    given: { bindings: [bind("bo", "workspace.admin", "dev")] },
    write: add({
      scopes: [container("prod/new", "folder", "prod")],
      bindings: [bind("bo", "workspace.viewer", "prod/new")],
    }),
    expected: hidden,
  },
  {
    name: "I5 a moved folder gives what is bound at its new place",
    given: { bindings: [adaRunsDev, bind("bo", "workspace.admin", "prod")] },
    write: add({ scopes: [container("dev/support", "folder", "prod")] }),
    expected: "ok",
  },
  {
    name: "I5 and not more than he may hand on at its old one",
    given: { roles: [grantor], bindings: [adaGrants, bind("bo", "workspace.publisher", "prod")] },
    write: add({ scopes: [container("dev/support", "folder", "prod")] }),
    expected: { scopeId: "dev/support", missing: expect.arrayContaining(["prompt:publish"]) },
  },

  // restrictions
  {
    name: "lifting gives what was removed",
    given: {
      bindings: [adaRunsDev, bind("bo", "workspace.editor", "dev")],
      restrictions: [restrict("dev", "prompt:delete")],
    },
    write: (state) => ({ ...state, restrictions: new Map() }),
    expected: "ok",
  },
  {
    name: "I5 and needs the right to hand that on",
    given: { roles: [grantor], bindings: [adaGrants], restrictions: [restrict("dev", "prompt:delete", "prompt:view")] },
    write: (state) => ({ ...state, restrictions: new Map() }),
    expected: { scopeId: "dev", missing: ["prompt:delete"] },
  },
  {
    name: "I5 where it stood",
    given: { bindings: [adaRunsDev], restrictions: [restrict("acme", "prompt:delete")] },
    write: (state) => ({ ...state, restrictions: new Map() }),
    expected: hidden,
  },
  {
    name: "lifting one of two gives nothing yet",
    given: {
      restrictions: [
        { ...restrict("dev", "prompt:delete"), id: "a" },
        { ...restrict("acme", "prompt:delete"), id: "b" },
      ],
    },
    write: (state) => ({ ...state, restrictions: without(state.restrictions, "a") }),
    expected: "ok",
  },
  {
    name: "restricting is free",
    given: {},
    write: add({ restrictions: [restrict("acme", "prompt:view")] }),
    expected: "ok",
  },
  {
    name: "a role that holds something restricted can still be bound",
    given: { bindings: [adaRunsDev], restrictions: [restrict("acme", "prompt:delete")] },
    write: add({ bindings: [bind("bo", "workspace.editor", "dev")] }),
    expected: "ok",
  },

  // keys, and acting through them
  {
    name: "I5 I16 a key hands on only what it was narrowed to",
    given: {
      bindings: [adaOwns],
      keys: [key("ada", { permissions: PermissionSet.of("prompt:use", "binding:manage") })],
    },
    actor: { principalId: "ada", keyId: "key of ada" },
    write: add({ bindings: [bind("bo", "workspace.viewer", "dev")] }),
    expected: { scopeId: "dev", missing: expect.arrayContaining(["prompt:view"]) },
  },
  {
    name: "I5 I16 and only where",
    given: { bindings: [adaOwns], keys: [key("ada", { scopeIds: ["prod"] })] },
    actor: { principalId: "ada", keyId: "key of ada" },
    write: add({ bindings: [bind("bo", "workspace.viewer", "dev")] }),
    expected: hidden,
  },
  {
    name: "I5 I16 a key for some labels has no say over access",
    given: { bindings: [adaOwns], keys: [key("ada", { labels: ["production"] })] },
    actor: { principalId: "ada", keyId: "key of ada" },
    write: add({ bindings: [bind("bo", "workspace.viewer", "dev")] }),
    expected: { scopeId: "dev", missing: expect.arrayContaining(["prompt:view"]) },
  },
  {
    name: "I5 a new key is judged too",
    given: { bindings: [bind("ada", "workspace.developer", "dev"), bind("bot", "workspace.publisher", "dev")] },
    write: add({ keys: [key("bot", { scopeIds: ["dev"], createdBy: "ada" })] }),
    expected: hidden,
  },
  {
    name: "I5 and a widened one",
    given: {
      bindings: [adaRunsDev, bind("bot", "workspace.consumer", "prod")],
      keys: [key("bot", { scopeIds: ["dev"] })],
    },
    write: add({ keys: [key("bot", { scopeIds: ["dev", "prod"] })] }),
    expected: hidden,
  },
  {
    name: "I5 and one for more labels",
    given: { bindings: [bind("bot", "workspace.consumer", "prod")], keys: [key("bot", { labels: ["staging"] })] },
    write: add({ keys: [key("bot", { labels: null })] }),
    expected: hidden,
  },
  {
    name: "narrowing and revoking a key is free",
    given: {
      bindings: [bind("bot", "workspace.consumer", "prod"), bind("bo", "workspace.consumer", "prod")],
      keys: [key("bot", { labels: ["staging"] }), key("bo")],
    },
    write: add({ keys: [key("bot", { labels: [] }), key("bo", { active: false })] }),
    expected: "ok",
  },

  // who cannot judge himself in
  {
    name: "I1 an unknown actor",
    given: {},
    actor: { principalId: "ghost" },
    write: add({ bindings: [bind("bo", "workspace.viewer", "dev")] }),
    expected: hidden,
  },
  {
    name: "I1 a suspended actor",
    given: { principals: [user("ada", { active: false })], bindings: [adaOwns] },
    write: add({ bindings: [bind("bo", "workspace.viewer", "dev")] }),
    expected: hidden,
  },
  {
    name: "I19 a state of another organization",
    given: { bindings: [adaOwns] },
    write: (state) => ({ ...state, organizationId: "other" }),
    expected: hidden,
  },
  {
    name: "I1 a state that cannot be read",
    given: { bindings: [adaOwns] },
    write: (state) => ({ ...state, bindings: JSON.parse("null") }),
    expected: hidden,
  },
];

test.each(cases)("$name", ({ given, actor = { principalId: "ada" }, write, expected }) => {
  const before = world(given);
  const verdict = judge(before, write(before), actor, NOW);
  if (expected === "ok") expect(verdict).toEqual({ ok: true, value: undefined });
  else expect(verdict).toMatchObject({ ok: false, error: { code: "escalation", details: expected } });
});

describe("whom somebody controls", () => {
  const bots = { principals: [bot("robot", "prod")] };
  const rows: readonly { readonly name: string; readonly given: Parts; readonly expected: readonly string[] }[] = [
    { name: "nobody", given: bots, expected: [] },
    {
      name: "whoever lives where he manages keys",
      given: { ...bots, bindings: [bind("ada", "workspace.developer", "dev")] },
      expected: ["bot"],
    },
    {
      name: "everybody below the organization",
      given: { ...bots, bindings: [bind("ada", "organization.admin", "acme")] },
      expected: ["bot", "robot"],
    },
    {
      name: "not by a past right",
      given: { ...bots, bindings: [bind("ada", "workspace.developer", "dev", { expiresAt: NOW })] },
      expected: [],
    },
    { name: "whose key he made", given: { ...bots, keys: [key("robot", { createdBy: "ada" })] }, expected: ["robot"] },
    {
      name: "not by a revoked key",
      given: { ...bots, keys: [key("robot", { createdBy: "ada", active: false })] },
      expected: [],
    },
    { name: "not by a key of a person", given: { ...bots, keys: [key("bo", { createdBy: "ada" })] }, expected: [] },
    { name: "for whom he answers", given: { principals: [bot("robot", "prod", ["ada"])] }, expected: ["robot"] },
    {
      name: "through one that he controls",
      given: { principals: [bot("robot", "prod", ["bot"]), bot("bot", "dev", ["ada"])] },
      expected: ["bot", "robot"],
    },
    {
      name: "in a circle",
      given: { principals: [bot("robot", "prod", ["bot", "ada"]), bot("bot", "dev", ["robot"])] },
      expected: ["bot", "robot"],
    },
  ];

  test.each(rows)("$name", ({ given, expected }) => {
    expect([...controls(world(given), "ada", NOW)].sort()).toEqual(expected);
  });

  test("I5 an account that he controls gets no more than he may himself", () => {
    const before = world({ roles: [grantor], bindings: [adaGrants], keys: [key("bot", { createdBy: "ada" })] });
    const give = (roleId: string) => withParts(before, { bindings: [bind("bot", roleId, "dev/support")] });
    expect(judge(before, give("grantor"), { principalId: "ada" }, NOW).ok).toBe(true);
    expect(judge(before, give("workspace.editor"), { principalId: "ada" }, NOW).ok).toBe(false);
  });
});

describe("making a key", () => {
  const draft = { principalId: "bot", permissions: PermissionSet.all, scopeIds: ["dev"], labels: null };
  const maker = { principalId: "ada" };
  const rows: readonly {
    readonly name: string;
    readonly given: Parts;
    readonly more?: Partial<typeof draft>;
    readonly maker?: Actor;
    readonly ok: boolean;
  }[] = [
    {
      name: "of an account that may no more than its maker",
      given: { bindings: [bind("ada", "workspace.developer", "dev"), bind("bot", "workspace.viewer", "dev")] },
      ok: true,
    },
    {
      name: "I5 of one that may more",
      given: { bindings: [bind("ada", "workspace.developer", "dev"), bind("bot", "workspace.editor", "dev")] },
      ok: false,
    },
    {
      name: "narrowed to what its maker may",
      given: { bindings: [bind("ada", "workspace.developer", "dev"), bind("bot", "workspace.editor", "dev")] },
      more: { permissions: PermissionSet.of("prompt:use") },
      ok: true,
    },
    {
      name: "I5 of one that may more below",
      given: {
        bindings: [bind("ada", "workspace.developer", "dev"), bind("bot", "workspace.editor", "dev/support/tone")],
      },
      ok: false,
    },
    {
      name: "of one that may more elsewhere",
      given: { bindings: [bind("ada", "workspace.developer", "dev"), bind("bot", "workspace.editor", "prod")] },
      ok: true,
    },
    {
      name: "I5 for a place where its maker has nothing",
      given: { bindings: [bind("ada", "workspace.developer", "dev"), bind("bot", "workspace.viewer", "acme")] },
      more: { scopeIds: ["dev", "prod"] },
      ok: false,
    },
    {
      name: "I5 of one that will come to more",
      given: {
        bindings: [
          bind("ada", "workspace.developer", "dev"),
          bind("bot", "workspace.editor", "dev", { notBefore: LATER }),
        ],
      },
      ok: false,
    },
    {
      name: "of one that had more",
      given: {
        bindings: [
          bind("ada", "workspace.developer", "dev"),
          bind("bot", "workspace.editor", "dev", { expiresAt: NOW }),
        ],
      },
      ok: true,
    },
    {
      name: "I5 of a suspended one",
      given: { principals: [bot("bot", "dev", [], false)], bindings: [bind("bot", "workspace.viewer", "dev")] },
      ok: false,
    },
    {
      name: "I5 of one that hands on what its maker may not",
      given: {
        roles: [
          role("publishes", ["prompt:view", "prompt:publish"]),
          role("rules", ["binding:manage", "key:manage"]),
          role("both", ["prompt:view", "prompt:publish", "binding:manage"]),
        ],
        bindings: [bind("ada", "publishes", "dev"), bind("ada", "rules", "dev"), bind("bot", "both", "dev")],
      },
      ok: false,
    },
    {
      name: "for oneself",
      given: { bindings: [bind("ada", "workspace.viewer", "dev")] },
      more: { principalId: "ada" },
      ok: true,
    },
    {
      name: "I16 for oneself through a narrower key",
      given: {
        bindings: [bind("ada", "workspace.viewer", "dev")],
        keys: [key("ada", { permissions: PermissionSet.of("prompt:use") })],
      },
      more: { principalId: "ada" },
      maker: { principalId: "ada", keyId: "key of ada" },
      ok: false,
    },
  ];

  test.each(rows)("$name: $ok", (row) => {
    const verdict = judgeKey(world(row.given), row.maker ?? maker, { ...draft, ...row.more }, NOW);
    expect(verdict.ok).toBe(row.ok);
  });
});

describe("touching somebody's credentials", () => {
  const rows: readonly {
    readonly name: string;
    readonly given: Parts;
    readonly actor?: Actor;
    readonly target?: string;
    readonly ok: boolean;
  }[] = [
    {
      name: "of one whose role means no more there than the actor's",
      given: { bindings: [adaRunsDev, bind("bo", "organization.admin", "dev")] },
      ok: true,
    },
    { name: "of one who has nothing", given: {}, ok: true },
    {
      name: "by an admin of the same workspace",
      given: { bindings: [adaRunsDev, bind("bo", "workspace.admin", "dev")] },
      ok: true,
    },
    {
      name: "I5 of one who also has something elsewhere",
      given: { bindings: [adaRunsDev, bind("bo", "workspace.consumer", "prod")] },
      ok: false,
    },
    {
      name: "I5 of an owner by an admin",
      given: { bindings: [bind("ada", "organization.admin", "acme"), bind("bo", "organization.owner", "acme")] },
      ok: false,
    },
    {
      name: "of an owner by an owner",
      given: { bindings: [adaOwns, bind("bo", "organization.owner", "acme")] },
      ok: true,
    },
    {
      name: "I5 of a suspended owner, who may come back",
      given: {
        principals: [user("bo", { active: false })],
        bindings: [bind("ada", "organization.admin", "acme"), bind("bo", "organization.owner", "acme")],
      },
      ok: false,
    },
    {
      name: "I5 of one who will be owner",
      given: {
        bindings: [
          bind("ada", "organization.admin", "acme"),
          bind("bo", "organization.owner", "acme", { notBefore: LATER }),
        ],
      },
      ok: false,
    },
    {
      name: "of one who was owner",
      given: {
        bindings: [
          bind("ada", "organization.admin", "acme"),
          bind("bo", "organization.owner", "acme", { expiresAt: NOW }),
        ],
      },
      ok: true,
    },
    {
      name: "I5 of one with something in an archived place",
      given: {
        scopes: [container("prod", "workspace", "acme", true)],
        bindings: [adaRunsDev, bind("bo", "workspace.consumer", "prod")],
      },
      ok: false,
    },
    {
      name: "I5 through groups",
      given: { groups: [group("@g", ["bo"])], bindings: [adaRunsDev, bind("@g", "workspace.consumer", "prod")] },
      ok: false,
    },
    { name: "one's own", given: { bindings: [bind("ada", "workspace.viewer", "dev")] }, target: "ada", ok: true },
    {
      name: "I16 one's own through a key",
      given: { bindings: [bind("ada", "workspace.viewer", "dev")], keys: [key("ada")] },
      actor: { principalId: "ada", keyId: "key of ada" },
      target: "ada",
      ok: false,
    },
  ];

  test.each(rows)("$name: $ok", ({ given, actor = { principalId: "ada" }, target = "bo", ok }) => {
    expect(judgeTakeover(world(given), actor, target, NOW).ok).toBe(ok);
  });
});

describe("moving", () => {
  const rows: readonly { readonly name: string; readonly given: Parts; readonly ok: boolean }[] = [
    { name: "where the mover has the same", given: { bindings: [bind("ada", "workspace.editor", "dev")] }, ok: true },
    {
      name: "I5 where he has more",
      given: { bindings: [bind("ada", "workspace.editor", "dev"), bind("ada", "workspace.publisher", "dev/other")] },
      ok: false,
    },
    {
      name: "I5 where he will have more",
      given: {
        bindings: [
          bind("ada", "workspace.editor", "dev"),
          bind("ada", "workspace.publisher", "dev/other", { notBefore: LATER }),
        ],
      },
      ok: false,
    },
    {
      name: "I5 out of a restriction",
      given: {
        bindings: [bind("ada", "workspace.editor", "dev")],
        restrictions: [restrict("dev/support", "prompt:delete")],
      },
      ok: false,
    },
    {
      name: "into a restriction",
      given: {
        bindings: [bind("ada", "workspace.editor", "dev")],
        restrictions: [restrict("dev/other", "prompt:delete")],
      },
      ok: true,
    },
    {
      name: "where others have more",
      given: { bindings: [bind("ada", "workspace.editor", "dev"), bind("bo", "workspace.publisher", "dev/other")] },
      ok: true,
    },
    {
      name: "I5 where a service account that he answers for has more",
      given: {
        principals: [bot("deployer", "acme", ["ada"])],
        bindings: [bind("ada", "workspace.editor", "dev"), bind("deployer", "workspace.publisher", "dev/other")],
      },
      ok: false,
    },
    {
      name: "where a service account that he answers for has no more than he",
      given: {
        principals: [bot("application", "acme", ["ada"])],
        bindings: [bind("ada", "workspace.editor", "dev"), bind("application", "workspace.consumer", "dev/other")],
      },
      ok: true,
    },
    {
      name: "where a service account that somebody else answers for has more",
      given: {
        principals: [bot("deployer", "acme", ["bo"])],
        bindings: [bind("ada", "workspace.editor", "dev"), bind("deployer", "workspace.publisher", "dev/other")],
      },
      ok: true,
    },
    {
      name: "out of what is archived",
      given: {
        scopes: [container("dev/support", "folder", "dev", true)],
        bindings: [bind("ada", "workspace.editor", "dev")],
      },
      ok: false,
    },
  ];

  test.each(rows)("$name: $ok", ({ given, ok }) => {
    const before = withParts(world({ scopes: [container("dev/other", "folder", "dev")] }), given);
    const after = withParts(before, { scopes: [container("dev/support/tone", "folder", "dev/other")] });
    const verdict = judgeMove(before, after, { principalId: "ada" }, NOW);
    expect(verdict.ok).toBe(ok);
  });
});
