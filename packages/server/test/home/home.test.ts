import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { foundTestOrganization, startTestServer } from "../fixtures/test-server.ts";

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
const text = (content: string) => ({ type: "chat", syntax: "plain", messages: [{ role: "system", content }] });

onEveryEngine("the home page", (engine) => {
  it("tells each person what waits for him, what went live and which access ends", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const organizationId = owner.me.organization.id;
    const writer = await addPerson(server, organizationId, { email: "writer@acme.test", name: "Writer" });
    const reviewer = await addPerson(server, organizationId, { email: "reviewer@acme.test", name: "Reviewer" });
    const outsider = await addPerson(server, organizationId, { email: "outsider@acme.test", name: "Outsider" });
    const dev = await api.workspace.create.mutate({ name: "dev" });
    const prod = await api.workspace.create.mutate({ name: "prod" });
    const grant = (id: string, roleId: string, scopeId: string, expiresAt: string | null = null) =>
      api.binding.create.mutate({ holder: { type: "principal", id }, roleId, scopeId, expiresAt });
    const ending = await grant(writer.principalId, "workspace.editor", dev.id, inDays(13));
    await grant(writer.principalId, "workspace.requester", prod.id, inDays(15));
    await grant(reviewer.principalId, "workspace.reviewer", prod.id);
    await api.policy.create.mutate({
      scopeId: prod.id,
      name: "Production",
      labelPattern: "production",
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
    });
    const session = await writer.signIn();
    const prompt = await session.api.resource.create.mutate({ kind: "prompt", workspaceId: dev.id, name: "refund" });
    const version = await session.api.version.create.mutate({ resourceId: prompt.id, content: text("Be kind") });
    await api.release.create.mutate({ resourceId: prompt.id, label: "staging", versionId: version.id });
    const request = await session.api.request.open.mutate({
      sourceVersionId: version.id,
      targetWorkspaceId: prod.id,
      label: "production",
      title: "Be kind in production",
    });

    const home = await session.api.home.get.query({});
    expect(home.reviewsDue).toEqual([]);
    expect(home.myRequests).toMatchObject([{ id: request.id, title: "Be kind in production" }]);
    expect(home.myRequests[0]?.blockedBy).toBe(request.blockers[0]?.message);
    expect(home.latestReleases).toMatchObject([{ address: "dev/refund", label: "staging" }]);
    expect(home.recentResources.map(({ id }) => id)).toEqual([prompt.id]);
    expect(home.endingAccess).toEqual([
      {
        bindingId: ending.id,
        roleName: "Editor",
        scope: { id: dev.id, type: "workspace", name: "dev", path: "dev" },
        expiresAt: ending.expiresAt,
      },
    ]);
    expect(home.nextSteps).toEqual([]);

    const due = await (await reviewer.signIn()).api.home.get.query({});
    expect(due.reviewsDue.map(({ id }) => id)).toEqual([request.id]);
    expect(due.myRequests).toEqual([]);
    expect(due.recentResources).toEqual([]);

    expect(await (await outsider.signIn()).api.home.get.query({})).toEqual({
      reviewsDue: [],
      notifications: [],
      myRequests: [],
      latestReleases: [],
      endingAccess: [],
      recentResources: [],
      nextSteps: [],
    });
  });
});
