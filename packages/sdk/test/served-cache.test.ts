import { describe, expect, test } from "vitest";
import { createClient, type PromptOptions } from "../src/index.ts";
import { codeOf } from "./fixtures/refused.ts";
import { address, refused, release, served, unchanged } from "./fixtures/served.ts";
import { type SetClock, setClock } from "./fixtures/set-clock.ts";
import { type Behaviour, json, type ScriptedServer, startScriptedServer } from "./scripted-server.ts";

const limits = { refreshAfter: 1_000, ttl: 5_000, maxStale: 60_000, patience: 500 };
const lost: Behaviour = { type: "drop" };

function clientOf(server: ScriptedServer, clock: SetClock, prompts: PromptOptions = limits) {
  return createClient({ url: server.url, key: "csk_test", retries: 0, runtime: clock, prompts });
}

/** The versions that so many gets are given, one after the other. */
async function versions(client: ReturnType<typeof clientOf>, count: number): Promise<readonly number[]> {
  const given: number[] = [];
  for (let call = 0; call < count; call += 1) given.push((await client.prompts.get(address)).version);
  return given;
}

describe("a copy in memory", () => {
  test("is given without the server while it is fresh, and is the very same object", async () => {
    await using server = await startScriptedServer(release(1));
    const clock = setClock();
    const { prompts } = clientOf(server, clock);
    const first = await prompts.get(address);
    clock.pass(999);
    expect(await prompts.get({ ...address })).toBe(first);
    expect(server.seen).toHaveLength(1);
    expect(first).toMatchObject({ origin: "registry", stale: null });
  });

  test("is asked for once, however many ask for it at once", async () => {
    await using server = await startScriptedServer(release(1));
    const { prompts } = clientOf(server, setClock());
    const given = await Promise.all(Array.from({ length: 100 }, () => prompts.get(address)));
    expect(new Set(given).size).toBe(1);
    expect(server.seen).toHaveLength(1);
  });

  test("is given and asked for beside that while it ages, and the next get sees what came of it", async () => {
    await using server = await startScriptedServer(release(1), release(2), unchanged);
    const clock = setClock();
    const client = clientOf(server, clock);
    expect(await versions(client, 1)).toEqual([1]);
    clock.pass(1_000);
    expect(await versions(client, 1)).toEqual([1]);
    await expect.poll(() => versions(client, 1)).toEqual([2]);
    expect(server.seen.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"1"']);
  });

  test("is given after its time to live only once the server has said that it stands", async () => {
    await using server = await startScriptedServer(release(1), unchanged, release(2));
    const clock = setClock();
    const client = clientOf(server, clock);
    await versions(client, 1);
    clock.pass(5_000);
    expect(await versions(client, 2)).toEqual([1, 1]);
    clock.pass(5_000);
    expect(await versions(client, 2)).toEqual([2, 2]);
    expect(server.seen).toHaveLength(3);
  });

  test.each([
    { status: 401, code: "unauthenticated", answer: refused(401, "unauthenticated") },
    { status: 403, code: "forbidden", answer: refused(403, "forbidden") },
    { status: 404, code: "not_found", answer: refused(404, "not_found") },
    { status: 410, code: "network", answer: json(410, null) },
    { status: 401, code: "network", answer: { type: "answer", status: 401, body: "<h1>Sign in</h1>" } as const },
  ])("ends with $status ($code), and no outage brings it back", async ({ code, answer }) => {
    await using server = await startScriptedServer(release(1), answer, lost);
    const clock = setClock();
    const client = clientOf(server, clock);
    await versions(client, 1);
    clock.pass(5_000);
    expect(await codeOf(client.prompts.get(address))).toBe(code);
    expect(await codeOf(client.prompts.get(address))).toBe("network");
  });

  test("ends with a refusal that was asked for beside it", async () => {
    await using server = await startScriptedServer(release(1), refused(403, "forbidden"));
    const clock = setClock();
    const client = clientOf(server, clock);
    await versions(client, 1);
    clock.pass(1_000);
    await versions(client, 1);
    await expect.poll(() => client.prompts.get(address).catch(() => "gone")).toBe("gone");
  });

  test("outlives an outage, marked with its age and the reason, and not its hard end", async () => {
    await using server = await startScriptedServer(release(1), lost);
    const clock = setClock();
    const client = clientOf(server, clock);
    await versions(client, 1);
    clock.pass(5_000);
    const stale = await client.prompts.get(address);
    expect(stale).toMatchObject({ version: 1, stale: { age: 5_000, cause: { code: "network" } } });
    expect(Object.isFrozen(stale)).toBe(true);
    clock.pass(54_999);
    expect(await client.prompts.get(address)).toMatchObject({ version: 1, stale: { age: 59_999 } });
    clock.pass(1);
    expect(await codeOf(client.prompts.get(address))).toBe("network");
  });

  test.each([
    { name: "an overloaded server", answer: refused(503, "unavailable") },
    { name: "a limit", answer: refused(429, "limit") },
    { name: "a failure", answer: refused(500, "internal") },
    { name: "a page of a proxy", answer: { type: "answer", status: 200, body: "<p>Hello</p>" } as const },
    { name: "another shape", answer: json(200, { prompt: "Hello" }) },
    { name: "a prompt that this client cannot read", answer: json(200, { ...served(2), content: { type: "song" } }) },
    { name: "a lost connection within the answer", answer: { type: "drop-in-body" } as const },
  ])("outlives $name", async ({ answer }) => {
    await using server = await startScriptedServer(release(1), answer);
    const clock = setClock();
    const client = clientOf(server, clock);
    await versions(client, 1);
    clock.pass(5_000);
    expect(await client.prompts.get(address)).toMatchObject({ version: 1, stale: { age: 5_000 } });
  });

  test("is not waited for again in an outage that was just met, and is good again after it", async () => {
    await using server = await startScriptedServer(release(1), lost, release(2));
    const clock = setClock();
    const client = clientOf(server, clock);
    await versions(client, 1);
    clock.pass(5_000);
    await versions(client, 3);
    expect(server.seen).toHaveLength(2);
    // The pause before the next attempt is over: it is asked for beside what is given.
    clock.pass(200);
    expect(await client.prompts.get(address)).toMatchObject({ version: 1, stale: { age: 5_200 } });
    await expect.poll(() => client.prompts.get(address)).toMatchObject({ version: 2, stale: null });
  });

  test("is not given for an outage of long ago without asking again", async () => {
    await using server = await startScriptedServer(release(1), lost, refused(401, "unauthenticated"));
    const clock = setClock();
    const client = clientOf(server, clock);
    await versions(client, 1);
    clock.pass(5_000);
    await versions(client, 1);
    clock.pass(10_000);
    expect(await codeOf(client.prompts.get(address))).toBe("unauthenticated");
  });

  test("is no younger on a clock that was set back", async () => {
    await using server = await startScriptedServer(release(1), lost);
    const clock = setClock();
    const client = clientOf(server, clock);
    await versions(client, 1);
    clock.pass(60_000);
    clock.setWall(0);
    expect(await codeOf(client.prompts.get(address))).toBe("network");
  });

  test("of a hanging server is given after the patience for it", async () => {
    await using server = await startScriptedServer(release(1), { type: "hang" });
    const clock = setClock();
    const client = clientOf(server, clock, { ...limits, patience: 20 });
    await versions(client, 1);
    clock.pass(5_000);
    expect(await client.prompts.get(address)).toMatchObject({ version: 1, stale: { cause: { code: "timeout" } } });
  });

  test("goes when there is no room, the longest unused first", async () => {
    await using server = await startScriptedServer(release(1));
    const { prompts } = clientOf(server, setClock(), { ...limits, capacity: 2 });
    const get = (path: string) => prompts.get({ ...address, path });
    for (const path of ["a", "b", "c", "b", "c", "b", "c"]) await get(path);
    expect(server.seen).toHaveLength(3);
    await get("d");
    await get("a");
    expect(server.seen).toHaveLength(5);
  });

  test("is nobody else's after signing in or out", async () => {
    await using server = await startScriptedServer(
      release(1),
      json(200, { result: { data: { signedOut: true } } }),
      refused(401, "unauthenticated"),
    );
    const client = createClient({ url: server.url, session: "memory", runtime: setClock(), prompts: limits });
    expect((await client.prompts.get(address)).version).toBe(1);
    await client.session.signOut({});
    expect(await codeOf(client.prompts.get(address))).toBe("unauthenticated");
  });

  test("is asked for anew by who has seen a newer revision", async () => {
    await using server = await startScriptedServer(release(1), release(2));
    const client = clientOf(server, setClock());
    await versions(client, 1);
    expect((await client.prompts.get(address, { atLeast: 7 })).version).toBe(2);
    expect(server.seen[1]?.headers["x-countersign-revision"]).toBe("7");
    expect(await versions(client, 1)).toEqual([2]);
  });

  test("is not waited for by who gave up", async () => {
    await using server = await startScriptedServer({ type: "hang" });
    const client = clientOf(server, setClock());
    const controller = new AbortController();
    const call = client.prompts.get(address, { signal: controller.signal });
    controller.abort();
    expect(await codeOf(call)).toBe("aborted");
    expect(await codeOf(client.prompts.get(address, { signal: controller.signal }))).toBe("aborted");
    expect(await codeOf(client.prompts.get(address, { timeout: 5 }))).toBe("timeout");
  });
});

describe("a fallback", () => {
  test("is given where there is neither an answer nor a copy, and never instead of a refusal", async () => {
    await using server = await startScriptedServer(lost, refused(404, "not_found"));
    const client = clientOf(server, setClock());
    const given = await client.prompts.get(address, { fallback: "Hello {{name}}" });
    expect(given).toMatchObject({ origin: "fallback", name: "refund", cause: { code: "network" } });
    expect(given.toText({ name: "Ann" })).toBe("Hello Ann");
    expect(await codeOf(client.prompts.get(address, { fallback: "Hello" }))).toBe("not_found");
  });

  test("stands behind the last copy", async () => {
    await using server = await startScriptedServer(release(1), lost);
    const clock = setClock();
    const client = clientOf(server, clock);
    await versions(client, 1);
    clock.pass(5_000);
    expect(await client.prompts.get(address, { fallback: "Hi" })).toMatchObject({ origin: "registry", version: 1 });
  });
});

test.each([
  { prompts: { ttl: -1 }, says: "prompts.ttl" },
  { prompts: { ttl: 2_000, maxStale: 1_000 }, says: "prompts.maxStale" },
  { prompts: { capacity: 0 }, says: "prompts.capacity" },
  { prompts: { patience: Number.NaN }, says: "prompts.patience" },
])("options that cannot work are refused: $says", ({ prompts, says }) => {
  expect(() => createClient({ url: "https://prompts.example", prompts })).toThrow(says);
});
