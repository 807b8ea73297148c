import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { type Api, foundTestOrganization, startTestServer, withKey } from "../fixtures/test-server.ts";
import { openWatch, type StreamEvent, watchBody } from "../fixtures/watched.ts";
import { addKey, type Registry, release, save, startRegistry } from "../resources/registry.ts";

/** A prompt that `production` serves, and a consumer of its workspace with a key. */
async function consumed(registry: Registry) {
  const { owner, workspaceId } = registry;
  const prompt = await registry.prompt("refund");
  await release(owner.api, prompt, "production", await save(owner.api, prompt, "One"));
  const carl = await registry.person("Carl", ["workspace.consumer", workspaceId]);
  const secret = await addKey(registry, carl.me.principal.id, { permissions: ["prompt:use"], labels: ["production"] });
  return { prompt, carl, secret, authorization: { authorization: `Bearer ${secret}` } };
}

function state(serves: readonly unknown[], refused: readonly number[] = []) {
  return { event: "state", id: expect.any(String), data: { revision: expect.any(Number), serves, refused } };
}

const someTag = expect.stringMatching(/^"sha256:[0-9a-f]{64}\.\d+"$/);

async function tagServed(registry: Registry, headers: Record<string, string>): Promise<string> {
  const url = "http://127.0.0.1/v1/prompts/main/refund?label=production";
  return (await registry.server.fetch(new Request(url, { headers }))).headers.get("etag") ?? "";
}

onEveryEngine("watching", (engine) => {
  it("tells what is different from what is held, then each release", async () => {
    const registry = await startRegistry(engine);
    const { owner } = registry;
    const { prompt, authorization } = await consumed(registry);
    const tag = await tagServed(registry, authorization);
    const holding = await openWatch(registry.server, authorization, `main/refund@production#${tag}`);
    expect(holding.answer.headers.get("content-type")).toContain("text/event-stream");
    expect(await holding.next()).toEqual(state([]));
    const without = await openWatch(registry.server, authorization, "main/none@production", "main/refund@production");
    expect(await without.next()).toEqual(state([[1, tag]]));

    await release(owner.api, prompt, "staging", await save(owner.api, prompt, "Draft"));
    await release(owner.api, prompt, "production", await save(owner.api, prompt, "Two"));
    const told = [await holding.news(), await without.news()];
    const next = await tagServed(registry, authorization);
    expect(next).not.toBe(tag);
    expect(told).toEqual([state([[0, next]]), state([[1, next]])]);
  });

  it("I16 tells of a lost role, of a role that is given again, and of an archive", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const { prompt, carl, authorization } = await consumed(registry);
    const watched = await openWatch(registry.server, authorization, "main/refund@production#old");
    expect(await watched.next()).toEqual(state([[0, someTag]]));

    const [binding] = (await owner.api.binding.list.query({ holderId: carl.me.principal.id })).items;
    await owner.api.binding.delete.mutate({ bindingId: binding?.id ?? "" });
    expect(await watched.news()).toEqual(state([], [0]));
    const holder = { type: "principal", id: carl.me.principal.id } as const;
    await owner.api.binding.create.mutate({ holder, roleId: "workspace.consumer", scopeId: workspaceId });
    expect(await watched.news()).toEqual(state([[0, someTag]]));
    await owner.api.resource.archive.mutate({ resourceId: prompt });
    expect(await watched.news()).toEqual(state([], [0]));
  });

  it("I16 ends with a revoked key, a suspended and a removed person", async () => {
    const registry = await startRegistry(engine);
    const { owner, server, workspaceId } = registry;
    const ends = {
      Carl: (api: Api, keyId: string) => api.key.revoke.mutate({ keyId }),
      Sue: (_: Api, __: string, memberId: string) => owner.api.member.suspend.mutate({ memberId, reason: "Leave" }),
      Rob: (_: Api, __: string, memberId: string) => owner.api.member.remove.mutate({ memberId, reason: "Left" }),
    };
    for (const [name, end] of Object.entries(ends)) {
      const { api, me } = await registry.person(name, ["workspace.consumer", workspaceId]);
      const { id: keyId, secret } = await api.key.create.mutate({ name: "mine" });
      const authorization = { authorization: `Bearer ${secret}` };
      const watched = await openWatch(server, authorization, "main/refund@production");
      await watched.next();
      await end(api, keyId, me.principal.id);
      expect(await watched.news(), name).toMatchObject({ event: "end", data: { code: "unauthenticated" } });
      expect(await watched.next()).toBeNull();
      expect((await openWatch(server, authorization, "main/refund@production")).answer.status).toBe(401);
    }
  });

  it("I4 tells of a binding whose time is over, though nothing was committed", async () => {
    let ahead = 0;
    const at = () => new Date(Date.now() + ahead).toISOString();
    const clock = { now: at, inside: () => Promise.resolve(at()) };
    const registry = await startRegistry(engine, { clock });
    const { owner, workspaceId } = registry;
    const { authorization, carl } = await consumed(registry);
    const holder = { type: "principal", id: carl.me.principal.id } as const;
    const [binding] = (await owner.api.binding.list.query({ holderId: holder.id })).items;
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    await owner.api.binding.delete.mutate({ bindingId: binding?.id ?? "" });
    await owner.api.binding.create.mutate({ holder, roleId: "workspace.consumer", scopeId: workspaceId, expiresAt });
    const watched = await openWatch(registry.server, authorization, "main/refund@production");
    expect(await watched.next()).toEqual(state([[0, someTag]]));
    ahead = 3_600_000;
    expect(await watched.news()).toEqual(state([], [0]));
  });
});

