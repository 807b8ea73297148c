import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { draft, refusalOf, type Story, startStory } from "../fixtures/story.ts";
import { withKey } from "../fixtures/test-server.ts";

onEveryEngine("reviews", (engine) => {
  it("I7 I8 an objection outlives pushes and approvals by others, and is answered or dismissed by whoever may", async () => {
    const story = await startStory(engine);
    const { owner, engineer, reviewer, secondReviewer, publisher } = story;
    const [v1, v2] = await draft(story, "refund", ["pay at once", "pay soon"]);
    const opened = await ask(story, v1 ?? "");
    const requestId = opened.id;
    const objected = await reviewer.api.request.review.mutate({
      requestId,
      digest: opened.digest,
      verdict: "request_changes",
      body: "Promise nothing.",
    });
    const reviewId = objected.reviews[0]?.id ?? "";
    expect(objected).toMatchObject({ state: "changes_requested", awaitsMe: false });

    // Went wrong: any push, one that answered nothing too, took the objection with it.
    const pushed = await engineer.api.request.push.mutate({ requestId, sourceVersionId: v2 ?? "" });
    const digest = pushed.digest;
    expect(pushed).toMatchObject({ state: "changes_requested", reviews: [{ counts: true, whyNot: null }] });
    await secondReviewer.api.request.review.mutate({ requestId, digest, verdict: "approve" });
    expect(await refusalOf(publisher.api.request.publish.mutate({ requestId, digest }))).toBe("policy_unsatisfied");
    // Whoever objected is asked to look again.
    const due = await reviewer.api.request.list.query({ filter: "awaiting-me" });
    expect(due.items.map(({ id }) => id)).toEqual([requestId]);
    expect((await reviewer.api.home.get.query({})).reviewsDue.map(({ id }) => id)).toEqual([requestId]);

    // Neither reviewers nor publishers dismiss it, nor contributors who manage the policies, nor machines.
    const dismissal = { requestId, reviewId, reason: "Rita is away until Monday; legal has looked." };
    for (const { api } of [secondReviewer, publisher, engineer]) {
      expect(await refusalOf(api.request.dismissReview.mutate(dismissal))).toBe("forbidden");
    }
    const manage = (principalId: string) =>
      owner.api.binding.create.mutate({
        holder: { type: "principal", id: principalId },
        roleId: "workspace.admin",
        scopeId: story.production,
      });
    await manage(engineer.me.principal.id);
    const own = await engineer.api.request.get.query({ requestId });
    expect(own.actions.dismiss).toMatchObject({ allowed: false, why: expect.stringContaining("Contributors") });
    expect(await refusalOf(engineer.api.request.dismissReview.mutate(dismissal))).toBe("forbidden");
    const account = await owner.api.serviceAccount.create.mutate({ name: "robot", homeScopeId: story.production });
    await manage(account.id);
    const key = await owner.api.key.create.mutate({ name: "robot", principalId: account.id });
    const robot = withKey(story.server, key.secret);
    expect(await refusalOf(robot.request.dismissReview.mutate(dismissal))).toBe("forbidden");
    expect(await refusalOf(owner.api.request.dismissReview.mutate({ ...dismissal, reason: "  " }))).toBe("invalid");
    const approval = pushed.reviews.find(({ verdict }) => verdict === "approve");
    expect(approval).toBeUndefined();

    const dismissed = await owner.api.request.dismissReview.mutate(dismissal);
    expect(dismissed).toMatchObject({
      state: "approved",
      reviews: [
        {
          counts: false,
          whyNot: expect.any(String),
          dismissal: { reason: dismissal.reason, by: { name: "Olive Owner" } },
        },
        { counts: true, dismissal: null },
      ],
    });
    expect(dismissed.timeline.map(({ event }) => event)).toContain("objection-dismissed");
    expect(await refusalOf(owner.api.request.dismissReview.mutate(dismissal))).toBe("conflict");
    const events = await owner.api.audit.list.query({ action: "review.dismiss", outcome: "done" });
    expect(events.items).toMatchObject([{ texts: { reason: dismissal.reason }, details: { reviewId } }]);
    expect((await publisher.api.request.publish.mutate({ requestId, digest })).state).toBe("published");
  });

  it("I7 the database itself lets no contributor dismiss what a reviewer asked for, and nobody an approval", async () => {
    const story = await startStory(engine);
    const { reviewer, secondReviewer, owner, organizationId } = story;
    const [v1] = await draft(story, "refund", ["pay at once"]);
    const { id: requestId, digest } = await ask(story, v1 ?? "");
    await secondReviewer.api.request.review.mutate({ requestId, digest, verdict: "approve" });
    const objected = await reviewer.api.request.review.mutate({ requestId, digest, verdict: "request_changes" });
    const objection = objected.reviews.find(({ verdict }) => verdict === "request_changes")?.id ?? "";
    const { db } = story.server.environment;
    const row = {
      organization_id: organizationId,
      request_id: requestId,
      reason: "mine",
      created_at: "2026-01-01T00:00:00.000Z",
    };
    const dismiss = (review_id: string, dismissed_by: string) =>
      db.transaction().execute((tx) =>
        tx
          .insertInto("review_dismissals")
          .values({ ...row, review_id, dismissed_by })
          .execute(),
      );
    await expect(dismiss(objection, story.engineer.me.principal.id)).rejects.toThrow(/did not contribute/);
    const approval = objected.reviews.find(({ verdict }) => verdict === "approve")?.id ?? "";
    await expect(dismiss(approval, owner.me.principal.id)).rejects.toThrow(/request for changes/);
  });

  it("threads stand on lines of either side, are answered, resolved by somebody and opened again", async () => {
    const story = await startStory(engine);
    const { engineer, reviewer, secondReviewer, publisher, viewer } = story;
    const [v1, v2, v3] = await draft(story, "refund", ["one\ntwo", "one\nthree", "one"]);
    const first = await ask(story, v1 ?? "");
    await reviewer.api.request.review.mutate({ requestId: first.id, digest: first.digest, verdict: "approve" });
    await publisher.api.request.publish.mutate({ requestId: first.id, digest: first.digest });
    const { id: requestId, digest, comparison } = await ask(story, v2 ?? "");
    const say = (anchor: { path: string; line: number; digest: string } | null, body = "why?") =>
      reviewer.api.request.comment.mutate({ requestId, body, anchor });

    expect(await refusalOf(say({ path: "/text", line: 3, digest }))).toBe("invalid");
    expect(await refusalOf(say({ path: "/nowhere", line: 1, digest }))).toBe("invalid");
    expect(await refusalOf(say({ path: "/text", line: 1, digest: `sha256:${"0".repeat(64)}` }))).toBe("stale");
    await say({ path: "/text", line: 2, digest: comparison.before?.digest ?? "" }, "This was better.");
    const begun = await say({ path: "/text", line: 2, digest });
    const threadId = begun.comments[1]?.id ?? "";
    expect(begun.openThreads).toBe(2);

    const answered = await secondReviewer.api.request.comment.mutate({ requestId, body: "indeed", threadId });
    const answer = answered.comments[2];
    expect(answer).toMatchObject({ threadId, anchor: null, author: { name: "Rob" } });
    expect(answered.openThreads).toBe(2);
    const deeper = { requestId, body: "deeper", threadId: answer?.id ?? "" };
    expect(await refusalOf(reviewer.api.request.comment.mutate(deeper))).toBe("not_found");
    const both = { requestId, body: "both", threadId, anchor: { path: "/text", line: 1, digest } };
    expect(await refusalOf(reviewer.api.request.comment.mutate(both))).toBe("invalid");
    const resolve = (commentId: string, resolved: boolean) =>
      secondReviewer.api.request.resolveComment.mutate({ requestId, commentId, resolved });
    expect(await refusalOf(resolve(answer?.id ?? "", true))).toBe("not_found");
    expect(
      await refusalOf(viewer.api.request.resolveComment.mutate({ requestId, commentId: threadId, resolved: true })),
    ).toBe("forbidden");

    const resolved = await resolve(threadId, true);
    expect(resolved).toMatchObject({ openThreads: 1 });
    expect(resolved.comments[1]).toMatchObject({ resolvedBy: { name: "Rob" }, resolvedAt: expect.any(String) });
    expect((await resolve(threadId, false)).comments[1]).toMatchObject({ resolvedBy: null, resolvedAt: null });

    // What stands on an earlier push stays, and new threads stand on what is proposed now.
    const pushed = await engineer.api.request.push.mutate({ requestId, sourceVersionId: v3 ?? "" });
    expect(pushed.openThreads).toBe(2);
    expect(await refusalOf(say({ path: "/text", line: 1, digest }))).toBe("stale");
  });
});

async function ask(story: Story, sourceVersionId: string) {
  return story.engineer.api.request.open.mutate({
    sourceVersionId,
    targetWorkspaceId: story.production,
    label: "production",
  });
}
