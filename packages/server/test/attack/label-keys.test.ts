import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { draft, refusalOf, startStory } from "../fixtures/story.ts";
import { withKey } from "../fixtures/test-server.ts";

onEveryEngine("a key for some labels", (engine) => {
  it("I16 reaches no release and no request of another label", async () => {
    // Only fetching, opening, reviewing and publishing asked for the label: a key for `staging` pushed into a request for
    // `production`, rejected and commented it, and listed what `production` had served.
    const story = await startStory(engine);
    const { owner, engineer, reviewer, publisher, production } = story;
    const [v1 = "", v2 = ""] = await draft(story, "refund", ["one", "two"]);
    const open = (sourceVersionId: string, label: string) =>
      engineer.api.request.open.mutate({ sourceVersionId, targetWorkspaceId: production, label });
    const first = await open(v1, "production");
    await reviewer.api.request.review.mutate({ requestId: first.id, verdict: "approve", digest: first.digest });
    const { release } = await publisher.api.request.publish.mutate({ requestId: first.id, digest: first.digest });
    const request = await open(v2, "production");
    const staged = await open(v2, "staging");

    const made = await owner.api.key.create.mutate({ name: "staging", labels: ["stag*"] });
    const { request: requests, release: releases } = withKey(story.server, made.secret);
    const requestId = request.id;
    const digest = request.digest;
    const hidden: Readonly<Record<string, () => Promise<unknown>>> = {
      get: () => requests.get.query({ requestId }),
      push: () => requests.push.mutate({ requestId, sourceVersionId: v1 }),
      rebase: () => requests.rebase.mutate({ requestId }),
      cancel: () => requests.cancel.mutate({ requestId }),
      reject: () => requests.reject.mutate({ requestId, reason: "no" }),
      review: () => requests.review.mutate({ requestId, verdict: "approve", digest }),
      comment: () => requests.comment.mutate({ requestId, body: "why?" }),
      publish: () => requests.publish.mutate({ requestId, digest }),
    };
    for (const [way, go] of Object.entries(hidden)) expect(await refusalOf(go()), way).toBe("not_found");
    expect((await requests.list.query({})).items.map(({ id }) => id)).toEqual([staged.id]);
    expect((await requests.get.query({ requestId: staged.id })).id).toBe(staged.id);
    expect((await releases.list.query({})).items).toEqual([]);
    expect((await releases.list.query({ resourceId: release.resourceId })).items).toEqual([]);
    expect(
      await refusalOf(
        releases.rollback.mutate({
          resourceId: release.resourceId,
          label: "production",
          toReleaseId: release.id,
          reason: "mine",
        }),
      ),
    ).toBe("forbidden");
  });
});
