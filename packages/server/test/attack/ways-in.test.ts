import { SYSTEM_CHAIN } from "@countersign/core";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { issueSetupToken } from "../../src/identity/setup-service.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { draft, refusalOf, startStory } from "../fixtures/story.ts";
import {
  foundTestOrganization,
  password,
  signIn,
  startTestServer,
  stranger,
  withKey,
} from "../fixtures/test-server.ts";
import { rawCall, rawFetch } from "./raw-call.ts";

onEveryEngine("ways in", (engine) => {
  it("I1 a cookie alone, a forged origin and a batch are worth nothing", async () => {
    const story = await startStory(engine);
    const { server, owner } = story;
    const { cookie } = owner;
    const session = { cookie, "x-countersign-client": "1" };
    const call = (headers: Readonly<Record<string, string>>) =>
      rawCall(server, "workspace.create", { name: "forged" }, headers);
    expect((await call({ cookie })).outcome).toBe("unauthenticated");
    for (const origin of ["https://evil.test", "null", "http://127.0.0.1.evil.test", "http://127.0.0.1:9"]) {
      expect((await call({ ...session, origin })).outcome, origin).toBe("forbidden");
    }
    for (const site of ["cross-site", "same-site"]) {
      expect((await call({ ...session, "sec-fetch-site": site })).outcome, site).toBe("forbidden");
    }
    // A form needs no permission of the browser to be sent; it cannot carry the header.
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      expect((await call({ cookie, "content-type": type })).outcome).not.toBe("answered");
    }
    const batch = await server.fetch(
      new Request("http://127.0.0.1/trpc/workspace.create,workspace.create?batch=1", {
        method: "POST",
        headers: { "content-type": "application/json", ...session },
        body: JSON.stringify({ 0: { name: "one" }, 1: { name: "two" } }),
      }),
    );
    expect(batch.ok).toBe(false);
    const got = await server.fetch(
      new Request('http://127.0.0.1/trpc/workspace.create?input={"name":"got"}', { headers: session }),
    );
    expect(got.ok).toBe(false);
    expect((await owner.api.workspace.list.query({})).map(({ name }) => name).sort()).toEqual([
      "development",
      "production",
    ]);
  });

  it("I1 I16 the session of a suspended person and the keys of a removed one open nothing at once", async () => {
    const story = await startStory(engine);
    const { owner, viewer, publisher } = story;
    const suspended = await viewer.api.key.create.mutate({ name: "laptop" });
    await owner.api.member.suspend.mutate({ memberId: viewer.me.principal.id, reason: "away" });
    expect(await refusalOf(viewer.api.session.me.query({}))).toBe("unauthenticated");
    expect(await refusalOf(withKey(story.server, suspended.secret).session.me.query({}))).toBe("unauthenticated");
    expect(
      (
        await rawFetch(story.server, "/v1/prompts/production/x?label=production", {
          authorization: `Bearer ${suspended.secret}`,
        })
      ).outcome,
    ).toBe("unauthenticated");
    const removed = await publisher.api.key.create.mutate({ name: "ci" });
    await owner.api.member.remove.mutate({ memberId: publisher.me.principal.id, reason: "left" });
    expect(await refusalOf(withKey(story.server, removed.secret).session.me.query({}))).toBe("unauthenticated");
    expect(await refusalOf(publisher.api.request.list.query({}))).toBe("unauthenticated");
    for (const secret of [`${removed.secret}x`, removed.secret.toUpperCase(), removed.secret.slice(0, -1), ""]) {
      expect(await refusalOf(withKey(story.server, secret).session.me.query({})), secret).toBe("unauthenticated");
    }
  });

  it("I16 a key begets no wider key, and is no way to its person's password or ownership", async () => {
    const story = await startStory(engine);
    const { owner } = story;
    const made = await owner.api.key.create.mutate({
      name: "narrow",
      permissions: ["key:manage", "prompt:use", "member:view", "service-account:manage"],
      scopeIds: [story.organizationId],
    });
    const narrow = withKey(story.server, made.secret);
    const wider = [
      { name: "wider" },
      { name: "wider", permissions: ["prompt:publish"] },
      { name: "wider", permissions: ["prompt:use"], expiresAt: null },
    ] as const;
    for (const input of wider) {
      const { permissions, ...rest } = { permissions: undefined, ...input };
      const born = await narrow.key.create
        .mutate({ ...rest, ...(permissions === undefined ? {} : { permissions: [...permissions] }) })
        .then(({ permissions: held }) => held)
        .catch(() => []);
      expect(
        born.filter((one) => !made.permissions.includes(one)),
        JSON.stringify(input),
      ).toEqual([]);
    }
    expect(
      await refusalOf(
        narrow.session.changePassword.mutate({ currentPassword: password, newPassword: `${password} stolen` }),
      ),
    ).toBe("forbidden");
    expect(await refusalOf(narrow.member.resetCredential.mutate({ memberId: story.viewer.me.principal.id }))).toBe(
      "forbidden",
    );
    expect(
      await refusalOf(
        narrow.binding.create.mutate({
          holder: { type: "principal", id: story.viewer.me.principal.id },
          roleId: "organization.owner",
          scopeId: story.organizationId,
        }),
      ),
    ).toBe("forbidden");
  });

  it("I5 I19 nobody invites himself to more, sets up twice, or names an organization that is not his", async () => {
    const server = await startTestServer(engine);
    const token = await issueSetupToken(server.environment);
    const claim = {
      token,
      organizationName: "Acme",
      name: "Olive Owner",
      email: "owner@acme.test",
      password,
    };
    await stranger(server).session.setUp.mutate(claim);
    for (const replayed of [claim, { ...claim, email: "thief@acme.test" }, { ...claim, token: `${token} ` }]) {
      expect(await refusalOf(stranger(server).session.setUp.mutate(replayed))).toBe("unauthenticated");
    }
    const rival = await foundTestOrganization(server, "Rival", "owner@rival.test");
    const organizationId = rival.me.organization.id;
    const clerk = await addPerson(server, organizationId, { name: "Carl Clerk", email: "carl@rival.test" });
    const role = await rival.api.role.create.mutate({
      name: "Clerk",
      permissions: ["member:invite", "member:view", "binding:manage", "group:manage"],
    });
    await rival.api.binding.create.mutate({
      holder: { type: "principal", id: clerk.principalId },
      roleId: role.id,
      scopeId: organizationId,
    });
    const carl = await clerk.signIn();
    for (const roleId of ["organization.owner", "organization.admin", "workspace.viewer"]) {
      const invited = carl.api.invitation.create.mutate({
        email: `carl+${roleId}@rival.test`,
        bindings: [{ roleId, scopeId: organizationId }],
        groupIds: [],
      });
      expect(await refusalOf(invited), roleId).toBe("escalation");
    }
    const acme = await rawCall(
      server,
      "session.me",
      {},
      {
        cookie: rival.cookie,
        "x-countersign-client": "1",
        "x-countersign-organization": (await foundIn(server, "owner@acme.test")) ?? "",
      },
    );
    expect(acme.outcome).toBe("unauthenticated");
  });

  it("I2 names and addresses have one spelling: case, look-alikes and invisible characters make no second one", async () => {
    const story = await startStory(engine);
    const { owner, server } = story;
    const { api } = owner;
    for (const name of [
      "Production",
      "PRODUCTION",
      "produ\u0441tion",
      "production ",
      "prod\u200buction",
      "../production",
    ]) {
      expect(await refusalOf(api.workspace.create.mutate({ name })), name).toBe("invalid");
      expect(
        await refusalOf(
          api.release.create.mutate({ resourceId: "scp_00000000000000000000", label: name, versionId: "ver_0" }),
        ),
        name,
      ).toBe("invalid");
    }
    await draft(story, "spelled", ["one"]);
    for (const path of ["Spelled", "spelled/", "/spelled", "./spelled", "spelled%00", "spelled\u200b"]) {
      const found = api.resource.find.query({ workspace: "development", path });
      expect(["not_found", "invalid"], path).toContain(await refusalOf(found));
    }
    // An address is one account, however it is written.
    const invite = (email: string) => api.invitation.create.mutate({ email, bindings: [], groupIds: [] });
    expect(await refusalOf(invite("ERIN@ACME.TEST"))).toBe("conflict");
    expect(await refusalOf(invite(" erin@acme.test "))).toBe("conflict");
    expect(await refusalOf(invite("erin@acme.test\u0000"))).toBe("invalid");
    const signedIn = await rawCall(
      server,
      "session.signIn",
      { email: " ERIN@Acme.Test ", password },
      { "x-countersign-client": "1" },
    );
    expect(signedIn.outcome).toBe("answered");
  });

  it("I18 what PostgreSQL cannot store or compare is refused alike on both databases", async () => {
    // Went wrong: a NUL, or a cursor beyond all numbers, was an answer 500 on PostgreSQL and none on SQLite.
    const story = await startStory(engine);
    const { owner, engineer, production } = story;
    const [sourceVersionId = ""] = await draft(story, "spelled", ["one"]);
    const nul = "a\u0000b";
    const cursor = (position: string) => Buffer.from(position, "utf8").toString("base64url");
    const calls: Readonly<Record<string, () => Promise<unknown>>> = {
      title: () =>
        engineer.api.request.open.mutate({
          sourceVersionId,
          targetWorkspaceId: production,
          label: "production",
          title: nul,
        }),
      reason: () =>
        owner.api.restriction.create.mutate({
          scopeId: production,
          permissions: ["prompt:delete"],
          reason: `${nul}\ud800`,
        }),
      path: () => owner.api.resource.find.query({ workspace: "production", path: nul }),
      workspace: () => owner.api.resource.find.query({ workspace: nul, path: "x" }),
      prefix: () => owner.api.resource.list.query({ workspaceId: production, prefix: nul }),
      action: () => owner.api.audit.list.query({ action: nul }),
      bindings: () => owner.api.binding.list.query({ cursor: cursor(`${nul} ${nul}`) }),
      releases: () => owner.api.release.list.query({ cursor: cursor(`${nul} ${nul}`) }),
    };
    for (const [what, call] of Object.entries(calls)) expect(await refusalOf(call()), what).toBe("invalid");
    const beyond = cursor("99999999999999999999999");
    expect((await owner.api.audit.list.query({ cursor: beyond })).items).toEqual([]);
    expect((await owner.api.request.list.query({ cursor: beyond })).items).toEqual([]);
  });

  it("I11 a write that its schema turns away leaves an event, by a member and by nobody", async () => {
    // Went wrong: what never came to its procedure was refused without a trace.
    const { server, owner } = await startStory(engine);
    expect(await refusalOf(owner.api.workspace.create.mutate({ name: "Not A Name" }))).toBe("invalid");
    const { items } = await owner.api.audit.list.query({ action: "workspace.create", outcome: "refused" });
    expect(items).toMatchObject([{ code: "invalid", actor: { id: owner.me.principal.id }, texts: {} }]);
    expect(JSON.stringify(items)).not.toContain("Not A Name");
    const bare = await rawCall(server, "workspace.create", { name: "Not A Name" }, {});
    expect(bare.outcome).toBe("invalid");
    const { rows } = await sql<{ readonly bytes: string }>`
      select bytes from audit_events where chain = ${SYSTEM_CHAIN} and action = 'workspace.create'`.execute(
      server.environment.db,
    );
    expect(rows.map(({ bytes }) => JSON.parse(bytes))).toMatchObject([
      { outcome: "refused", code: "invalid", actor: { type: "anonymous" } },
    ]);
    expect((await owner.api.audit.verify.query({})).intact).toBe(true);
  });

  it("I11 of two who change one password at the same moment one does, and one event says so", async () => {
    // Went wrong: both did, and the later one was the password; and it was set outside the transaction of its event.
    const story = await startStory(engine);
    const { server, owner, viewer } = story;
    const session = { cookie: viewer.cookie, "x-countersign-client": "1" };
    const change = (newPassword: string) =>
      rawCall(server, "session.changePassword", { currentPassword: password, newPassword }, session);
    const anew = ["the first of two passwords", "the second of two passwords"] as const;
    const outcomes = (await Promise.all(anew.map(change))).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === "answered")).toHaveLength(1);
    const events = (await owner.api.audit.list.query({ action: "credential.reset" })).items;
    expect(events.filter(({ outcome }) => outcome === "done")).toHaveLength(1);
    for (const [index, opens] of outcomes.entries()) {
      const { outcome } = await rawCall(
        server,
        "session.signIn",
        { email: viewer.me.email ?? "", password: anew[index] ?? "" },
        {},
      );
      expect(outcome).toBe(opens === "answered" ? "answered" : "unauthenticated");
    }
    expect(await refusalOf(viewer.api.session.me.query({}))).toBe("unauthenticated");
  });

  it("I1 huge, deep and strange inputs are refused before they cost anything", async () => {
    const story = await startStory(engine);
    const session = { cookie: story.owner.cookie, "x-countersign-client": "1" };
    const long = "x".repeat(9 * 1024 * 1024);
    expect((await rawCall(story.server, "organization.update", { name: long }, session)).outcome).toBe("too_large");
    const many = Array.from({ length: 100_000 }, () => "prompt:use");
    expect((await rawCall(story.server, "role.create", { name: "Many", permissions: many }, session)).outcome).toBe(
      "invalid",
    );
    const [versionId = ""] = await draft(story, "deep", ["one"]);
    const { resourceId } = await story.engineer.api.version.get.query({ versionId });
    let deep = "1";
    for (let level = 0; level < 20_000; level += 1) deep = `[${deep}]`;
    for (const procedure of ["version.create", "version.check"]) {
      // Such JSON can be parsed and not be written again: saving it ended in an answer 500.
      const sent = await story.server.fetch(
        new Request(`http://127.0.0.1/trpc/${procedure}`, {
          method: "POST",
          headers: { "content-type": "application/json", ...session },
          body: `{"resourceId":"${resourceId}","content":${deep}}`,
        }),
      );
      const answer = await sent.text();
      expect(sent.status === 400 || answer.includes('"problems":['), `${procedure}: ${answer.slice(0, 200)}`).toBe(
        true,
      );
    }
    for (const body of ['{"__proto__":{"name":"x"}}', '{"name":"x","constructor":1}', "[]", "null", "{", '"text"']) {
      const answer = await story.server.fetch(
        new Request("http://127.0.0.1/trpc/organization.update", {
          method: "POST",
          headers: { "content-type": "application/json", ...session },
          body,
        }),
      );
      expect(answer.status, body).toBe(400);
    }
    expect((await story.owner.api.organization.get.query({})).name).toBe("Acme");
  });
});

async function foundIn(server: Parameters<typeof stranger>[0], email: string): Promise<string | undefined> {
  return (await signIn(server, email)).me.organization.id;
}
