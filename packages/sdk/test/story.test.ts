import { describe, expect, test } from "vitest";
import { codeOf } from "./fixtures/refused.ts";
import { type Registry, startRegistry } from "./fixtures/registry.ts";

// Bytes that a careless hand would change on the way: line ends, white space, what lies outside of ASCII, braces.
const drafts = [
  "v1",
  "v2: shorter\n",
  "v3: polite\r\n\tand {{brief}}",
  "v4: \u{feff}höflich, 丁寧に 🙂 \\{{ {{brief}}  \r\n\n",
];
const [v1 = "", v2 = "", v3 = "", v4 = ""] = drafts;
const path = "support/refund-reply";

describe.each(["sqlite", "postgres"] as const)("the story (%s)", (engine) => {
  test("a draft becomes what production serves, and nobody walks around the second signature", async () => {
    await using registry = await startRegistry(engine);
    const { owner, development, production, people, application } = await castOf(registry);
    const { engineer, reviewer, publisher, viewer, developmentAdmin } = people;
    const live = { workspace: "production", path, label: "production" };

    // The engineer drafts, which makes nothing live.
    const pushes = [];
    for (const text of [v1, v2, v3]) {
      pushes.push(await engineer.prompts.push({ workspace: "development", path, content: text, message: text }));
    }
    const third = pushes.at(-1)?.version ?? expect.fail("There are three drafts.");
    expect(pushes.map(({ version }) => version.number)).toEqual([1, 2, 3]);
    expect(await codeOf(application.client.prompts.get(live))).toBe("not_found");

    // Production has another way in for nobody: neither a version, nor a label.
    expect(await codeOf(engineer.prompts.push({ workspace: "production", path, content: v3 }))).toBe("forbidden");
    const ownLabel = { resourceId: third.resourceId, label: "production", versionId: third.id };
    expect(await codeOf(engineer.release.create(ownLabel))).toBe("forbidden");

    // He asks for a release, and can neither approve nor publish it.
    const opened = await engineer.request.open({
      sourceVersionId: third.id,
      targetWorkspaceId: production,
      label: "production",
      title: "Politer refunds",
    });
    const requestId = opened.id;
    expect(opened).toMatchObject({ state: "open", digest: third.digest, approvals: { counted: 0, required: 1 } });
    expect(opened.actions.approve).toMatchObject({ allowed: false });
    expect(opened.actions.publish).toMatchObject({ allowed: false });
    const approval = { requestId, verdict: "approve", digest: third.digest } as const;
    expect(await codeOf(engineer.request.review(approval))).toBe("forbidden");
    expect(await codeOf(engineer.request.publish({ requestId, digest: third.digest }))).toBe("forbidden");
    // Nor does the publisher before anybody has approved it.
    expect(await codeOf(publisher.request.publish({ requestId, digest: third.digest }))).toBe("policy_unsatisfied");

    // The reviewer approves v3; the engineer pushes v4; the approval is gone, whatever digest one names.
    expect((await reviewer.request.review(approval)).state).toBe("approved");
    const fourth = (await engineer.prompts.push({ workspace: "development", path, content: v4 })).version;
    const pushed = await engineer.request.push({ requestId, sourceVersionId: fourth.id });
    expect(pushed).toMatchObject({ state: "open", digest: fourth.digest, approvals: { counted: 0 } });
    expect(pushed.reviews).toEqual([expect.objectContaining({ verdict: "approve", counts: false })]);
    expect(await codeOf(publisher.request.publish({ requestId, digest: fourth.digest }))).toBe("policy_unsatisfied");
    expect(await codeOf(publisher.request.publish({ requestId, digest: third.digest }))).toBe("policy_unsatisfied");
    expect(await codeOf(reviewer.request.review(approval))).toBe("stale");
    expect(await codeOf(application.client.prompts.get(live))).toBe("not_found");

    // The reviewer approves again and cannot publish; the publisher can, and approve he cannot.
    const second = { requestId, verdict: "approve", digest: fourth.digest } as const;
    expect(await codeOf(publisher.request.review(second))).toBe("forbidden");
    expect((await reviewer.request.review(second)).state).toBe("approved");
    expect(await codeOf(reviewer.request.publish({ requestId, digest: fourth.digest }))).toBe("forbidden");
    expect(await codeOf(engineer.request.publish({ requestId, digest: fourth.digest }))).toBe("forbidden");
    expect(await codeOf(publisher.request.publish({ requestId, digest: third.digest }))).toBe("stale");
    const published = await publisher.request.publish({ requestId, digest: fourth.digest });
    expect(published.release).toMatchObject({ kind: "approved", sequence: 1, digest: fourth.digest, current: true });
    expect(published.release.approvals.map(({ name }) => name)).toEqual(["Rita"]);
    expect(await codeOf(publisher.request.publish({ requestId, digest: fourth.digest }))).toBe("conflict");

    // The application gets exactly v4's bytes by label.
    const served = await application.client.prompts.get(live);
    expect(served).toMatchObject({ digest: fourth.digest, sequence: 1, unreviewed: false });
    expect(served.content).toMatchObject({ type: "text", text: v4 });
    expect(served.toText({ brief: "brief" })).toBe(v4.replace("\\{{", "{{").replace("{{brief}}", "brief"));

    // And "not found", the same one, for drafts, history and other workspaces.
    const resource = await application.client.resource.find({ workspace: "production", path });
    const { client } = application;
    expect(resource.drafts).toBeNull();
    for (const hidden of [
      () => client.prompts.get({ ...live, label: "staging" }),
      () => client.prompts.get({ ...live, path: "support/never-was" }),
      () => client.prompts.get({ ...live, workspace: "development" }),
      () => client.prompts.get({ ...live, workspace: "never-was" }),
      () => client.version.list({ resourceId: resource.id }),
      () => client.version.get({ versionId: published.release.versionId ?? "" }),
      () => client.version.get({ versionId: fourth.id }),
      () => client.resource.find({ workspace: "development", path }),
      () => client.resource.get({ resourceId: fourth.resourceId }),
      () => client.request.get({ requestId }),
      () => client.workspace.get({ workspaceId: development }),
    ]) {
      expect(await codeOf(hidden()), String(hidden)).toBe("not_found");
    }
    expect((await client.workspace.list({})).map(({ name }) => name)).toEqual(["production"]);
    expect((await client.request.list({})).items).toEqual([]);

    // A viewer reads and can change nothing; an admin of development can change nothing in production.
    expect((await viewer.version.list({ resourceId: resource.id })).items).toHaveLength(1);
    expect((await viewer.request.get({ requestId })).state).toBe("published");
    expect((await viewer.prompts.get(live)).content).toEqual(served.content);
    const before = await stateOf(owner, production);
    const versionId = published.release.versionId ?? "";
    const oneReviewer = { type: "role", roleId: "workspace.reviewer", count: 1 } as const;
    const admin = await developmentAdmin.session.me({});
    for (const [who, refusal] of [
      [viewer, "forbidden"],
      [developmentAdmin, "not_found"],
    ] as const) {
      for (const change of [
        () => who.version.create({ resourceId: resource.id, content: { type: "text" }, force: true }),
        () => who.resource.update({ resourceId: resource.id, description: "mine" }),
        () => who.resource.archive({ resourceId: resource.id }),
        () => who.resource.create({ kind: "prompt", workspaceId: production, name: "mine" }),
        () => who.release.create({ resourceId: resource.id, label: "production", versionId }),
        () => who.release.create({ resourceId: resource.id, label: "mine", versionId }),
        () =>
          who.release.rollback({
            resourceId: resource.id,
            label: "production",
            toReleaseId: published.release.id,
            reason: "mine",
          }),
        () => who.folder.create({ workspaceId: production, name: "mine" }),
        () => who.workspace.update({ workspaceId: production, description: "mine" }),
        () => who.workspace.archive({ workspaceId: production }),
        () => who.policy.create({ scopeId: production, name: "mine", labelPattern: "*", requirements: [oneReviewer] }),
        () =>
          who.binding.create({
            holder: { type: "principal", id: admin.principal.id },
            roleId: "workspace.admin",
            scopeId: production,
          }),
      ]) {
        expect(await codeOf(change()), String(change)).toBe(refusal);
      }
    }
    // What development's admin may see of his own does not open a way into production either.
    const way = { sourceVersionId: fourth.id, targetWorkspaceId: production, label: "production" };
    expect(await codeOf(developmentAdmin.request.open(way))).toBe("not_found");
    expect(await codeOf(viewer.request.open({ ...way, sourceVersionId: versionId }))).toBe("forbidden");
    expect(await stateOf(owner, production)).toEqual(before);

    // All of it stands in the log, the refusals too, and the chain is whole.
    const refused = await owner.audit.list({ outcome: "refused", limit: 200 });
    expect(refused.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["label.release", "review.submit", "binding.create"]),
    );
    expect((await owner.audit.list({ action: "label.release", outcome: "done" })).items).toHaveLength(1);
    expect(await owner.audit.verify({})).toMatchObject({ intact: true, broken: null });
  });
});