it("I1 I19 what is hidden, elsewhere or not there is refused alike, and its releases are not told", async () => {
  const registry = await startRegistry("sqlite");
  const { owner, server } = registry;
  const { prompt, authorization } = await consumed(registry);
  const other = (await owner.api.workspace.create.mutate({ name: "other" })).id;
  const hidden = (await owner.api.resource.create.mutate({ kind: "prompt", workspaceId: other, name: "hidden" })).id;
  await release(owner.api, hidden, "production", await save(owner.api, hidden, "Hidden"));
  await release(owner.api, prompt, "staging", await save(owner.api, prompt, "For another key"));
  const places = ["other/hidden@production", "main/refund@staging", "main/none@production", "none/x@production"];
  const watched = await openWatch(server, authorization, ...places.map((place) => `${place}#old`));
  expect(await watched.next()).toEqual(state([], [0, 1, 2, 3]));
  await release(owner.api, hidden, "production", await save(owner.api, hidden, "Hidden again"));
  await release(owner.api, prompt, "staging", await save(owner.api, prompt, "For another key again"));
  // The next that comes is a sign of life of a later revision, and says nothing.
  const { revision } = await owner.api.organization.update.mutate({ name: "Acme 2" });
  const quiet: (StreamEvent | null)[] = [];
  while (Number(quiet.at(-1)?.id ?? 0) < revision) quiet.push(await watched.next());
  for (const event of quiet) expect(event).toEqual(state([]));
});

it("a signed-in person's stream ends when he signs out", async () => {
  const registry = await startRegistry("sqlite");
  const { carl } = await consumed(registry);
  const headers = { cookie: carl.cookie, "x-countersign-client": "1" };
  const watched = await openWatch(registry.server, headers, "main/refund@production");
  expect(await watched.next()).toEqual(state([[0, someTag]]));
  await carl.api.session.signOut.mutate({});
  expect(await watched.news()).toMatchObject({ event: "end", data: { code: "unauthenticated" } });
});

