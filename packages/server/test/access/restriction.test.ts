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

  it("are listed with those above, and with those below where one may see them", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const organizationId = owner.me.organization.id;
    const dev = await api.workspace.create.mutate({ name: "dev" });
    const prod = await api.workspace.create.mutate({ name: "prod" });
    const support = await api.folder.create.mutate({ workspaceId: dev.id, name: "support" });
    const attic = await api.folder.create.mutate({ workspaceId: dev.id, name: "attic" });
    const greeting = await api.resource.create.mutate({
      kind: "prompt",
      workspaceId: dev.id,
      folderId: support.id,
      name: "greeting",
    });
    const restrict = async (scopeId: string, permission: "prompt:delete" | "restriction:manage" | "access:view") => {
      const input = { scopeId, permissions: [permission], reason: `${permission} there` };
      return (await api.restriction.create.mutate(input)).id;
    };
    const everywhere = await restrict(organizationId, "prompt:delete");
    const inDev = await restrict(dev.id, "prompt:delete");
    const inSupport = await restrict(support.id, "prompt:delete");
    const onGreeting = await restrict(greeting.id, "prompt:delete");
    const inAttic = await restrict(attic.id, "prompt:delete");
    const inProd = await restrict(prod.id, "prompt:delete");
    await api.folder.archive.mutate({ folderId: attic.id });
    const ids = async (from: typeof api, scopeId: string, below?: boolean) =>
      (await from.restriction.list.query({ scopeId, below })).map(({ id }) => id);

    expect(await ids(api, dev.id)).toEqual([inDev, everywhere]);
    expect(await ids(api, dev.id, false)).toEqual([inDev, everywhere]);
    expect(await ids(api, dev.id, true)).toEqual([inAttic, onGreeting, inSupport, inDev, everywhere]);
    expect(await ids(api, support.id, true)).toEqual([onGreeting, inSupport, inDev, everywhere]);
    expect(await ids(api, organizationId, true)).toEqual([inProd, inAttic, onGreeting, inSupport, inDev, everywhere]);
    // Each says where the right to lift it is asked: above what is archived, and above a resource.
    const asked = (await api.restriction.list.query({ scopeId: dev.id, below: true })).map(({ askedAt }) => askedAt);
    expect(asked).toEqual([dev.id, support.id, support.id, dev.id, organizationId]);

    // An administrator of dev sees what is above, and nothing beside it.
    const admin = await addPerson(server, organizationId, { email: "dora@acme.test", name: "Dora" });
    const role = await api.role.create.mutate({
      name: "Guard",
      permissions: ["workspace:view", "restriction:manage", "access:view"],
    });
    const bound = { holder: { type: "principal", id: admin.principalId }, roleId: role.id, scopeId: dev.id } as const;
    await api.binding.create.mutate(bound);
    const dora = (await admin.signIn()).api;
    expect(await ids(dora, dev.id, true)).toEqual([inAttic, onGreeting, inSupport, inDev, everywhere]);
    expect(await refusalOf(dora.restriction.list.query({ scopeId: organizationId, below: true }))).toMatchObject({
      code: "forbidden",
    });
    expect(await refusalOf(dora.restriction.list.query({ scopeId: prod.id, below: true }))).toMatchObject({
      code: "not_found",
    });
    // Where her rights are restricted away below, what is restricted there is hidden from her too.
    await restrict(support.id, "restriction:manage");
    expect(await ids(dora, dev.id, true)).toContain(inSupport);
    await restrict(support.id, "access:view");
    expect(await ids(dora, dev.id, true)).toEqual([inAttic, inDev, everywhere]);
  });

  it("I15 a denial names the restrictions behind it to those alone who may see them", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const dev = await api.workspace.create.mutate({ name: "dev" });
    const support = await api.folder.create.mutate({ workspaceId: dev.id, name: "support" });
    const ada = await addPerson(server, owner.me.organization.id, { email: "ada@acme.test", name: "Ada" });
    const holder = { type: "principal", id: ada.principalId } as const;
    await api.binding.create.mutate({ holder, roleId: "workspace.editor", scopeId: dev.id });
    const restrict = async (scopeId: string, permission: "prompt:delete" | "prompt:edit") => {
      return (await api.restriction.create.mutate({ scopeId, permissions: [permission], reason: "Quiet days" })).id;
    };
    const inDev = await restrict(dev.id, "prompt:delete");
    const inSupport = await restrict(support.id, "prompt:delete");
    await restrict(dev.id, "prompt:edit");

    const question = { permission: "prompt:delete", scopeId: support.id, principalId: ada.principalId } as const;
    expect((await api.access.explain.query(question)).denial).toMatchObject({
      reason: "restricted",
      restrictions: [
        { id: inSupport, scope: { path: "dev/support" } },
        { id: inDev, scope: { path: "dev" } },
      ],
    });
    // What is denied for want of a role has none behind it, whatever is restricted besides.
    const review = { ...question, permission: "prompt:review" } as const;
    expect((await api.access.explain.query(review)).denial).toMatchObject({ reason: "no-binding", restrictions: [] });
    const own = (await (await ada.signIn()).api.access.explain.query(question)).denial;
    expect(own).toMatchObject({ reason: "restricted", restrictions: null });
    expect(JSON.stringify(own)).not.toContain(inDev);
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
