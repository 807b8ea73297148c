import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { draft, type Story, startStory } from "../fixtures/story.ts";
import { signIn } from "../fixtures/test-server.ts";

/** Gives the engineer, who contributes, the administration of everything. */
async function promoteEngineer({ owner, engineer, organizationId }: Story): Promise<void> {
  await owner.api.binding.create.mutate({
    holder: { type: "principal", id: engineer.me.principal.id },
    roleId: "organization.admin",
    scopeId: organizationId,
  });
}

async function openRequest(story: Story) {
  const [versionId] = await draft(story, "greeting", ["hello"]);
  return story.engineer.api.request.open.mutate({
    sourceVersionId: versionId ?? "",
    targetWorkspaceId: story.production,
    label: "production",
  });
}

onEveryEngine("a contributor who opens the way for a reviewer", (engine) => {
  it("I7 by lifting a restriction: the approval does not count", async () => {
    // Went wrong: only grants were asked for their giver, and a lifted restriction left no trace.
    const story = await startStory(engine);
    await promoteEngineer(story);
    const restriction = await story.owner.api.restriction.create.mutate({
      scopeId: story.production,
      permissions: ["prompt:review"],
      reason: "freeze",
    });
    const request = await openRequest(story);
    await story.engineer.api.restriction.lift.mutate({ restrictionId: restriction.id });
    const reviewed = await story.reviewer.api.request.review.mutate({
      requestId: request.id,
      verdict: "approve",
      digest: request.digest,
    });
    expect(reviewed.state).toBe("open");
    expect(reviewed.reviews[0]).toMatchObject({ counts: false });
  });

  it("I7 by reactivating him: the approval does not count, and one by an owner's doing does", async () => {
    const story = await startStory(engine);
    await promoteEngineer(story);
    const memberId = story.reviewer.me.principal.id;
    await story.owner.api.member.suspend.mutate({ memberId, reason: "on leave" });
    await story.owner.api.member.suspend.mutate({ memberId: story.secondReviewer.me.principal.id, reason: "on leave" });
    const request = await openRequest(story);
    await story.engineer.api.member.reactivate.mutate({ memberId });
    await story.owner.api.member.reactivate.mutate({ memberId: story.secondReviewer.me.principal.id });
    const review = { requestId: request.id, verdict: "approve", digest: request.digest } as const;
    const reviewer = await signIn(story.server, "rita@acme.test");
    expect((await reviewer.api.request.review.mutate(review)).state).toBe("open");
    const second = await signIn(story.server, "rob@acme.test");
    expect((await second.api.request.review.mutate(review)).state).toBe("approved");
  });
});
