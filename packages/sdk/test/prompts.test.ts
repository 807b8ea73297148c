import type { PromptContent, ServedResource } from "@countersign/core";
import { describe, expect, test } from "vitest";
import { createClient, hasCode } from "../src/index.ts";
import { quickRuntime } from "./quick-runtime.ts";
import { json, type ScriptedServer, startScriptedServer } from "./scripted-server.ts";

const content: PromptContent = {
  type: "text",
  syntax: "template",
  text: "Hello {{name}}, {{ greeting }}",
  variables: [
    { name: "name", required: true },
    { name: "greeting", required: false, default: "welcome" },
  ],
};
const served: ServedResource = {
  workspace: "production",
  path: "support/refund",
  kind: "prompt",
  label: "production",
  version: 4,
  digest: "sha256:00",
  sequence: 2,
  unreviewed: false,
  content,
  releasedAt: "2026-03-01T12:00:00.000Z",
  release: null,
};
const address = { workspace: "production", path: "support/refund", label: "production" };

function clientOf(server: ScriptedServer) {
  // Each get asks the server: what is kept has tests of its own.
  return createClient({ url: server.url, key: "csk_test", runtime: quickRuntime(), prompts: { ttl: 0 } });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "none",
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "unknown"),
  );
}

describe("a prompt by its label", () => {
  test("is fetched over the plain route, with the key", async () => {
    await using server = await startScriptedServer(json(200, served));
    const prompt = await clientOf(server).prompts.get(address);
    const [request] = server.seen;
    expect(request).toMatchObject({
      method: "GET",
      url: "/base/v1/prompts/production/support/refund?label=production",
    });
    expect(request?.headers["authorization"]).toBe("Bearer csk_test");
    const { content: expected, kind: _kind, release: _release, ...facts } = served;
    expect(prompt).toMatchObject({ ...facts, name: "refund" });
    expect(prompt.content).toEqual(expected);
  });

  test("renders with its variables", async () => {
    await using server = await startScriptedServer(json(200, served));
    const prompt = await clientOf(server).prompts.get(address);
    expect(prompt.render({ name: "Ann" })).toEqual({ type: "text", text: "Hello Ann, welcome" });
    expect(prompt.toText({ name: "{{greeting}}", greeting: "hi" })).toBe("Hello {{greeting}}, hi");
    expect(prompt.toMessages({ name: "Ann" })).toEqual([{ role: "system", content: "Hello Ann, welcome" }]);
    expect(prompt.toMessages({ name: "Ann" }, "user")).toEqual([{ role: "user", content: "Hello Ann, welcome" }]);
  });

  test("names every variable that is missing, and every one too many", async () => {
    await using server = await startScriptedServer(json(200, served));
    const prompt = await clientOf(server).prompts.get(address);
    try {
      prompt.render({ nmae: "Ann" });
      expect.fail("it should not render");
    } catch (error) {
      expect(hasCode(error, "invalid")).toBe(true);
      expect(error).toMatchObject({ details: { missing: ["name"], unexpected: ["nmae"], invalid: [] } });
      expect(String(error)).toMatch(/production\/support\/refund@production.*name.*nmae/s);
    }
  });

  test("of a chat is messages, and no single text", async () => {
    const chat = {
      type: "chat",
      syntax: "template",
      messages: [
        { role: "system", content: "You are {{who}}." },
        { role: "user", content: "Hi" },
      ],
      variables: [{ name: "who", required: true }],
    };
    await using server = await startScriptedServer(json(200, { ...served, content: chat }));
    const prompt = await clientOf(server).prompts.get(address);
    expect(prompt.toMessages({ who: "Ann" })).toEqual([
      { role: "system", content: "You are Ann." },
      { role: "user", content: "Hi" },
    ]);
    expect(() => prompt.toText({ who: "Ann" })).toThrow("chat prompt");
  });

  test("cannot be changed by whoever holds it", async () => {
    await using server = await startScriptedServer(json(200, served, { etag: '"a"' }), json(304, null));
    const client = clientOf(server);
    const prompt = await client.prompts.get(address);
    expect(() => Object.assign(prompt, { version: 5 })).toThrow(TypeError);
    expect(() => Object.assign(prompt.content, { text: "mine" })).toThrow(TypeError);
    expect(() => Object.assign(prompt.content.variables[0] ?? {}, { name: "mine" })).toThrow(TypeError);
    expect((await client.prompts.get(address)).content).toEqual(content);
  });

  test("does not travel again while it is the same, and is never answered without the server's word", async () => {
    const next = { ...served, version: 5, sequence: 3 };
    await using server = await startScriptedServer(
      json(200, served, { etag: '"a"' }),
      json(304, null),
      json(200, next, { etag: '"b"' }),
      json(304, null, { etag: '"b"' }),
    );
    const client = clientOf(server);
    const versions: number[] = [];
    for (let call = 0; call < 4; call += 1) versions.push((await client.prompts.get(address)).version);
    expect(versions).toEqual([4, 4, 5, 5]);
    expect(server.seen.map((request) => request.headers["if-none-match"])).toEqual([undefined, '"a"', '"a"', '"b"']);
  });

  test.each([
    { status: 401, code: "unauthenticated" },
    { status: 403, code: "forbidden" },
    { status: 404, code: "not_found" },
  ])("that was given once is gone after $status", async ({ status, code }) => {
    const gone = json(status, { error: { code, message: "No.", requestId: "r-9" } });
    await using server = await startScriptedServer(json(200, served, { etag: '"a"' }), gone, json(200, served));
    const client = clientOf(server);
    await client.prompts.get(address);
    expect(await codeOf(client.prompts.get(address))).toBe(code);
    await client.prompts.get(address);
    expect(server.seen.map((request) => request.headers["if-none-match"])).toEqual([undefined, '"a"', undefined]);
  });

  test.each([
    { name: "not changed, never given", answer: json(304, null) },
    { name: "another shape", answer: json(200, { prompt: "Hello" }) },
    { name: "a page of a proxy", answer: { type: "answer", status: 200, body: "<p>Hello</p>" } as const },
  ])("is not made up from $name", async ({ answer }) => {
    await using server = await startScriptedServer(answer);
    expect(await codeOf(clientOf(server).prompts.get(address))).toBe("network");
  });

  test("that this client cannot read is refused", async () => {
    await using server = await startScriptedServer(json(200, { ...served, content: { type: "song" } }));
    expect(await codeOf(clientOf(server).prompts.get(address))).toBe("invalid");
  });

  test.each([
    { workspace: "production", path: "../../trpc/session.me", label: "production" },
    { workspace: "..", path: "x", label: "production" },
    { workspace: "production", path: "./x", label: "production" },
    { workspace: "production", path: "/x", label: "production" },
    { workspace: "production", path: "", label: "production" },
    { workspace: "production", path: "\ud800", label: "production" },
  ])("leads to no other route: $workspace/$path", async (elsewhere) => {
    await using server = await startScriptedServer(json(200, served));
    expect(await codeOf(clientOf(server).prompts.get(elsewhere))).toBe("invalid");
    expect(server.seen).toHaveLength(0);
  });

  test("is asked for as it is written", async () => {
    await using server = await startScriptedServer(json(200, served));
    await clientOf(server).prompts.get({ workspace: "a b", path: "x?y/z#%2e", label: "l&m" });
    expect(server.seen[0]?.url).toBe("/base/v1/prompts/a%20b/x%3Fy/z%23%252e?label=l%26m");
  });
});
