import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { type Api, withKey } from "../fixtures/test-server.ts";
import { addKey, release, save, startRegistry } from "./registry.ts";

async function allPaths(api: Api, workspaceId: string, limit: number, prefix?: string): Promise<readonly string[]> {
  const paths: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.resource.list.query({
      workspaceId,
      limit,
      ...(prefix === undefined ? {} : { prefix }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    paths.push(...page.items.map(({ path }) => path));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return paths;
}

onEveryEngine("lists of resources", (engine) => {
  it("are in the order of bytes, decided before they are paged", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const folder = await registry.folder("a");
    const hidden = await registry.folder("b");
    for (const name of ["z", "a-1", "a_1", "a.1", "a1", "0"]) await registry.prompt(name);
    for (const name of ["x", "y"]) await registry.prompt(name, folder);
    for (const name of ["x", "y"]) await registry.prompt(name, hidden);
    await owner.api.resource.create.mutate({ kind: "workflow", workspaceId, name: "flow" });
    const all = ["0", "a-1", "a.1", "a/x", "a/y", "a1", "a_1", "b/x", "b/y", "flow", "z"];
    expect(await allPaths(owner.api, workspaceId, 3)).toEqual(all);
    expect(await allPaths(owner.api, workspaceId, 200)).toEqual(all);
    expect(await allPaths(owner.api, workspaceId, 1, "a/")).toEqual(["a/x", "a/y"]);
    expect(await allPaths(owner.api, workspaceId, 2, "a_")).toEqual(["a_1"]);
    expect(await owner.api.resource.list.query({ workspaceId, kind: "workflow" })).toMatchObject({
      items: [{ path: "flow", kind: "workflow" }],
      nextCursor: null,
    });
    expect(await refusalOf(owner.api.resource.list.query({ workspaceId, cursor: "%" }))).toMatchObject({
      code: "invalid",
    });

    const carl = await registry.person("Carl", ["workspace.consumer", folder]);
    const page = await carl.api.resource.list.query({ workspaceId, limit: 1 });
    expect(page.items).toMatchObject([{ path: "a/x", drafts: null, labels: [] }]);
    expect(await allPaths(carl.api, workspaceId, 1)).toEqual(["a/x", "a/y"]);
    expect(await carl.api.folder.list.query({ workspaceId })).toMatchObject([{ path: "a" }]);
    expect(await carl.api.workspace.list.query({})).toMatchObject([{ name: "main" }]);
    expect(await carl.api.workspace.get.query({ workspaceId })).toMatchObject({ name: "main" });
    expect(await refusalOf(carl.api.folder.rename.mutate({ folderId: hidden, name: "mine" }))).toMatchObject({
      code: "not_found",
    });
    // Views prompts alone: a workflow beside them is not there.
    const prompts = await registry.role("Prompts", ["prompt:view"]);
    const vera = await registry.person("Vera", [prompts, workspaceId]);
    expect(await allPaths(vera.api, workspaceId, 4)).toEqual(all.filter((path) => path !== "flow"));
  });

  it("a key for some labels sees no others", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId, server } = registry;
    const prompt = await registry.prompt("refund");
    const version = await save(owner.api, prompt, "Hello");
    for (const label of ["production", "staging"]) await release(owner.api, prompt, label, version);
    const key = await addKey(registry, owner.me.principal.id, {
      permissions: ["prompt:use", "prompt:view"],
      labels: ["prod*"],
    });
    const api = withKey(server, key);
    expect(await api.resource.list.query({ workspaceId })).toMatchObject({
      items: [{ labels: [{ name: "production" }] }],
    });
    expect(await api.version.get.query({ versionId: version })).toMatchObject({ labels: ["production"] });
    expect((await api.resource.get.query({ resourceId: prompt })).labels).toHaveLength(1);
    expect((await owner.api.resource.get.query({ resourceId: prompt })).labels).toHaveLength(2);
  });
});
