import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { foundTestOrganization, startTestServer, withKey } from "../fixtures/test-server.ts";
import { bind } from "./bind.ts";
import { eventsOf } from "./events.ts";

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

onEveryEngine("API keys", (engine) => {
  it("a person's key is within what he may, is shown once, is listed to him, and stops when it is revoked", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const workspace = await owner.api.workspace.create.mutate({ name: "development" });
    const ed = await addPerson(server, organizationId, { email: "ed@acme.test", name: "Ed" });
    const bystander = await addPerson(server, organizationId, { email: "by@acme.test", name: "By" });
    await bind(owner, { type: "principal", id: ed.principalId }, "workspace.editor", workspace.id);
    const { api } = await ed.signIn();
    const { secret, ...key } = await api.key.create.mutate({ name: "laptop" });
    expect(key).toMatchObject({
      principal: { id: ed.principalId },
      createdBy: { id: ed.principalId },
      scopeIds: [organizationId],
      labels: null,
      state: "active",
      lastUsedAt: null,
    });
    expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
    expect(key.permissions).toContain("prompt:edit");
    expect(key.permissions).not.toContain("prompt:publish");
    expect(key.expiresAt?.slice(0, 10)).toBe(inDays(90).slice(0, 10));
    expect(JSON.stringify((await api.key.list.query({})).items)).not.toContain(secret);

    const beyond = api.key.create.mutate({ name: "more", permissions: ["prompt:edit", "prompt:publish"] });
    expect(await refusalOf(beyond)).toMatchObject({ code: "forbidden", permission: "prompt:publish" });
    const wrong = {
      "expired already": { expiresAt: inDays(-1) },
      "no permission": { permissions: [] },
      "no scope": { scopeIds: [] },
      "no label": { labels: [] },
      "no label pattern": { labels: ["Prod"] },
    };
    for (const [name, fields] of Object.entries(wrong)) {
      expect(await refusalOf(api.key.create.mutate({ name, ...fields })), name).toMatchObject({ code: "invalid" });
    }
    const elsewhere = api.key.create.mutate({ name: "elsewhere", scopeIds: ["scp_unknown"] });
    expect(await refusalOf(elsewhere)).toMatchObject({ code: "not_found" });
    const foreign = owner.api.key.create.mutate({ name: "his", principalId: ed.principalId });
    expect(await refusalOf(foreign)).toMatchObject({ code: "forbidden" });

    const caller = withKey(server, secret);
    expect((await caller.session.me.query({})).keyId).toBe(key.id);
    await server.flush();
    expect((await api.key.list.query({})).items[0]?.lastUsedAt).not.toBeNull();
    const other = (await bystander.signIn()).api;
    const invisible = await refusalOf(other.key.revoke.mutate({ keyId: key.id }));
    expect(invisible).toEqual(await refusalOf(other.key.revoke.mutate({ keyId: "key_unknown" })));
    expect((await other.key.list.query({ principalId: ed.principalId })).items).toEqual([]);

    expect((await owner.api.key.list.query({ principalId: ed.principalId })).items).toHaveLength(1);
    const revoked = await owner.api.key.revoke.mutate({ keyId: key.id });
    expect(revoked.state).toBe("revoked");
    expect(await api.key.revoke.mutate({ keyId: key.id })).toMatchObject({ revision: revoked.revision });
    expect(await refusalOf(caller.session.me.query({}))).toMatchObject({ code: "unauthenticated" });
    expect((await api.key.list.query({})).items).toEqual([]);
    expect((await api.key.list.query({ includeEnded: true })).items).toMatchObject([{ state: "revoked" }]);
    expect(await eventsOf(server, organizationId)).toEqual(
      expect.arrayContaining(["key.create", "key.create refused", "key.revoke", "key.revoke refused"]),
    );
  });

  it("I16 whoever makes a service account's key holds all that it can do, now and later", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const workspace = await owner.api.workspace.create.mutate({ name: "production" });
    const dev = await addPerson(server, organizationId, { email: "dev@acme.test", name: "Dev" });
    await bind(owner, { type: "principal", id: dev.principalId }, "workspace.developer", workspace.id);
    const { api } = await dev.signIn();
    const account = await api.serviceAccount.create.mutate({ name: "app", homeScopeId: workspace.id });
    const principalId = account.id;
    const empty = api.key.create.mutate({ name: "too early", principalId });
    expect(await refusalOf(empty)).toMatchObject({ code: "conflict" });
    const ahead = api.key.create.mutate({ name: "ahead", principalId, permissions: ["prompt:publish"] });
    expect(await refusalOf(ahead)).toMatchObject({ code: "forbidden", permission: "prompt:publish" });
    const wide = api.key.create.mutate({
      name: "wide",
      principalId,
      permissions: ["prompt:use"],
      scopeIds: [organizationId],
    });
    expect(await refusalOf(wide)).toMatchObject({ code: "forbidden" });

    await bind(owner, { type: "principal", id: principalId }, "workspace.consumer", workspace.id);
    await bind(owner, { type: "principal", id: principalId }, "workspace.publisher", workspace.id);
    const runtime = await api.key.create.mutate({ name: "runtime", principalId, labels: ["production", "prod-*"] });
    expect(runtime.labels).toEqual(["prod-*", "production"]);
    expect(runtime.permissions).toEqual(expect.arrayContaining(["prompt:use", "prompt:view"]));
    expect(runtime.permissions).not.toContain("prompt:publish");
    expect(runtime.expiresAt?.slice(0, 10)).toBe(inDays(365).slice(0, 10));
    expect((await api.key.list.query({ principalId })).items.map(({ id }) => id)).toEqual([runtime.id]);
    expect((await api.key.revoke.mutate({ keyId: runtime.id })).state).toBe("revoked");

    const other = await foundTestOrganization(server, "Other", "owner@other.test");
    const ed = await addPerson(server, organizationId, { email: "ed@acme.test", name: "Ed" });
    await bind(owner, { type: "principal", id: ed.principalId }, "workspace.editor", workspace.id);
    const editor = (await ed.signIn()).api;
    for (const call of [
      () => other.api.key.create.mutate({ name: "theirs", principalId }),
      () => editor.key.create.mutate({ name: "theirs", principalId }),
      () => other.api.key.revoke.mutate({ keyId: runtime.id }),
      () => editor.key.revoke.mutate({ keyId: runtime.id }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({ code: "not_found" });
    }
  });

  it("I16 a key begets only keys within itself, and none without key:manage", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const here = await owner.api.workspace.create.mutate({ name: "development" });
    const there = await owner.api.workspace.create.mutate({ name: "production" });
    const plain = await owner.api.key.create.mutate({ name: "reader", permissions: ["prompt:view", "member:view"] });
    const stolen = withKey(server, plain.secret);
    const begotten = stolen.key.create.mutate({ name: "offspring", permissions: ["prompt:view"] });
    expect(await refusalOf(begotten)).toMatchObject({ code: "forbidden", permission: "key:manage" });
    const second = await owner.api.key.create.mutate({ name: "second", permissions: ["prompt:view"] });
    expect(await refusalOf(stolen.key.revoke.mutate({ keyId: second.id }))).toMatchObject({ code: "not_found" });

    const manager = await owner.api.key.create.mutate({
      name: "manager",
      permissions: ["prompt:use", "prompt:view", "key:manage", "service-account:manage", "workspace:view"],
      scopeIds: [here.id],
      expiresAt: inDays(10),
    });
    const api = withKey(server, manager.secret);
    const account = await owner.api.serviceAccount.create.mutate({ name: "app", homeScopeId: here.id });
    await bind(owner, { type: "principal", id: account.id }, "workspace.editor", here.id);
    const principalId = account.id;
    const attempts = {
      "more permissions": { permissions: ["prompt:edit", "prompt:view"] },
      "another workspace": { permissions: ["prompt:view"], scopeIds: [there.id] },
      "longer than itself": { permissions: ["prompt:view"], expiresAt: inDays(11) },
      "for ever": { permissions: ["prompt:view"], expiresAt: null },
    } as const;
    const before = (await owner.api.organization.get.query({})).revision;
    for (const [name, fields] of Object.entries(attempts)) {
      const refusal = await refusalOf(api.key.create.mutate({ name, principalId, ...fields }));
      expect(["forbidden", "not_found"], name).toContain(refusal.code);
    }
    expect((await owner.api.organization.get.query({})).revision).toBe(before);
    const within = await api.key.create.mutate({ name: "within", principalId });
    expect(within.expiresAt).toBe(manager.expiresAt);
    expect(within.permissions).toContain("prompt:view");
    expect(within.permissions).not.toContain("prompt:edit");

    const labelled = await owner.api.key.create.mutate({ name: "labelled", labels: ["production"] });
    const narrow = withKey(server, labelled.secret).key.create.mutate({ name: "wider", permissions: ["prompt:use"] });
    expect(await refusalOf(narrow)).toMatchObject({ code: "forbidden" });
  });

  it("an admin revokes no owner's key", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const ada = await addPerson(server, owner.me.organization.id, { email: "ada@acme.test", name: "Ada" });
    await bind(owner, { type: "principal", id: ada.principalId }, "organization.admin");
    const key = await owner.api.key.create.mutate({ name: "owner's" });
    const admin = (await ada.signIn()).api;
    expect(await refusalOf(admin.key.revoke.mutate({ keyId: key.id }))).toMatchObject({ code: "escalation" });
    expect((await withKey(server, key.secret).session.me.query({})).keyId).toBe(key.id);
  });
});
