import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createBundle, readBundle } from "../src/bundle/create-bundle.ts";
import { createClient, type PromptBundle, type PromptOptions } from "../src/index.ts";
import { folderStore } from "../src/node/folder-store.ts";
import { KeptCopies } from "../src/prompt/kept-copies.ts";
import { codeOf } from "./fixtures/refused.ts";
import { address, refused, release, served } from "./fixtures/served.ts";
import { type SetClock, setClock } from "./fixtures/set-clock.ts";
import { type Behaviour, json, startScriptedServer } from "./scripted-server.ts";

const limits = { refreshAfter: 1_000, ttl: 5_000, maxStale: 60_000, patience: 500 };
const lost: Behaviour = { type: "drop" };
const other = { ...address, path: "other" };
const releaseOther = json(200, { ...served(1), path: "other" }, { etag: '"1"' });

let folder: string;
let clock: SetClock;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-store-"));
  clock = setClock();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that begins anew, with what the folder holds. */
function start(url: string, more: PromptOptions = {}, key = "csk_test") {
  return createClient({
    url,
    key,
    retries: 0,
    runtime: clock,
    prompts: { ...limits, store: folderStore(folder), ...more },
  });
}

function files(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** Saving happens beside what goes on. */
async function saved(count: number): Promise<void> {
  await expect.poll(() => files().filter((file) => file.endsWith(".json"))).toHaveLength(count);
}

describe("a folder", () => {
  test("gives a program that starts in an outage what was given last, with its age, and nothing too old", async () => {
    await using server = await startScriptedServer(release(1), lost);
    await start(server.url).prompts.get(address);
    await saved(1);
    clock.pass(50_000);
    expect(await start(server.url).prompts.get(address)).toMatchObject({ version: 1, stale: { age: 50_000 } });
    clock.pass(10_000);
    expect(await codeOf(start(server.url).prompts.get(address))).toBe("network");
  });

  test("spares a program the server while a copy is fresh, and its bytes after that", async () => {
    await using server = await startScriptedServer(release(1), json(304, null));
    await start(server.url).prompts.get(address);
    await saved(1);
    clock.pass(999);
    expect(await start(server.url).prompts.get(address)).toMatchObject({ version: 1, stale: null });
    expect(server.seen).toHaveLength(1);
    clock.pass(5_000);
    expect(await start(server.url).prompts.get(address)).toMatchObject({ version: 1, stale: null });
    expect(server.seen[1]?.headers["if-none-match"]).toBe('"1"');
  });

  test("gives nothing that was refused, however often a program starts", async () => {
    await using server = await startScriptedServer(release(1), releaseOther, refused(404, "not_found"), lost);
    const client = start(server.url);
    await client.prompts.get(address);
    await client.prompts.get(other);
    await saved(2);
    clock.pass(5_000);
    expect(await codeOf(client.prompts.get(address))).toBe("not_found");
    await expect.poll(() => files().some((file) => readFileSync(file, "utf8").includes('"copy":null'))).toBe(true);
    expect(await codeOf(start(server.url).prompts.get(address))).toBe("network");
    expect((await start(server.url).prompts.get(other)).version).toBe(1);
  });

  test("gives nothing at all once the key was refused", async () => {
    await using server = await startScriptedServer(release(1), releaseOther, refused(401, "unauthenticated"), lost);
    const client = start(server.url);
    await client.prompts.get(address);
    await client.prompts.get(other);
    await saved(2);
    clock.pass(5_000);
    expect(await codeOf(client.prompts.get(address))).toBe("unauthenticated");
    await expect.poll(() => files().every((file) => readFileSync(file, "utf8").includes('"copy":null'))).toBe(true);
    for (const each of [address, other]) expect(await codeOf(start(server.url).prompts.get(each))).toBe("network");
  });

  test("is another one for another key and for another server", async () => {
    await using server = await startScriptedServer(release(1), lost);
    await using elsewhere = await startScriptedServer(lost);
    await start(server.url).prompts.get(address);
    await saved(1);
    expect(await codeOf(start(server.url, {}, "csk_other").prompts.get(address))).toBe("network");
    expect(await codeOf(start(elsewhere.url).prompts.get(address))).toBe("network");
  });

  test("holds no key, is this account's alone, and is not believed where others could have written it", async () => {
    await using server = await startScriptedServer(release(1), lost);
    await start(server.url).prompts.get(address);
    await saved(1);
    const [file = ""] = files();
    expect(readFileSync(file, "utf8")).not.toContain("csk_");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(file, "..")).mode & 0o777).toBe(0o700);
    chmodSync(file, 0o666);
    expect(await codeOf(start(server.url).prompts.get(address))).toBe("network");
  });

  test.each([
    { name: "half a file", text: (text: string) => text.slice(0, text.length / 2) },
    { name: "another address's file", text: (text: string) => text.replace("support/refund", "support/other") },
    { name: "a file of the future", text: (text: string) => text.replace(/"confirmedAt":\d+/, '"confirmedAt":9e15') },
    { name: "a prompt that cannot be read", text: (text: string) => text.replace('"type":"text"', '"type":"song"') },
  ])("is not believed: $name", async ({ text }) => {
    await using server = await startScriptedServer(release(1), lost);
    await start(server.url).prompts.get(address);
    await saved(1);
    const [file = ""] = files();
    const before = readFileSync(file, "utf8");
    writeFileSync(file, text(before));
    expect(readFileSync(file, "utf8")).not.toBe(before);
    expect(await codeOf(start(server.url).prompts.get(address))).toBe("network");
  });

  test("that cannot be written keeps nobody from being served", async () => {
    await using server = await startScriptedServer(release(1));
    writeFileSync(join(folder, "file"), "");
    const client = start(server.url, { store: folderStore(join(folder, "file")) });
    expect((await client.prompts.get(address)).version).toBe(1);
  });

  test("needs a key to belong to", () => {
    const prompts = { store: folderStore(folder) };
    expect(() => createClient({ url: "https://prompts.example", prompts })).toThrow("prompts.store");
  });
});

