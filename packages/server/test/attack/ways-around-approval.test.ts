import { expect, it } from "vitest";
import type { Clock } from "../../src/command/clock.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { draft, refusalOf, type Story, startStory, textPrompt } from "../fixtures/story.ts";
import { type Api, signIn, withKey } from "../fixtures/test-server.ts";

onEveryEngine("ways around an approval", (engine) => {
  it("I17 the address of a protected label is not renamed, moved, archived or taken from under it", async () => {
    const story = await startStory(engine);
    const { owner } = story;
    const folder = await owner.api.folder.create.mutate({ workspaceId: story.production, name: "support" });
    const elsewhere = await owner.api.folder.create.mutate({ workspaceId: story.production, name: "elsewhere" });
    const released = await release(story, "one", "support/refund");
    const { resourceId } = released;
    const ways: Readonly<Record<string, () => Promise<unknown>>> = {
      "resource renamed": () => owner.api.resource.move.mutate({ resourceId, folderId: folder.id, name: "other" }),
      "resource moved": () => owner.api.resource.move.mutate({ resourceId, folderId: elsewhere.id }),
      "resource archived": () => owner.api.resource.archive.mutate({ resourceId }),
      "folder renamed": () => owner.api.folder.rename.mutate({ folderId: folder.id, name: "other" }),
      "folder moved": () => owner.api.folder.move.mutate({ folderId: folder.id, parentId: elsewhere.id }),
      "folder archived": () => owner.api.folder.archive.mutate({ folderId: folder.id }),
      "workspace renamed": () => owner.api.workspace.update.mutate({ workspaceId: story.production, name: "other" }),
      "workspace archived": () => owner.api.workspace.archive.mutate({ workspaceId: story.production }),
      "label moved": () =>
        owner.api.release.create.mutate({ resourceId, label: "production", versionId: released.versionId ?? "" }),
    };
    for (const [way, go] of Object.entries(ways)) expect(await refusalOf(go()), way).toBe("policy_unsatisfied");
    expect(
      await refusalOf(
        owner.api.resource.create.mutate({
          kind: "prompt",
          workspaceId: story.production,
          folderId: folder.id,
          name: "refund",
        }),
      ),
    ).toBe("conflict");
    expect(await served(story.viewer.api, "support/refund")).toMatchObject({ content: textPrompt("one"), sequence: 1 });
  });

  it("I5 a folder takes nothing along that its mover could not move by itself", async () => {
    // Went wrong: `folder:manage` alone moved prompts to where others see and change them.
    const story = await startStory(engine);
    const { owner, engineer, development, organizationId } = story;
    const folder = async (name: string) =>
      (await owner.api.folder.create.mutate({ workspaceId: development, name })).id;
    const [sealed, open] = [await folder("sealed"), await folder("open")];
    const { id: inner } = await owner.api.folder.create.mutate({
      workspaceId: development,
      parentId: sealed,
      name: "inner",
    });
    const prompt = { kind: "prompt", workspaceId: development, name: "plan" } as const;
    const { id: resourceId } = await engineer.api.resource.create.mutate({ ...prompt, folderId: inner });
    const role = await owner.api.role.create.mutate({ name: "Mover", permissions: ["folder:manage", "prompt:view"] });
    const mo = await addPerson(story.server, organizationId, { name: "Mo", email: "mo@acme.test" });
    await bind(story, mo.principalId, role.id, development);
    const { api } = await mo.signIn();
    const move = { folderId: inner, parentId: open };
    expect(await refusalOf(api.folder.move.mutate(move))).toBe("forbidden");
    await owner.api.restriction.create.mutate({ scopeId: open, permissions: ["prompt:create"], reason: "full" });
    await bind(story, mo.principalId, "workspace.editor", development);
    expect(await refusalOf(api.folder.move.mutate(move))).toBe("forbidden");
    expect((await engineer.api.resource.get.query({ resourceId })).path).toBe("sealed/inner/plan");
    const { path } = await api.folder.move.mutate({ folderId: inner, parentId: null });
    expect(path).toBe("inner");
  });

  it("I7 I9 an approver who loses the role, is suspended or becomes a contributor is counted no more", async () => {
    const story = await startStory(engine);
    const { owner, reviewer, publisher } = story;
    const reviewerId = reviewer.me.principal.id;
    const binding = await bindingOf(story, reviewerId);
    const first = await approved(story, await opened(story, "lost", "one"));
    await owner.api.binding.delete.mutate({ bindingId: binding });
    expect(await refusalOf(publish(publisher.api, first))).toBe("policy_unsatisfied");
    await bind(story, reviewerId, "workspace.reviewer", story.production);
    await owner.api.member.suspend.mutate({ memberId: reviewerId, reason: "away" });
    expect(await refusalOf(publish(publisher.api, first))).toBe("policy_unsatisfied");
    await owner.api.member.reactivate.mutate({ memberId: reviewerId });

    // The approver saves the same content himself: whoever wrote it did not look at it from outside.
    await bind(story, reviewerId, "workspace.editor", story.development);
    expect(await refreshed(story, first.id)).toBe("approved");
    const back = await signedInAgain(story, "rita@acme.test");
    const own = await back.resource.create.mutate({ kind: "prompt", workspaceId: story.development, name: "mine" });
    await back.version.create.mutate({ resourceId: own.id, content: textPrompt("one") });
    expect(await refusalOf(publish(publisher.api, first))).toBe("policy_unsatisfied");
    expect(await refreshed(story, first.id)).toBe("open");
  });

  it("I7 nobody approves his own work, by a second hand, a key or a service account", async () => {
    const story = await startStory(engine);
    const { owner, engineer, publisher } = story;
    const engineerId = engineer.me.principal.id;
    await bind(story, engineerId, "workspace.reviewer", story.production);
    const request = await opened(story, "own", "mine");
    const { id, digest } = request;
    const key = await engineer.api.key.create.mutate({ name: "second hand" });
    expect(await refusalOf(approve(engineer.api, request))).toBe("forbidden");
    expect(await refusalOf(approve(withKey(story.server, key.secret), request))).toBe("forbidden");
    // A service account reviews nothing, whatever it holds.
    const account = await owner.api.serviceAccount.create.mutate({
      name: "robot",
      homeScopeId: story.production,
      responsibleIds: [engineerId],
    });
    await bind(story, account.id, "workspace.reviewer", story.production);
    const robot = await owner.api.key.create.mutate({ name: "robot", principalId: account.id });
    expect(await refusalOf(approve(withKey(story.server, robot.secret), request))).toBe("forbidden");
    expect(await refusalOf(publish(publisher.api, { id, digest }))).toBe("policy_unsatisfied");

    // What a service account writes, its responsible person and the maker of its key had a hand in.
    await bind(story, account.id, "workspace.editor", story.development);
    await bind(story, account.id, "workspace.requester", story.production);
    const writing = await owner.api.key.create.mutate({
      name: "writing",
      principalId: account.id,
      scopeIds: [story.organizationId],
      permissions: ["prompt:create", "prompt:view", "prompt:edit", "prompt:request", "prompt:use"],
    });
    const writer = withKey(story.server, writing.secret);
    const resource = await writer.resource.create.mutate({
      kind: "prompt",
      workspaceId: story.development,
      name: "robots",
    });
    const version = await writer.version.create.mutate({ resourceId: resource.id, content: textPrompt("robot") });
    const robots = await writer.request.open.mutate({
      sourceVersionId: version.id,
      targetWorkspaceId: story.production,
      label: "production",
    });
    expect(await refusalOf(approve(engineer.api, robots))).toBe("forbidden");
    await bind(story, owner.me.principal.id, "workspace.reviewer", story.production);
    expect(await refusalOf(approve(owner.api, robots))).toBe("forbidden");
  });

  it("I7 a claimed author adds a contributor and never replaces the one who saved", async () => {
    const story = await startStory(engine);
    const { engineer, reviewer } = story;
    await bind(story, engineer.me.principal.id, "workspace.reviewer", story.production);
    const resource = await engineer.api.resource.create.mutate({
      kind: "prompt",
      workspaceId: story.development,
      name: "claimed",
    });
    const version = await engineer.api.version.create.mutate({
      resourceId: resource.id,
      content: textPrompt("not mine, I say"),
      claimedAuthor: " RITA@acme.test ",
    });
    const request = await engineer.api.request.open.mutate({
      sourceVersionId: version.id,
      targetWorkspaceId: story.production,
      label: "production",
    });
    expect(await refusalOf(approve(engineer.api, request))).toBe("forbidden");
    expect(await refusalOf(approve(reviewer.api, request))).toBe("forbidden");
    await approve(story.secondReviewer.api, request);
  });

  it("I7 whoever a contributor makes eligible while the work is under way does not count, in any of the ways", async () => {
    const story = await startStory(engine);
    const { owner, engineer, publisher } = story;
    const engineerId = engineer.me.principal.id;
    await bind(story, engineerId, "workspace.admin", story.production);
    const holder = { type: "principal", id: engineerId } as const;
    await owner.api.binding.create.mutate({ holder, roleId: "organization.admin", scopeId: story.organizationId });
    const sam = await addPerson(story.server, story.organizationId, { name: "Sam", email: "sam@acme.test" });
    const friend = await sam.signIn();
    const group = await owner.api.group.create.mutate({ name: "Reviewers" });
    await owner.api.binding.create.mutate({
      holder: { type: "group", id: group.id },
      roleId: "workspace.reviewer",
      scopeId: story.production,
    });
    const request = await opened(story, "friends", "befriended");
    const binding = await engineer.api.binding.create.mutate({
      holder: { type: "principal", id: sam.principalId },
      roleId: "workspace.reviewer",
      scopeId: story.production,
    });
    const isOpen = async (way: string) => {
      await approve(friend.api, request).catch(() => undefined);
      expect(await refusalOf(publish(publisher.api, request)), way).toBe("policy_unsatisfied");
    };
    await isOpen("a binding");
    await engineer.api.binding.delete.mutate({ bindingId: binding.id });
    await engineer.api.group.addMember.mutate({
      groupId: group.id,
      member: { type: "principal", id: sam.principalId },
    });
    await isOpen("a group");
    await engineer.api.group.removeMember.mutate({
      groupId: group.id,
      member: { type: "principal", id: sam.principalId },
    });
    const role = await owner.api.role.create.mutate({ name: "Onlooker", permissions: ["prompt:view"] });
    await bind(story, sam.principalId, role.id, story.production);
    await engineer.api.role.update.mutate({
      roleId: role.id,
      permissions: ["prompt:view", "prompt:review"],
      includes: ["workspace.reviewer"],
    });
    await isOpen("a role");
  });

  it("I8 I9 a policy that becomes stricter after the approval counts at once, and so does one that begins to match", async () => {
    const story = await startStory(engine);
    const { owner, publisher, secondReviewer } = story;
    const request = await approved(story, await opened(story, "stricter", "one"));
    await owner.api.policy.update.mutate({
      policyId: story.policyId,
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 2 }],
    });
    expect(await refusalOf(publish(publisher.api, request))).toBe("policy_unsatisfied");
    await approve(secondReviewer.api, request);

    const canary = await opened(story, "canaried", "two", "canary");
    const another = await owner.api.policy.create.mutate({
      scopeId: story.organizationId,
      name: "Canaries",
      labelPattern: "canaries",
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
    });
    await owner.api.policy.update.mutate({ policyId: another.id, labelPattern: "canar*" });
    expect(await refusalOf(publish(publisher.api, canary))).toBe("policy_unsatisfied");
    await publish(publisher.api, request);
  });

  it("I17 a loosening acts neither at once nor by its proposer, in any of its shapes", async () => {
    const story = await startStory(engine);
    const { owner, publisher } = story;
    const request = await opened(story, "loosened", "one");
    const { policyId } = story;
    const shapes = [
      { requirements: [{ type: "people", principalIds: [story.engineer.me.principal.id], count: 1 }] },
      { requirements: [{ type: "role", roleId: "workspace.viewer", count: 1 }] },
      { labelPattern: "production-eu" },
      { kinds: ["dataset"] },
    ] as const;
    for (const shape of shapes) {
      const changed = await owner.api.policy.update.mutate({
        policyId,
        ...("requirements" in shape
          ? {
              requirements: shape.requirements.map((one) =>
                "principalIds" in one ? { ...one, principalIds: [...one.principalIds] } : one,
              ),
            }
          : {}),
        ...("labelPattern" in shape ? { labelPattern: shape.labelPattern } : {}),
        ...("kinds" in shape ? { kinds: [...shape.kinds] } : {}),
      });
      expect(changed, JSON.stringify(shape)).toMatchObject({ version: 1, labelPattern: "production", kinds: null });
      const proposalId = changed.proposal?.id ?? "";
      expect(await refusalOf(owner.api.policy.decide.mutate({ proposalId, verdict: "accept" }))).toBe("forbidden");
      expect(await refusalOf(publish(publisher.api, request))).toBe("policy_unsatisfied");
      await owner.api.policy.decide.mutate({ proposalId, verdict: "withdraw" });
    }
  });

  it("I17 a label moves by no key, import key or rollback but to what was approved", async () => {
    const story = await startStory(engine);
    const { owner, publisher, engineer } = story;
    const released = await release(story, "approved", "keyed");
    const { resourceId } = released;
    await bind(story, publisher.me.principal.id, "workspace.editor", story.production);
    const key = await publisher.api.key.create.mutate({ name: "ci" });
    const ci = withKey(story.server, key.secret);
    const imported = await ci.version.create.mutate({
      resourceId,
      content: textPrompt("imported"),
      importKey: "import-1",
      force: true,
    });
    const label = "production";
    expect(await refusalOf(ci.release.create.mutate({ resourceId, label, versionId: imported.id }))).toBe(
      "policy_unsatisfied",
    );
    const canary = await ci.release.create.mutate({ resourceId, label: "canary", versionId: imported.id });
    for (const toReleaseId of [canary.id, "rel_00000000000000000000"]) {
      const back = ci.release.rollback.mutate({ resourceId, label, toReleaseId, reason: "smuggled" });
      expect(["not_found", "policy_unsatisfied", "conflict"]).toContain(await refusalOf(back));
    }
    expect(
      await refusalOf(
        engineer.api.release.rollback.mutate({ resourceId, label, toReleaseId: released.id, reason: "r" }),
      ),
    ).toBe("forbidden");
    expect(await served(owner.api, "keyed")).toMatchObject({ content: textPrompt("approved"), sequence: 1 });
  });

  it("I17 a rollback leads to nothing that was served before it was protected", async () => {
    const story = await startStory(engine);
    const { owner, engineer, publisher } = story;
    await bind(story, engineer.me.principal.id, "workspace.editor", story.production);
    const prompt = { kind: "prompt", workspaceId: story.production, name: "early" } as const;
    const { id: resourceId } = await engineer.api.resource.create.mutate(prompt);
    const label = "canary";
    const releases: string[] = [];
    for (const text of ["first", "second"]) {
      const saved = await engineer.api.version.create.mutate({ resourceId, content: textPrompt(text), force: true });
      const made = await publisher.api.release.create.mutate({ resourceId, label, versionId: saved.id });
      releases.push(made.id);
    }
    await owner.api.policy.create.mutate({
      scopeId: story.production,
      name: "Canaries",
      labelPattern: label,
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 1 }],
    });
    const back = publisher.api.release.rollback.mutate({
      resourceId,
      label,
      toReleaseId: releases[0] ?? "",
      reason: "as it was",
    });
    expect(await refusalOf(back)).toBe("policy_unsatisfied");
  });

  it("I17 an include that is edited later changes no served byte", async () => {
    const story = await startStory(engine);
    const { engineer, owner } = story;
    const workspaceId = story.development;
    const tone = await engineer.api.resource.create.mutate({ kind: "prompt", workspaceId, name: "tone" });
    const kind = await engineer.api.version.create.mutate({ resourceId: tone.id, content: textPrompt("Be kind.") });
    await owner.api.release.create.mutate({ resourceId: tone.id, label: "live", versionId: kind.id });
    const reply = await engineer.api.resource.create.mutate({ kind: "prompt", workspaceId, name: "reply" });
    const content = { type: "text", syntax: "template", text: "{{> tone@live}} Answer.", variables: [] } as const;
    const saved = await engineer.api.version.create.mutate({ resourceId: reply.id, content });
    const request = await engineer.api.request.open.mutate({
      sourceVersionId: saved.id,
      targetWorkspaceId: story.production,
      label: "production",
    });
    await publish(story.publisher.api, await approved(story, request));
    const before = await served(story.viewer.api, "reply");
    expect(JSON.stringify(before.content)).toContain("Be kind.");
    const rude = await engineer.api.version.create.mutate({
      resourceId: tone.id,
      content: textPrompt("Be rude."),
      force: true,
    });
    await owner.api.release.create.mutate({ resourceId: tone.id, label: "live", versionId: rude.id });
    expect(await served(story.viewer.api, "reply")).toEqual(before);
  });

  it("I1 I8 a request into a place that one may only view is no request, and one for a renamed folder goes nowhere else", async () => {
    const story = await startStory(engine);
    const { owner, engineer, publisher } = story;
    const [sourceVersionId = ""] = await draft(story, "viewed", ["one"]);
    await bind(story, story.viewer.me.principal.id, "workspace.editor", story.development);
    const into = { sourceVersionId, targetWorkspaceId: story.production, label: "production" };
    expect(await refusalOf(story.viewer.api.request.open.mutate(into))).toBe("forbidden");

    const folder = await owner.api.folder.create.mutate({ workspaceId: story.production, name: "a" });
    const request = await approved(story, await engineer.api.request.open.mutate({ ...into, targetPath: "a/prompt" }));
    await owner.api.folder.rename.mutate({ folderId: folder.id, name: "b" });
    const decoy = await owner.api.folder.create.mutate({ workspaceId: story.production, name: "a" });
    await owner.api.policy.create.mutate({
      scopeId: decoy.id,
      name: "Decoy",
      labelPattern: "*",
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 2 }],
    });
    // The address counts: the folder that bears the name now, with the policies that it has now.
    expect(await refusalOf(publish(publisher.api, request))).toBe("policy_unsatisfied");
    expect(await refusalOf(served(story.viewer.api, "b/prompt"))).toBe("not_found");
  });
});

