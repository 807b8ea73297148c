import { canonicalJson } from "@countersign/core";
import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { withKey } from "../fixtures/test-server.ts";
import { addKey, type Registry, release, save, startRegistry, text } from "../resources/registry.ts";

const unknown = "main/none?label=production";

function fetchWith(registry: Registry, key: string | null, address: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (key !== null) headers.set("authorization", `Bearer ${key}`);
  return registry.server.fetch(new Request(`http://127.0.0.1/v1/${address}`, { ...init, headers }));
}

async function refusalIn(answer: Response): Promise<unknown> {
  const { error }: { readonly error: Readonly<Record<string, unknown>> } = JSON.parse(await answer.text());
  const { requestId, ...refusal } = error;
  expect(requestId).toMatch(/^call_/);
  return { status: answer.status, refusal };
}

onEveryEngine("delivery", (engine) => {
  it("serves exactly what a label serves, to those who may use it", async () => {
    const registry = await startRegistry(engine);
    const { owner } = registry;
    const folder = await registry.folder("support");
    const prompt = await registry.prompt("refund", folder);
    const first = await owner.api.version.create.mutate({
      resourceId: prompt,
      content: {
        ...text("Grüße"),
        model: { provider: "p", name: "m", parameters: { "10": 1, "9": 2, b: 1.5, a: null } },
      },
    });
    await release(owner.api, prompt, "production", first.id);
    const carl = await registry.person("Carl", ["workspace.consumer", folder]);
    const key = await addKey(registry, carl.me.principal.id, { permissions: ["prompt:use"], labels: ["production"] });
    const address = "prompts/main/support/refund?label=production";

    const answer = await fetchWith(registry, key, address);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("cache-control")).toBe("private, no-cache");
    expect(answer.headers.get("content-type")).toContain("application/json");
    const body = await answer.text();
    expect(JSON.parse(body)).toEqual({
      workspace: "main",
      path: "support/refund",
      kind: "prompt",
      label: "production",
      version: 1,
      digest: first.digest,
      sequence: 1,
      unreviewed: true,
      releasedAt: expect.stringMatching(/Z$/),
      release: { statement: expect.stringContaining(first.digest), signature: expect.stringContaining("..") },
      content: first.expanded,
    });
    expect(body.endsWith(`"content":${canonicalJson(first.expanded)}}`)).toBe(true);
    const etag = answer.headers.get("etag") ?? "";
    expect(etag).toBe(`"${first.digest}.1"`);
    const api = withKey(registry.server, key);
    expect(await api.delivery.get.query({ workspace: "main", path: "support/refund", label: "production" })).toEqual(
      JSON.parse(body),
    );

    const head = await fetchWith(registry, key, address, { method: "HEAD" });
    expect([head.status, head.headers.get("etag"), await head.text()]).toEqual([200, etag, ""]);
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
      const known = await fetchWith(registry, key, address, { headers: { "if-none-match": tag } });
      expect([known.status, known.headers.get("etag"), await known.text()]).toEqual([304, etag, ""]);
    }
    expect((await fetchWith(registry, key, address, { headers: { "if-none-match": '"other"' } })).status).toBe(200);

    // A draft changes nothing; a release changes everything, and back to the same bytes is another release.
    const second = await save(owner.api, prompt, "Draft");
    expect((await fetchWith(registry, key, address)).headers.get("etag")).toBe(etag);
    await release(owner.api, prompt, "production", second);
    const moved = await fetchWith(registry, key, address, { headers: { "if-none-match": etag } });
    expect([moved.status, await moved.json()]).toMatchObject([200, { version: 2 }]);
    await release(owner.api, prompt, "production", first.id);
    expect((await fetchWith(registry, key, address)).headers.get("etag")).toBe(`"${first.digest}.3"`);

    // What may not be used any more is not confirmed to be unchanged either.
    const [binding] = (await owner.api.binding.list.query({ holderId: carl.me.principal.id })).items;
    await owner.api.binding.delete.mutate({ bindingId: binding?.id ?? "" });
    const lost = await fetchWith(registry, key, address, { headers: { "if-none-match": `"${first.digest}.3"` } });
    expect(lost.status).toBe(404);
  });

  it("one answer for what is not there, of another kind, hidden, archived or of another organization", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const prompt = await registry.prompt("refund");
    const gone = await registry.prompt("gone");
    const version = await save(owner.api, prompt, "Hello");
    for (const label of ["production", "staging"]) await release(owner.api, prompt, label, version);
    await release(owner.api, gone, "production", await save(owner.api, gone, "Hello"));
    await owner.api.resource.archive.mutate({ resourceId: gone });
    await registry.folder("support");
    const carl = await registry.person("Carl", ["workspace.consumer", workspaceId]);
    const key = await addKey(registry, carl.me.principal.id, { permissions: ["prompt:use"], labels: ["production"] });
    const missing = await refusalIn(await fetchWith(registry, key, `prompts/${unknown}`));
    expect(missing).toMatchObject({ status: 404, refusal: { code: "not_found" } });
    for (const address of [
      "prompts/none/refund?label=production",
      "prompts/main/refund?label=none",
      "prompts/main/refund?label=staging",
      "prompts/main/refund?label=%00",
      "prompts/main/refund%00?label=production",
      "prompts/main/refund%zz?label=production",
      "prompts/main/refund/?label=production",
      "prompts/main/support?label=production",
      "prompts/main/gone?label=production",
      "workflows/main/refund?label=production",
      "datasets/main/refund?label=production",
      "evaluations/main/refund?label=production",
    ]) {
      expect(await refusalIn(await fetchWith(registry, key, address)), address).toEqual(missing);
    }
    expect((await fetchWith(registry, key, "prompts/main/refund?label=production")).status).toBe(200);
    expect((await fetchWith(registry, key, "prompts/main/refund?label=production", { method: "POST" })).status).toBe(
      404,
    );
    expect((await fetchWith(registry, key, "rules/main/refund?label=production")).status).toBe(404);
    for (const address of [
      "prompts/main/refund",
      "prompts/main/refund?label=",
      "prompts/main/refund?label=a&label=b",
    ]) {
      expect(await refusalIn(await fetchWith(registry, key, address)), address).toMatchObject({
        status: 400,
        refusal: { code: "invalid", remedy: expect.stringContaining("no implicit latest") },
      });
    }
    const address = "prompts/main/refund?label=production";
    for (const stranger of [null, "csk_nonsense", `${key.slice(0, -1)}x`]) {
      expect(await refusalIn(await fetchWith(registry, stranger, address))).toMatchObject({ status: 401 });
    }
    // A browser's session without the header that no other page can send.
    expect((await fetchWith(registry, null, address, { headers: { cookie: owner.cookie } })).status).toBe(401);
    const withHeader = { cookie: owner.cookie, "x-countersign-client": "1" };
    expect((await fetchWith(registry, null, address, { headers: withHeader })).status).toBe(200);

    const nobody = await registry.person("Nora");
    const theirs = await addKey(registry, nobody.me.principal.id, { permissions: ["prompt:use"], labels: null });
    expect(await refusalIn(await fetchWith(registry, theirs, address))).toEqual(missing);
    // Who sees it by `view` alone is told what is missing.
    const views = await registry.role("Views", ["prompt:view"]);
    const vera = await registry.person("Vera", [views, workspaceId]);
    const hers = await addKey(registry, vera.me.principal.id, {
      permissions: ["prompt:use", "prompt:view"],
      labels: null,
    });
    expect(await refusalIn(await fetchWith(registry, hers, address))).toMatchObject({
      status: 403,
      refusal: { code: "forbidden", permission: "prompt:use" },
    });
    expect(
      await refusalOf(vera.api.delivery.get.query({ workspace: "main", path: "refund", label: "production" })),
    ).toMatchObject({ code: "forbidden" });
    expect(
      await refusalOf(vera.api.delivery.get.query({ workspace: "main", path: "refund", label: "none" })),
    ).toMatchObject({ code: "forbidden" });
  });
});
