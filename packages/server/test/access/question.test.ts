import { authorize, parseAccessState } from "@countersign/core";
import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { type Api, foundTestOrganization, startTestServer } from "../fixtures/test-server.ts";

const bind = (api: Api, id: string, roleId: string, scopeId: string, times: { expiresAt?: string } = {}) =>
  api.binding.create.mutate({ holder: { type: "principal", id }, roleId, scopeId, ...times });

onEveryEngine("questions about access", (engine) => {
  it("are answered with every way, and I15 without what others hold", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const organizationId = owner.me.organization.id;
    const ada = await addPerson(server, organizationId, { email: "ada@acme.test", name: "Ada" });
    const bo = await addPerson(server, organizationId, { email: "bo@acme.test", name: "Bo" });
    const eve = await foundTestOrganization(server, "Evil", "eve@evil.test");
    const dev = await api.workspace.create.mutate({ name: "dev" });
    const prod = await api.workspace.create.mutate({ name: "prod" });
    const team = await api.group.create.mutate({ name: "Writers" });
    await api.group.addMember.mutate({ groupId: team.id, member: { type: "principal", id: ada.principalId } });
    const byGroup = await api.binding.create.mutate({
      holder: { type: "group", id: team.id },
      roleId: "workspace.editor",
      scopeId: dev.id,
    });
    const own = await bind(api, ada.principalId, "workspace.viewer", dev.id);
    await bind(api, bo.principalId, "workspace.viewer", dev.id);

    const [adaApi, boApi] = [(await ada.signIn()).api, (await bo.signIn()).api];
    const view = { permission: "prompt:view" as const, scopeId: dev.id };
    const edit = { permission: "prompt:edit" as const, scopeId: dev.id };

    // About oneself everybody may ask, where he sees the place.
    expect(await adaApi.access.check.query(edit)).toMatchObject({ allowed: true, reason: null });
    expect(await boApi.access.check.query(edit)).toMatchObject({ allowed: false, reason: "no-binding" });
    const why = await adaApi.access.explain.query(view);
    expect(why).toMatchObject({ allowed: true, scope: { path: "dev" }, denial: null });
    expect(why.grants).toHaveLength(2);
    expect(why.grants).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ bindingId: own.id, groups: [] }),
        expect.objectContaining({
          bindingId: byGroup.id,
          groups: [{ id: team.id, name: "Writers" }],
          roles: [{ id: "workspace.editor", name: "Editor" }],
        }),
      ]),
    );
    const denied = await boApi.access.explain.query(edit);
    expect(denied.denial).toMatchObject({ reason: "no-binding", missing: "prompt:edit", couldGrant: null });
    expect(denied.denial?.message).toContain("prompt:edit");
    expect(denied.denial?.roles.map(({ id }) => id)).toContain("workspace.editor");
    expect(await refusalOf(boApi.access.check.query({ ...edit, scopeId: prod.id }))).toEqual(
      await refusalOf(boApi.access.check.query({ ...edit, scopeId: "scp_unknown" })),
    );

    // About another it takes `access:view`, which tells no difference between people there and people nowhere.
    for (const principalId of [ada.principalId, "prn_unknown", eve.me.principal.id]) {
      const refusal = await refusalOf(boApi.access.explain.query({ ...view, principalId }));
      expect(refusal).toMatchObject({ code: "forbidden", permission: "access:view" });
      expect(refusal).toEqual(await refusalOf(boApi.access.check.query({ ...view, principalId })));
    }
    expect(await refusalOf(boApi.access.whoCan.query(view))).toMatchObject({ permission: "access:view" });
    expect(await refusalOf(boApi.access.effective.query({ principalId: ada.principalId }))).toMatchObject({
      permission: "access:view",
    });
    expect(await refusalOf(boApi.access.stale.query({}))).toMatchObject({ permission: "access:view" });
    expect(await refusalOf(api.access.explain.query({ ...view, principalId: eve.me.principal.id }))).toMatchObject({
      code: "not_found",
    });
    const told = await api.access.explain.query({ ...edit, principalId: bo.principalId });
    expect(told.denial).toMatchObject({ couldGrant: [{ name: "Olive Owner" }] });
    expect(told.denial?.message).toBe("No role that is bound here or above gives Bo prompt:edit.");

    const holders = await api.access.whoCan.query(edit);
    expect(holders.holders.map(({ principal }) => principal.name)).toEqual(["Ada", "Olive Owner"]);
    expect(holders.holders[0]?.grants).toMatchObject([{ bindingId: byGroup.id, groups: [{ name: "Writers" }] }]);

    const effective = await adaApi.access.effective.query({});
    expect(effective.scopes).toMatchObject([{ scope: { path: "dev" }, sources: [{}, {}] }]);
    expect(effective.scopes[0]?.permissions).toContain("prompt:edit");
    expect(await api.access.effective.query({ principalId: ada.principalId })).toEqual(effective);
  });

  it("I14 are answered alike by the slice in the browser", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const ada = await addPerson(server, owner.me.organization.id, { email: "ada@acme.test", name: "Ada" });
    const bo = await addPerson(server, owner.me.organization.id, { email: "bo@acme.test", name: "Bo" });
    const dev = await api.workspace.create.mutate({ name: "dev" });
    const prod = await api.workspace.create.mutate({ name: "prod" });
    const support = await api.folder.create.mutate({ workspaceId: dev.id, name: "support" });
    const make = (name: string) =>
      api.resource.create.mutate({ kind: "prompt", workspaceId: dev.id, folderId: support.id, name });
    const [open, closed, plain] = [await make("open"), await make("closed"), await make("plain")];
    await bind(api, ada.principalId, "workspace.viewer", support.id);
    await bind(api, ada.principalId, "workspace.editor", open.id);
    await bind(api, bo.principalId, "workspace.editor", prod.id);
    await api.restriction.create.mutate({
      scopeId: closed.id,
      permissions: ["prompt:use", "prompt:view"],
      reason: "Under embargo",
    });
    await api.restriction.create.mutate({ scopeId: open.id, permissions: ["prompt:delete"], reason: "To be kept" });

    const session = await ada.signIn();
    const slice = await session.api.access.slice.query({});
    // What is hidden from her is not in it, and neither is anybody else.
    expect(slice.state.scopes.map(({ id }) => id).toSorted()).toEqual(
      [owner.me.organization.id, dev.id, support.id, open.id].toSorted(),
    );
    expect(slice.state.principals.map(({ id }) => id)).toEqual([ada.principalId]);
    expect(JSON.stringify(slice)).not.toContain(bo.principalId);
    expect(slice.state.keys).toEqual([]);
    const state = parseAccessState(slice.state);
    for (const { id: scopeId } of slice.state.scopes) {
      for (const permission of ["prompt:view", "prompt:edit", "prompt:delete", "binding:manage"] as const) {
        const here = authorize(state, { principalId: slice.principalId, permission, scopeId, at: slice.at });
        const there = await session.api.access.check.query({ permission, scopeId });
        expect([permission, scopeId, here.allowed]).toEqual([permission, scopeId, there.allowed]);
      }
    }
    // What is not listed has what its folder has.
    const onPlain = await session.api.access.check.query({ permission: "prompt:view", scopeId: plain.id });
    const onFolder = authorize(state, {
      principalId: slice.principalId,
      permission: "prompt:view",
      scopeId: support.id,
      at: slice.at,
    });
    expect(onPlain.allowed).toBe(onFolder.allowed);
  });
});
