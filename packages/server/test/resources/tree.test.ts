import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { foundTestOrganization } from "../fixtures/test-server.ts";
import { ancestorRows, events, release, save, startRegistry } from "./registry.ts";

onEveryEngine("the tree", (engine) => {
  it("moves and renames with every path and ancestor below", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const { api } = owner;
    const support = await registry.folder("support");
    const tone = await registry.folder("tone", support);
    const polite = await registry.prompt("polite", tone);
    const archive = await registry.folder("old");
    await registry.prompt("support-only");

    expect(await api.folder.rename.mutate({ folderId: support, name: "care" })).toMatchObject({ path: "care" });
    expect(await api.resource.get.query({ resourceId: polite })).toMatchObject({ path: "care/tone/polite" });
    expect(await api.folder.move.mutate({ folderId: tone, parentId: archive })).toMatchObject({
      path: "old/tone",
      parentId: archive,
    });
    expect(await api.resource.find.query({ workspace: "main", path: "old/tone/polite" })).toMatchObject({ id: polite });
    expect(await api.folder.move.mutate({ folderId: tone, parentId: null })).toMatchObject({
      path: "tone",
      parentId: null,
    });
    expect(await api.resource.move.mutate({ resourceId: polite, folderId: null, name: "kind" })).toMatchObject({
      path: "kind",
      folderId: null,
    });
    const rows = await ancestorRows(registry);
    expect(rows.stored).toEqual(rows.derived);

    const folders = await api.folder.list.query({ workspaceId });
    expect(folders.map(({ path }) => path)).toEqual(["care", "old", "tone"]);
    expect(await refusalOf(api.folder.move.mutate({ folderId: tone, parentId: tone }))).toMatchObject({
      code: "invalid",
    });
    expect(await refusalOf(api.folder.rename.mutate({ folderId: tone, name: "care" }))).toMatchObject({
      code: "conflict",
    });
    expect(
      await refusalOf(api.resource.move.mutate({ resourceId: polite, folderId: null, name: "care" })),
    ).toMatchObject({
      code: "conflict",
    });
    expect(await refusalOf(api.folder.rename.mutate({ folderId: tone, name: "Tone" }))).toMatchObject({
      code: "invalid",
    });
    expect((await events(registry)).slice(-6)).toEqual([
      `folder.move done ${tone}`,
      `resource.move done ${polite}`,
      `folder.move refused ${tone}`,
      `folder.rename refused ${tone}`,
      `resource.move refused ${polite}`,
      // What the schema turned away names nothing.
      "folder.rename refused null",
    ]);
  });

  it("I19 ids of another organization and of hidden places are the same not found", async () => {
    const registry = await startRegistry(engine);
    const { owner, server, workspaceId } = registry;
    const folder = await registry.folder("support");
    const prompt = await registry.prompt("refund", folder);
    const version = await save(owner.api, prompt, "Hello");
    const other = await foundTestOrganization(server, "Evil", "eve@evil.test");
    const stranger = await registry.person("Stan");
    const missing = await refusalOf(owner.api.resource.get.query({ resourceId: "scp_none" }));
    expect(missing.code).toBe("not_found");
    for (const { api } of [other, stranger]) {
      const calls = [
        () => api.workspace.get.query({ workspaceId }),
        () => api.workspace.update.mutate({ workspaceId, name: "mine" }),
        () => api.workspace.archive.mutate({ workspaceId }),
        () => api.workspace.restore.mutate({ workspaceId: folder }),
        () => api.folder.list.query({ workspaceId }),
        () => api.folder.create.mutate({ workspaceId, name: "mine" }),
        () => api.folder.create.mutate({ workspaceId, parentId: folder, name: "mine" }),
        () => api.folder.rename.mutate({ folderId: folder, name: "mine" }),
        () => api.folder.restore.mutate({ folderId: folder }),
        () => api.resource.list.query({ workspaceId }),
        () => api.resource.get.query({ resourceId: prompt }),
        () => api.resource.find.query({ workspace: "main", path: "support/refund" }),
        () => api.resource.create.mutate({ kind: "prompt", workspaceId, name: "mine" }),
        () => api.resource.update.mutate({ resourceId: prompt, description: "mine" }),
        () => api.resource.move.mutate({ resourceId: prompt, folderId: null }),
        () => api.resource.archive.mutate({ resourceId: prompt }),
        () => api.resource.restore.mutate({ resourceId: prompt }),
        () => api.version.create.mutate({ resourceId: prompt, content: "mine" }),
        () => api.version.list.query({ resourceId: prompt }),
        () => api.version.get.query({ versionId: version }),
        () => api.version.compare.query({ beforeId: null, afterId: version }),
        () => api.version.check.query({ resourceId: prompt, content: "mine" }),
        () => api.delivery.get.query({ workspace: "main", path: "support/refund", label: "production" }),
      ];
      for (const call of calls) expect(await refusalOf(call()), String(call)).toEqual(missing);
    }
    expect(await stranger.api.workspace.list.query({})).toEqual([]);
    const theirs = (await other.api.workspace.create.mutate({ name: "theirs" })).id;
    // Not even together with a place of their own.
    expect(
      await refusalOf(other.api.folder.create.mutate({ workspaceId: theirs, parentId: folder, name: "x" })),
    ).toEqual(missing);
    const sibling = (await owner.api.workspace.create.mutate({ name: "sibling" })).id;
    expect(
      await refusalOf(
        owner.api.resource.create.mutate({ kind: "prompt", workspaceId: sibling, folderId: folder, name: "x" }),
      ),
    ).toEqual(missing);
    expect(await refusalOf(owner.api.resource.move.mutate({ resourceId: prompt, folderId: sibling }))).toEqual(missing);
    const inSibling = (await owner.api.folder.create.mutate({ workspaceId: sibling, name: "there" })).id;
    expect(await refusalOf(owner.api.folder.move.mutate({ folderId: folder, parentId: inSibling }))).toEqual(missing);
    expect(await owner.api.resource.get.query({ resourceId: prompt })).toMatchObject({ path: "support/refund" });
  });

  it("what is archived gives nobody anything and keeps its name", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const { api } = owner;
    const folder = await registry.folder("support");
    const prompt = await registry.prompt("refund", folder);
    await release(api, prompt, "staging", await save(api, prompt, "Hello"));
    const missing = await refusalOf(api.resource.get.query({ resourceId: "scp_none" }));
    expect(await api.folder.archive.mutate({ folderId: folder })).toMatchObject({ archivedAt: expect.any(String) });
    expect(await refusalOf(api.resource.get.query({ resourceId: prompt }))).toEqual(missing);
    expect(
      await refusalOf(api.delivery.get.query({ workspace: "main", path: "support/refund", label: "staging" })),
    ).toEqual(missing);
    expect(await api.folder.list.query({ workspaceId })).toEqual([]);
    expect(await api.folder.list.query({ workspaceId, includeArchived: true })).toMatchObject([{ id: folder }]);
    expect(await refusalOf(api.folder.create.mutate({ workspaceId, name: "support" }))).toMatchObject({
      code: "conflict",
    });
    await api.folder.restore.mutate({ folderId: folder });
    expect(await refusalOf(api.folder.restore.mutate({ folderId: folder }))).toMatchObject({ code: "conflict" });

    await api.resource.archive.mutate({ resourceId: prompt });
    expect(await api.resource.list.query({ workspaceId })).toMatchObject({ items: [] });
    expect(await api.resource.list.query({ workspaceId, includeArchived: true })).toMatchObject({
      items: [{ id: prompt, labels: [], drafts: null }],
    });
    const viewer = await registry.person("Vera", ["workspace.viewer", workspaceId]);
    expect(await viewer.api.resource.list.query({ workspaceId, includeArchived: true })).toMatchObject({ items: [] });
    expect(await refusalOf(viewer.api.resource.restore.mutate({ resourceId: prompt }))).toEqual(missing);
    expect(await api.resource.restore.mutate({ resourceId: prompt })).toMatchObject({ labels: [{ name: "staging" }] });

    await api.workspace.archive.mutate({ workspaceId });
    expect(await api.workspace.list.query({})).toEqual([]);
    expect(await viewer.api.workspace.list.query({ includeArchived: true })).toEqual([]);
    expect(await api.workspace.list.query({ includeArchived: true })).toMatchObject([{ id: workspaceId }]);
    expect(await api.workspace.restore.mutate({ workspaceId })).toMatchObject({ archivedAt: null });
    expect(await viewer.api.resource.get.query({ resourceId: prompt })).toMatchObject({ path: "support/refund" });
  });

  it("I5 restoring gives nobody what the restorer could not grant, and a move gives its mover nothing", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const manages = await registry.role("Folders", [
      "folder:manage",
      "prompt:view",
      "prompt:edit",
      "prompt:delete",
      "prompt:create",
    ]);
    const mallory = await registry.person("Mallory", [manages, workspaceId]);
    const live = await registry.folder("live");
    const draft = await registry.folder("draft");
    const prompt = await registry.prompt("refund", draft);
    const holder = { type: "principal", id: mallory.me.principal.id } as const;
    await owner.api.binding.create.mutate({ holder, roleId: "workspace.publisher", scopeId: live });
    expect(await refusalOf(mallory.api.resource.move.mutate({ resourceId: prompt, folderId: live }))).toMatchObject({
      code: "escalation",
    });
    expect(await refusalOf(mallory.api.folder.move.mutate({ folderId: draft, parentId: live }))).toMatchObject({
      code: "escalation",
    });
    // What others have at the destination is the destination's matter.
    const reviewed = await registry.folder("reviewed");
    const rita = await registry.person("Rita", ["workspace.reviewer", reviewed]);
    expect(await mallory.api.resource.move.mutate({ resourceId: prompt, folderId: reviewed })).toMatchObject({
      path: "reviewed/refund",
    });
    expect(await rita.api.resource.get.query({ resourceId: prompt })).toMatchObject({ id: prompt });

    await mallory.api.folder.archive.mutate({ folderId: reviewed });
    const before = await events(registry);
    expect(await refusalOf(mallory.api.folder.restore.mutate({ folderId: reviewed }))).toMatchObject({
      code: "escalation",
    });
    expect((await events(registry)).slice(before.length)).toEqual([`folder.restore refused ${reviewed}`]);
    expect(await refusalOf(rita.api.resource.get.query({ resourceId: prompt }))).toMatchObject({ code: "not_found" });
    await owner.api.folder.restore.mutate({ folderId: reviewed });
    expect(await rita.api.resource.get.query({ resourceId: prompt })).toMatchObject({ id: prompt });
  });
});
