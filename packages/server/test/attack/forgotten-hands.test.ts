import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { draft, refusalOf, type Story, startStory, textPrompt } from "../fixtures/story.ts";
import { type Api, openSession, password, withKey } from "../fixtures/test-server.ts";

onEveryEngine("whoever had a hand in the work", (engine) => {
  it("I7 stays a contributor when he answers for the service account no more that wrote it", async () => {
    // Went wrong: only those counted who answered for it when the request was looked at, so that one could write through
    // a service account, step back, and approve.
    const story = await startStory(engine);
    const { owner, engineer, secondReviewer: rob, development, production } = story;
    const account = await owner.api.serviceAccount.create.mutate({
      name: "writer",
      homeScopeId: development,
      responsibleIds: [rob.me.principal.id],
    });
    await bind(story, account.id, "workspace.editor", development);
    const { secret } = await owner.api.key.create.mutate({ name: "writer", principalId: account.id });
    const writer = withKey(story.server, secret);
    const resource = await writer.resource.create.mutate({ kind: "prompt", workspaceId: development, name: "robots" });
    const version = await writer.version.create.mutate({ resourceId: resource.id, content: textPrompt("by a robot") });
    await owner.api.serviceAccount.update.mutate({
      serviceAccountId: account.id,
      responsibleIds: [owner.me.principal.id],
    });
    expect(
      (await owner.api.serviceAccount.get.query({ serviceAccountId: account.id })).responsible.map(({ id }) => id),
    ).toEqual([owner.me.principal.id]);
    const request = await open(engineer.api, version.id, production);
    expect(await refusalOf(approve(rob.api, request))).toBe("forbidden");
    // Who answers for it again is named once.
    await owner.api.serviceAccount.update.mutate({
      serviceAccountId: account.id,
      responsibleIds: [rob.me.principal.id, owner.me.principal.id],
    });
    expect(
      (await owner.api.serviceAccount.get.query({ serviceAccountId: account.id })).responsible.map(({ id }) => id),
    ).toEqual([rob.me.principal.id, owner.me.principal.id].sort());
  });

  it("I7 stays a contributor when he is removed and invited again", async () => {
    // Went wrong: he came back with another id, and approved what he had written himself.
    const story = await startStory(engine);
    const { owner, engineer, production, organizationId } = story;
    const [versionId = ""] = await draft(story, "mine", ["written by Erin"]);
    const request = await open(engineer.api, versionId, production);
    await owner.api.member.remove.mutate({ memberId: engineer.me.principal.id, reason: "left" });
    const { token } = await owner.api.invitation.create.mutate({
      email: "erin@acme.test",
      bindings: [
        { roleId: "organization.member", scopeId: organizationId },
        { roleId: "workspace.reviewer", scopeId: production },
      ],
      groupIds: [],
    });
    const back = await openSession(story.server, (api) =>
      api.invitation.accept.mutate({ token, name: "Erin again", password }),
    );
    expect(back.me.principal.id).not.toBe(engineer.me.principal.id);
    expect(await refusalOf(approve(back.api, request))).toBe("forbidden");
    // Neither in a request that is opened after that, for the same content.
    await bind(story, story.developmentAdmin.me.principal.id, "workspace.requester", production);
    const another = await open(story.developmentAdmin.api, versionId, production);
    expect(await refusalOf(approve(back.api, another))).toBe("forbidden");
    expect((await approve(story.reviewer.api, another)).state).toBe("approved");
  });

  it("I7 is not forgotten behind a version that equals what is served", async () => {
    // Went wrong: the lineage ended at the last version that equals the served one, also where the proposed one says that
    // it was made from another before that.
    const story = await startStory(engine);
    const { engineer, publisher, reviewer, secondReviewer: rob, development, production } = story;
    await bind(story, rob.me.principal.id, "workspace.editor", development);
    const [first = ""] = await draft(story, "refund", ["one"]);
    const served = await open(engineer.api, first, production);
    await approve(reviewer.api, served);
    await publisher.api.request.publish.mutate({ requestId: served.id, digest: served.digest });
    const { resourceId } = await engineer.api.version.get.query({ versionId: first });
    const save = (api: Api, text: string, basedOnVersionId?: string) =>
      api.version.create.mutate({
        resourceId,
        content: textPrompt(text),
        force: true,
        ...(basedOnVersionId === undefined ? {} : { basedOnVersionId }),
      });
    const robs = await save(rob.api, "two, by Rob");
    await save(engineer.api, "one");
    const proposed = await save(engineer.api, "two, by Rob, with a comma", robs.id);
    const request = await open(engineer.api, proposed.id, production);
    expect(await refusalOf(approve(rob.api, request))).toBe("forbidden");
    expect((await approve(reviewer.api, request)).state).toBe("approved");
  });

  it("I7 is not forgotten behind an include that was copied from another workspace", async () => {
    // Went wrong: of an include that a release had brought here only whoever asked for that release was an author.
    const story = await startStory(engine);
    const { owner, engineer, publisher, reviewer, developmentAdmin, production } = story;
    await bind(story, engineer.me.principal.id, "workspace.reviewer", production);
    await bind(story, developmentAdmin.me.principal.id, "workspace.requester", production);
    const [tone = ""] = await draft(story, "tone", ["Erin's tone"]);
    const brought = await open(developmentAdmin.api, tone, production);
    await approve(reviewer.api, brought);
    await publisher.api.request.publish.mutate({ requestId: brought.id, digest: brought.digest });
    const reply = await owner.api.resource.create.mutate({ kind: "prompt", workspaceId: production, name: "reply" });
    const content = { type: "text", syntax: "template", text: "{{> tone@production}} Answer.", variables: [] } as const;
    const saved = await owner.api.version.create.mutate({ resourceId: reply.id, content });
    const request = await open(owner.api, saved.id, production);
    expect(await refusalOf(approve(engineer.api, request))).toBe("forbidden");
    expect((await approve(story.secondReviewer.api, request)).state).toBe("approved");
  });
});

