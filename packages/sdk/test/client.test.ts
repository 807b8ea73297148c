import { describe, expect, test } from "vitest";
import { createClient, hasCode, isCountersignError, RefusedError, UnansweredError } from "../src/index.ts";
import { quickRuntime } from "./quick-runtime.ts";
import { data, json, refusal, type ScriptedServer, startScriptedServer } from "./scripted-server.ts";

const refused = { code: "forbidden", message: "No.", remedy: "Ask.", permission: "role:manage", requestId: "r-1" };

function clientOf(server: ScriptedServer, more: Partial<Parameters<typeof createClient>[0]> = {}) {
  const runtime = quickRuntime();
  return { client: createClient({ url: server.url, key: "csk_test", runtime, ...more }), runtime };
}

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("the call should have been refused"),
    (error: unknown) => error,
  );
}

describe("a call", () => {
  test("goes by POST to the procedure's address, below the base path, with the key and the client's mark", async () => {
    await using server = await startScriptedServer(data({ items: [], nextCursor: null }));
    const { client } = clientOf(server, {
      organizationId: "org-1",
      headers: { "x-team": "support", authorization: "no" },
    });
    await client.member.list({ search: "ann@example.com" });
    const [request] = server.seen;
    expect(request).toMatchObject({ method: "POST", url: "/base/trpc/member.list" });
    expect(JSON.parse(request?.body ?? "")).toEqual({ search: "ann@example.com" });
    expect(request?.headers).toMatchObject({
      authorization: "Bearer csk_test",
      "content-type": "application/json",
      "x-countersign-client": "1",
      "x-countersign-organization": "org-1",
      "x-team": "support",
    });
    expect(request?.headers["idempotency-key"]).toBeUndefined();
    expect(request?.headers["cookie"]).toBeUndefined();
  });

  test("answers what the server answered", async () => {
    await using server = await startScriptedServer(
      data({ id: "o", name: "Acme", revision: 3, createdAt: "2026-01-01" }),
    );
    const { client } = clientOf(server);
    expect(await client.organization.get({})).toEqual({ id: "o", name: "Acme", revision: 3, createdAt: "2026-01-01" });
  });

  test("that is refused says the code, the status, the remedy, the permission and the request", async () => {
    await using server = await startScriptedServer(refusal(403, { ...refused, details: { roles: ["Owner"] } }));
    const { client } = clientOf(server);
    const error = await failureOf(client.role.create({ name: "x", permissions: [] }));
    expect(error).toBeInstanceOf(RefusedError);
    expect(isCountersignError(error)).toBe(true);
    expect(hasCode(error, "forbidden")).toBe(true);
    expect(hasCode(error, "not_found", "conflict")).toBe(false);
    expect(error).toMatchObject({
      code: "forbidden",
      message: "No.",
      remedy: "Ask.",
      permission: "role:manage",
      details: { roles: ["Owner"] },
      status: 403,
      requestId: "r-1",
    });
    expect(server.seen).toHaveLength(1);
  });

  test.each([
    { name: "HTML", behaviour: { type: "answer", status: 404, body: "<h1>Not Found</h1>" } as const },
    { name: "another server's JSON", behaviour: json(404, { error: "nope" }) },
    { name: "an unknown code", behaviour: refusal(404, { code: "gone_fishing", message: "…" }) },
    { name: "success without a result", behaviour: json(200, { ok: true }) },
    { name: "success without JSON", behaviour: { type: "answer", status: 200, body: "OK" } as const },
  ])("answered with $name is no refusal, so nobody takes it for not found", async ({ behaviour }) => {
    await using server = await startScriptedServer(behaviour);
    const { client } = clientOf(server);
    const error = await failureOf(client.role.get({ roleId: "x" }));
    expect(error).toBeInstanceOf(UnansweredError);
    expect(error).toMatchObject({ code: "network", status: behaviour.type === "answer" ? behaviour.status : null });
  });

  test("does not follow a redirect, which would carry the key along", async () => {
    await using other = await startScriptedServer(data({}));
    await using server = await startScriptedServer(json(307, {}, { location: other.url }));
    const { client } = clientOf(server);
    const error = await failureOf(client.session.me({}));
    expect(error).toMatchObject({ code: "network", status: 307 });
    expect(String(error)).toContain(other.url);
    expect(other.seen).toHaveLength(0);
    expect(server.seen).toHaveLength(1);
  });
});

