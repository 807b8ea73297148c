import { expect, it } from "vitest";
import type { Clock } from "../../src/command/clock.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { draft, refusalOf, startStory } from "../fixtures/story.ts";
import { withKey } from "../fixtures/test-server.ts";

onEveryEngine("a narrowed key", (engine) => {
  it("I16 for some labels reaches no release and no request of another label", async () => {
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
    // Went wrong later: the search and the record of a prompt still told of the request.
    const found = await withKey(story.server, made.secret).search.query.query({ text: "Release refund" });
    expect(found.hits.filter(({ type }) => type === "request").map(({ id }) => id)).toEqual([staged.id]);
    const { drafts } = await withKey(story.server, made.secret).resource.get.query({ resourceId: release.resourceId });
    expect(drafts?.openRequestIds).toEqual([staged.id]);
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

  it("I16 for some labels moves and archives nothing that others serve", async () => {
    // Went wrong: the label was asked for where a label moves alone, and not where the thing moves that bears it.
    const story = await startStory(engine);
    const { owner, production: workspaceId } = story;
    const made = await owner.api.key.create.mutate({ name: "staging", labels: ["stag*"] });
    const key = withKey(story.server, made.secret);
    const served = async (name: string, label: string) => {
      const { id: resourceId } = await owner.api.resource.create.mutate({ kind: "prompt", workspaceId, name });
      const content = { type: "text", syntax: "plain", text: name, variables: [] } as const;
      const { id: versionId } = await owner.api.version.create.mutate({ resourceId, content });
      await owner.api.release.create.mutate({ resourceId, label, versionId });
      return resourceId;
    };
    const [canary, staging] = [await served("canary", "canary"), await served("staging", "staging")];
    const move = { folderId: null, name: "moved" };
    expect(await refusalOf(key.resource.move.mutate({ resourceId: canary, ...move }))).toBe("forbidden");
    expect(await refusalOf(key.resource.archive.mutate({ resourceId: canary }))).toBe("forbidden");
    await owner.api.resource.archive.mutate({ resourceId: canary });
    expect(await refusalOf(key.resource.restore.mutate({ resourceId: canary }))).toBe("forbidden");
    expect((await key.resource.move.mutate({ resourceId: staging, ...move })).path).toBe("moved");
  });

  it("I16 does not see its person's own requests where it is for neither requesting nor viewing", async () => {
    // Went wrong: whoever's key it was saw his requests with all that they hold, whatever the key was narrowed to.
    const story = await startStory(engine);
    const { engineer, production, development } = story;
    const [sourceVersionId = ""] = await draft(story, "refund", ["a secret draft"]);
    const { id: requestId } = await engineer.api.request.open.mutate({
      sourceVersionId,
      targetWorkspaceId: production,
      label: "production",
    });
    const keyFor = async (
      permissions: readonly ("prompt:use" | "prompt:request" | "prompt:view")[],
      scopeId: string,
    ) => {
      const made = await engineer.api.key.create.mutate({
        name: "k",
        permissions: [...permissions],
        scopeIds: [scopeId],
      });
      return withKey(story.server, made.secret);
    };
    for (const key of [
      await keyFor(["prompt:use"], production),
      await keyFor(["prompt:view", "prompt:request"], development),
    ]) {
      expect(await refusalOf(key.request.get.query({ requestId }))).toBe("not_found");
      expect(await refusalOf(key.request.cancel.mutate({ requestId }))).toBe("not_found");
      expect((await key.request.list.query({ filter: "mine" })).items).toEqual([]);
      expect((await key.home.get.query({})).myRequests).toEqual([]);
      const { hits } = await key.search.query.query({ text: "Release refund" });
      expect(hits.filter(({ type }) => type === "request")).toEqual([]);
    }
    // A key that opens requests follows them.
    const requesting = await keyFor(["prompt:request"], production);
    expect((await requesting.request.get.query({ requestId })).id).toBe(requestId);
    expect((await requesting.request.list.query({ filter: "mine" })).items.map(({ id }) => id)).toEqual([requestId]);
  });

  it("I9 I16 that ends between the look and the act opens nothing", async () => {
    // Went wrong: the end of a key was looked at before the transaction alone. Whoever waited for a lock acted after it.
    const before = "2030-01-01T00:00:00.000Z";
    const end = "2030-01-01T01:00:00.000Z";
    const time = { inside: before };
    const clock: Clock = { now: () => before, inside: () => Promise.resolve(time.inside) };
    const { server, owner } = await startStory(engine, { clock });
    const { secret } = await owner.api.key.create.mutate({ name: "short", expiresAt: end });
    const key = withKey(server, secret);
    await key.group.create.mutate({ name: "in time" });
    time.inside = end;
    expect(await refusalOf(key.group.create.mutate({ name: "too late" }))).toBe("unauthenticated");
    expect(await refusalOf(key.session.me.query({}))).toBe("unauthenticated");
    expect((await owner.api.group.list.query({})).items.map(({ name }) => name)).toEqual(["in time"]);
  });
});
