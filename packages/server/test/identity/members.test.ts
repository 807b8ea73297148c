import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import {
  foundTestOrganization,
  openSession,
  password,
  signIn,
  startTestServer,
  stranger,
  withKey,
} from "../fixtures/test-server.ts";
import { bind } from "./bind.ts";
import { eventsOf } from "./events.ts";

const reason = "left the team";

onEveryEngine("members", (engine) => {
  it("lists by page and search, shows bindings to who may ask, and oneself to oneself", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    for (const name of ["Ada", "bea", "Émile", "Carl"]) {
      await addPerson(server, organizationId, { email: `${name.toLowerCase()}@acme.test`, name });
    }
    const first = await owner.api.member.list.query({ limit: 3 });
    expect(first.items.map(({ name }) => name)).toEqual(["Ada", "bea", "Carl"]);
    const cursor = first.nextCursor ?? "";
    const second = await owner.api.member.list.query({ limit: 3, cursor });
    expect(second.items.map(({ name }) => name)).toEqual(["Olive Owner", "Émile"]);
    expect(second.nextCursor).toBeNull();
    expect((await owner.api.member.list.query({ search: "éMIL" })).items.map(({ name }) => name)).toEqual(["Émile"]);
    expect(await refusalOf(owner.api.member.list.query({ cursor: "nonsense" }))).toMatchObject({ code: "invalid" });

    const viewerRole = await owner.api.role.create.mutate({ name: "Member viewer", permissions: ["member:view"] });
    const ada = first.items.find(({ name }) => name === "Ada")?.id ?? "";
    const carl = first.items.find(({ name }) => name === "Carl")?.id ?? "";
    await bind(owner, { type: "principal", id: ada }, viewerRole.id);
    const viewer = (await signIn(server, "ada@acme.test")).api;
    const seen = await viewer.member.get.query({ memberId: owner.me.principal.id });
    expect(seen).toMatchObject({ email: "owner@acme.test", bindings: [] });
    expect((await viewer.member.get.query({ memberId: ada })).bindings).toHaveLength(1);
    expect((await owner.api.member.get.query({ memberId: ada })).bindings).toHaveLength(1);

    const other = await foundTestOrganization(server, "Other", "owner@other.test");
    const nothing = (await signIn(server, "carl@acme.test")).api;
    const unknown = await refusalOf(owner.api.member.get.query({ memberId: "prn_unknown" }));
    expect(unknown.code).toBe("not_found");
    expect(await refusalOf(owner.api.member.get.query({ memberId: other.me.principal.id }))).toEqual(unknown);
    expect(await refusalOf(nothing.member.get.query({ memberId: ada }))).toEqual(unknown);
    expect((await nothing.member.get.query({ memberId: carl })).name).toBe("Carl");
    expect(await refusalOf(nothing.member.list.query({}))).toMatchObject({ code: "forbidden" });
    for (const call of [
      () => other.api.member.suspend.mutate({ memberId: ada, reason }),
      () => other.api.member.reactivate.mutate({ memberId: ada }),
      () => other.api.member.remove.mutate({ memberId: ada, reason }),
      () => other.api.member.resetCredential.mutate({ memberId: ada }),
    ]) {
      expect(await refusalOf(call())).toEqual(unknown);
    }
  });

  it("a suspended member's sessions and keys stop at once, and what he regains is judged", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const ann = await addPerson(server, organizationId, { email: "ann@acme.test", name: "Ann" });
    const max = await addPerson(server, organizationId, { email: "max@acme.test", name: "Max" });
    await bind(owner, { type: "principal", id: ann.principalId }, "workspace.editor");
    const managing = await owner.api.role.create.mutate({
      name: "Member manager",
      permissions: ["member:manage", "member:view"],
    });
    await bind(owner, { type: "principal", id: max.principalId }, managing.id);
    const manager = (await max.signIn()).api;
    const session = (await ann.signIn()).api;
    const key = await session.key.create.mutate({ name: "laptop" });
    expect((await withKey(server, key.secret).session.me.query({})).principal.id).toBe(ann.principalId);

    const beyond = await refusalOf(manager.member.suspend.mutate({ memberId: ann.principalId, reason }));
    expect(beyond).toMatchObject({ code: "escalation", details: { scopeId: null, missing: [] } });
    await expect(session.session.me.query({})).resolves.toBeDefined();

    const suspended = await owner.api.member.suspend.mutate({ memberId: ann.principalId, reason });
    expect(suspended.state).toBe("suspended");
    const again = await owner.api.member.suspend.mutate({ memberId: ann.principalId, reason });
    expect(again.revision).toBe(suspended.revision);
    for (const call of [() => session.session.me.query({}), () => withKey(server, key.secret).session.me.query({})]) {
      expect(await refusalOf(call())).toMatchObject({ code: "unauthenticated" });
    }
    await expect(ann.signIn()).rejects.toMatchObject({ data: { httpStatus: 401 } });
    expect(await refusalOf(manager.member.reactivate.mutate({ memberId: ann.principalId }))).toMatchObject({
      code: "escalation",
    });
    expect((await owner.api.member.reactivate.mutate({ memberId: ann.principalId })).state).toBe("active");
    expect(await refusalOf(session.session.me.query({}))).toMatchObject({ code: "unauthenticated" });
    expect((await ann.signIn()).me.principal.id).toBe(ann.principalId);
    expect((await withKey(server, key.secret).session.me.query({})).keyId).toBe(key.id);
    const events = await eventsOf(server, organizationId);
    expect(events.filter((event) => event.startsWith("member."))).toEqual([
      "member.suspend refused",
      "member.suspend",
      "member.reactivate refused",
      "member.reactivate",
    ]);
  });

  it("I6 the last owner can be neither suspended nor removed, and an admin reaches no owner", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const memberId = owner.me.principal.id;
    const ada = await addPerson(server, organizationId, { email: "ada@acme.test", name: "Ada" });
    await bind(owner, { type: "principal", id: ada.principalId }, "organization.admin");
    const admin = (await ada.signIn()).api;
    const { revision } = await owner.api.organization.get.query({});
    expect(await refusalOf(owner.api.member.suspend.mutate({ memberId, reason }))).toMatchObject({
      code: "last_owner",
    });
    expect(await refusalOf(owner.api.member.remove.mutate({ memberId, reason }))).toMatchObject({ code: "last_owner" });
    for (const call of [
      () => admin.member.suspend.mutate({ memberId, reason }),
      () => admin.member.remove.mutate({ memberId, reason }),
      () => admin.member.resetCredential.mutate({ memberId }),
    ]) {
      expect(await refusalOf(call())).toMatchObject({ code: "escalation" });
    }
    expect((await owner.api.organization.get.query({})).revision).toBe(revision);
    expect((await owner.api.session.me.query({})).principal.id).toBe(memberId);
    await bind(owner, { type: "principal", id: ada.principalId }, "organization.owner");
    await admin.member.remove.mutate({ memberId, reason });
    expect(await refusalOf(admin.member.suspend.mutate({ memberId: ada.principalId, reason }))).toMatchObject({
      code: "last_owner",
    });
  });

  it("a removed member leaves nothing that works, and an address invited again gets a new id and nothing old", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const ann = await addPerson(server, organizationId, { email: "ann@acme.test", name: "Ann" });
    const group = await owner.api.group.create.mutate({ name: "Editors" });
    await owner.api.group.addMember.mutate({ groupId: group.id, member: { type: "principal", id: ann.principalId } });
    await bind(owner, { type: "group", id: group.id }, "workspace.editor");
    await bind(owner, { type: "principal", id: ann.principalId }, "workspace.viewer");
    const session = (await ann.signIn()).api;
    const key = await session.key.create.mutate({ name: "laptop" });
    await owner.api.member.remove.mutate({ memberId: ann.principalId, reason });

    expect(await refusalOf(session.session.me.query({}))).toMatchObject({ code: "unauthenticated" });
    expect(await refusalOf(withKey(server, key.secret).session.me.query({}))).toMatchObject({
      code: "unauthenticated",
    });
    await expect(ann.signIn()).rejects.toMatchObject({ data: { httpStatus: 401 } });
    expect(await refusalOf(owner.api.member.get.query({ memberId: ann.principalId }))).toMatchObject({
      code: "not_found",
    });
    expect((await owner.api.group.get.query({ groupId: group.id })).members).toEqual([]);
    expect((await owner.api.binding.list.query({ holderId: ann.principalId })).items).toEqual([]);

    const { token } = await owner.api.invitation.create.mutate({ email: ann.email, bindings: [], groupIds: [] });
    const back = await openSession(server, (api) =>
      api.invitation.accept.mutate({ token, name: "Ann again", password: "another password than before" }),
    );
    expect(back.me.principal.id).not.toBe(ann.principalId);
    expect(back.me.groupIds).toEqual([]);
    expect((await back.api.member.get.query({ memberId: back.me.principal.id })).bindings).toEqual([]);
    expect((await back.api.key.list.query({ includeEnded: true })).items).toEqual([]);
    expect(await refusalOf(withKey(server, key.secret).session.me.query({}))).toMatchObject({
      code: "unauthenticated",
    });
  });

  it("I5 a link that sets a password works once, and only while its maker still reaches the member", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const ada = await addPerson(server, organizationId, { email: "ada@acme.test", name: "Ada" });
    const ann = await addPerson(server, organizationId, { email: "ann@acme.test", name: "Ann" });
    await bind(owner, { type: "principal", id: ada.principalId }, "organization.admin");
    const admin = (await ada.signIn()).api;
    const session = (await ann.signIn()).api;
    const first = await admin.member.resetCredential.mutate({ memberId: ann.principalId });
    const second = await admin.member.resetCredential.mutate({ memberId: ann.principalId });
    const chosen = "a password that Ann has chosen";
    const replaced = { token: first.token, password: chosen };
    expect(await refusalOf(stranger(server).invitation.accept.mutate(replaced))).toMatchObject({ code: "not_found" });
    const preview = await stranger(server).invitation.preview.query({ token: second.token });
    expect(preview).toMatchObject({ purpose: "credential", email: ann.email });
    expect((await admin.invitation.list.query({})).items).toEqual([]);

    const rise = await bind(owner, { type: "principal", id: ann.principalId }, "organization.owner");
    const takeover = { token: second.token, password: "the admin would like this password" };
    expect(await refusalOf(stranger(server).invitation.accept.mutate(takeover))).toMatchObject({ code: "forbidden" });
    expect((await session.session.me.query({})).principal.id).toBe(ann.principalId);
    await owner.api.binding.delete.mutate({ bindingId: rise.id });

    const accept = { token: second.token, password: chosen };
    const fresh = await openSession(server, (api) => api.invitation.accept.mutate(accept));
    expect(fresh.me.principal.id).toBe(ann.principalId);
    expect(await refusalOf(session.session.me.query({}))).toMatchObject({ code: "unauthenticated" });
    const old = stranger(server).session.signIn.mutate({ email: ann.email, password });
    expect(await refusalOf(old)).toMatchObject({ code: "unauthenticated" });
    expect(await refusalOf(stranger(server).invitation.accept.mutate(accept))).toMatchObject({ code: "not_found" });
    const events = (await eventsOf(server, organizationId)).filter((event) => event.startsWith("credential."));
    expect(events).toEqual(["credential.link", "credential.link", "credential.reset"]);
  });

  it("I19 an administrator of one organization cannot reset the sign-in that opens another", async () => {
    const server = await startTestServer(engine);
    const victim = await foundTestOrganization(server);
    const attacker = await foundTestOrganization(server, "Other", "mallory@other.test");
    const early = await addPerson(server, attacker.me.organization.id, { email: "iris@acme.test", name: "Iris" });
    const link = await attacker.api.member.resetCredential.mutate({ memberId: early.principalId });
    await addPerson(server, victim.me.organization.id, { email: "iris@acme.test", name: "Iris" });
    const takeover = { token: link.token, password: "mallory chooses the password" };
    expect(await refusalOf(stranger(server).invitation.accept.mutate(takeover))).toMatchObject({ code: "conflict" });
    const late = attacker.api.member.resetCredential.mutate({ memberId: early.principalId });
    expect(await refusalOf(late)).toMatchObject({ code: "conflict" });
    const iris = await signIn(server, "iris@acme.test");
    await attacker.api.member.suspend.mutate({ memberId: early.principalId, reason });
    expect((await iris.api.session.me.query({})).organization.name).toBe("Acme");
  });

  it("the organization is renamed by who may, and known to every member", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const ann = await addPerson(server, owner.me.organization.id, { email: "ann@acme.test", name: "Ann" });
    const member = (await ann.signIn()).api;
    expect(await refusalOf(member.organization.update.mutate({ name: "Mine" }))).toMatchObject({ code: "forbidden" });
    const renamed = await owner.api.organization.update.mutate({ name: "Acme & Sons" });
    expect(await member.organization.get.query({})).toEqual(renamed);
    expect((await member.session.me.query({})).organization.name).toBe("Acme & Sons");
    expect((await owner.api.organization.update.mutate({ name: "Acme & Sons" })).revision).toBe(renamed.revision);
  });
});