describe("a retry", () => {
  test.each([
    { name: "a dropped connection", behaviour: { type: "drop" } as const },
    { name: "a connection dropped in the body", behaviour: { type: "drop-in-body" } as const },
    { name: "429", behaviour: refusal(429, { code: "limit", message: "Slowly." }) },
    { name: "502 of a proxy", behaviour: { type: "answer", status: 502, body: "<h1>Bad Gateway</h1>" } as const },
    { name: "503", behaviour: refusal(503, { code: "unavailable", message: "Later." }) },
    { name: "504", behaviour: { type: "answer", status: 504, body: "" } as const },
  ])("of a read follows $name", async ({ behaviour }) => {
    await using server = await startScriptedServer(behaviour, behaviour, data({ signedIn: true }));
    const { client, runtime } = clientOf(server);
    expect(await client.session.me({})).toEqual({ signedIn: true });
    expect(server.seen).toHaveLength(3);
    expect(runtime.pauses).toEqual([100, 200]);
  });

  test("of a mutation carries the same idempotency key, and the next mutation another", async () => {
    await using server = await startScriptedServer({ type: "drop" }, data({ id: "r" }));
    const { client } = clientOf(server);
    await client.request.publish({ requestId: "r", digest: "d" });
    await client.request.publish({ requestId: "r", digest: "d" });
    expect(server.seen.map((request) => request.headers["idempotency-key"])).toEqual(["key-1", "key-1", "key-2"]);
    expect(new Set(server.seen.map((request) => request.body)).size).toBe(1);
  });

  test("carries the caller's own key where there is one", async () => {
    await using server = await startScriptedServer({ type: "drop" }, data({ id: "r" }));
    const { client } = clientOf(server);
    await client.request.publish({ requestId: "r", digest: "d" }, { idempotencyKey: "mine-1" });
    expect(server.seen.map((request) => request.headers["idempotency-key"])).toEqual(["mine-1", "mine-1"]);
  });

  test.each([400, 401, 403, 404, 409, 422, 500])("does not follow %d, which is the answer", async (status) => {
    await using server = await startScriptedServer(refusal(status, refused));
    const { client } = clientOf(server);
    await failureOf(client.session.me({}));
    expect(server.seen).toHaveLength(1);
  });

  test("does not follow a lost sign-in, to which no key could belong", async () => {
    await using server = await startScriptedServer({ type: "drop" });
    const { client } = clientOf(server, { key: undefined });
    const error = await failureOf(client.session.signIn({ email: "a@example.com", password: "p" }));
    expect(error).toMatchObject({ code: "network", idempotencyKey: null });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0]?.headers["idempotency-key"]).toBeUndefined();
  });

  test("gives up after so many and says the last failure, with the key to go on with", async () => {
    await using server = await startScriptedServer({ type: "drop" });
    const { client } = clientOf(server, { retries: 2 });
    const error = await failureOf(client.request.publish({ requestId: "r", digest: "d" }));
    expect(error).toMatchObject({ code: "network", idempotencyKey: "key-1" });
    expect(String(error)).toContain("request.publish");
    expect(server.seen).toHaveLength(3);
  });

  test("waits as long as the server asks", async () => {
    const busy = refusal(503, { code: "unavailable", message: "Later." }, { "retry-after": "2" });
    await using server = await startScriptedServer(busy, data({}));
    const { client, runtime } = clientOf(server);
    await client.session.me({});
    expect(runtime.pauses).toEqual([2_100]);
  });

  test("is left out where the server asks for more time than the call has", async () => {
    const busy = refusal(429, { code: "limit", message: "Tomorrow." }, { "retry-after": "86400" });
    await using server = await startScriptedServer(busy);
    const { client, runtime } = clientOf(server);
    expect(await failureOf(client.session.me({}))).toMatchObject({ code: "limit", status: 429 });
    expect(runtime.pauses).toEqual([]);
  });

  test("meets a server that is not there", async () => {
    const server = await startScriptedServer(data({}));
    await server[Symbol.asyncDispose]();
    const { client, runtime } = clientOf(server);
    expect(await failureOf(client.session.me({}))).toMatchObject({ code: "network", status: null });
    expect(runtime.pauses).toHaveLength(3);
  });
});

