import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { withKey } from "../fixtures/test-server.ts";
import { addKey, events, release, save, startRegistry, text } from "./registry.ts";

onEveryEngine("versions", (engine) => {
  it("have numbers without gaps, an order and an author, and make nothing live", async () => {
    const registry = await startRegistry(engine);
    const { workspaceId, owner } = registry;
    const prompt = await registry.prompt("refund");
    const erin = await registry.person("Erin", ["workspace.editor", workspaceId]);
    const { api } = erin;
    const first = await api.version.create.mutate({
      resourceId: prompt,
      content: text("One"),
      message: "Begin",
      basedOnVersionId: null,
      claimedAuthor: "Ada",
    });
    expect(first).toMatchObject({
      number: 1,
      created: true,
      message: "Begin",
      author: { name: "Erin", id: erin.me.principal.id },
      claimedAuthor: "Ada",
      labels: [],
      content: text("One"),
      expanded: text("One"),
      provenance: { type: "saved", basedOnVersionId: null },
    });
    expect(
      await refusalOf(api.version.create.mutate({ resourceId: prompt, content: { type: "text", text: 7 } })),
    ).toMatchObject({ code: "invalid", details: { problems: expect.arrayContaining([expect.anything()]) } });
    expect(await refusalOf(api.version.create.mutate({ resourceId: prompt, content: text("x\ud800") }))).toMatchObject({
      code: "invalid",
    });
    const second = await api.version.create.mutate({
      resourceId: prompt,
      content: text("Two"),
      basedOnVersionId: first.id,
    });
    expect(second.number).toBe(2);
    for (const basedOnVersionId of [first.id, null]) {
      expect(
        await refusalOf(api.version.create.mutate({ resourceId: prompt, content: text("Late"), basedOnVersionId })),
      ).toMatchObject({ code: "conflict", details: { newestVersionId: second.id } });
    }
    const forced = await api.version.create.mutate({
      resourceId: prompt,
      content: text("Late"),
      basedOnVersionId: first.id,
      force: true,
    });
    expect(forced).toMatchObject({ number: 3, provenance: { basedOnVersionId: first.id } });
    const foreign = await save(api, await registry.prompt("other"), "Other");
    const missing = await refusalOf(api.version.get.query({ versionId: "ver_none" }));
    expect(
      await refusalOf(
        api.version.create.mutate({ resourceId: prompt, content: text("x"), basedOnVersionId: foreign, force: true }),
      ),
    ).toEqual(missing);

    const page = await api.version.list.query({ resourceId: prompt, limit: 2 });
    expect(page.items.map(({ number }) => number)).toEqual([3, 2]);
    const rest = await api.version.list.query({ resourceId: prompt, limit: 2, cursor: page.nextCursor ?? "" });
    expect(rest).toMatchObject({ items: [{ number: 1 }], nextCursor: null });
    expect(await api.resource.get.query({ resourceId: prompt })).toMatchObject({
      labels: [],
      drafts: { latestVersion: 3, latestVersionId: forced.id, changedBy: { name: "Erin" }, openRequestIds: [] },
    });
    await release(owner.api, prompt, "staging", second.id);
    expect(await api.version.get.query({ versionId: second.id })).toMatchObject({ labels: ["staging"] });
    expect(await events(registry)).toContain(`version.create done ${forced.id}`);
    expect(await events(registry)).toContain(`version.create refused ${prompt}`);
  });

  it("an import key names one version of one content", async () => {
    const registry = await startRegistry(engine);
    const { api } = registry.owner;
    const resourceId = await registry.prompt("refund");
    const importKey = "git:abc";
    const first = await api.version.create.mutate({ resourceId, content: text("One"), importKey });
    await save(api, resourceId, "Two");
    const before = await events(registry);
    const again = await api.version.create.mutate({ resourceId, content: text("One"), importKey });
    expect(again).toMatchObject({
      id: first.id,
      number: 1,
      created: false,
      provenance: { type: "imported", importKey },
    });
    expect(await events(registry)).toEqual(before);
    expect(await refusalOf(api.version.create.mutate({ resourceId, content: text("Three"), importKey }))).toMatchObject(
      { code: "conflict" },
    );
    const other = await registry.prompt("other");
    expect(await api.version.create.mutate({ resourceId: other, content: text("Three"), importKey })).toMatchObject({
      created: true,
    });
    expect((await api.version.list.query({ resourceId })).items).toHaveLength(2);
  });

  it("with `use` alone drafts, history and versions are not found", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const prompt = await registry.prompt("refund");
    const served = await save(owner.api, prompt, "Served");
    const draft = await save(owner.api, prompt, "Draft");
    await release(owner.api, prompt, "production", served);
    const { api } = await registry.person("Carl", ["workspace.consumer", workspaceId]);
    expect(await api.resource.get.query({ resourceId: prompt })).toMatchObject({
      drafts: null,
      labels: [{ name: "production", versionNumber: 1, protected: false }],
    });
    const missing = await refusalOf(api.resource.get.query({ resourceId: "scp_none" }));
    for (const call of [
      () => api.version.list.query({ resourceId: prompt }),
      () => api.version.get.query({ versionId: draft }),
      () => api.version.get.query({ versionId: served }),
      () => api.version.get.query({ versionId: "ver_none" }),
      () => api.version.compare.query({ beforeId: served, afterId: draft }),
      () => api.version.compare.query({ beforeId: null, afterId: served }),
    ]) {
      expect(await refusalOf(call()), String(call)).toEqual(missing);
    }
    for (const call of [
      () => api.version.create.mutate({ resourceId: prompt, content: text("Mine") }),
      () => api.version.check.query({ resourceId: prompt, content: text("Mine") }),
      () => api.resource.archive.mutate({ resourceId: prompt }),
    ]) {
      expect(await refusalOf(call()), String(call)).toMatchObject({ code: "forbidden" });
    }
  });

  it("includes are resolved when a version is saved, and tell nobody what there is", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const { api } = owner;
    const secrets = await registry.folder("secrets");
    const work = await registry.folder("work");
    const tone = await registry.prompt("tone", secrets);
    const reply = await registry.prompt("reply", work);
    const firstTone = await save(api, tone, "Be kind. ");
    await release(api, tone, "staging", firstTone);
    const byLabel = text("{{> secrets/tone@staging}}Hello");
    const saved = await api.version.create.mutate({ resourceId: reply, content: byLabel });
    expect(saved.expanded).toMatchObject({ text: "Be kind. Hello" });
    expect(saved.closure).toMatchObject([
      { reference: "secrets/tone@staging", resourceId: tone, versionId: firstTone, versionNumber: 1, depth: 1 },
    ]);

    const editor = await registry.person("Erin", ["workspace.editor", work]);
    const problemOf = async (content: ReturnType<typeof text>) => {
      const checked = await editor.api.version.check.query({ resourceId: reply, content });
      expect(checked).toMatchObject({ expanded: null, digest: null, closure: [] });
      const refused = await refusalOf(editor.api.version.create.mutate({ resourceId: reply, content }));
      expect(refused).toMatchObject({ code: "invalid", details: { problems: checked.problems } });
      return checked.problems.map(({ code, message }) => `${code} ${message.replace(/^"[^"]*"/, "")}`);
    };
    const missingLabel = await problemOf(text("{{> secrets/none@staging}}"));
    const missingNumber = await problemOf(text("{{> secrets/none#1}}"));
    expect(missingLabel).toHaveLength(1);
    expect(await problemOf(byLabel)).toEqual(missingLabel);
    expect(await problemOf(text("{{> secrets/tone@none}}"))).toEqual(missingLabel);
    expect(await problemOf(text("{{> secrets@staging}}"))).toEqual(missingLabel);
    expect(await problemOf(text("{{> secrets/tone#1}}"))).toEqual(missingNumber);
    // What the version that he may view included stays there; he sees no more of it than its name.
    expect(await editor.api.version.get.query({ versionId: saved.id })).toMatchObject({
      expanded: { text: "Be kind. Hello" },
    });

    const holder = { type: "principal", id: editor.me.principal.id } as const;
    await api.binding.create.mutate({ holder, roleId: "workspace.consumer", scopeId: tone });
    expect(await problemOf(text("{{> secrets/tone#1}}"))).toEqual(missingNumber);
    expect(await editor.api.version.check.query({ resourceId: reply, content: byLabel })).toMatchObject({
      problems: [],
      digest: saved.digest,
    });
    const key = await addKey(registry, owner.me.principal.id, {
      permissions: ["prompt:use", "prompt:view", "prompt:edit"],
      labels: ["production"],
    });
    expect(
      (await withKey(registry.server, key).version.check.query({ resourceId: reply, content: byLabel })).problems,
    ).toMatchObject([{ code: "include-not-found" }]);

    // Saved once, never resolved again.
    const secondTone = await save(api, tone, "Be brief. ");
    await release(api, tone, "staging", secondTone);
    expect(await api.version.get.query({ versionId: saved.id })).toMatchObject({
      expanded: { text: "Be kind. Hello" },
    });
    const anew = await api.version.create.mutate({ resourceId: reply, content: byLabel });
    expect(anew.expanded).toMatchObject({ text: "Be brief. Hello" });
    const comparison = await api.version.compare.query({ beforeId: saved.id, afterId: anew.id });
    expect(comparison.changes).toMatchObject([{ area: "include", path: "/includes/secrets~1tone@staging" }]);
    expect(await api.version.compare.query({ beforeId: null, afterId: saved.id })).toMatchObject({ before: null });

    await release(api, reply, "staging", anew.id);
    expect(
      await api.version.check.query({ resourceId: tone, content: text("{{> work/reply@staging}}") }),
    ).toMatchObject({ problems: [{ code: "include-cycle" }] });
    expect(
      await api.version.check.query({ resourceId: tone, content: text("{{> secrets/tone@staging}}") }),
    ).toMatchObject({ problems: [{ code: "include-cycle" }] });
    // Paths are those of the resource's own workspace.
    const other = (await api.workspace.create.mutate({ name: "other" })).id;
    const there = (await api.resource.create.mutate({ kind: "prompt", workspaceId: other, name: "reply" })).id;
    expect((await api.version.check.query({ resourceId: there, content: byLabel })).problems).toMatchObject([
      { code: "include-not-found" },
    ]);
    const workflow = (await api.resource.create.mutate({ kind: "workflow", workspaceId, name: "flow" })).id;
    const flow = await api.version.create.mutate({
      resourceId: workflow,
      content: { steps: [{ id: "a", uses: "secrets/tone@staging", input: {} }] },
    });
    expect(flow.expanded).toMatchObject({
      steps: [{ uses: { kind: "prompt", digest: expect.stringMatching(/^sha256:/), content: { text: "Be brief. " } } }],
    });
    expect(await refusalOf(api.version.compare.query({ beforeId: flow.id, afterId: anew.id }))).toMatchObject({
      code: "invalid",
    });
  });

  it("saved at the same time they get numbers one after the other", async () => {
    const registry = await startRegistry(engine);
    const resourceId = await registry.prompt("refund");
    const { api } = registry.owner;
    const saved = await Promise.all(
      ["a", "b", "c", "d", "e"].map((content) => api.version.create.mutate({ resourceId, content: text(content) })),
    );
    expect(saved.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5]);
  });
});
