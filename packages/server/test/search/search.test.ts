import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { type Api, foundTestOrganization, startTestServer } from "../fixtures/test-server.ts";

const chat = (content: string) => ({ type: "chat", syntax: "plain", messages: [{ role: "system", content }] });

async function found(api: Api, text: string): Promise<readonly string[]> {
  const { hits } = await api.search.query.query({ text });
  return hits.map(({ type, title }) => `${type} ${title}`);
}

onEveryEngine("search", (engine) => {
  it("finds names, people and text that one may see, and nothing else", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const organizationId = owner.me.organization.id;
    const viewer = await addPerson(server, organizationId, { email: "viewer@acme.test", name: "Vera Äpfel" });
    const user = await addPerson(server, organizationId, { email: "user@acme.test", name: "Ugo User" });
    const nobody = await addPerson(server, organizationId, { email: "nobody@acme.test", name: "Nobody" });
    const shop = await api.workspace.create.mutate({ name: "shop" });
    const vault = await api.workspace.create.mutate({ name: "vault" });
    const make = async (workspaceId: string, name: string, text: string) => {
      const prompt = await api.resource.create.mutate({ kind: "prompt", workspaceId, name });
      return { prompt, version: await api.version.create.mutate({ resourceId: prompt.id, content: chat(text) }) };
    };
    const refund = await make(shop.id, "refund", 'Say "100 % ÜBERRASCHUNG" and pay_back \\ politely');
    await make(vault.id, "refund-secret", "Überraschung for insiders");
    const grant = (id: string, roleId: string) =>
      api.binding.create.mutate({ holder: { type: "principal", id }, roleId, scopeId: shop.id });
    await grant(viewer.principalId, "workspace.viewer");
    await grant(user.principalId, "workspace.consumer");
    const [viewerApi, userApi, nobodyApi] = [
      (await viewer.signIn()).api,
      (await user.signIn()).api,
      (await nobody.signIn()).api,
    ];

    expect(await found(api, "REFUND")).toEqual(["resource refund", "resource refund-secret"]);
    expect(await found(viewerApi, "refund")).toEqual(["resource refund"]);
    expect(await found(nobodyApi, "refund")).toEqual([]);
    expect(await found(viewerApi, "shop/ref")).toEqual(["resource refund"]);
    expect(await found(viewerApi, "vault")).toEqual([]);
    expect(await found(nobodyApi, "   ")).toEqual([]);

    // Text: drafts by `view`; in whatever case, also where databases do not know how, and with the signs of patterns.
    for (const text of ["überraschung", "100 %", "PAY_BACK", "\\ polite", '"100']) {
      expect([text, await found(viewerApi, text)]).toEqual([text, ["resource refund"]]);
      expect([text, await found(userApi, text)]).toEqual([text, []]);
    }
    expect(await found(api, "überraschung")).toHaveLength(2);
    expect(await found(viewerApi, "pay%back")).toEqual([]);
    expect(await found(viewerApi, "payxback")).toEqual([]);
    const [hit] = (await viewerApi.search.query.query({ text: "überraschung" })).hits;
    expect(hit).toMatchObject({
      kind: "prompt",
      workspaceId: shop.id,
      detail: expect.stringContaining("ÜBERRASCHUNG"),
    });
    expect(await found(viewerApi, "system")).toEqual([]);

    // With `use` what a label serves is found, and what came after it is not.
    await api.release.create.mutate({ resourceId: refund.prompt.id, label: "live", versionId: refund.version.id });
    await api.version.create.mutate({
      resourceId: refund.prompt.id,
      content: chat("A quiet draft"),
      basedOnVersionId: refund.version.id,
    });
    expect(await found(userApi, "überraschung")).toEqual(["resource refund"]);
    expect(await found(userApi, "quiet")).toEqual([]);
    expect(await found(viewerApi, "quiet")).toEqual(["resource refund"]);

    // People by `member:view`, roles by everybody.
    expect(await found(api, "äpf")).toEqual(["member Vera Äpfel"]);
    expect(await found(api, "VIEWER@ACME")).toEqual(["member Vera Äpfel"]);
    expect(await found(viewerApi, "äpf")).toEqual([]);
    expect(await found(nobodyApi, "auditor")).toEqual(["role Auditor"]);

    // Requests by `view` at the target, or one's own.
    const request = await api.request.open.mutate({
      sourceVersionId: refund.version.id,
      targetWorkspaceId: vault.id,
      label: "production",
      title: "Kinder words",
    });
    expect(await found(api, "kinder")).toEqual(["request Kinder words"]);
    expect(await found(api, `#${request.number}`)).toContain("request Kinder words");
    expect(await found(viewerApi, "kinder")).toEqual([]);
  });

  it("counts fifty of what one may see and says that there is more", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const ada = await addPerson(server, owner.me.organization.id, { email: "ada@acme.test", name: "Ada" });
    const workspace = await api.workspace.create.mutate({ name: "many" });
    const folders = ["hidden", "seen"] as const;
    for (const name of folders) {
      const folder = await api.folder.create.mutate({ workspaceId: workspace.id, name });
      for (let n = 0; n < 26; n += 1) {
        await api.resource.create.mutate({
          kind: "prompt",
          workspaceId: workspace.id,
          folderId: folder.id,
          name: `note-${n}`,
        });
      }
      if (name === "hidden") continue;
      await api.binding.create.mutate({
        holder: { type: "principal", id: ada.principalId },
        roleId: "workspace.viewer",
        scopeId: folder.id,
      });
    }
    const all = await api.search.query.query({ text: "note-" });
    expect([all.hits.length, all.more]).toEqual([50, true]);
    const hers = await (await ada.signIn()).api.search.query.query({ text: "note-" });
    expect([hers.hits.length, hers.more]).toEqual([26, false]);
    expect(hers.hits.map(({ detail }) => detail.startsWith("many/seen/"))).not.toContain(false);
  });
});