describe("the end of a call", () => {
  test("comes when its time is over", async () => {
    await using server = await startScriptedServer({ type: "hang" });
    // Long enough to be asked on a machine that is busy.
    const { client } = clientOf(server, { timeout: 1_000 });
    const error = await failureOf(client.request.publish({ requestId: "r", digest: "d" }));
    expect(error).toMatchObject({ code: "timeout", idempotencyKey: "key-1" });
    expect(server.seen).toHaveLength(1);
  });

  test("comes when the time of this one call is over", async () => {
    await using server = await startScriptedServer({ type: "hang" });
    const { client } = clientOf(server);
    expect(await failureOf(client.session.me({}, { timeout: 60 }))).toMatchObject({ code: "timeout" });
  });

  test("comes in the middle of a pause", async () => {
    await using server = await startScriptedServer({ type: "drop" });
    const client = createClient({ url: server.url, timeout: 60_000, runtime: { random: () => 100 } });
    const controller = new AbortController();
    const failure = failureOf(client.session.me({}, { signal: controller.signal }));
    await expect.poll(() => server.seen.length).toBe(1);
    controller.abort(new Error("enough"));
    expect(await failure).toMatchObject({ code: "aborted", cause: new Error("enough") });
    expect(server.seen).toHaveLength(1);
  });

  test("comes when the caller aborts", async () => {
    await using server = await startScriptedServer({ type: "hang" });
    const { client } = clientOf(server);
    const controller = new AbortController();
    const failure = failureOf(client.session.me({}, { signal: controller.signal }));
    await expect.poll(() => server.seen.length).toBe(1);
    controller.abort();
    expect(await failure).toMatchObject({ code: "aborted" });
  });

  test("comes before anything is sent where the caller has aborted already", async () => {
    await using server = await startScriptedServer(data({}));
    const { client } = clientOf(server);
    expect(await failureOf(client.session.me({}, { signal: AbortSignal.abort() }))).toMatchObject({ code: "aborted" });
    expect(server.seen).toHaveLength(0);
  });

  test("comes also with a fetch that knows no signal", async () => {
    const client = createClient({ url: "https://prompts.example", timeout: 40, fetch: () => new Promise(() => {}) });
    expect(await failureOf(client.session.me({}))).toMatchObject({ code: "timeout" });
  });
});

describe("a session in memory", () => {
  const cookie = "countersign=abc; Path=/; HttpOnly; SameSite=Lax";

  test("sends what signing in set, and nothing after signing out", async () => {
    await using server = await startScriptedServer(
      json(200, { result: { data: {} } }, { "set-cookie": cookie }),
      data({}),
      json(200, { result: { data: {} } }, { "set-cookie": "countersign=; Path=/; Max-Age=0" }),
      data({}),
    );
    const client = createClient({ url: server.url, session: "memory" });
    await client.session.signIn({ email: "a@example.com", password: "p" });
    await client.session.me({});
    await client.session.signOut({});
    await client.session.me({});
    expect(server.seen.map((request) => request.headers["cookie"])).toEqual([
      undefined,
      "countersign=abc",
      "countersign=abc",
      undefined,
    ]);
  });

  test("is not kept without being asked for", async () => {
    await using server = await startScriptedServer(json(200, { result: { data: {} } }, { "set-cookie": cookie }));
    const client = createClient({ url: server.url });
    await client.session.signIn({ email: "a@example.com", password: "p" });
    await client.session.me({});
    expect(server.seen.map((request) => request.headers["cookie"])).toEqual([undefined, undefined]);
  });
});

describe("options that cannot work", () => {
  test.each([
    { name: "no address", options: { url: "prompts" }, says: "no address" },
    { name: "another protocol", options: { url: "file:///etc" }, says: "file:" },
    { name: "a password in the address", options: { url: "https://a:secret@b.example" }, says: "key" },
    {
      name: "a key with a line break",
      options: { url: "https://a.example", key: "csk_secret\n" },
      says: "copy it again",
    },
    { name: "an empty key", options: { url: "https://a.example", key: "" }, says: "empty" },
    { name: "no time", options: { url: "https://a.example", timeout: 0 }, says: "timeout" },
    { name: "half a retry", options: { url: "https://a.example", retries: 0.5 }, says: "retries" },
    { name: "a key and a session", options: { url: "https://a.example", key: "k", session: "memory" }, says: "one of" },
  ] as const)("$name", ({ options, says }) => {
    expect(() => createClient(options)).toThrow(TypeError);
    expect(() => createClient(options)).toThrow(says);
    expect(() => createClient(options)).not.toThrow("secret");
  });

  test("an idempotency key that is fit for no header", async () => {
    await using server = await startScriptedServer(data({}));
    const { client } = clientOf(server);
    const call = client.request.publish({ requestId: "r", digest: "d" }, { idempotencyKey: "two words" });
    expect(await failureOf(call)).toMatchObject({ code: "invalid" });
    expect(server.seen).toHaveLength(0);
  });
});
