import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { foundTestOrganization, startTestServer, withKey } from "../fixtures/test-server.ts";

const text = (content: string) => ({ type: "chat", syntax: "plain", messages: [{ role: "system", content }] });

onEveryEngine("access through a key", (engine) => {
  it("I16 is never more than the key was narrowed to, in questions, searches and gifts", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const dev = await api.workspace.create.mutate({ name: "dev" });
    const prod = await api.workspace.create.mutate({ name: "prod" });
    const prompt = await api.resource.create.mutate({ kind: "prompt", workspaceId: dev.id, name: "refund" });
    for (const [label, words] of [
      ["staging", "Try kindness"],
      ["live", "Be kind"],
    ] as const) {
      const version = await api.version.create.mutate({ resourceId: prompt.id, content: text(words), force: true });
      await api.release.create.mutate({ resourceId: prompt.id, label, versionId: version.id });
    }
    const narrow = await api.key.create.mutate({
      name: "Runtime",
      permissions: ["prompt:use"],
      scopeIds: [dev.id],
      labels: ["live"],
    });
    const runtime = withKey(server, narrow.secret);
    const ask = { permission: "prompt:edit" as const, scopeId: dev.id };
    expect(await runtime.access.check.query(ask)).toMatchObject({ allowed: false, reason: "key" });
    expect((await runtime.access.explain.query(ask)).denial).toMatchObject({ reason: "key", couldGrant: null });
    expect(await refusalOf(runtime.access.check.query({ ...ask, scopeId: prod.id }))).toMatchObject({
      code: "not_found",
    });
    const effective = await runtime.access.effective.query({});
    expect(effective.scopes.map(({ scope, permissions }) => [scope.type, permissions])).toEqual([["organization", []]]);
    const slice = await runtime.access.slice.query({});
    expect(slice.state.scopes.map(({ id }) => id)).not.toContain(prod.id);

    const hits = async (words: string) => (await runtime.search.query.query({ text: words })).hits.map(({ id }) => id);
    expect(await hits("kind")).toEqual([prompt.id]);
    expect(await hits("kindness")).toEqual([]);
    expect(await hits("olive")).toEqual([]);

    // A key for some labels has no authority over access, whatever its permissions.
    const wide = await api.key.create.mutate({
      name: "Provisioning of a label",
      permissions: ["binding:manage", "workspace:view", "prompt:view", "prompt:use"],
      scopeIds: [dev.id],
      labels: ["live"],
    });
    const holder = { type: "principal" as const, id: owner.me.principal.id };
    expect(
      await refusalOf(
        withKey(server, wide.secret).binding.create.mutate({ holder, roleId: "workspace.viewer", scopeId: dev.id }),
      ),
    ).toMatchObject({ code: "escalation" });
    expect(
      await refusalOf(runtime.binding.create.mutate({ holder, roleId: "workspace.consumer", scopeId: dev.id })),
    ).toMatchObject({ code: "forbidden", permission: "binding:manage" });

    // Nobody used the second key for long; the first was used just now.
    await server.flush();
    const longAgo = new Date(Date.now() - 100 * 86_400_000).toISOString();
    await server.environment.db
      .updateTable("keys")
      .set({ created_at: longAgo } as object) // fixed for the server, not for time
      .where("organization_id", "=", owner.me.organization.id)
      .execute();
    await server.environment.db.updateTable("keys").set({ last_used_at: longAgo }).where("id", "=", wide.id).execute();
    expect((await api.access.stale.query({})).unusedKeys).toMatchObject([
      { id: wide.id, name: "Provisioning of a label", principal: { name: "Olive Owner" }, lastUsedAt: longAgo },
    ]);
  });
});