onEveryEngine("whom a contributor made eligible while the work was under way", (engine) => {
  it("I7 does not count when the contributor gave what reviewing requires", async () => {
    // Went wrong: only the giver of `review` was asked for, and without `view` that is nothing.
    const story = await startStory(engine);
    const { owner, engineer, production, organizationId } = story;
    await bind(story, engineer.me.principal.id, "organization.admin", organizationId);
    const sam = await addPerson(story.server, organizationId, { name: "Sam", email: "sam@acme.test" });
    const role = await owner.api.role.create.mutate({ name: "Verdict alone", permissions: ["prompt:review"] });
    await bind(story, sam.principalId, role.id, production);
    const friend = await sam.signIn();
    const [versionId = ""] = await draft(story, "friends", ["befriended"]);
    const request = await open(engineer.api, versionId, production);
    expect(await refusalOf(approve(friend.api, request))).toBe("not_found");
    const given = await engineer.api.binding.create.mutate({
      holder: { type: "principal", id: sam.principalId },
      roleId: "workspace.viewer",
      scopeId: production,
    });
    expect((await approve(friend.api, request)).reviews.at(-1)).toMatchObject({ counts: false });
    // By an owner's doing it counts.
    await owner.api.binding.delete.mutate({ bindingId: given.id });
    await bind(story, sam.principalId, "workspace.viewer", production);
    expect((await approve(friend.api, request)).reviews.at(-1)).toMatchObject({ counts: true });
  });

  it("I7 does not count when the contributor lifted a restriction of what reviewing requires", async () => {
    const story = await startStory(engine);
    const { owner, engineer, reviewer, production, organizationId } = story;
    await bind(story, engineer.me.principal.id, "organization.admin", organizationId);
    const restriction = await owner.api.restriction.create.mutate({
      scopeId: production,
      permissions: ["prompt:view"],
      reason: "sealed",
    });
    const [versionId = ""] = await draft(story, "sealed", ["under seal"]);
    const request = await open(engineer.api, versionId, production);
    expect(await refusalOf(approve(reviewer.api, request))).toBe("not_found");
    await engineer.api.restriction.lift.mutate({ restrictionId: restriction.id });
    const reviewed = await approve(reviewer.api, request);
    expect(reviewed.state).toBe("open");
    expect(reviewed.reviews[0]).toMatchObject({ counts: false });
  });

  it("I7 does not count either once somebody else has given the contributor's role another name", async () => {
    // Went wrong: the last edit of a role hid whose doing its permissions were.
    const story = await startStory(engine);
    const { owner, engineer, production, organizationId } = story;
    await bind(story, engineer.me.principal.id, "organization.admin", organizationId);
    const sam = await addPerson(story.server, organizationId, { name: "Sam", email: "sam@acme.test" });
    const role = await owner.api.role.create.mutate({ name: "Onlooker", permissions: ["prompt:view"] });
    await bind(story, sam.principalId, role.id, production);
    const friend = await sam.signIn();
    const [versionId = ""] = await draft(story, "named", ["renamed"]);
    const request = await open(engineer.api, versionId, production);
    await engineer.api.role.update.mutate({ roleId: role.id, permissions: ["prompt:view", "prompt:review"] });
    await owner.api.role.update.mutate({ roleId: role.id, name: "Beholder", description: "looks on" });
    expect((await approve(friend.api, request)).reviews.at(-1)).toMatchObject({ counts: false });
    // What the owner gives it himself is his doing.
    await owner.api.role.update.mutate({
      roleId: role.id,
      permissions: ["prompt:view", "prompt:review", "prompt:comment"],
    });
    expect((await approve(friend.api, request)).reviews.at(-1)).toMatchObject({ counts: true });
  });
});

