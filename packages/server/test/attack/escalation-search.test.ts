import {
  type AccessState,
  CompiledPolicy,
  type JsonValue,
  type Permission,
  type PermissionSet,
  permissionsOn,
} from "@countersign/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readAccessState } from "../../src/access/access-state-store.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { foundTestOrganization, password, startTestServer } from "../fixtures/test-server.ts";
import { rawCall } from "./raw-call.ts";

/** One call of a search: who, what, and where its ids are taken from the lists of what there is. */
interface Step {
  readonly caller: number;
  readonly procedure: number;
  readonly picks: readonly number[];
}

const aStep: fc.Arbitrary<Step> = fc.record({
  caller: fc.nat(1000),
  procedure: fc.nat(1000),
  picks: fc.array(fc.nat(1000), { minLength: 6, maxLength: 6 }),
});

/** What a search knows: everything that there is, and everything that it made. */
interface Known {
  readonly scopeIds: string[];
  readonly roleIds: string[];
  readonly ownRoleIds: string[];
  readonly principalIds: string[];
  readonly accountIds: string[];
  readonly groupIds: string[];
  readonly bindingIds: string[];
  readonly restrictionIds: string[];
  readonly workspaceIds: string[];
  readonly folderIds: string[];
  readonly tokens: string[];
  readonly callers: Readonly<Record<string, string>>[];
}

const later = "2030-01-01T00:00:00.000Z";
const tried: readonly Permission[] = ["prompt:view", "prompt:edit", "prompt:publish", "binding:manage", "role:manage"];

onEveryEngine("whoever is no owner, calling whatever he can think of", (engine) => {
  it("I5 I16 gives nobody, himself included, what he and his helper could not do or hand on before", {
    timeout: 240_000,
  }, async () => {
    const accepted = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { minLength: 30, maxLength: 45 }), async (steps) => {
        const search = await startSearch(engine);
        for (const step of steps) {
          const { name, outcome } = await search.call(step);
          if (outcome === "answered") accepted.set(name, (accepted.get(name) ?? 0) + 1);
          if (outcome === "internal") throw new Error(`${name} broke the server.`);
          await search.expectNobodyGained();
        }
      }),
      { numRuns: engine === "sqlite" ? 12 : 4, endOnFailure: false },
    );
    // A search in which hardly anything was let through would show nothing.
    expect([...accepted.keys()].length).toBeGreaterThan(engine === "sqlite" ? 10 : 3);
  });
});

