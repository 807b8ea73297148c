import { expect, it } from "vitest";
import { onEveryEngine } from "./fixtures/every-engine.ts";
import { foundTestOrganization, password, signIn, startTestServer, stranger } from "./fixtures/test-server.ts";

onEveryEngine("sessions", (engine) => {
  it("a setup token founds an organization once", async () => {
    const server = await startTestServer(engine);
    expect(await stranger(server).session.status.query({})).toMatchObject({ needsSetup: true, demo: null });
    const owner = await foundTestOrganization(server);
    expect(owner.me).toMatchObject({
      email: "owner@acme.test",
      organization: { name: "Acme", revision: 1 },
      keyId: null,
    });
    expect(await owner.api.session.me.query({})).toEqual(owner.me);
    await expect(
      stranger(server).session.setUp.mutate({
        token: "cst_guessed",
        organizationName: "Mine",
        name: "Mallory",
        email: "mallory@evil.test",
        password,
      }),
    ).rejects.toMatchObject({ data: { countersign: { code: "unauthenticated" } } });
  });

  it("a wrong password opens nothing and leaves an event", async () => {
    const server = await startTestServer(engine);
    await foundTestOrganization(server);
    await expect(
      stranger(server).session.signIn.mutate({ email: "owner@acme.test", password: "wrong" }),
    ).rejects.toMatchObject({ data: { countersign: { code: "unauthenticated" } } });
    const again = await signIn(server, "owner@acme.test");
    expect(again.me.email).toBe("owner@acme.test");
    await again.api.session.signOut.mutate({});
    await expect(again.api.session.me.query({})).rejects.toMatchObject({ data: { httpStatus: 401 } });
  });

  it("creates, edits and deletes a role, each with its revision", async () => {
    const server = await startTestServer(engine);
    const { api } = await foundTestOrganization(server);
    const role = await api.role.create.mutate({ name: "Translator", permissions: ["prompt:view", "prompt:edit"] });
    expect(role).toMatchObject({ builtIn: false, may: ["prompt:view", "prompt:edit"], mayGrant: [], revision: 2 });
    const edited = await api.role.update.mutate({ roleId: role.id, permissions: ["prompt:view"] });
    expect(edited).toMatchObject({ may: ["prompt:view"], revision: 3 });
    await expect(api.role.update.mutate({ roleId: "organization.owner", permissions: [] })).rejects.toMatchObject({
      data: { countersign: { code: "conflict" } },
    });
    expect(await api.role.delete.mutate({ roleId: role.id })).toEqual({ revision: 4 });
  });
});
