import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { ancestorRows, events, type Registry, release, save, startRegistry } from "./registry.ts";

function protect(
  registry: Registry,
  scopeId: string,
  labelPattern: string,
  kinds?: readonly ("prompt" | "workflow")[],
) {
  return registry.owner.api.policy.create.mutate({
    scopeId,
    name: `Approve ${labelPattern}`,
    labelPattern,
    ...(kinds === undefined ? {} : { kinds: [...kinds] }),
    requirements: [{ type: "role", roleId: "organization.owner", count: 1 }],
  });
}

onEveryEngine("protected addresses", (engine) => {
  it("I17 nothing that a protected label serves changes its address without a release", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const { api } = owner;
    const folder = await registry.folder("support");
    const inner = await registry.folder("inner", folder);
    const elsewhere = await registry.folder("elsewhere");
    const prompt = await registry.prompt("refund", inner);
    const free = await registry.prompt("free", folder);
    await release(api, prompt, "prod-eu", await save(api, prompt, "Hello"));
    await release(api, free, "staging", await save(api, free, "Hello"));
    await protect(registry, folder, "prod-*", ["prompt"]);
    // A policy of another kind, and one that matches no label here, protect nothing of it.
    await protect(registry, workspaceId, "staging", ["workflow"]);
    await protect(registry, workspaceId, "canary");
    expect(await api.resource.get.query({ resourceId: prompt })).toMatchObject({
      labels: [{ name: "prod-eu", protected: true }],
    });
    expect(await api.resource.get.query({ resourceId: free })).toMatchObject({
      labels: [{ name: "staging", protected: false }],
    });

    const rows = await ancestorRows(registry);
    const before = await events(registry);
    const refused = [
      () => api.workspace.update.mutate({ workspaceId, name: "renamed" }),
      () => api.workspace.archive.mutate({ workspaceId }),
      () => api.folder.rename.mutate({ folderId: folder, name: "renamed" }),
      () => api.folder.move.mutate({ folderId: inner, parentId: null }),
      () => api.folder.archive.mutate({ folderId: inner }),
      () => api.resource.move.mutate({ resourceId: prompt, folderId: inner, name: "renamed" }),
      () => api.resource.move.mutate({ resourceId: prompt, folderId: elsewhere }),
      () => api.resource.archive.mutate({ resourceId: prompt }),
    ];
    for (const call of refused) {
      expect(await refusalOf(call()), String(call)).toMatchObject({
        code: "policy_unsatisfied",
        details: { addresses: ["main/support/inner/refund@prod-eu"] },
      });
    }
    expect(await ancestorRows(registry)).toEqual(rows);
    // One event each, but for the second move of the same prompt, which is counted with the first.
    const written = (await events(registry)).slice(before.length);
    expect(written).toHaveLength(refused.length - 1);
    expect(written.every((event) => event.includes(" refused "))).toBe(true);
    expect(await api.resource.find.query({ workspace: "main", path: "support/inner/refund" })).toMatchObject({
      id: prompt,
    });
    // Who does not see what is served learns that something is, and not what.
    const manages = await registry.role("Folders", ["folder:manage"]);
    const mallory = await registry.person("Mallory", [manages, workspaceId]);
    expect(await refusalOf(mallory.api.folder.archive.mutate({ folderId: inner }))).toMatchObject({
      code: "policy_unsatisfied",
      details: { addresses: [] },
    });
    // What no policy protects moves freely, and a description is no address.
    expect(await api.workspace.update.mutate({ workspaceId, description: "Ours" })).toMatchObject({ name: "main" });
    expect(await api.resource.move.mutate({ resourceId: free, folderId: elsewhere })).toMatchObject({
      path: "elsewhere/free",
    });
    await api.resource.archive.mutate({ resourceId: free });
    await api.resource.restore.mutate({ resourceId: free });
  });

  it("I17 nothing comes under a policy by moving or restoring what nobody approved", async () => {
    const registry = await startRegistry(engine);
    const { owner } = registry;
    const { api } = owner;
    const guarded = await registry.folder("guarded");
    const open = await registry.folder("open");
    await protect(registry, guarded, "production");
    const inner = await registry.folder("inner", open);
    const prompt = await registry.prompt("refund", inner);
    await release(api, prompt, "production", await save(api, prompt, "Hello"));
    expect(await refusalOf(api.resource.move.mutate({ resourceId: prompt, folderId: guarded }))).toMatchObject({
      code: "policy_unsatisfied",
    });
    expect(await refusalOf(api.folder.move.mutate({ folderId: inner, parentId: guarded }))).toMatchObject({
      code: "policy_unsatisfied",
    });
    expect(await api.folder.move.mutate({ folderId: inner, parentId: null })).toMatchObject({ path: "inner" });

    await api.folder.archive.mutate({ folderId: inner });
    await protect(registry, registry.workspaceId, "production");
    expect(await refusalOf(api.folder.restore.mutate({ folderId: inner }))).toMatchObject({
      code: "policy_unsatisfied",
    });
    expect(
      await refusalOf(api.delivery.get.query({ workspace: "main", path: "inner/refund", label: "production" })),
    ).toMatchObject({ code: "not_found" });
  });
});