/** An organization with an attacker who manages much of it, and a helper who may nothing. */
async function startSearch(engine: "sqlite" | "postgres") {
  const server = await startTestServer(engine);
  const { api, me } = await foundTestOrganization(server);
  const organizationId = me.organization.id;
  const dev = await api.workspace.create.mutate({ name: "dev" });
  const prod = await api.workspace.create.mutate({ name: "prod" });
  const folder = await api.folder.create.mutate({ workspaceId: dev.id, name: "support" });
  const secret = await api.folder.create.mutate({ workspaceId: prod.id, name: "secret" });
  const manager = await api.role.create.mutate({
    name: "manager",
    permissions: ["member:view", "group:manage", "role:manage", "access:view", "member:invite", "member:manage"],
  });
  const group = await api.group.create.mutate({ name: "everybody" });
  const strong = await api.group.create.mutate({ name: "strong" });
  const holder = (type: "principal" | "group", id: string) => ({ type, id });
  const bind = (who: ReturnType<typeof holder>, roleId: string, scopeId: string) =>
    api.binding.create.mutate({ holder: who, roleId, scopeId });
  const attacker = await addPerson(server, organizationId, { email: "mallory@acme.test", name: "Mallory" });
  const helper = await addPerson(server, organizationId, { email: "helper@acme.test", name: "Helper" });
  const publisher = await addPerson(server, organizationId, { email: "pat@acme.test", name: "Pat" });
  const robot = await api.serviceAccount.create.mutate({ name: "robot", homeScopeId: prod.id });
  const bindings = [
    await bind(holder("principal", attacker.principalId), "workspace.admin", dev.id),
    await bind(holder("principal", attacker.principalId), manager.id, organizationId),
    await bind(holder("principal", publisher.principalId), "workspace.publisher", prod.id),
    await bind(holder("group", strong.id), "workspace.admin", prod.id),
    await bind(holder("principal", robot.id), "workspace.admin", prod.id),
  ];
  const restriction = await api.restriction.create.mutate({
    scopeId: prod.id,
    permissions: ["prompt:edit"],
    reason: "frozen",
  });
  const sessions = [await attacker.signIn(), await helper.signIn()];
  const known: Known = {
    scopeIds: [organizationId, dev.id, prod.id, folder.id, secret.id],
    roleIds: ["organization.owner", "organization.admin", "workspace.admin", "workspace.editor", "workspace.consumer"],
    ownRoleIds: [manager.id],
    principalIds: [attacker.principalId, helper.principalId, publisher.principalId, me.principal.id, robot.id],
    accountIds: [robot.id],
    groupIds: [group.id, strong.id],
    bindingIds: bindings.map(({ id }) => id),
    restrictionIds: [restriction.id],
    workspaceIds: [dev.id, prod.id],
    folderIds: [folder.id, secret.id],
    tokens: ["none"],
    callers: sessions.map(({ cookie }) => ({ "x-countersign-client": "1", cookie })),
  };
  const read = (): Promise<AccessState> =>
    server.environment.db.transaction().execute((tx) => readAccessState(tx, organizationId, 1));
  const first = await read();
  const limits = limitsOf(first, [attacker.principalId, helper.principalId]);

  return {
    async call({ caller, procedure, picks }: Step) {
      const [name, input] = inputs(known, picks, procedure);
      const { outcome, result } = await rawCall(server, name, input, pick(known.callers, caller));
      if (outcome === "answered") learn(known, name, result);
      return { name, outcome };
    },
    async expectNobodyGained() {
      const now = await read();
      for (const { id } of now.principals.values()) {
        for (const scopeId of first.scopes.keys()) {
          const has = everythingOn(now, id, scopeId);
          const had = first.principals.has(id) ? everythingOn(first, id, scopeId) : null;
          const limit = limits.get(scopeId);
          const gained = (had === null ? has : has.minus(had)).toList().filter((one) => limit?.has(one) !== true);
          expect(gained, `${id} at ${scopeId}`).toEqual([]);
        }
      }
      // The policy that the server decides with says the same of the attacker himself.
      const policy = CompiledPolicy.of(now);
      const at = Date.now();
      for (const scopeId of first.scopes.keys()) {
        const { may } = policy.permissionsOn({ principalId: attacker.principalId, scopeId, at });
        expect(may.toList().filter((one) => limits.get(scopeId)?.has(one) !== true)).toEqual([]);
      }
    },
  };
}

/** What the attackers together may, and may hand on, at each scope at the beginning. */
function limitsOf(state: AccessState, principalIds: readonly string[]): ReadonlyMap<string, PermissionSet> {
  return new Map(
    [...state.scopes.keys()].map((scopeId) => {
      const [one, ...others] = principalIds.map((id) => everythingOn(state, id, scopeId));
      if (one === undefined) throw new Error("There are attackers.");
      return [scopeId, others.reduce((sum, more) => sum.union(more), one)];
    }),
  );
}

/** What somebody may or may hand on at a scope, now or later, as if nothing were restricted. */
function everythingOn(state: AccessState, principalId: string, scopeId: string): PermissionSet {
  const unrestricted = {
    ...state,
    restrictions: new Map(),
    bindings: new Map(
      [...state.bindings].map(([id, binding]) => [id, { ...binding, notBefore: null, expiresAt: null }] as const),
    ),
  };
  const { may, mayGrant } = permissionsOn(unrestricted, { principalId, scopeId, at: later });
  return may.union(mayGrant);
}

