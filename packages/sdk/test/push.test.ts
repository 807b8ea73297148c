import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type CountersignClient, createClient, type Fetch } from "../src/index.ts";
import { codeOf } from "./fixtures/refused.ts";
import { type Registry, startRegistry } from "./fixtures/registry.ts";
import { address as scriptedAddress, release as scriptedRelease } from "./fixtures/served.ts";
import { setClock } from "./fixtures/set-clock.ts";
import { startScriptedServer } from "./scripted-server.ts";

/** Longer than any of these tests: nothing is asked for by age. */
const kept = { ttl: 600_000, refreshAfter: 600_000, push: true };
const second = { timeout: 1_000, interval: 10 };

let registry: Registry;
let workspaceId: string;
let prompts = 0;

beforeAll(async () => {
  registry = await startRegistry("sqlite");
  workspaceId = (await registry.owner.workspace.create({ name: "production" })).id;
});

afterAll(() => registry[Symbol.asyncDispose]());

/** A prompt of its own for each test, and an application that may use it. */
async function consumed(fetch?: Fetch) {
  prompts += 1;
  const { owner } = registry;
  const address = { workspace: "production", path: `prompt-${prompts}`, label: "live" };
  const release = async (content: string): Promise<string> => {
    const { version } = await owner.prompts.push({ ...address, content });
    await owner.release.create({ resourceId: version.resourceId, label: "live", versionId: version.id });
    return version.resourceId;
  };
  const resourceId = await release("one");
  const application = await registry.addApplication(`app-${prompts}`, [
    { roleId: "workspace.consumer", scopeId: workspaceId },
  ]);
  const client = registry.clientWith({
    key: application.secret,
    prompts: kept,
    ...(fetch === undefined ? {} : { fetch }),
  });
  onTestFinished(() => client.close());
  return { address, release, resourceId, application, client };
}

function textAt(client: CountersignClient, address: Parameters<CountersignClient["prompts"]["get"]>[0]) {
  return client.prompts.get(address).then(
    (prompt) => prompt.toText(),
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : String(error)),
  );
}

/** The platform's fetch, on a network that counts streams, cuts them, and holds answers back. */
function network() {
  const streams: AbortController[] = [];
  let held: Promise<void> | null = null;
  const state = { down: false };
  const through: Fetch = async (url, init) => {
    if (state.down) throw new TypeError("fetch failed");
    if (!url.endsWith("/v1/watch")) {
      const answer = await fetch(url, init);
      await held;
      return answer;
    }
    const cut = new AbortController();
    streams.push(cut);
    return fetch(url, { ...init, signal: AbortSignal.any([cut.signal, init.signal ?? cut.signal]) });
  };
  const hold = (): (() => void) => {
    let open = (): void => {};
    held = new Promise((resolve) => {
      open = resolve;
    });
    return () => {
      held = null;
      open();
    };
  };
  return { fetch: through, streams, state, hold, cut: () => streams.at(-1)?.abort() };
}

describe("a client that the server tells what changes", () => {
  test("gives a release within a second", async () => {
    const { client, address, release } = await consumed();
    expect(await textAt(client, address)).toBe("one");
    await release("two");
    await expect.poll(() => textAt(client, address), second).toBe("two");
    await release("three");
    await expect.poll(() => textAt(client, address), second).toBe("three");
  });

  test("gives nothing any more within a second of its key's end", async () => {
    const { client, address, application } = await consumed();
    await textAt(client, address);
    await registry.owner.key.revoke({ keyId: application.keyId });
    await expect.poll(() => textAt(client, address), second).toBe("unauthenticated");
  });

  test("gives nothing any more within a second of losing its role, and again once it has it back", async () => {
    const { client, address, application } = await consumed();
    await textAt(client, address);
    const { owner } = registry;
    const [binding] = (await owner.binding.list({ holderId: application.serviceAccountId })).items;
    await owner.binding.delete({ bindingId: binding?.id ?? "" });
    await expect.poll(() => textAt(client, address), second).toBe("not_found");
    const holder = { type: "principal", id: application.serviceAccountId } as const;
    await owner.binding.create({ holder, roleId: "workspace.consumer", scopeId: workspaceId });
    await expect.poll(() => textAt(client, address), second).toBe("one");
  });

  test("gives nothing any more of a prompt that was archived", async () => {
    const { client, address, resourceId } = await consumed();
    await textAt(client, address);
    await registry.owner.resource.archive({ resourceId });
    await expect.poll(() => textAt(client, address), second).toBe("not_found");
  });

  test("hears of what changed while the stream was broken, once it is back", async () => {
    const { fetch, state, cut, streams } = network();
    const { client, address, release } = await consumed(fetch);
    await textAt(client, address);
    await expect.poll(() => streams.length).toBe(1);
    state.down = true;
    cut();
    await release("two");
    expect(await textAt(client, address)).toBe("one");
    state.down = false;
    await expect.poll(() => textAt(client, address)).toBe("two");
  });

  test("watches what it fetches later too", async () => {
    const first = await consumed();
    const { address, release } = await consumed();
    await textAt(first.client, first.address);
    await textAt(first.client, address);
    await release("two");
    await expect.poll(() => textAt(first.client, address)).toBe("two");
    await first.release("two");
    await expect.poll(() => textAt(first.client, first.address)).toBe("two");
  });

  test("does not give what was decided before the refusal and arrives after it", async () => {
    const { fetch, hold } = network();
    const first = await consumed(fetch);
    const { address } = await consumed();
    await textAt(first.client, first.address);
    const letThrough = hold();
    const late = first.client.prompts.get(address);
    const lateEnd = codeOf(late);
    await registry.owner.key.revoke({ keyId: first.application.keyId });
    // Until the stream has said so: a get would wait for the network that is held.
    const isGiven = () => Promise.race([first.client.prompts.get(first.address).then(() => true), pause()]);
    await expect.poll(isGiven, second).toBe(false);
    letThrough();
    expect(await lateEnd).toBe("unauthenticated");
  });

  test("hears no more once it is closed", async () => {
    const { fetch, streams } = network();
    const { client, address, release } = await consumed(fetch);
    await textAt(client, address);
    await expect.poll(() => streams.length).toBe(1);
    client.close();
    await release("two");
    expect(await textAt(client, address)).toBe("one");
  });
});

test("a stream on which nothing is heard is taken for dead, and another one opened", async () => {
  await using server = await startScriptedServer(scriptedRelease(1), { type: "hang" });
  const clock = setClock();
  const client = createClient({ url: server.url, key: "csk_test", runtime: clock, prompts: kept });
  onTestFinished(() => client.close());
  await client.prompts.get(scriptedAddress);
  const streams = () => {
    clock.pass(1_000);
    return server.seen.filter(({ url }) => url.endsWith("/v1/watch")).length;
  };
  await expect.poll(streams).toBe(2);
});

/** A moment in which a fresh copy would have been given. */
function pause(): Promise<false> {
  return new Promise((resolve) => setImmediate(() => resolve(false)));
}
