import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { eventsOf } from "../identity/events.ts";
import { applied, everything, planned, startStory } from "./manifest-story.ts";

onEveryEngine("access as code", (engine) => {
  it("makes everything that a manifest names, says who gains what, and a plan is empty then", async () => {
    const { server, owner, organizationId, ann } = await startStory(engine);
    const { api } = owner;
    const plan = await api.manifest.plan.query({ manifest: everything });
    expect(plan).toMatchObject({ problems: [], kept: [], refusal: null });
    expect(plan.changes.map(({ text }) => text)).toEqual([
      "make the workspace development",
      "make the workspace production",
      "make the role commenter with prompt:comment, prompt:view",
      "make the role tone-reviewer with prompt:view, all of commenter",
      "make the group leads",
      "make the group reviewers",
      "put ben@acme.test into the group leads",
      "put ann@acme.test into the group reviewers",
      "put the group leads into the group reviewers",
      "make the service account checkout in production",
      "give the group reviewers the role tone-reviewer at production",
      "give the group leads the role workspace.reviewer at production",
      "give the service account checkout the role workspace.consumer at production",
      "give ann@acme.test the role workspace.editor at development until 2099-01-01T00:00:00.000Z",
      "set the policy customer-facing at production: production needs 1 of the group reviewers",
    ]);
    const gained = plan.differences.map(({ principal, scope, gained: got }) => [
      principal.name,
      scope.path,
      got.length,
    ]);
    expect(gained).toEqual([
      ["Ann", "development", 29],
      ["Ann", "production", 2],
      ["Ben", "production", 17],
      ["checkout", "production", 4],
    ]);
    expect(plan.differences.every(({ lost }) => lost.length === 0)).toBe(true);

    const { revision, digest } = plan;
    const done = await api.manifest.applyPlan.mutate({ manifest: everything, revision, digest });
    expect(done.changes).toEqual(plan.changes);
    expect(done.proposals).toEqual([]);
    expect(await planned(api, everything)).toEqual([]);

    const { principalId } = ann;
    const [production] = (await api.workspace.list.query({})).filter(({ name }) => name === "production");
    const asked = { principalId, scopeId: production?.id ?? "", permission: "prompt:comment" } as const;
    expect(await api.access.check.query(asked)).toMatchObject({ allowed: true });
    expect((await api.role.list.query({})).filter(({ managedBy }) => managedBy === "manifest platform")).toHaveLength(
      2,
    );
    const events = await eventsOf(server, organizationId);
    for (const [action, count] of [
      ["workspace.create", 2],
      ["role.create", 2],
      ["group.create", 2],
      ["group.member.add", 3],
      ["service-account.create", 1],
      ["binding.create", 4],
      ["policy.create", 1],
      ["manifest.apply", 1],
    ] as const) {
      expect(
        events.filter((event) => event === action),
        action,
      ).toHaveLength(count);
    }
    expect(await api.audit.verify.query({})).toMatchObject({ intact: true });
  });

  it("twice is once, and a plan of another revision or another plan is refused", async () => {
    const { owner } = await startStory(engine);
    const { api } = owner;
    const plan = await api.manifest.plan.query({ manifest: everything });
    const input = { manifest: everything, revision: plan.revision, digest: plan.digest };
    const other = {
      ...everything,
      bindings: [...everything.bindings, { person: "ben@acme.test", role: "organization.owner", at: "/" }],
    } as const;
    // What is applied is what was shown.
    expect(await refusalOf(api.manifest.applyPlan.mutate({ ...input, manifest: other }))).toMatchObject({
      code: "stale",
    });
    await api.group.create.mutate({ name: "meanwhile" });
    expect(await refusalOf(api.manifest.applyPlan.mutate(input))).toMatchObject({ code: "stale" });
    expect((await api.workspace.list.query({})).map(({ name }) => name)).toEqual([]);

    const { revision } = await applied(api, everything);
    expect(await api.manifest.applyPlan.mutate(input)).toEqual({ changes: [], proposals: [], revision });
  });

  it("changes what differs, takes members out, replaces times, and loosens policies by proposal alone", async () => {
    const { owner, ann, ben } = await startStory(engine);
    const { api } = owner;
    await applied(api, everything);
    const [before] = (await api.binding.list.query({ holderId: ann.principalId })).items;
    const next = {
      ...everything,
      roles: { ...everything.roles, commenter: { permissions: ["prompt:view"] } },
      groups: { ...everything.groups, leads: { description: "Lead", members: [] } },
      bindings: [
        ...everything.bindings.slice(0, 3),
        { person: "ann@acme.test", role: "workspace.editor", at: "development", expiresAt: "2099-02-01T00:00:00Z" },
      ],
      policies: [
        {
          name: "customer-facing",
          at: "production",
          label: "prod-*",
          requirements: [{ count: 1, role: "workspace.reviewer" }],
        },
      ],
    } as const;
    const plan = await api.manifest.plan.query({ manifest: next });
    expect(plan.changes.map(({ text }) => text)).toEqual([
      "change the role commenter: remove prompt:comment",
      "describe the group leads anew",
      "take ben@acme.test out of the group leads",
      "give anew, with other times, ann@acme.test the role workspace.editor at development until 2099-02-01T00:00:00.000Z",
      "propose to loosen the policy customer-facing at production: prod-* needs 1 of the role workspace.reviewer",
    ]);
    expect(plan.differences.map(({ principal, lost }) => [principal.name, lost.length])).toEqual([
      ["Ann", 1],
      ["Ben", 17],
    ]);
    const { proposals } = await applied(api, next);
    expect(proposals).toEqual(["customer-facing"]);
    expect((await api.policy.list.query({}))[0]).toMatchObject({
      labelPattern: "production",
      proposal: { state: "open" },
    });
    expect(await planned(api, next)).toEqual([]);
    expect(await planned(api, everything)).toContain("put ben@acme.test into the group leads");
    const [after] = (await api.binding.list.query({ holderId: ann.principalId })).items;
    expect(after).toMatchObject({ expiresAt: "2099-02-01T00:00:00.000Z", managedBy: "manifest platform" });
    expect(after?.id).not.toBe(before?.id);
    expect((await api.access.effective.query({ principalId: ben.principalId })).scopes).toEqual([]);
  });

  it("exports what stands, and a plan of that is empty", async () => {
    const { owner } = await startStory(engine);
    const { api } = owner;
    await applied(api, everything);
    await api.group.create.mutate({ name: "by hand", description: "Nobody's" });
    const { manifest } = await api.manifest.export.query({ name: "today" });
    expect(manifest).toMatchObject({
      manifest: "today",
      groups: {
        "by hand": { description: "Nobody's", members: [] },
        reviewers: { members: ["ann@acme.test"], groups: ["leads"] },
      },
      bindings: expect.arrayContaining([
        expect.objectContaining({ person: "owner@acme.test", role: "organization.owner", at: "/" }),
      ]),
    });
    // What another manifest owns is that one's, unless it is taken over.
    expect(await planned(api, manifest)).toContain('"tone-reviewer" is managed by manifest platform.');
    expect(await planned(api, { ...manifest, manifest: "platform" })).toEqual([]);
    expect((await applied(api, manifest, { adopt: true })).changes.length).toBeGreaterThan(10);
    expect(await planned(api, manifest, { adopt: true })).toEqual([]);
  });

  it("prunes what it owns and is asked for, by kind, and nothing else", async () => {
    const { owner, organizationId, ben } = await startStory(engine);
    const { api } = owner;
    await applied(api, everything);
    const byHand = await api.role.create.mutate({ name: "by hand", permissions: ["prompt:view"] });
    await api.binding.create.mutate({
      holder: { type: "principal", id: ben.principalId },
      roleId: byHand.id,
      scopeId: organizationId,
    });
    const less = {
      manifest: "platform",
      workspaces: everything.workspaces,
      roles: { commenter: everything.roles.commenter },
    };

    const kept = await api.manifest.plan.query({ manifest: less });
    expect(kept.changes).toEqual([]);
    expect(kept.kept.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "bindings group leads: workspace.reviewer at production",
      "bindings group reviewers: tone-reviewer at production",
      "bindings person ann@acme.test: workspace.editor at development",
      "bindings service-account checkout: workspace.consumer at production",
      "policies customer-facing at production",
      "serviceAccounts checkout",
      "groups leads",
      "groups reviewers",
      "roles tone-reviewer",
    ]);
    expect(await planned(api, less, { prune: ["groups"] })).toContainEqual(
      expect.stringContaining('"leads" cannot be pruned'),
    );
    expect(await planned(api, { ...less, protect: ["group leads"] }, { prune: ["groups", "bindings"] })).toContainEqual(
      "The group leads is protected, and the plan would change it or take it away.",
    );
    const all = { prune: ["workspaces", "roles", "groups", "serviceAccounts", "bindings"] } as const;
    expect(await planned(api, less, all)).toHaveLength(8);
    await applied(api, less, all);
    expect(await planned(api, less, all)).toEqual([]);
    expect((await api.role.list.query({})).filter(({ builtIn }) => !builtIn).map(({ name }) => name)).toEqual([
      "by hand",
      "commenter",
    ]);
    expect((await api.group.list.query({})).items).toEqual([]);
    const left = (await api.binding.list.query({})).items.map(({ holder, role }) => `${holder.name} ${role.name}`);
    expect(left.toSorted()).toEqual(["Ben by hand", "Olive Owner Owner"]);
    expect(
      (await applied(api, { manifest: "platform", roles: less.roles }, { prune: ["workspaces"] })).changes,
    ).toHaveLength(2);
    expect(await api.workspace.list.query({})).toEqual([]);
    expect((await applied(api, { manifest: "platform", roles: less.roles }, { prune: ["policies"] })).changes).toEqual(
      [],
    );
  });

  it("prunes a role with the one that it includes: the included one went first, which the database refused", async () => {
    const { owner } = await startStory(engine);
    const roles = {
      a: { permissions: ["prompt:view"] },
      b: { permissions: [], includes: ["a"] },
      c: { permissions: [], includes: ["a", "b"] },
    } as const;
    await applied(owner.api, { manifest: "platform", roles });
    await applied(owner.api, { manifest: "platform" }, { prune: ["roles"] });
    expect((await owner.api.role.list.query({})).filter(({ builtIn }) => !builtIn)).toEqual([]);
  });

  it("says of every mistake where it stands and what to do", async () => {
    const { owner } = await startStory(engine);
    const wrong = {
      manifest: "platform",
      groups: { reviewers: { members: ["nobody@acme.test"], groups: ["loads"] } },
      bindings: [{ group: "reviewers", role: "workspace.editr", at: "producton" }],
    };
    const { problems, changes } = await owner.api.manifest.plan.query({ manifest: wrong });
    expect(changes).toEqual([]);
    expect(problems.map(({ path, message }) => [path.join("."), message])).toEqual([
      ["groups.reviewers.members", 'Nobody in the organization has the address "nobody@acme.test".'],
      ["groups.reviewers.groups", 'There is no group "loads".'],
      ["bindings.0.role", 'There is no role "workspace.editr".'],
      ["bindings.0.at", 'There is no place "producton", or it is archived.'],
    ]);
    for (const { remedy } of problems) expect(remedy).not.toBe("");
    const apply = owner.api.manifest.applyPlan.mutate({ manifest: wrong, revision: 1, digest: "" });
    expect(await refusalOf(apply)).toMatchObject({ code: "invalid", message: problems[0]?.message });
  });
});
