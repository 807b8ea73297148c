import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { type Api, foundTestOrganization, startTestServer } from "../fixtures/test-server.ts";

const day = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

async function revisionOf(api: Api): Promise<number> {
  return (await api.session.me.query({})).organization.revision;
}

onEveryEngine("bindings", (engine) => {
  it("give a role at a scope and below, once, and are taken away", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { organization } = owner.me;
    const bo = await addPerson(server, organization.id, { email: "bo@acme.test", name: "Bo Binder" });
    const workspace = await owner.api.workspace.create.mutate({ name: "production" });
    const session = await bo.signIn();
    expect(await refusalOf(session.api.workspace.get.query({ workspaceId: workspace.id }))).toMatchObject({
      code: "not_found",
    });

    const wish = {
      holder: { type: "principal" as const, id: bo.principalId },
      roleId: "workspace.viewer",
      scopeId: workspace.id,
      reason: "Reads along",
      expiresAt: inDays(10),
    };
    const binding = await owner.api.binding.create.mutate(wish);
    expect(binding).toMatchObject({
      holder: { type: "user", id: bo.principalId, name: "Bo Binder" },
      role: { id: "workspace.viewer", name: "Viewer" },
      scope: { id: workspace.id, type: "workspace", name: "production", path: "production" },
      state: "active",
      reason: "Reads along",
      grantedBy: { id: owner.me.principal.id, name: "Olive Owner" },
    });
    expect(await session.api.workspace.get.query({ workspaceId: workspace.id })).toMatchObject({ name: "production" });

    const revision = await revisionOf(owner.api);
    const again = await owner.api.binding.create.mutate(wish);
    expect(again).toEqual({ ...binding, revision });
    expect(await refusalOf(owner.api.binding.create.mutate({ ...wish, expiresAt: null }))).toMatchObject({
      code: "conflict",
      details: { bindingId: binding.id },
    });
    expect(await refusalOf(owner.api.binding.create.mutate({ ...wish, reason: "Another" }))).toMatchObject({
      code: "conflict",
    });
    expect(await revisionOf(owner.api)).toBe(revision);

    // A viewer manages nobody's access, and is told so in general terms.
    expect(await refusalOf(session.api.binding.list.query({ scopeId: workspace.id }))).toMatchObject({
      code: "forbidden",
      permission: "access:view",
    });
    expect(await refusalOf(session.api.binding.create.mutate(wish))).toMatchObject({
      code: "forbidden",
      permission: "binding:manage",
    });
    expect(await refusalOf(session.api.binding.delete.mutate({ bindingId: binding.id }))).toEqual(
      await refusalOf(session.api.binding.delete.mutate({ bindingId: "bnd_unknown" })),
    );

    const before = await owner.api.audit.list.query({ action: "binding.create", outcome: "done" });
    expect(before.items).toHaveLength(1);
    expect(before.items[0]).toMatchObject({
      actor: { name: "Olive Owner" },
      target: { type: "binding", id: binding.id },
      scope: { path: "production" },
      details: { holder: { id: bo.principalId }, roleId: "workspace.viewer" },
      texts: { reason: "Reads along" },
    });

    await owner.api.binding.delete.mutate({ bindingId: binding.id });
    expect(await refusalOf(session.api.workspace.get.query({ workspaceId: workspace.id }))).toMatchObject({
      code: "not_found",
    });
    const gone = await owner.api.audit.list.query({ action: "binding.delete" });
    expect(gone.items.map(({ outcome, code, target }) => [outcome, code, target.id])).toEqual([
      ["done", null, binding.id],
      ["refused", "not_found", null],
      ["refused", "not_found", binding.id],
    ]);
    expect(gone.items[0]).toMatchObject({
      target: { type: "binding", id: binding.id },
      before: before.items[0]?.after,
    });
  });

  it("I5 never give what their maker may not hand on, whatever the way", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const people = {
      mallory: await addPerson(server, organizationId, { email: "mallory@acme.test", name: "Mallory" }),
      idle: await addPerson(server, organizationId, { email: "idle@acme.test", name: "Idle" }),
    };
    const dev = await owner.api.workspace.create.mutate({ name: "dev" });
    const prod = await owner.api.workspace.create.mutate({ name: "prod" });
    await owner.api.binding.create.mutate({
      holder: { type: "principal", id: people.mallory.principalId },
      roleId: "workspace.admin",
      scopeId: dev.id,
    });
    const breakGlass = await owner.api.role.create.mutate({
      name: "On call",
      permissions: ["release:break-glass", "prompt:view"],
    });
    const mallory = await people.mallory.signIn();
    const revision = await revisionOf(owner.api);
    const self = { type: "principal" as const, id: people.mallory.principalId };
    const other = { type: "principal" as const, id: people.idle.principalId };
    for (const holder of [self, other]) {
      expect(
        await refusalOf(mallory.api.binding.create.mutate({ holder, roleId: breakGlass.id, scopeId: dev.id })),
      ).toMatchObject({ code: "escalation", details: { missing: ["release:break-glass"] } });
      expect(
        await refusalOf(mallory.api.binding.create.mutate({ holder, roleId: "organization.owner", scopeId: dev.id })),
      ).toMatchObject({ code: "invalid" });
      expect(
        await refusalOf(
          mallory.api.binding.create.mutate({ holder, roleId: "organization.owner", scopeId: organizationId }),
        ),
      ).toMatchObject({ code: "forbidden", permission: "binding:manage" });
      expect(
        await refusalOf(mallory.api.binding.create.mutate({ holder, roleId: "workspace.viewer", scopeId: prod.id })),
      ).toMatchObject({ code: "not_found" });
    }
    expect(await revisionOf(owner.api)).toBe(revision);
    expect((await owner.api.binding.list.query({ holderId: people.idle.principalId })).items).toEqual([]);
    // What he may hand on he does.
    await mallory.api.binding.create.mutate({ holder: other, roleId: "workspace.admin", scopeId: dev.id });
    // The organization keeps an owner who counts.
    const own = await owner.api.binding.list.query({ roleId: "organization.owner" });
    expect(await refusalOf(owner.api.binding.delete.mutate({ bindingId: own.items[0]?.id ?? "" }))).toMatchObject({
      code: "last_owner",
    });
  });

  it("say what is wrong with them, and I19 know nobody of another organization", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const bo = await addPerson(server, owner.me.organization.id, { email: "bo@acme.test", name: "Bo" });
    const workspace = await owner.api.workspace.create.mutate({ name: "dev" });
    const folder = await owner.api.folder.create.mutate({ workspaceId: workspace.id, name: "support" });
    const prompt = await owner.api.resource.create.mutate({
      kind: "prompt",
      workspaceId: workspace.id,
      folderId: folder.id,
      name: "refund",
    });
    const stranger = await foundTestOrganization(server, "Evil", "eve@evil.test");
    const holder = { type: "principal" as const, id: bo.principalId };
    const wish = { holder, roleId: "workspace.viewer", scopeId: prompt.id };
    const { api } = owner;
    const refused = (more: Partial<Parameters<Api["binding"]["create"]["mutate"]>[0]>) =>
      refusalOf(api.binding.create.mutate({ ...wish, ...more }));

    const memberRole = await refused({ roleId: "organization.member" });
    expect(memberRole).toMatchObject({ code: "invalid" });
    expect(memberRole.message).toContain("refund");
    expect(await refused({ roleId: "rol_unknown" })).toMatchObject({ code: "invalid" });
    expect(await refused({ expiresAt: inDays(-1) })).toMatchObject({ code: "invalid" });
    expect(await refused({ notBefore: inDays(3), expiresAt: inDays(2) })).toMatchObject({ code: "invalid" });
    expect(await refused({ expiresAt: "tomorrow" })).toMatchObject({ code: "invalid" });
    expect(await refused({ holder: { type: "group", id: bo.principalId } })).toMatchObject({ code: "invalid" });
    expect(await refused({ holder: { type: "principal", id: stranger.me.principal.id } })).toMatchObject({
      code: "invalid",
    });
    expect(await refused({ scopeId: stranger.me.organization.id })).toEqual(await refused({ scopeId: "scp_unknown" }));

    const binding = await api.binding.create.mutate({ ...wish, notBefore: inDays(1) });
    expect(binding).toMatchObject({ state: "not-yet", scope: { type: "resource", path: "dev/support/refund" } });
    expect(await refusalOf(stranger.api.binding.delete.mutate({ bindingId: binding.id }))).toEqual(
      await refusalOf(stranger.api.binding.delete.mutate({ bindingId: "bnd_unknown" })),
    );

    // What counts at a place: bound there or above, page by page, and nobody else's.
    await api.binding.create.mutate({ holder, roleId: "workspace.editor", scopeId: workspace.id });
    const first = await api.binding.list.query({ scopeId: prompt.id, limit: 2 });
    const second = await api.binding.list.query({ scopeId: prompt.id, limit: 2, cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ role, scope }) => [role.id, scope.type])).toEqual([
      ["workspace.editor", "workspace"],
      ["workspace.viewer", "resource"],
      ["organization.owner", "organization"],
    ]);
    expect(second.nextCursor).toBeNull();
    expect((await api.binding.list.query({ scopeId: workspace.id, holderId: bo.principalId })).items).toHaveLength(1);

    // Archived, nothing is given there; taking away still works, by those who stand over it.
    await api.workspace.archive.mutate({ workspaceId: workspace.id });
    expect(await refused({ roleId: "workspace.reviewer" })).toMatchObject({ code: "archived" });
    await api.binding.delete.mutate({ bindingId: binding.id });
  });
});
