import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf, type Story, startStory } from "../fixtures/story.ts";

const reviewerRole = "workspace.reviewer";

/** Gives a role in production, as the owner. */
async function give({ owner, production }: Story, principalId: string, roleId: string, scopeId = production) {
  await owner.api.binding.create.mutate({ holder: { type: "principal", id: principalId }, roleId, scopeId });
}

/** A second owner, who proposes, so that the first may decide. */
async function proposer(story: Story) {
  await give(story, story.viewer.me.principal.id, "organization.owner", story.organizationId);
  return story.viewer.api;
}

onEveryEngine("a loosening", (engine) => {
  it("I17 is decided under the policy as it stands, and by an owner who did not propose it", async () => {
    const story = await startStory(engine);
    const { owner, reviewer, secondReviewer, engineer, policyId } = story;
    const api = await proposer(story);
    const { proposal } = await api.policy.update.mutate({
      policyId,
      requirements: [{ type: "role", roleId: "workspace.viewer", count: 1 }],
      reason: "too slow",
    });
    const proposalId = proposal?.id ?? "";
    expect(proposal).toMatchObject({
      requirements: [{ text: '1 of the role "Reviewer"', required: 1, metBy: [], eligibleCount: 2 }],
      blockers: [{ code: "requirement_missing" }],
      proposedTexts: ['1 of the role "Viewer"'],
      approve: { allowed: false },
    });
    const accept = () => owner.api.policy.decide.mutate({ proposalId, verdict: "accept" });
    const approve = (who: Story["owner"], approves = true) => who.api.policy.approve.mutate({ proposalId, approves });

    // Once one other owner was enough.
    expect(await refusalOf(accept())).toBe("policy_unsatisfied");
    // By nobody who may not review there, and not by its proposer; an owner is no reviewer.
    expect(await refusalOf(approve(engineer))).toBe("forbidden");
    expect(await refusalOf(api.policy.approve.mutate({ proposalId, approves: true }))).toBe("forbidden");
    await approve(owner);
    expect(await refusalOf(accept())).toBe("policy_unsatisfied");

    await approve(reviewer);
    await approve(reviewer, false);
    expect(await refusalOf(accept())).toBe("policy_unsatisfied");
    await approve(reviewer);
    // An approval counts while its giver may review.
    const [binding] = (await owner.api.binding.list.query({ holderId: reviewer.me.principal.id })).items;
    await owner.api.binding.delete.mutate({ bindingId: binding?.id ?? "" });
    expect(await refusalOf(accept())).toBe("policy_unsatisfied");

    const record = await approve(secondReviewer);
    expect(record.proposal).toMatchObject({
      blockers: [],
      approved: true,
      requirements: [{ metBy: [{ name: "Rob" }] }],
    });
    // Approved is not decided: the reviewer is no owner.
    expect(await refusalOf(secondReviewer.api.policy.decide.mutate({ proposalId, verdict: "accept" }))).toBe(
      "forbidden",
    );
    expect(await refusalOf(api.policy.decide.mutate({ proposalId, verdict: "accept" }))).toBe("forbidden");
    expect((await accept()).policy).toMatchObject({ version: 2, proposal: null });
  });

  it("I7 I17 is approved by nobody whom its proposer made eligible, and not as it stood before the policy changed", async () => {
    const story = await startStory(engine);
    const { owner, reviewer, engineer, policyId, production } = story;
    const api = await proposer(story);
    const { proposal } = await api.policy.delete.mutate({ policyId, reason: "in the way" });
    const proposalId = proposal?.id ?? "";
    const accept = () => owner.api.policy.decide.mutate({ proposalId, verdict: "accept" });
    await api.binding.create.mutate({
      holder: { type: "principal", id: engineer.me.principal.id },
      roleId: reviewerRole,
      scopeId: production,
    });
    const given = await engineer.api.policy.approve.mutate({ proposalId, approves: true });
    expect(given.proposal?.approvals).toMatchObject([{ counts: false, whyNot: expect.stringContaining("eligible") }]);
    expect(await refusalOf(accept())).toBe("policy_unsatisfied");

    await reviewer.api.policy.approve.mutate({ proposalId, approves: true });
    await owner.api.policy.update.mutate({ policyId, terms: { reviewDays: 7 } });
    expect(await refusalOf(accept())).toBe("policy_unsatisfied");
    await reviewer.api.policy.approve.mutate({ proposalId, approves: true });
    expect((await accept()).policy).toBeNull();
  });

  it("I17 takes the approvals of those who are asked at times and of owners by path, and waits as long as a release", async () => {
    const clock = { ahead: 0 };
    const now = () => new Date(Date.now() + clock.ahead).toISOString();
    const story = await startStory(engine, { clock: { now, inside: async () => now() } });
    const { owner, reviewer, secondReviewer, engineer, production } = story;
    const api = await proposer(story);
    await give(story, engineer.me.principal.id, reviewerRole);
    const named = ({ me }: Story["owner"]) => ({ type: "people" as const, principalIds: [me.principal.id], count: 1 });
    const { id: policyId } = await owner.api.policy.create.mutate({
      scopeId: production,
      name: "Careful",
      labelPattern: "careful",
      requirements: [
        { type: "role", roleId: reviewerRole, count: 1 },
        { ...named(secondReviewer), when: [{ type: "area", area: "model" }] },
      ],
      terms: { owners: [{ pattern: "pay", requirement: named(engineer) }], waiting: { hours: 2, since: "approved" } },
    });
    const { proposal } = await api.policy.update.mutate({ policyId, terms: { owners: [] }, reason: "nobody pays" });
    const proposalId = proposal?.id ?? "";
    const accept = () => owner.api.policy.decide.mutate({ proposalId, verdict: "accept" });
    for (const person of [reviewer, secondReviewer, engineer]) {
      expect(await refusalOf(accept())).toBe("policy_unsatisfied");
      await person.api.policy.approve.mutate({ proposalId, approves: true });
    }
    expect(await refusalOf(accept())).toBe("policy_unsatisfied");
    clock.ahead = 2 * 60 * 60 * 1000;
    expect((await accept()).policy).toMatchObject({ owners: [] });
  });

  it("I17 of an only owner acts after 24 hours, visibly, and with the approvals all the same", async () => {
    const clock = { ahead: 0 };
    const now = () => new Date(Date.now() + clock.ahead).toISOString();
    const story = await startStory(engine, { clock: { now, inside: async () => now() } });
    const { owner, reviewer, viewer, policyId } = story;
    const { proposal } = await owner.api.policy.delete.mutate({ policyId, reason: "in the way" });
    const proposalId = proposal?.id ?? "";
    const accept = () => owner.api.policy.decide.mutate({ proposalId, verdict: "accept" });
    await reviewer.api.policy.approve.mutate({ proposalId, approves: true });
    expect(await refusalOf(accept())).toBe("forbidden");
    expect((await viewer.api.policy.get.query({ policyId })).proposal).toMatchObject({ reason: "in the way" });
    clock.ahead = 24 * 60 * 60 * 1000;
    await reviewer.api.policy.approve.mutate({ proposalId, approves: false });
    expect(await refusalOf(accept())).toBe("policy_unsatisfied");
    await reviewer.api.policy.approve.mutate({ proposalId, approves: true });
    expect((await accept()).policy).toBeNull();
  });

  it("I17 of what is only tried out is none: it goes at once, and what is enforced instead acts at once", async () => {
    const { owner, production } = await startStory(engine);
    const policy = await owner.api.policy.create.mutate({
      scopeId: production,
      name: "Tried",
      labelPattern: "tried",
      mode: "evaluate",
      requirements: [{ type: "role", roleId: reviewerRole, count: 2 }],
    });
    const enforced = await owner.api.policy.update.mutate({ policyId: policy.id, mode: "enforce" });
    expect(enforced).toMatchObject({ mode: "enforce", proposal: null, version: 2 });
    const back = await owner.api.policy.update.mutate({ policyId: policy.id, mode: "evaluate", reason: "too much" });
    expect(back).toMatchObject({ mode: "enforce", proposal: { proposed: { mode: "evaluate" } } });
    const other = await owner.api.policy.create.mutate({
      scopeId: production,
      name: "Other",
      labelPattern: "tried",
      mode: "evaluate",
      requirements: [{ type: "role", roleId: reviewerRole, count: 2 }],
    });
    await owner.api.policy.delete.mutate({ policyId: other.id, reason: "seen enough" });
    expect(await refusalOf(owner.api.policy.get.query({ policyId: other.id }))).toBe("not_found");
  });
});
