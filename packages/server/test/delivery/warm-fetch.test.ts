import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import { type CountersignServer, createCountersignServer } from "../../src/compose.ts";
import { emptyDatabase, onEveryEngine, testDatabase } from "../fixtures/every-engine.ts";
import { withKey } from "../fixtures/test-server.ts";
import { addKey, type Registry, release, save, startRegistry } from "../resources/registry.ts";

const address = "/v1/prompts/main/support/refund?label=production";

/** One answer, as far as clients look at it. */
interface Answered {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function fetchOf(
  server: CountersignServer,
  key: string,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const authorization = `Bearer ${key}`;
  const answer = await server.fetch(
    new Request(`http://127.0.0.1${target}`, { headers: { authorization, ...headers } }),
  );
  const all = Object.fromEntries(answer.headers);
  const { "x-request-id": requestId, ...rest } = all;
  expect(requestId).toMatch(/^call_/);
  return { status: answer.status, body: (await answer.text()).replace(/call_[0-9a-z]+/g, "call_"), headers: rest };
}

/** The same without anything that is kept: with a parameter that nobody reads, it is another fetch each time. */
let parameter = 0;
function coldFetch(server: CountersignServer, key: string, target = address): Promise<Answered> {
  parameter += 1;
  return fetchOf(server, key, `${target}&unread=${parameter}`);
}

/** Whether a fetch is answered from what is kept. */
function isWarm(server: CountersignServer, key: string, target = address): boolean {
  const headers: Readonly<Record<string, string>> = { authorization: `Bearer ${key}` };
  return server.quick({ method: "GET", target, header: (name) => headers[name] }) !== null;
}

/** Fetches until it is answered from what is kept: what fixtures wrote beside the server's commands is heard a moment later. */
async function warmUp(server: CountersignServer, key: string): Promise<void> {
  await expect
    .poll(async () => [(await fetchOf(server, key, address)).status, isWarm(server, key)], {
      timeout: 10_000,
      interval: 20,
    })
    .toEqual([200, true]);
}

/** A prompt in a folder, served, and a person who may use it through a group, with a key. */
async function startServed(registry: Registry) {
  const { owner } = registry;
  const folder = await registry.folder("support");
  const prompt = await registry.prompt("refund", folder);
  const first = await save(owner.api, prompt, "One");
  const second = await save(owner.api, prompt, "Two");
  await release(owner.api, prompt, "production", first);
  const carl = await registry.person("Carl");
  const carlId = carl.me.principal.id;
  const group = await owner.api.group.create.mutate({ name: "Applications" });
  await owner.api.group.addMember.mutate({ groupId: group.id, member: { type: "principal", id: carlId } });
  const role = await registry.role("Fetcher", ["prompt:use"]);
  const binding = await owner.api.binding.create.mutate({
    holder: { type: "group", id: group.id },
    roleId: role,
    scopeId: folder,
  });
  const key = await addKey(registry, carlId, { permissions: ["prompt:use"], labels: ["production"] });
  return { registry, owner: owner.api, folder, prompt, first, second, carlId, groupId: group.id, role, binding, key };
}

type World = Awaited<ReturnType<typeof startServed>>;

/** Everything that may change what a fetch is answered. */
const changes: readonly {
  readonly name: string;
  readonly status: number;
  readonly make: (world: World) => Promise<unknown>;
}[] = [
  {
    name: "a release",
    status: 200,
    make: ({ owner, prompt, second }) => release(owner, prompt, "production", second),
  },
  {
    name: "a release of another label, which changes nothing",
    status: 200,
    make: ({ owner, prompt, second }) => release(owner, prompt, "staging", second),
  },
  {
    name: "a removed binding",
    status: 404,
    make: ({ owner, binding }) => owner.binding.delete.mutate({ bindingId: binding.id }),
  },
  {
    name: "a restriction",
    status: 404,
    make: ({ owner, folder }) =>
      owner.restriction.create.mutate({ scopeId: folder, permissions: ["prompt:use"], reason: "An audit" }),
  },
  {
    name: "an edited role",
    status: 404,
    make: ({ owner, role }) => owner.role.update.mutate({ roleId: role, permissions: ["dataset:use"] }),
  },
  {
    name: "a lost group",
    status: 404,
    make: ({ owner, groupId, carlId }) =>
      owner.group.removeMember.mutate({ groupId, member: { type: "principal", id: carlId } }),
  },
  {
    name: "a suspension",
    status: 401,
    make: ({ owner, carlId }) => owner.member.suspend.mutate({ memberId: carlId, reason: "Gone" }),
  },
  {
    name: "a removal",
    status: 401,
    make: ({ owner, carlId }) => owner.member.remove.mutate({ memberId: carlId, reason: "Gone" }),
  },
  {
    name: "a revoked key",
    status: 401,
    make: async ({ owner, carlId }) => {
      const [key] = (await owner.key.list.query({ principalId: carlId })).items;
      await owner.key.revoke.mutate({ keyId: key?.id ?? "" });
    },
  },
  {
    name: "an archived resource",
    status: 404,
    make: ({ owner, prompt }) => owner.resource.archive.mutate({ resourceId: prompt }),
  },
  {
    name: "an archived folder",
    status: 404,
    make: ({ owner, folder }) => owner.folder.archive.mutate({ folderId: folder }),
  },
  {
    name: "another name",
    status: 404,
    make: ({ owner, prompt, folder }) =>
      owner.resource.move.mutate({ resourceId: prompt, folderId: folder, name: "reimburse" }),
  },
];

onEveryEngine("warm fetches", (engine) => {
  it("I17 I22 what was fetched is answered again with the same bytes and headers, without a look at the database", async () => {
    const world = await startServed(await startRegistry(engine));
    const { server } = world.registry;
    const { key } = world;
    expect(isWarm(server, key)).toBe(false);
    const cold = await fetchOf(server, key, address);
    await warmUp(server, key);
    const warm = await fetchOf(server, key, address);
    expect(warm).toEqual(cold);
    expect(warm).toEqual(await coldFetch(server, key));
    const { etag = "" } = warm.headers;
    expect(await fetchOf(server, key, address, { "if-none-match": etag })).toMatchObject({ status: 304, body: "" });
    expect(await fetchOf(server, key, address, { "if-none-match": `"other", W/${etag}` })).toMatchObject({
      status: 304,
    });
    expect(await fetchOf(server, key, address, { "if-none-match": '"other"' })).toMatchObject({ status: 200 });
    // Another secret behind the same prefix is another key.
    for (const wrong of [`${key.slice(0, -1)}${key.endsWith("0") ? "1" : "0"}`, key.slice(0, -1), `${key}0`, ""]) {
      expect(isWarm(server, wrong)).toBe(false);
      expect((await fetchOf(server, wrong, address)).status).toBe(401);
    }
    // Another key is decided for itself, on what is kept for all.
    const other = await world.registry.person("Olga");
    const narrow = await addKey(world.registry, other.me.principal.id, { permissions: ["prompt:use"], labels: null });
    expect((await fetchOf(server, narrow, address)).status).toBe(404);
    expect(isWarm(server, narrow)).toBe(false);
  });

  it.each(changes)("I16 I22 after $name a fetch is answered as if nothing were kept", async ({ status, make }) => {
    const world = await startServed(await startRegistry(engine));
    const { server } = world.registry;
    await warmUp(server, world.key);
    await make(world);
    const next = await fetchOf(server, world.key, address);
    expect(next.status).toBe(status);
    expect(next).toEqual(await coldFetch(server, world.key));
  });

  it("I4 I16 a key and a binding end by time, though nothing was committed", async () => {
    let moment = Date.parse("2026-05-01T12:00:00.000Z");
    const now = () => new Date(moment).toISOString();
    const world = await startServed(await startRegistry(engine, { clock: { now, inside: async () => now() } }));
    const { owner, carlId, groupId, role, folder, binding, registry } = world;
    const { server } = registry;
    const expiresAt = "2026-05-01T12:00:05.000Z";
    await owner.binding.delete.mutate({ bindingId: binding.id });
    const holder = { type: "group", id: groupId } as const;
    await owner.binding.create.mutate({ holder, roleId: role, scopeId: folder, expiresAt });
    await warmUp(server, world.key);
    moment += 4_000;
    expect(isWarm(server, world.key)).toBe(true);
    moment += 1_000;
    expect(isWarm(server, world.key)).toBe(false);
    expect((await fetchOf(server, world.key, address)).status).toBe(404);

    await owner.binding.create.mutate({ holder: { type: "principal", id: carlId }, roleId: role, scopeId: folder });
    const ending = await registry.person("Ed", ["workspace.consumer", registry.workspaceId]);
    const made = await ending.api.key.create.mutate({
      principalId: ending.me.principal.id,
      name: "short",
      permissions: ["prompt:use"],
      expiresAt: new Date(moment + 3_600_000).toISOString(),
    });
    moment += 3_595_000;
    await warmUp(server, made.secret);
    moment += 4_000;
    expect(isWarm(server, made.secret)).toBe(true);
    moment += 1_000;
    expect((await fetchOf(server, made.secret, address)).status).toBe(401);
  });

  it("I22 one node answers from what another has committed, at once to whoever has seen it", async () => {
    const database = engine === "sqlite" ? await emptyDatabase(engine) : await testDatabase(engine);
    onTestFinished(() => database[Symbol.asyncDispose]());
    const options = {
      database: database.target,
      secret: "a secret of the tests, of at least thirty-two characters",
      publicUrl: "http://127.0.0.1",
      flushing: false,
    };
    const registry = await startRegistry(engine, { database: database.target });
    const world = await startServed(registry);
    await using stack = new AsyncDisposableStack();
    const other = stack.adopt(await createCountersignServer(options), (node) => node.close());
    await warmUp(other, world.key);

    const { revision } = await world.owner.release.create.mutate({
      resourceId: world.prompt,
      label: "production",
      versionId: world.second,
    });
    const seen = await fetchOf(other, world.key, address, { "x-countersign-revision": String(revision) });
    expect(JSON.parse(seen.body)).toMatchObject({ version: 2 });

    await warmUp(other, world.key);
    await world.owner.binding.delete.mutate({ bindingId: world.binding.id });
    await expect
      .poll(async () => (await fetchOf(other, world.key, address)).status, { timeout: 2_000, interval: 20 })
      .toBe(404);
    expect(await withKey(other, world.key).session.me.query({})).toMatchObject({ principal: { id: world.carlId } });
  });

  if (engine === "postgres") {
    it("I22 a node that hears nothing any more asks the database, and listens again", async () => {
      const world = await startServed(await startRegistry(engine));
      const { server } = world.registry;
      await warmUp(server, world.key);
      const { db } = server.environment;
      const ended = await sql<{ ended: boolean }>`
        select pg_terminate_backend(pid) as ended from pg_stat_activity
        where application_name = 'countersign-ear' and datname = current_database()`.execute(db);
      expect(ended.rows).toEqual([{ ended: true }]);
      await expect
        .poll(() => server.environment.ear.mark(world.registry.organizationId), { timeout: 2_000 })
        .toBeNull();
      expect(isWarm(server, world.key)).toBe(false);
      expect((await fetchOf(server, world.key, address)).status).toBe(200);
      expect(isWarm(server, world.key)).toBe(false);
      await warmUp(server, world.key);
    });
  }
});
