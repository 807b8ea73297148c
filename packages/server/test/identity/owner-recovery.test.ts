import { expect, it } from "vitest";
import { recoverOwner } from "../../src/identity/owner-recovery.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { foundTestOrganization, openSession, password, startTestServer, stranger } from "../fixtures/test-server.ts";
import { eventsOf } from "./events.ts";

onEveryEngine("the host's way back to an owner", (engine) => {
  it("binds an active member at once, audited", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const ann = await addPerson(server, organizationId, { email: "ann@acme.test", name: "Ann" });
    const session = await ann.signIn();
    expect(await refusalOf(session.api.member.list.query({}))).toMatchObject({ code: "forbidden" });
    const recovered = await recoverOwner(server.environment, organizationId, " Ann@acme.test", "host");
    expect(recovered).toEqual({ type: "bound", principalId: ann.principalId });
    expect((await session.api.member.list.query({})).items).toHaveLength(2);
    await session.api.member.remove.mutate({ memberId: owner.me.principal.id, reason: "left" });
    expect((await eventsOf(server, organizationId)).filter((event) => event === "owner.recover")).toHaveLength(1);
    await expect(recoverOwner(server.environment, "org_unknown", "ann@acme.test", "host")).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("gives a stranger, and an owner who lost his password, a link that works once", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const replaced = await recoverOwner(server.environment, organizationId, "new@acme.test", "host");
    const recovery = await recoverOwner(server.environment, organizationId, "new@acme.test", "host");
    if (recovery.type !== "link" || replaced.type !== "link") return expect.fail("A stranger was to get a link.");
    const accept = { token: recovery.token, name: "New Owner", password };
    const stale = stranger(server).invitation.accept.mutate({ ...accept, token: replaced.token });
    expect(await refusalOf(stale)).toMatchObject({ code: "not_found" });
    expect(await stranger(server).invitation.preview.query({ token: recovery.token })).toMatchObject({
      purpose: "invitation",
      organizationName: "Acme",
      email: "new@acme.test",
    });
    const fresh = await openSession(server, (api) => api.invitation.accept.mutate(accept));
    expect((await fresh.api.member.list.query({})).items).toHaveLength(2);
    expect(await refusalOf(stranger(server).invitation.accept.mutate(accept))).toMatchObject({ code: "not_found" });

    const lost = await recoverOwner(server.environment, organizationId, "owner@acme.test", "host");
    if (lost.type !== "link") return expect.fail("An owner was to get a link.");
    const found = "the password that Olive chose anew";
    const back = await openSession(server, (api) =>
      api.invitation.accept.mutate({ token: lost.token, password: found }),
    );
    expect(back.me.principal).toEqual(owner.me.principal);
    expect(await refusalOf(owner.api.session.me.query({}))).toMatchObject({ code: "unauthenticated" });
    expect((await back.api.member.get.query({ memberId: back.me.principal.id })).bindings).toHaveLength(1);
    await fresh.api.member.suspend.mutate({ memberId: back.me.principal.id, reason: "a while" });
    const suspended = await recoverOwner(server.environment, organizationId, "owner@acme.test", "host");
    if (suspended.type !== "link") return expect.fail("A suspended member was to get a link.");
    const again = await openSession(server, (api) =>
      api.invitation.accept.mutate({ token: suspended.token, password }),
    );
    expect(again.me.principal.id).toBe(owner.me.principal.id);
    const setUp = stranger(server).session.setUp.mutate({
      token: suspended.token,
      organizationName: "Mine",
      name: "Mallory",
      email: "mallory@evil.test",
      password,
    });
    expect(await refusalOf(setUp)).toMatchObject({ code: "unauthenticated" });
  });
});
