import { beforeEach, expect, onTestFinished, test } from "vitest";
import { createClient, type PromptOptions } from "../src/index.ts";
import { createFakeRegistry, type FakeRegistry } from "../src/testing/fake-registry.ts";
import { codeOf } from "./fixtures/refused.ts";

const address = { workspace: "production", path: "support/a b", label: "production" };
let registry: FakeRegistry;

beforeEach(() => {
  registry = createFakeRegistry();
});

function clientWith(prompts: PromptOptions) {
  const client = createClient({ ...registry.options, retries: 0, prompts });
  onTestFinished(() => client.close());
  return client;
}

test("the fake registry serves what it is told to, to the real client", async () => {
  const { prompts } = clientWith({ ttl: 0 });
  expect(await codeOf(prompts.get(address))).toBe("not_found");
  registry.serve(address, "Hello {{name}}");
  const first = await prompts.get(address);
  expect([first.version, first.toText({ name: "Ann" })]).toEqual([1, "Hello Ann"]);
  expect(() => first.toText()).toThrow("name");
  expect(await prompts.get(address)).toBe(await prompts.get(address));
  registry.serve(address, {
    type: "chat",
    syntax: "plain",
    messages: [{ role: "user", content: "Hi" }],
    variables: [],
  });
  expect((await prompts.get(address)).toMessages()).toEqual([{ role: "user", content: "Hi" }]);
  registry.refuse(address, "forbidden");
  expect(await codeOf(prompts.get(address))).toBe("forbidden");
  expect(registry.fetched).toHaveLength(6);
  expect(registry.fetched[0]).toEqual(address);
});

test("the fake registry takes whole texts alone", () => {
  expect(() => registry.serve(address, "{{> greeting@production}}")).toThrow("includes another prompt");
});

test("the fake registry is down, comes back, and revokes the key", async () => {
  registry.serve(address, "Hello");
  const { prompts } = clientWith({ ttl: 0 });
  await prompts.get(address);
  registry.goDown();
  expect((await prompts.get(address)).stale).toMatchObject({ cause: { code: "network" } });
  registry.goUp();
  await expect.poll(async () => (await prompts.get(address)).stale).toBeNull();
  registry.revokeKey();
  expect(await codeOf(prompts.get(address))).toBe("unauthenticated");
});

test("the fake registry tells clients that watch", async () => {
  registry.serve(address, "one");
  const { prompts } = clientWith({ ttl: 600_000, refreshAfter: 600_000, push: true });
  const text = () =>
    prompts.get(address).then(
      (prompt) => prompt.toText(),
      (error: { code: string }) => error.code,
    );
  expect(await text()).toBe("one");
  registry.serve(address, "two");
  await expect.poll(text).toBe("two");
  registry.goDown();
  registry.goUp();
  registry.refuse(address);
  await expect.poll(text).toBe("not_found");
  registry.serve(address, "three");
  await expect.poll(text).toBe("three");
  registry.revokeKey();
  await expect.poll(text).toBe("unauthenticated");
});