/** The people of the story, each with exactly the roles that the part needs. */
async function castOf(registry: Registry) {
  const { owner, join } = registry;
  const development = (await owner.workspace.create({ name: "development" })).id;
  const production = (await owner.workspace.create({ name: "production" })).id;
  // Editors write prompts; where these stand is for who manages folders.
  await owner.folder.create({ workspaceId: development, name: "support" });
  const people = {
    engineer: await join("Erin", [
      { roleId: "workspace.editor", scopeId: development },
      { roleId: "workspace.requester", scopeId: production },
    ]),
    reviewer: await join("Rita", [{ roleId: "workspace.reviewer", scopeId: production }]),
    publisher: await join("Paul", [{ roleId: "workspace.publisher", scopeId: production }]),
    viewer: await join("Vera", [{ roleId: "workspace.viewer", scopeId: production }]),
    developmentAdmin: await join("Dora", [{ roleId: "workspace.admin", scopeId: development }]),
  };
  await owner.provision.ensurePolicy({
    name: "Production",
    scope: { workspace: "production" },
    labelPattern: "production",
    requirements: [{ role: "workspace.reviewer", count: 1 }],
  });
  const application = await registry.addApplication("support-app", [
    { roleId: "workspace.consumer", scopeId: production },
  ]);
  return { owner, development, production, people, application };
}

/** All that a change in a workspace would change. */
async function stateOf(owner: Registry["owner"], workspaceId: string) {
  return {
    workspace: await owner.workspace.get({ workspaceId }),
    folders: await owner.folder.list({ workspaceId, includeArchived: true }),
    resources: await owner.resource.list({ workspaceId, includeArchived: true }),
    releases: await owner.release.list({ workspaceId }),
    policies: await owner.policy.list({ scopeId: workspaceId }),
    bindings: (await owner.binding.list({ scopeId: workspaceId })).items.map(
      ({ lastUsedAt: _, ...binding }) => binding,
    ),
    requests: await owner.request.list({ workspaceId }),
  };
}
