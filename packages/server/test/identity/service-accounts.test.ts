import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { foundTestOrganization, startTestServer, withKey } from "../fixtures/test-server.ts";
import { bind } from "./bind.ts";
import { eventsOf } from "./events.ts";

const reason = "not needed now";

onEveryEngine("service accounts", (engine) => {
  it("are made, changed, suspended and deleted by who manages them at their home scope, and seen by no others", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const here = await owner.api.workspace.create.mutate({ name: "development" });
    const there = await owner.api.workspace.create.mutate({ name: "production" });
    const dev = await addPerson(server, organizationId, { email: "dev@acme.test", name: "Dev" });
    await bind(owner, { type: "principal", id: dev.principalId }, "workspace.developer", here.id);
    const { api } = await dev.signIn();
    const mine = await api.serviceAccount.create.mutate({ name: "app", homeScopeId: here.id, description: " chat " });
    expect(mine).toMatchObject({
      state: "active",
      description: "chat",
      homeScopeId: here.id,
      responsible: [{ id: dev.principalId, name: "Dev" }],
      bindings: [],
      keyCount: 0,
    });
    const theirs = await owner.api.serviceAccount.create.mutate({ name: "other", homeScopeId: there.id });
    const binding = await bind(owner, { type: "principal", id: mine.id }, "workspace.consumer", here.id);
    expect((await api.serviceAccount.list.query({})).items.map(({ id }) => id)).toEqual([mine.id]);
    expect((await owner.api.serviceAccount.list.query({})).items.map(({ name }) => name)).toEqual(["app", "other"]);
    expect((await owner.api.serviceAccount.get.query({ serviceAccountId: mine.id })).bindings).toMatchObject([
      { id: binding.id },
    ]);
    expect((await api.serviceAccount.get.query({ serviceAccountId: mine.id })).bindings).toEqual([]);

    const other = await foundTestOrganization(server, "Other", "owner@other.test");
    const unknown = await refusalOf(api.serviceAccount.get.query({ serviceAccountId: "prn_unknown" }));
    for (const call of [
      () => api.serviceAccount.get.query({ serviceAccountId: theirs.id }),
      () => api.serviceAccount.delete.mutate({ serviceAccountId: theirs.id }),
      () => api.serviceAccount.create.mutate({ name: "new", homeScopeId: there.id }),
      () => other.api.serviceAccount.suspend.mutate({ serviceAccountId: mine.id, reason }),
      () => other.api.serviceAccount.create.mutate({ name: "new", homeScopeId: here.id }),
    ]) {
      expect(await refusalOf(call())).toEqual(unknown);
    }
    expect(unknown.code).toBe("not_found");
    const name = api.serviceAccount.create.mutate({ name: "app", homeScopeId: here.id });
    expect(await refusalOf(name)).toMatchObject({ code: "conflict" });
    const { principal } = other.me;
    for (const responsibleIds of [[], [principal.id], [theirs.id]]) {
      const wrong = api.serviceAccount.update.mutate({ serviceAccountId: mine.id, responsibleIds });
      expect(await refusalOf(wrong)).toMatchObject({ code: "invalid" });
    }
    const renamed = await api.serviceAccount.update.mutate({ serviceAccountId: mine.id, name: "chat" });
    expect(renamed).toMatchObject({ name: "chat", responsible: [{ id: dev.principalId }] });

    const key = await api.key.create.mutate({ name: "runtime", principalId: mine.id });
    const suspended = await api.serviceAccount.suspend.mutate({ serviceAccountId: mine.id, reason });
    expect(suspended.state).toBe("suspended");
    expect(await refusalOf(withKey(server, key.secret).session.me.query({}))).toMatchObject({
      code: "unauthenticated",
    });
    const idle = api.key.create.mutate({ name: "late", principalId: mine.id });
    expect(await refusalOf(idle)).toMatchObject({ code: "conflict" });
    await api.serviceAccount.reactivate.mutate({ serviceAccountId: mine.id });
    expect((await withKey(server, key.secret).session.me.query({})).principal.id).toBe(mine.id);

    await bind(owner, { type: "principal", id: mine.id }, "workspace.publisher", here.id);
    for (const call of [
      () => api.serviceAccount.suspend.mutate({ serviceAccountId: mine.id, reason }),
      () => api.serviceAccount.delete.mutate({ serviceAccountId: mine.id }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({ code: "escalation" });
    }
    await owner.api.serviceAccount.delete.mutate({ serviceAccountId: mine.id });
    expect(await refusalOf(withKey(server, key.secret).session.me.query({}))).toMatchObject({
      code: "unauthenticated",
    });
    expect((await owner.api.binding.list.query({ holderId: mine.id })).items).toEqual([]);
    const again = await api.serviceAccount.create.mutate({ name: "chat", homeScopeId: here.id });
    expect(again.id).not.toBe(mine.id);
    expect(again.keyCount).toBe(0);
  });

  it("always have an active person who answers for them, or are suspended with the last one", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const ann = await addPerson(server, organizationId, { email: "ann@acme.test", name: "Ann" });
    const bea = await addPerson(server, organizationId, { email: "bea@acme.test", name: "Bea" });
    const max = await addPerson(server, organizationId, { email: "max@acme.test", name: "Max" });
    const managing = await owner.api.role.create.mutate({
      name: "Member manager",
      permissions: ["member:manage", "member:view"],
    });
    await bind(owner, { type: "principal", id: max.principalId }, managing.id);
    const manager = (await max.signIn()).api;
    const make = (name: string, ...responsibleIds: readonly string[]) =>
      owner.api.serviceAccount.create.mutate({ name, homeScopeId: organizationId, responsibleIds });
    const shared = await make("shared", ann.principalId, bea.principalId);
    const annsOwn = await make("ann's", ann.principalId);
    const beasOwn = await make("bea's", bea.principalId);
    await bind(owner, { type: "principal", id: beasOwn.id }, "workspace.consumer");
    const key = await owner.api.key.create.mutate({ name: "runtime", principalId: beasOwn.id });
    const get = (serviceAccountId: string) => owner.api.serviceAccount.get.query({ serviceAccountId });
    const names = async (id: string) => (await get(id)).responsible.map(({ name }) => name);

    await owner.api.member.remove.mutate({ memberId: ann.principalId, reason });
    expect(await names(shared.id)).toEqual(["Bea"]);
    expect(await get(annsOwn.id)).toMatchObject({ state: "active", responsible: [{ name: "Olive Owner" }] });

    await manager.member.suspend.mutate({ memberId: bea.principalId, reason });
    expect((await get(beasOwn.id)).state).toBe("suspended");
    expect((await get(shared.id)).state).toBe("suspended");
    expect((await get(annsOwn.id)).state).toBe("active");
    expect(await refusalOf(withKey(server, key.secret).session.me.query({}))).toMatchObject({
      code: "unauthenticated",
    });
    const alone = owner.api.serviceAccount.reactivate.mutate({ serviceAccountId: beasOwn.id });
    expect(await refusalOf(alone)).toMatchObject({ code: "conflict" });
    await owner.api.member.reactivate.mutate({ memberId: bea.principalId });
    await owner.api.serviceAccount.reactivate.mutate({ serviceAccountId: beasOwn.id });
    expect((await withKey(server, key.secret).session.me.query({})).principal.id).toBe(beasOwn.id);

    const events = await eventsOf(server, organizationId);
    expect(events.slice(events.indexOf("member.remove"))).toEqual([
      "member.remove",
      "service-account.update",
      "member.suspend",
      "service-account.suspend",
      "service-account.suspend",
      "service-account.reactivate refused",
      "member.reactivate",
      "service-account.reactivate",
    ]);
  });
});
