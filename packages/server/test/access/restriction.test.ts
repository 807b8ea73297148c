import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { foundTestOrganization, startTestServer } from "../fixtures/test-server.ts";

onEveryEngine("restrictions", (engine) => {
  it("take from everybody, and I5 only who may hand on what comes back lifts them", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const dev = await api.workspace.create.mutate({ name: "dev" });
    const guard = await addPerson(server, owner.me.organization.id, { email: "guard@acme.test", name: "Guard" });
    const role = await api.role.create.mutate({
      name: "Guard",
      permissions: ["workspace:view", "restriction:manage", "prompt:view"],
    });
    await api.binding.create.mutate({
      holder: { type: "principal", id: guard.principalId },
      roleId: role.id,
      scopeId: dev.id,
    });
    const session = await guard.signIn();
    const view = { permission: "prompt:view" as const, scopeId: dev.id };
    expect((await session.api.access.check.query(view)).allowed).toBe(true);

    const restriction = await session.api.restriction.create.mutate({
      scopeId: dev.id,
      permissions: ["prompt:view"],
      reason: "An incident",
    });
    expect(restriction).toMatchObject({
      scope: { path: "dev" },
      permissions: ["prompt:view"],
      reason: "An incident",
      createdBy: { name: "Guard" },
    });
    expect(await session.api.access.check.query(view)).toMatchObject({ allowed: false, reason: "restricted" });
    expect(await api.access.check.query(view)).toMatchObject({ allowed: false, reason: "restricted" });
    expect(await session.api.restriction.list.query({ scopeId: dev.id })).toHaveLength(1);

    // He made it, and may all the same not hand on what lifting it gives.
    expect(await refusalOf(session.api.restriction.lift.mutate({ restrictionId: restriction.id }))).toMatchObject({
      code: "escalation",
    });
    expect((await session.api.access.check.query(view)).allowed).toBe(false);
    expect(await refusalOf(session.api.restriction.list.query({ scopeId: owner.me.organization.id }))).toMatchObject({
      code: "forbidden",
      permission: "restriction:manage",
    });
    expect(
      await refusalOf(
        api.restriction.create.mutate({ scopeId: dev.id, permissions: ["audit:view"], reason: "Senseless" }),
      ),
    ).toMatchObject({ code: "invalid" });
    expect(
      await refusalOf(api.restriction.create.mutate({ scopeId: dev.id, permissions: [], reason: "Nothing" })),
    ).toMatchObject({ code: "invalid" });
    await api.restriction.lift.mutate({ restrictionId: restriction.id });
    expect((await session.api.access.check.query(view)).allowed).toBe(true);
    expect(await refusalOf(api.restriction.lift.mutate({ restrictionId: restriction.id }))).toMatchObject({
      code: "not_found",
    });
    const events = await api.audit.list.query({ targetId: restriction.id });
    expect(events.items.map(({ action, outcome }) => [action, outcome])).toEqual(
      expect.arrayContaining([
        ["restriction.lift", "done"],
        ["restriction.create", "done"],
      ]),
    );
  });

  it("a role's change is shown before it is made", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const dev = await api.workspace.create.mutate({ name: "dev" });
    const ada = await addPerson(server, owner.me.organization.id, { email: "ada@acme.test", name: "Ada" });
    const base = await api.role.create.mutate({ name: "Base", permissions: ["prompt:view", "prompt:use"] });
    const outer = await api.role.create.mutate({ name: "Outer", permissions: ["workspace:view"], includes: [base.id] });
    await api.binding.create.mutate({
      holder: { type: "principal", id: ada.principalId },
      roleId: outer.id,
      scopeId: dev.id,
    });
    const preview = await api.role.preview.query({
      roleId: base.id,
      permissions: ["prompt:view", "prompt:edit"],
      includes: [],
    });
    expect(preview.differences).toEqual([
      {
        principal: { type: "user", id: ada.principalId, name: "Ada" },
        scope: { id: dev.id, type: "workspace", name: "dev", path: "dev" },
        gained: ["prompt:edit"],
        lost: ["prompt:use"],
      },
    ]);
    expect(
      await refusalOf(api.role.preview.query({ roleId: base.id, permissions: [], includes: [outer.id] })),
    ).toMatchObject({ code: "invalid" });
    expect(
      await refusalOf((await ada.signIn()).api.role.preview.query({ roleId: base.id, permissions: [], includes: [] })),
    ).toMatchObject({ code: "forbidden", permission: "role:manage" });
    expect((await api.role.get.query({ roleId: base.id })).may).toEqual(["prompt:use", "prompt:view"]);
  });

  it("what nobody uses is listed", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const dev = await api.workspace.create.mutate({ name: "dev" });
    const ada = await addPerson(server, owner.me.organization.id, { email: "ada@acme.test", name: "Ada" });
    const binding = await api.binding.create.mutate({
      holder: { type: "principal", id: ada.principalId },
      roleId: "workspace.viewer",
      scopeId: dev.id,
    });
    await server.flush();
    expect(await api.access.stale.query({ days: 1 })).toMatchObject({ unusedPrincipals: [], neverUsedBindings: [] });
    // A hundred days pass for Ada and for all that she was given; the owner was here today.
    const longAgo = new Date(Date.now() - 100 * 86_400_000).toISOString();
    const { db } = server.environment;
    const age = { organization: owner.me.organization.id };
    await db.transaction().execute(async (tx) => {
      for (const id of [ada.principalId, owner.me.principal.id]) {
        await tx
          .updateTable("principals")
          .set({ created_at: longAgo } as object) // fixed for the server, not for time
          .where("organization_id", "=", age.organization)
          .where("id", "=", id)
          .execute();
      }
      await tx
        .updateTable("bindings")
        .set({ granted_at: longAgo } as object) // as above
        .where("id", "=", binding.id)
        .execute();
    });
    const stale = await api.access.stale.query({});
    expect(stale.unusedPrincipals).toEqual([
      { principal: { type: "user", id: ada.principalId, name: "Ada" }, lastUsedAt: null, createdAt: longAgo },
    ]);
    expect(stale.neverUsedBindings.map(({ id }) => id)).toEqual([binding.id]);
    expect((await api.access.stale.query({ days: 101 })).unusedPrincipals).toEqual([]);
    await db.updateTable("bindings").set({ expires_at: longAgo }).where("id", "=", binding.id).execute();
    await api.role.create.mutate({ name: "Raises the revision", permissions: [] });
    const later = await api.access.stale.query({});
    expect(later.expiredBindings).toMatchObject([{ id: binding.id, state: "expired" }]);
    expect(later.neverUsedBindings).toEqual([]);
  });
});
