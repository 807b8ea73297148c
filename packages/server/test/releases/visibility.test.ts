import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { draft, startStory } from "../fixtures/story.ts";

onEveryEngine("what requests and policies show", (engine) => {
  it("I15 I19 a requester who lost all rights at the target sees his request and nothing of what the target serves", async () => {
    // Went wrong: being the requester alone showed the content that production serves.
    const story = await startStory(engine);
    const { owner, engineer, reviewer, publisher } = story;
    const [v1, v2] = await draft(story, "greeting", ["first, served", "second, proposed"]);
    const open = (sourceVersionId: string) =>
      engineer.api.request.open.mutate({ sourceVersionId, targetWorkspaceId: story.production, label: "production" });
    const first = await open(v1 ?? "");
    await reviewer.api.request.review.mutate({ requestId: first.id, verdict: "approve", digest: first.digest });
    await publisher.api.request.publish.mutate({ requestId: first.id, digest: first.digest });
    const second = await open(v2 ?? "");
    expect(JSON.stringify(second.comparison.before)).toContain("first, served");

    const { items } = await owner.api.binding.list.query({
      scopeId: story.production,
      holderId: engineer.me.principal.id,
    });
    for (const binding of items.filter(({ scope }) => scope.id === story.production)) {
      await owner.api.binding.delete.mutate({ bindingId: binding.id });
    }
    const seen = await engineer.api.request.get.query({ requestId: second.id });
    expect(seen.comparison.before).toBeNull();
    expect(JSON.stringify(seen)).not.toContain("first, served");
    expect(JSON.stringify(seen.comparison.after)).toContain("second, proposed");
  });

  it("I15 whom a policy names is told to those alone who may ask about others' access", async () => {
    const story = await startStory(engine);
    const { owner, reviewer, viewer } = story;
    await owner.api.policy.create.mutate({
      scopeId: story.production,
      name: "Two eyes",
      labelPattern: "canary",
      requirements: [{ type: "people", principalIds: [reviewer.me.principal.id], count: 1 }],
    });
    const named = (await owner.api.policy.list.query({})).find(({ name }) => name === "Two eyes");
    expect(named?.requirements[0]).toMatchObject({
      text: "Rita",
      requirement: { principalIds: [reviewer.me.principal.id] },
    });
    const hidden = (await viewer.api.policy.list.query({})).find(({ name }) => name === "Two eyes");
    expect(hidden?.requirements[0]).toMatchObject({ text: "a named person", requirement: { principalIds: [] } });
    expect(JSON.stringify(hidden)).not.toContain(reviewer.me.principal.id);
  });

  it("counts who could satisfy a policy at the place that is asked about", async () => {
    // Went wrong: at a prompt in production, an organization's policy said that nobody could, as its reviewer is one there.
    const story = await startStory(engine);
    const { owner, reviewer } = story;
    await owner.api.policy.create.mutate({
      scopeId: story.organizationId,
      name: "Everywhere",
      labelPattern: "canary",
      requirements: [{ type: "people", principalIds: [reviewer.me.principal.id], count: 1 }],
    });
    const at = async (scopeId?: string) => {
      const found = (await owner.api.policy.list.query({ scopeId })).find(({ name }) => name === "Everywhere");
      return {
        satisfiable: found?.satisfiable,
        eligible: found?.requirements.map(({ eligibleCount }) => eligibleCount),
      };
    };
    expect(await at()).toEqual({ satisfiable: false, eligible: [0] });
    expect(await at(story.production)).toEqual({ satisfiable: true, eligible: [1] });
  });
});