it("a stranger, a browser without the client's header and a malformed list open no stream", async () => {
  const registry = await startRegistry("sqlite");
  const { server, owner } = registry;
  const { authorization, secret } = await consumed(registry);
  const status = async (headers: Record<string, string>, body: Parameters<typeof watchBody>[2]) =>
    (await watchBody(server, headers, body)).answer.status;
  const one = { kind: "prompt", workspace: "main", path: "refund", label: "production", tag: null };
  expect(await status({}, { addresses: [one] })).toBe(401);
  expect(await status({ authorization: `Bearer ${secret.slice(0, -1)}x` }, { addresses: [one] })).toBe(401);
  expect(await status({ cookie: owner.cookie }, { addresses: [one] })).toBe(401);
  for (const body of [
    null,
    {},
    { addresses: [] },
    { addresses: [{ ...one, kind: "rule" }] },
    { addresses: [{ ...one, more: 1 }] },
    { addresses: Array.from({ length: 1_001 }, () => one) },
  ]) {
    expect(await status(authorization, body)).toBe(400);
  }
  expect(await status(authorization, { addresses: [{ ...one, tag: "x".repeat(201) }] })).toBe(400);
  expect(await status({ ...authorization, "x-countersign-revision": "x" }, { addresses: [one] })).toBe(400);
  expect(await status({ ...authorization, "x-countersign-revision": "999999" }, { addresses: [one] })).toBe(503);
  const large = { addresses: Array.from({ length: 1_000 }, () => ({ ...one, path: "x".repeat(1_100) })) };
  expect(await status(authorization, large)).toBe(413);
});

it("streams end with the server, and nobody is let in any more", async () => {
  const registry = await startRegistry("sqlite");
  const { authorization } = await consumed(registry);
  const watched = await openWatch(registry.server, authorization, "main/refund@production");
  await watched.next();
  registry.server.endStreams();
  expect(await watched.news()).toBeNull();
  expect((await openWatch(registry.server, authorization, "main/refund@production")).answer.status).toBe(503);
});

it("one key holds so many streams and no more, and those that are gone do not count", async () => {
  const registry = await startRegistry("sqlite");
  const { authorization } = await consumed(registry);
  const streams: Awaited<ReturnType<typeof openWatch>>[] = [];
  for (let stream = 0; stream < 500; stream += 1) {
    streams.push(await openWatch(registry.server, authorization, "main/refund@production"));
  }
  const beyond = await openWatch(registry.server, authorization, "main/refund@production");
  expect(beyond.answer.status).toBe(429);
  await streams[0]?.cancel();
  expect((await openWatch(registry.server, authorization, "main/refund@production")).answer.status).toBe(200);
});

it("one key watches so many addresses and no more, in however many streams", async () => {
  const registry = await startRegistry("sqlite");
  const { authorization } = await consumed(registry);
  const thousand = Array.from({ length: 1_000 }, (_, index) => `main/none-${index}@production`);
  for (let stream = 0; stream < 50; stream += 1) {
    expect((await openWatch(registry.server, authorization, ...thousand)).answer.status).toBe(200);
  }
  expect((await openWatch(registry.server, authorization, "main/refund@production")).answer.status).toBe(429);
});

it("I16 a key of another server opens no stream", async () => {
  const elsewhere = await foundTestOrganization(await startTestServer("sqlite"));
  const { secret } = await elsewhere.api.key.create.mutate({ name: "elsewhere" });
  const registry = await startRegistry("sqlite");
  const answer = await openWatch(registry.server, { authorization: `Bearer ${secret}` }, "main/refund@production");
  expect(answer.answer.status).toBe(401);
  await expect(withKey(registry.server, secret).session.me.query({})).rejects.toThrow();
});

it("who watches uses the key and the role by it", async () => {
  const registry = await startRegistry("sqlite");
  const { carl, authorization } = await consumed(registry);
  const watched = await openWatch(registry.server, authorization, "main/refund@production");
  await watched.next();
  await registry.server.flush();
  const [binding] = (await registry.owner.api.binding.list.query({ holderId: carl.me.principal.id })).items;
  expect(binding?.lastUsedAt).not.toBeNull();
});