/** A call that is well formed, of ids that there are. */
function inputs(known: Known, picks: readonly number[], procedure: number): readonly [string, JsonValue] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = picks;
  const roleId = pick([...known.roleIds, ...known.ownRoleIds, ...known.ownRoleIds], a);
  const scopeId = pick(known.scopeIds, b);
  const permissions = tried.filter((_, index) => ((c >> index) & 1) === 1);
  const holder =
    d % 2 === 0
      ? { type: "principal", id: pick(known.principalIds, e) }
      : { type: "group", id: pick(known.groupIds, e) };
  const groupId = pick(known.groupIds, f);
  const name = `n${a}-${b}-${c}-${d}`;
  const includes = d % 3 === 0 ? [roleId] : [];
  const principalId = pick(known.principalIds, e);
  const calls: readonly (readonly [string, JsonValue])[] = [
    ["binding.create", { holder, roleId, scopeId }],
    ["binding.create", { holder, roleId, scopeId, notBefore: later }],
    ["binding.delete", { bindingId: pick(known.bindingIds, a) }],
    ["role.create", { name, permissions: [...permissions], includes }],
    ["role.update", { roleId: pick(known.ownRoleIds, a), permissions: [...permissions], includes }],
    ["group.create", { name }],
    ["group.addMember", { groupId, member: holder }],
    ["group.removeMember", { groupId, member: holder }],
    [
      "invitation.create",
      { email: `${name}@acme.test`, bindings: [{ roleId, scopeId }], groupIds: d % 2 === 0 ? [groupId] : [] },
    ],
    ["serviceAccount.create", { name, homeScopeId: pick([...known.workspaceIds], b), responsibleIds: [principalId] }],
    ["key.create", { name, principalId: pick(known.accountIds, e) }],
    ["key.create", { name }],
    ["invitation.accept", { token: pick(known.tokens, a), name, password }],
    ["restriction.create", { scopeId, permissions: ["prompt:view"], reason: name }],
    ["restriction.lift", { restrictionId: pick(known.restrictionIds, a) }],
    ["folder.create", { workspaceId: pick(known.workspaceIds, a), parentId: null, name }],
    ["folder.move", { folderId: pick(known.folderIds, a), parentId: pick(known.folderIds, b) }],
    ["folder.archive", { folderId: pick(known.folderIds, a) }],
    ["folder.restore", { folderId: pick(known.folderIds, a) }],
    ["workspace.archive", { workspaceId: pick(known.workspaceIds, a) }],
    ["workspace.restore", { workspaceId: pick(known.workspaceIds, a) }],
    ["member.suspend", { memberId: principalId, reason: name }],
    ["member.reactivate", { memberId: principalId }],
    ["member.resetCredential", { memberId: principalId }],
  ];
  return pick(calls, procedure);
}

/** Remembers what a call made. */
function learn(known: Known, name: string, result: unknown): void {
  if (typeof result !== "object" || result === null || !("id" in result) || typeof result.id !== "string") return;
  const { id } = result;
  if (name === "invitation.create" && "token" in result && typeof result.token === "string") {
    known.tokens.push(result.token);
  }
  if (name === "binding.create") known.bindingIds.push(id);
  if (name === "role.create") known.ownRoleIds.push(id);
  if (name === "group.create") known.groupIds.push(id);
  if (name === "folder.create") known.folderIds.push(id);
  if (name === "restriction.create") known.restrictionIds.push(id);
  if (name === "serviceAccount.create") {
    known.accountIds.push(id);
    known.principalIds.push(id);
  }
  if (name === "key.create" && "secret" in result && typeof result.secret === "string") {
    known.callers.push({ authorization: `Bearer ${result.secret}` });
  }
}

function pick<Item>(list: readonly Item[], number: number): Item {
  const item = list[number % list.length];
  if (item === undefined) throw new Error("There is nothing to choose from.");
  return item;
}