it("I4 I9 a binding that ends between the look and the act lets nothing through", async () => {
  const time = { now: Date.parse("2030-01-01T00:00:00.000Z") };
  const clock: Clock = {
    now: () => new Date(time.now).toISOString(),
    inside: () => Promise.resolve(new Date(time.now).toISOString()),
  };
  const story = await startStory("sqlite", { clock });
  const { owner } = story;
  const person = await addPerson(story.server, story.organizationId, { name: "Tim", email: "tim@acme.test" });
  const tim = await person.signIn();
  await owner.api.binding.create.mutate({
    holder: { type: "principal", id: person.principalId },
    roleId: "workspace.publisher",
    scopeId: story.production,
    expiresAt: "2030-01-01T01:00:00.000Z",
  });
  const request = await approved(story, await opened(story, "timed", "one"));
  expect((await tim.api.request.get.query({ requestId: request.id })).actions.publish).toEqual({ allowed: true });
  time.now += 60 * 60 * 1000;
  expect(["forbidden", "not_found"]).toContain(await refusalOf(publish(tim.api, request)));
  // The request itself ends as well, though nobody records it.
  time.now += 40 * 24 * 60 * 60 * 1000;
  expect(await refusalOf(publish(story.publisher.api, request))).toMatch(/conflict|policy_unsatisfied|stale/);
});

