import { expect, test } from "vitest";
import { createClient, hasCode, RefusedError, UnansweredError } from "../src/index.ts";
import { startForwardingProxy } from "./fixtures/forwarding-proxy.ts";
import { codeOf, failureOf } from "./fixtures/refused.ts";
import { type Registry, startRegistry } from "./fixtures/registry.ts";

const production = { workspace: "production", path: "greeting", label: "live" };

/** A key of the owner, for clients whose calls go another way than his session's. */
async function ownersKey(registry: Registry): Promise<string> {
  return (await registry.owner.key.create({ name: "script" })).secret;
}

/** A prompt with one version in production, where no policy protects anything. */
async function draftIn(registry: Registry) {
  await registry.owner.provision.ensureWorkspace({ name: "production" });
  return registry.owner.prompts.push({ workspace: "production", path: "greeting", content: "Hello {{name}}" });
}

test("a release whose answer is lost is asked for again and made once", async () => {
  await using registry = await startRegistry("sqlite");
  await using proxy = await startForwardingProxy(registry.url);
  const { resource, version } = await draftIn(registry);
  const client = createClient({ url: proxy.url, key: await ownersKey(registry) });
  proxy.expect("release.create", "lost", "lost");

  const release = await client.release.create({ resourceId: resource.id, label: "live", versionId: version.id });

  expect(release).toMatchObject({ sequence: 1, label: "live", current: true });
  const asked = proxy.calls.filter(({ path }) => path.endsWith("release.create"));
  expect(asked.map(({ fate, status }) => `${fate} ${status}`)).toEqual(["lost 200", "lost 200", "through 200"]);
  expect(new Set(asked.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(1);
  expect(new Set(asked.map(({ body }) => body)).size).toBe(1);
  expect((await registry.owner.release.list({ resourceId: resource.id })).items).toHaveLength(1);
  expect((await registry.owner.audit.list({ action: "label.release" })).items).toHaveLength(1);
});

test("what stayed without an answer in time is called again with the error's key, and was done once", async () => {
  await using registry = await startRegistry("sqlite");
  await using proxy = await startForwardingProxy(registry.url);
  const client = createClient({ url: proxy.url, key: await ownersKey(registry) });
  proxy.expect("group.create", "held");

  const error = await failureOf(client.group.create({ name: "tone" }, { timeout: 1_500 }));
  expect(error).toBeInstanceOf(UnansweredError);
  expect(error).toMatchObject({ code: "timeout", idempotencyKey: expect.stringMatching(/^[0-9a-f]{32}$/) });
  const idempotencyKey = error instanceof UnansweredError ? (error.idempotencyKey ?? "") : "";

  const group = await client.group.create({ name: "tone" }, { idempotencyKey });
  expect((await client.group.list({})).items.map(({ id }) => id)).toEqual([group.id]);
  // Without the key it is another call, and finds the name taken.
  expect(await codeOf(client.group.create({ name: "tone" }))).toBe("conflict");
  // The key belongs to its body.
  expect(await codeOf(client.group.create({ name: "other" }, { idempotencyKey }))).toBe("idempotency_mismatch");
});

test("a key whose secret is lost on the way is not made twice, and its secret not shown again", async () => {
  await using registry = await startRegistry("sqlite");
  await using proxy = await startForwardingProxy(registry.url);
  const client = createClient({ url: proxy.url, key: await ownersKey(registry) });
  proxy.expect("key.create", "lost");

  const error = await failureOf(client.key.create({ name: "app" }));

  expect(error).toMatchObject({ code: "conflict", remedy: expect.stringContaining("Revoke") });
  expect(JSON.stringify(error)).not.toContain("csk_");
  const [first, second] = proxy.calls.filter(({ path }) => path.endsWith("key.create"));
  expect(first).toMatchObject({ fate: "lost", status: 200, body: expect.stringContaining("csk_") });
  expect(second).toMatchObject({ fate: "through", status: 409, idempotencyKey: first?.idempotencyKey });
  expect((await registry.owner.key.list({})).items.filter(({ name }) => name === "app")).toHaveLength(1);
});

test("two calls are two, however alike", async () => {
  await using registry = await startRegistry("sqlite");
  const { resource } = await draftIn(registry);
  const draft = { resourceId: resource.id, content: { type: "text", syntax: "plain", text: "x", variables: [] } };
  await registry.owner.version.create({ ...draft, force: true });
  await registry.owner.version.create({ ...draft, force: true });
  const versions = await registry.owner.version.list({ resourceId: resource.id });
  expect(versions.items.map(({ number }) => number)).toEqual([3, 2, 1]);
});

test("a caller who aborts hears it at once, and the server is not asked again", async () => {
  await using registry = await startRegistry("sqlite");
  await using proxy = await startForwardingProxy(registry.url);
  const client = createClient({ url: proxy.url, key: await ownersKey(registry) });
  proxy.expect("organization.get", "held");
  const controller = new AbortController();
  const failure = failureOf(client.organization.get({}, { signal: controller.signal }));
  await expect.poll(() => proxy.calls.length).toBe(1);
  controller.abort();
  expect(await failure).toMatchObject({ code: "aborted" });
  expect(proxy.calls).toHaveLength(1);
  expect(await client.organization.get({})).toMatchObject({ name: "Acme" });
});

test("a refusal says what is missing, what to do, and by which name the server's log knows it", async () => {
  await using registry = await startRegistry("sqlite");
  const { resource, version } = await draftIn(registry);
  const viewer = await registry.join("Vera", [{ roleId: "workspace.viewer", scopeId: resource.workspaceId }]);
  const error = await failureOf(
    viewer.release.create({ resourceId: resource.id, label: "live", versionId: version.id }),
  );
  expect(error).toBeInstanceOf(RefusedError);
  expect(error).toMatchObject({
    code: "forbidden",
    status: 403,
    permission: "prompt:publish",
    message: expect.stringContaining("prompt:publish"),
    remedy: expect.stringMatching(/\w/),
    requestId: expect.stringMatching(/^call_/),
  });
  const events = await registry.owner.audit.list({ action: "label.release", outcome: "refused" });
  const requestId = error instanceof RefusedError ? error.requestId : null;
  expect(events.items.map((event) => event.requestId)).toEqual([requestId]);
});

test.each([
  { name: "nobody", code: "unauthenticated", status: 401, call: (r: Registry) => r.clientWith({}).member.list({}) },
  {
    name: "a key that there is not",
    code: "unauthenticated",
    status: 401,
    call: (r: Registry) => r.clientWith({ key: `csk_${"0".repeat(12)}_${"0".repeat(46)}` }).session.me({}),
  },
  {
    name: "a wrong password",
    code: "unauthenticated",
    status: 401,
    call: (r: Registry) => r.clientWith({}).session.signIn({ email: "olive@acme.test", password: "not this one" }),
  },
  {
    name: "an input that has no sense",
    code: "invalid",
    status: 400,
    call: (r: Registry) => r.owner.workspace.create({ name: "No Such Name" }),
  },
  {
    name: "an id that names nothing",
    code: "not_found",
    status: 404,
    call: (r: Registry) => r.owner.role.get({ roleId: "rol_none" }),
  },
  {
    name: "a name that is taken",
    code: "conflict",
    status: 409,
    call: async (r: Registry) => {
      await r.owner.group.create({ name: "tone" });
      return r.owner.group.create({ name: "tone" });
    },
  },
  {
    name: "a built-in role",
    code: "conflict",
    status: 409,
    call: (r: Registry) => r.owner.provision.ensureRole({ name: "Viewer", permissions: ["prompt:view"] }),
  },
] as const)("$name is refused with $code", async ({ code, status, call }) => {
  await using registry = await startRegistry("sqlite");
  expect(await failureOf(call(registry))).toMatchObject({ code, status, name: "RefusedError" });
});

test("a server that is starting is asked again until it answers", async () => {
  await using registry = await startRegistry("sqlite");
  const statuses: number[] = [];
  let restarts = 2;
  const client = registry.clientWith({
    key: await ownersKey(registry),
    // What a proxy in front says while the server behind it restarts.
    fetch: async (url, init) => {
      const answer = restarts > 0 ? new Response("Bad gateway", { status: 502 }) : await fetch(url, init);
      restarts -= 1;
      statuses.push(answer.status);
      return answer;
    },
  });
  expect(await client.organization.get({})).toMatchObject({ name: "Acme" });
  expect(statuses).toEqual([502, 502, 200]);
});

test("a label is fetched again only where it changed, and every fetch is decided anew", async () => {
  await using registry = await startRegistry("sqlite");
  const { resource, version } = await draftIn(registry);
  const { owner } = registry;
  const application = await registry.addApplication("app", [
    { roleId: "workspace.consumer", scopeId: resource.workspaceId },
  ]);
  const statuses: number[] = [];
  const client = registry.clientWith({
    key: application.secret,
    prompts: { ttl: 0 },
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      statuses.push(answer.status);
      return answer;
    },
  });
  expect(await codeOf(client.prompts.get(production))).toBe("not_found");
  await owner.release.create({ resourceId: resource.id, label: "live", versionId: version.id });
  expect((await client.prompts.get(production)).toText({ name: "Ann" })).toBe("Hello Ann");
  const again = await client.prompts.get(production);
  expect(again.render({ name: "{{name}}" })).toEqual({ type: "text", text: "Hello {{name}}" });
  expect(again.toMessages({ name: "Ann" })).toEqual([{ role: "system", content: "Hello Ann" }]);

  const next = await owner.prompts.push({ workspace: "production", path: "greeting", content: "Hi {{name}}" });
  expect((await client.prompts.get(production)).version).toBe(1);
  await owner.release.create({ resourceId: resource.id, label: "live", versionId: next.version.id });
  expect(await client.prompts.get(production)).toMatchObject({ version: 2, sequence: 2, unreviewed: true });
  expect(statuses).toEqual([404, 200, 304, 304, 200]);

  await owner.key.revoke({ keyId: application.keyId });
  const error = await failureOf(client.prompts.get(production));
  expect(hasCode(error, "unauthenticated")).toBe(true);
  // What it held is gone with the key.
  expect(await codeOf(client.prompts.get(production))).toBe("unauthenticated");
});

test("an application whose role is taken away gets nothing from its next fetch on", async () => {
  await using registry = await startRegistry("sqlite");
  const { resource, version } = await draftIn(registry);
  const { owner } = registry;
  await owner.release.create({ resourceId: resource.id, label: "live", versionId: version.id });
  const scopeId = resource.workspaceId;
  const { client, serviceAccountId } = await registry.addApplication("app", [
    { roleId: "workspace.consumer", scopeId },
  ]);
  expect((await client.prompts.get(production)).version).toBe(1);
  const bindings = await owner.binding.list({ scopeId, holderId: serviceAccountId });
  for (const { id } of bindings.items) await owner.binding.delete({ bindingId: id });
  expect(await codeOf(client.prompts.get(production))).toBe("not_found");
});

test("a call that names a revision is asked again while the server is behind it, and answered from no older one", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  const { revision } = await owner.workspace.create({ name: "production" });
  expect((await owner.workspace.list({}, { atLeast: revision })).map(({ name }) => name)).toEqual(["production"]);
  const ahead = { atLeast: revision + 1, timeout: 5_000 };
  const waiting = owner.workspace.list({}, ahead);
  await owner.workspace.create({ name: "staging" });
  expect((await waiting).map(({ name }) => name)).toEqual(["production", "staging"]);
  const never = owner.workspace.list({}, { atLeast: revision + 100, timeout: 5_000 });
  expect(await codeOf(never)).toBe("unavailable");
});
