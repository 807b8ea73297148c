import type { ManifestSource, Permission } from "@countersign/core";
import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { type Api, foundTestOrganization, withKey } from "../fixtures/test-server.ts";
import { bind } from "../identity/bind.ts";
import { eventsOf } from "../identity/events.ts";
import { applied, planned, type Story, startStory } from "./manifest-story.ts";

/** What it takes to plan at all. */
const planning = ["access:view", "member:view"] as const satisfies readonly Permission[];

onEveryEngine("a manifest is no way around a decision", (engine) => {
  it("I5 whoever applies a manifest gives nothing that he could not give by hand, in one step or in many", async () => {
    const story = await startStory(engine);
    const { organizationId, owner, ann } = story;
    const workspace = await owner.api.workspace.create.mutate({ name: "production" });
    const other = await owner.api.workspace.create.mutate({ name: "payroll" });
    await give(story, ann.principalId, [...planning, "role:manage", "group:manage"]);
    await bind(owner, { type: "principal", id: ann.principalId }, "workspace.admin", workspace.id);
    const { api } = await ann.signIn();
    const manifest = "ann";

    // What she may give by hand she may give so.
    await applied(api, {
      manifest,
      bindings: [{ person: "ben@acme.test", role: "workspace.editor", at: "production" }],
    });

    const ways: readonly ManifestSource[] = [
      { manifest, bindings: [{ person: "ann@acme.test", role: "organization.owner", at: "/" }] },
      { manifest, bindings: [{ person: "ben@acme.test", role: "workspace.viewer", at: "payroll" }] },
      // A role that grows in the same step in which it is bound.
      {
        manifest,
        roles: { small: { permissions: ["prompt:view", "audit:view"] } },
        bindings: [{ person: "ann@acme.test", role: "small", at: "/" }],
      },
      // Where nobody gains anything yet: a group that is empty, and is filled later.
      { manifest, groups: { empty: {} }, bindings: [{ group: "empty", role: "organization.admin", at: "/" }] },
      // A service account that she answers for.
      {
        manifest,
        serviceAccounts: { robot: { home: "production" } },
        bindings: [{ serviceAccount: "robot", role: "organization.admin", at: "/" }],
      },
      // A place that the manifest makes.
      {
        manifest,
        workspaces: { fresh: {} },
        bindings: [{ person: "ann@acme.test", role: "workspace.admin", at: "fresh" }],
      },
      {
        manifest,
        policies: [{ name: "p", at: "payroll", label: "*", requirements: [{ count: 1, people: ["ann@acme.test"] }] }],
      },
      { manifest, workspaces: { payroll: { description: "hers" } } },
    ];
    for (const way of ways) {
      const plan = await api.manifest.plan.query({ manifest: way });
      expect(plan.problems, JSON.stringify(way)).toEqual([]);
      expect(plan.refusal?.code, JSON.stringify(way)).toMatch(/^(?:forbidden|escalation)$/);
      const { revision, digest } = plan;
      const refusal = await refusalOf(api.manifest.applyPlan.mutate({ manifest: way, revision, digest }));
      expect(refusal.code, JSON.stringify(way)).toMatch(/^(?:forbidden|escalation)$/);
    }
    // Nothing of any of them is left, not what came before the refused step either.
    expect((await owner.api.role.list.query({})).some(({ name }) => name === "small")).toBe(false);
    expect((await owner.api.group.list.query({})).items).toEqual([]);
    expect(
      (await owner.api.binding.list.query({ scopeId: other.id })).items.every(
        ({ scope }) => scope.id === organizationId,
      ),
    ).toBe(true);
  });

  it("I5 a group that gives more than one may hand on is filled by nobody through a manifest", async () => {
    const story = await startStory(engine);
    const { owner, ann } = story;
    await give(story, ann.principalId, [...planning, "group:manage"]);
    await applied(owner.api, {
      manifest: "owner",
      groups: { admins: {}, inner: {} },
      bindings: [{ group: "admins", role: "organization.admin", at: "/" }],
    });
    const { api } = await ann.signIn();
    const ways: readonly ManifestSource[] = [
      { manifest: "ann", groups: { admins: { members: ["ben@acme.test"] } } },
      { manifest: "ann", groups: { admins: { groups: ["mine"] }, mine: { members: ["ann@acme.test"] } } },
      { manifest: "ann", groups: { admins: { groups: ["inner"] } } },
    ];
    for (const manifest of ways) {
      const { revision, digest, refusal } = await api.manifest.plan.query({ manifest, adopt: true });
      expect(refusal).toMatchObject({ code: "escalation" });
      const call = api.manifest.applyPlan.mutate({ manifest, adopt: true, revision, digest });
      expect(await refusalOf(call)).toMatchObject({ code: "escalation" });
    }
  });

  it("I6 no manifest leaves the organization without an owner who counts", async () => {
    const { owner } = await startStory(engine);
    const { manifest } = await owner.api.manifest.export.query({ name: "all" });
    await applied(owner.api, manifest, { adopt: true });
    const without = { ...manifest, bindings: [] };
    const plan = await owner.api.manifest.plan.query({ manifest: without, prune: ["bindings"] });
    expect(plan.changes).toHaveLength(1);
    expect(plan.refusal).not.toBeNull();
    const { revision, digest } = plan;
    const call = owner.api.manifest.applyPlan.mutate({ manifest: without, prune: ["bindings"], revision, digest });
    expect(await refusalOf(call)).toMatchObject({ code: plan.refusal?.code });
    const ending = {
      ...manifest,
      bindings: [{ person: "owner@acme.test", role: "organization.owner", at: "/", expiresAt: "2099-01-01T00:00:00Z" }],
    };
    expect((await owner.api.manifest.plan.query({ manifest: ending })).refusal).not.toBeNull();
  });

  it("I11 one refused step takes all of a plan back, and the refusal is noted", async () => {
    const story = await startStory(engine);
    const { server, organizationId, owner, ann } = story;
    await give(story, ann.principalId, [...planning, "group:manage"]);
    const { api } = await ann.signIn();
    const manifest = { manifest: "ann", groups: { one: {}, two: {} }, roles: { three: { permissions: [] } } };
    const { revision, digest } = await api.manifest.plan.query({ manifest });
    expect(await refusalOf(api.manifest.applyPlan.mutate({ manifest, revision, digest }))).toMatchObject({
      code: "forbidden",
    });
    expect((await owner.api.group.list.query({})).items).toEqual([]);
    const events = await eventsOf(server, organizationId);
    expect(events.at(-1)).toBe("manifest.apply refused");
    expect(events).not.toContain("group.create");
  });

  it("I16 a key that is narrowed to less than a change takes applies none", async () => {
    const { server, owner } = await startStory(engine);
    const { secret } = await owner.api.key.create.mutate({
      name: "narrow",
      permissions: [...planning, "group:manage"],
    });
    const api = withKey(server, secret);
    await applied(api, { manifest: "ci", groups: { readers: {} } });
    const manifest = {
      manifest: "ci",
      groups: { readers: {} },
      bindings: [{ group: "readers", role: "workspace.viewer", at: "/" }],
    };
    const { revision, digest, refusal } = await api.manifest.plan.query({ manifest });
    expect(refusal).toMatchObject({ code: "forbidden" });
    expect(await refusalOf(api.manifest.applyPlan.mutate({ manifest, revision, digest }))).toMatchObject({
      code: "forbidden",
    });
  });

  it("I19 names lead to nothing of another organization", async () => {
    const { server, owner } = await startStory(engine);
    const rival = await foundTestOrganization(server, "Rival", "owner@rival.test");
    await addPerson(server, rival.me.organization.id, { email: "rita@rival.test", name: "Rita" });
    await rival.api.group.create.mutate({ name: "rivals" });
    await rival.api.workspace.create.mutate({ name: "secret" });
    const manifest = {
      manifest: "curious",
      groups: { ours: { members: ["rita@rival.test"], groups: ["rivals"] } },
      bindings: [{ group: "ours", role: "workspace.viewer", at: "secret" }],
    };
    expect(await planned(owner.api, manifest)).toHaveLength(3);
    const { manifest: today } = await owner.api.manifest.export.query({ name: "today" });
    expect(JSON.stringify(today)).not.toMatch(/rival|secret|Rita/i);
  });

  it("who may not ask about others' access, or see who is there, neither plans nor exports", async () => {
    const story = await startStory(engine);
    const { ann } = story;
    const { api } = await ann.signIn();
    const tries = (who: Api) => [
      () => who.manifest.plan.query({ manifest: { manifest: "x" } }),
      () => who.manifest.export.query({ name: "x" }),
      () => who.manifest.applyPlan.mutate({ manifest: { manifest: "x" }, revision: 1, digest: "" }),
    ];
    for (const held of [[], ["access:view"]] as const) {
      await give(story, ann.principalId, held);
      for (const tried of tries(api)) expect(await refusalOf(tried())).toMatchObject({ code: "forbidden" });
    }
    await give(story, ann.principalId, ["member:view"]);
    for (const tried of tries(api)) await tried();
  });
});

let roles = 0;

/** Gives exactly these permissions at the organization. */
async function give({ owner }: Story, principalId: string, permissions: readonly Permission[]): Promise<void> {
  if (permissions.length === 0) return;
  roles += 1;
  const role = await owner.api.role.create.mutate({ name: `given ${roles}`, permissions });
  await bind(owner, { type: "principal", id: principalId }, role.id);
}