describe("a bundle", () => {
  async function bundled(url: string) {
    const client = createClient({ url, key: "csk_test", runtime: clock });
    const bundle = await createBundle(client, [address]);
    return readBundle(
      JSON.parse(
        JSON.stringify({ ...bundle, prompts: bundle.prompts.map((copy) => ({ ...copy, confirmedAt: clock.now() })) }),
      ),
    );
  }
  const made = json(200, { result: { data: served(1) } });

  test("is given by a program that starts where no server can be reached, and not beyond its age", async () => {
    await using server = await startScriptedServer(made, lost);
    const bundle = await bundled(server.url);
    clock.pass(30_000);
    const offline = { store: undefined, bundle };
    expect(await start(server.url, offline).prompts.get(address)).toMatchObject({ version: 1, stale: { age: 30_000 } });
    expect(await codeOf(start(server.url, offline).prompts.get(other))).toBe("network");
    clock.pass(30_000);
    expect(await codeOf(start(server.url, offline).prompts.get(address))).toBe("network");
  });

  test("gives way to the server, and is over with a refusal", async () => {
    await using server = await startScriptedServer(made, release(2), refused(403, "forbidden"), lost);
    const bundle = await bundled(server.url);
    clock.pass(5_000);
    const client = start(server.url, { store: undefined, bundle });
    expect((await client.prompts.get(address)).version).toBe(2);
    clock.pass(5_000);
    expect(await codeOf(client.prompts.get(address))).toBe("forbidden");
    expect(await codeOf(client.prompts.get(address))).toBe("network");
  });

  test("that does not pass verification is not believed", async () => {
    const bundle: PromptBundle = { format: 1, prompts: [{ served: served(1), etag: null, confirmedAt: 1 }] };
    const parts = { store: null, bundle, now: clock.now };
    const believing = new KeptCopies({ ...parts, verify: () => Promise.resolve() });
    expect((await believing.load(address))?.served.version).toBe(1);
    const doubting = new KeptCopies({ ...parts, verify: () => Promise.reject(new Error("Not signed.")) });
    expect(await doubting.load(address)).toBeNull();
  });

  test.each([null, {}, { format: 2, prompts: [] }, { format: 1, prompts: [{}] }])("is not %j", (value) => {
    expect(() => readBundle(value)).toThrow("no bundle");
  });
});