interface Proposal {
  readonly id: string;
  readonly digest: string;
}

/** Opens a request for a new prompt of this one text. */
async function opened(story: Story, name: string, text: string, label = "production"): Promise<Proposal> {
  const [sourceVersionId = ""] = await draft(story, name, [text]);
  return story.engineer.api.request.open.mutate({ sourceVersionId, targetWorkspaceId: story.production, label });
}

function approve(api: Api, { id, digest }: Proposal) {
  return api.request.review.mutate({ requestId: id, verdict: "approve", digest });
}

async function approved(story: Story, request: Proposal): Promise<Proposal> {
  await approve(story.reviewer.api, request);
  return request;
}

function publish(api: Api, { id, digest }: Proposal) {
  return api.request.publish.mutate({ requestId: id, digest });
}

/** Brings a text to production the right way. */
async function release(story: Story, text: string, path: string) {
  const [sourceVersionId = ""] = await draft(story, path.replaceAll("/", "-"), [text]);
  const request = await story.engineer.api.request.open.mutate({
    sourceVersionId,
    targetWorkspaceId: story.production,
    targetPath: path,
    label: "production",
  });
  return (await publish(story.publisher.api, await approved(story, request))).release;
}

function served(api: Api, path: string) {
  return api.delivery.get.query({ workspace: "production", path, label: "production" });
}

async function refreshed(story: Story, requestId: string): Promise<string> {
  return (await story.owner.api.request.get.query({ requestId })).state;
}

async function bind(story: Story, id: string, roleId: string, scopeId: string): Promise<void> {
  await story.owner.api.binding.create.mutate({ holder: { type: "principal", id }, roleId, scopeId });
}

async function bindingOf(story: Story, holderId: string): Promise<string> {
  return (await story.owner.api.binding.list.query({ holderId })).items[0]?.id ?? "";
}

async function signedInAgain(story: Story, email: string): Promise<Api> {
  return (await signIn(story.server, email)).api;
}