onEveryEngine("a loosening that an owner's own service account proposes", (engine) => {
  it("I17 is the owner's own proposal, and not his to accept at once", async () => {
    // Went wrong: a single owner let a service account with a key of his propose, and accepted in the same minute.
    const story = await startStory(engine);
    const { owner, policyId, production } = story;
    const account = await owner.api.serviceAccount.create.mutate({ name: "policies", homeScopeId: production });
    await bind(story, account.id, "workspace.admin", production);
    const { secret } = await owner.api.key.create.mutate({ name: "policies", principalId: account.id });
    const robot = withKey(story.server, secret);
    const { proposal } = await robot.policy.delete.mutate({ policyId, reason: "in the way" });
    const proposalId = proposal?.id ?? "";
    expect(await refusalOf(owner.api.policy.decide.mutate({ proposalId, verdict: "accept" }))).toBe("forbidden");
    // Stepping back changes nothing: what was proposed was proposed.
    await owner.api.serviceAccount.update.mutate({
      serviceAccountId: account.id,
      responsibleIds: [story.viewer.me.principal.id],
    });
    expect(await refusalOf(owner.api.policy.decide.mutate({ proposalId, verdict: "accept" }))).toBe("forbidden");
    await owner.api.policy.decide.mutate({ proposalId, verdict: "reject" });
    expect(await owner.api.policy.get.query({ policyId })).toMatchObject({ version: 1, proposal: null });
  });
});

interface Proposal {
  readonly id: string;
  readonly digest: string;
}

function open(api: Api, sourceVersionId: string, targetWorkspaceId: string): Promise<Proposal> {
  return api.request.open.mutate({ sourceVersionId, targetWorkspaceId, label: "production" });
}

function approve(api: Api, { id, digest }: Proposal) {
  return api.request.review.mutate({ requestId: id, verdict: "approve", digest });
}

async function bind(story: Story, id: string, roleId: string, scopeId: string): Promise<void> {
  await story.owner.api.binding.create.mutate({ holder: { type: "principal", id }, roleId, scopeId });
}
