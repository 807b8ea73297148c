import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { foundTestOrganization, startTestServer } from "../fixtures/test-server.ts";
import { bind } from "./bind.ts";
import { eventsOf } from "./events.ts";

onEveryEngine("groups", (engine) => {
  it("holds people and groups, twice is once, and never itself", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { group } = owner.api;
    const organizationId = owner.me.organization.id;
    const ann = await addPerson(server, organizationId, { email: "ann@acme.test", name: "Ann" });
    const inner = await group.create.mutate({ name: "Inner", description: " the inner one ", managedBy: "manifest" });
    expect(inner).toMatchObject({ description: "the inner one", managedBy: "manifest", members: [], groups: [] });
    const outer = await group.create.mutate({ name: "Outer" });
    expect(await refusalOf(group.create.mutate({ name: "Inner" }))).toMatchObject({ code: "conflict" });
    expect(await refusalOf(group.update.mutate({ groupId: outer.id, name: "Inner" }))).toMatchObject({
      code: "conflict",
    });
    expect((await group.update.mutate({ groupId: outer.id, name: "Outside" })).name).toBe("Outside");

    const person = { groupId: inner.id, member: { type: "principal", id: ann.principalId } } as const;
    const added = await group.addMember.mutate(person);
    expect(added.members).toEqual([{ type: "user", id: ann.principalId, name: "Ann" }]);
    expect(await group.addMember.mutate(person)).toEqual(added);
    const nested = { groupId: outer.id, member: { type: "group", id: inner.id } } as const;
    expect((await group.addMember.mutate(nested)).groups).toEqual([{ id: inner.id, name: "Inner" }]);
    for (const [groupId, id] of [
      [inner.id, outer.id],
      [inner.id, inner.id],
    ] as const) {
      const cycle = group.addMember.mutate({ groupId, member: { type: "group", id } });
      expect(await refusalOf(cycle)).toMatchObject({ code: "conflict" });
    }
    await bind(owner, { type: "group", id: outer.id }, "workspace.viewer");
    expect((await (await ann.signIn()).api.session.me.query({})).groupIds).toEqual([inner.id, outer.id].sort());

    const account = await owner.api.serviceAccount.create.mutate({ name: "bot", homeScopeId: organizationId });
    const robot = group.addMember.mutate({ groupId: inner.id, member: { type: "principal", id: account.id } });
    expect(await refusalOf(robot)).toMatchObject({ code: "invalid" });

    expect((await group.list.query({ search: "INN" })).items.map(({ name }) => name)).toEqual(["Inner"]);
    const removed = await group.removeMember.mutate(person);
    expect(removed.members).toEqual([]);
    expect(await group.removeMember.mutate(person)).toEqual(removed);
    await group.delete.mutate({ groupId: outer.id });
    expect((await owner.api.binding.list.query({ holderId: outer.id })).items).toEqual([]);
    expect(await refusalOf(group.get.query({ groupId: outer.id }))).toMatchObject({ code: "not_found" });
    const events = (await eventsOf(server, organizationId)).filter((event) => event.startsWith("group."));
    // The second refused cycle is a repetition of the first, counted with it.
    expect(events).toEqual([
      "group.create",
      "group.create",
      "group.create refused",
      "group.update refused",
      "group.update",
      "group.member.add",
      "group.member.add",
      "group.member.add refused",
      "group.member.add refused",
      "group.member.remove",
      "group.delete",
    ]);
  });

  it("I5 who manages groups gives nobody what he could not grant, in one step or in two", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const max = await addPerson(server, organizationId, { email: "max@acme.test", name: "Max" });
    const pal = await addPerson(server, organizationId, { email: "pal@acme.test", name: "Pal" });
    const managing = await owner.api.role.create.mutate({
      name: "Group manager",
      permissions: ["group:manage", "member:view"],
    });
    await bind(owner, { type: "principal", id: max.principalId }, managing.id);
    const powerful = await owner.api.group.create.mutate({ name: "Powerful" });
    await bind(owner, { type: "group", id: powerful.id }, "organization.admin");
    const manager = (await max.signIn()).api;
    const add = (groupId: string, type: "principal" | "group", id: string) =>
      manager.group.addMember.mutate({ groupId, member: { type, id } });

    const bridge = await manager.group.create.mutate({ name: "Bridge" });
    await add(bridge.id, "principal", max.principalId);
    const empty = await manager.group.create.mutate({ name: "Empty" });
    await owner.api.member.suspend.mutate({ memberId: pal.principalId, reason: "on leave" });
    const { revision } = await owner.api.organization.get.query({});
    const attempts: readonly (readonly [string, "principal" | "group", string])[] = [
      ["himself", "principal", max.principalId],
      ["a group that he is in", "group", bridge.id],
      ["a group that nobody is in yet", "group", empty.id],
      ["somebody who is suspended until later", "principal", pal.principalId],
    ];
    for (const [name, type, id] of attempts) {
      expect(await refusalOf(add(powerful.id, type, id)), name).toMatchObject({ code: "escalation" });
    }
    expect((await owner.api.organization.get.query({})).revision).toBe(revision);
    const unchanged = await owner.api.group.get.query({ groupId: powerful.id });
    expect(unchanged).toMatchObject({ members: [], groups: [] });

    const shown = await manager.group.get.query({ groupId: powerful.id });
    expect(shown.bindings).toEqual([]);
    expect(unchanged.bindings).toHaveLength(1);
  });

  it("I19 a group is nobody's in another organization, and nobody's without the right to see it", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const other = await foundTestOrganization(server, "Other", "owner@other.test");
    const ann = await addPerson(server, owner.me.organization.id, { email: "ann@acme.test", name: "Ann" });
    const mine = await owner.api.group.create.mutate({ name: "Mine" });
    const theirs = await other.api.group.create.mutate({ name: "Mine" });
    const unknown = await refusalOf(owner.api.group.get.query({ groupId: "grp_unknown" }));
    expect(unknown.code).toBe("not_found");
    const person = { type: "principal", id: other.me.principal.id } as const;
    const nobody = (await ann.signIn()).api;
    for (const call of [
      () => other.api.group.get.query({ groupId: mine.id }),
      () => other.api.group.update.mutate({ groupId: mine.id, name: "Theirs" }),
      () => other.api.group.delete.mutate({ groupId: mine.id }),
      () => other.api.group.addMember.mutate({ groupId: mine.id, member: person }),
      () => owner.api.group.addMember.mutate({ groupId: mine.id, member: person }),
      () => owner.api.group.addMember.mutate({ groupId: mine.id, member: { type: "group", id: theirs.id } }),
      () => nobody.group.get.query({ groupId: mine.id }),
      () => nobody.group.delete.mutate({ groupId: mine.id }),
    ]) {
      expect(await refusalOf(call())).toEqual(unknown);
    }
    expect(await refusalOf(nobody.group.list.query({}))).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(nobody.group.create.mutate({ name: "New" }))).toMatchObject({ code: "forbidden" });
  });
});
