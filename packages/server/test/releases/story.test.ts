import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { draft, refusalOf, startStory, textPrompt } from "../fixtures/story.ts";
import { withKey } from "../fixtures/test-server.ts";

onEveryEngine("the story", (engine) => {
  it("I7 I8 I9 I17 a draft reaches production only through review, and a push takes the approval away", async () => {
    const story = await startStory(engine);
    const { engineer, reviewer, publisher, viewer, developmentAdmin, owner } = story;
    const [, , v3] = await draft(story, "refund-reply", ["v1", "v2", "v3"]);
    const opened = await engineer.api.request.open.mutate({
      sourceVersionId: v3 ?? "",
      targetWorkspaceId: story.production,
      label: "production",
    });
    const { id, digest } = opened;
    expect(opened).toMatchObject({ number: 1, state: "open", baseSequence: 0 });
    expect(opened.actions.publish).toMatchObject({ allowed: false });
    expect(opened.blockers.map(({ code }) => code)).toEqual(["requirement_missing"]);

    // The engineer can neither approve nor publish his own work.
    expect(await refusalOf(engineer.api.request.review.mutate({ requestId: id, verdict: "approve", digest }))).toBe(
      "forbidden",
    );
    expect(await refusalOf(engineer.api.request.publish.mutate({ requestId: id, digest }))).toBe("forbidden");
    expect(await refusalOf(publisher.api.request.publish.mutate({ requestId: id, digest }))).toBe("policy_unsatisfied");

    const approved = await reviewer.api.request.review.mutate({ requestId: id, verdict: "approve", digest });
    expect(approved.state).toBe("approved");

    // A new push dismisses the approval.
    const resourceId = (await engineer.api.version.get.query({ versionId: v3 ?? "" })).resourceId;
    const v4 = await engineer.api.version.create.mutate({ resourceId, content: textPrompt("v4"), force: true });
    const pushed = await engineer.api.request.push.mutate({ requestId: id, sourceVersionId: v4.id });
    expect(pushed.state).toBe("open");
    expect(pushed.reviews[0]).toMatchObject({ counts: false });
    expect(await refusalOf(publisher.api.request.publish.mutate({ requestId: id, digest: v4.digest }))).toBe(
      "policy_unsatisfied",
    );
    // The reviewer cannot approve what he has not looked at.
    expect(await refusalOf(reviewer.api.request.review.mutate({ requestId: id, verdict: "approve", digest }))).toBe(
      "stale",
    );

    await reviewer.api.request.review.mutate({ requestId: id, verdict: "approve", digest: v4.digest });
    expect(await refusalOf(reviewer.api.request.publish.mutate({ requestId: id, digest: v4.digest }))).toBe(
      "forbidden",
    );
    const published = await publisher.api.request.publish.mutate({ requestId: id, digest: v4.digest });
    expect(published).toMatchObject({
      state: "published",
      release: { kind: "approved", sequence: 1, digest: v4.digest, approvals: [{ name: "Rita" }] },
    });

    // An application with `use` alone gets exactly these bytes, and nothing else.
    const account = await owner.api.serviceAccount.create.mutate({ name: "shop", homeScopeId: story.production });
    await owner.api.binding.create.mutate({
      holder: { type: "principal", id: account.id },
      roleId: "workspace.consumer",
      scopeId: story.production,
    });
    const key = await owner.api.key.create.mutate({
      name: "shop",
      principalId: account.id,
      permissions: ["prompt:use"],
    });
    const shop = withKey(story.server, key.secret);
    const address = { workspace: "production", path: "refund-reply", label: "production" };
    expect(await shop.delivery.get.query(address)).toMatchObject({
      content: textPrompt("v4"),
      sequence: 1,
      unreviewed: false,
    });
    expect(await refusalOf(shop.version.get.query({ versionId: v4.id }))).toBe("not_found");
    expect(await refusalOf(shop.version.list.query({ resourceId: published.release.resourceId }))).toBe("not_found");
    expect(await refusalOf(shop.delivery.get.query({ ...address, workspace: "development" }))).toBe("not_found");
    expect(await refusalOf(shop.request.get.query({ requestId: id }))).toBe("not_found");

    // A viewer changes nothing, and an administrator of development nothing in production.
    for (const { api } of [viewer, developmentAdmin]) {
      const to = { resourceId: published.release.resourceId, label: "production" };
      expect(["forbidden", "not_found"]).toContain(
        await refusalOf(api.release.rollback.mutate({ ...to, toReleaseId: published.release.id, reason: "mine" })),
      );
      expect(["forbidden", "not_found"]).toContain(
        await refusalOf(api.resource.archive.mutate({ resourceId: published.release.resourceId })),
      );
    }
    expect(await refusalOf(developmentAdmin.api.policy.delete.mutate({ policyId: story.policyId, reason: "no" }))).toBe(
      "not_found",
    );
    expect(await owner.api.audit.verify.query({})).toMatchObject({ intact: true });
  });

  it("I17 a protected label takes no release without a request, and leads back only to what was approved", async () => {
    const story = await startStory(engine);
    const { owner, engineer, reviewer, publisher } = story;
    const [v1, v2] = await draft(story, "greeting", ["one", "two"]);
    const release = async (versionId: string) => {
      const request = await engineer.api.request.open.mutate({
        sourceVersionId: versionId,
        targetWorkspaceId: story.production,
        label: "production",
      });
      await reviewer.api.request.review.mutate({ requestId: request.id, verdict: "approve", digest: request.digest });
      return (await publisher.api.request.publish.mutate({ requestId: request.id, digest: request.digest })).release;
    };
    const first = await release(v1 ?? "");
    const second = await release(v2 ?? "");
    const { resourceId } = second;
    const versionId = second.versionId ?? "";
    expect(await refusalOf(owner.api.release.create.mutate({ resourceId, label: "production", versionId }))).toBe(
      "policy_unsatisfied",
    );
    const back = await publisher.api.release.rollback.mutate({
      resourceId,
      label: "production",
      toReleaseId: first.id,
      reason: "worse",
    });
    expect(back).toMatchObject({ kind: "rollback", sequence: 3, digest: first.digest });

    // What an unprotected label served is adopted, unreviewed, when a policy begins to match it; no rollback leads there.
    await owner.api.release.create.mutate({ resourceId, label: "canary", versionId });
    await owner.api.release.create.mutate({ resourceId, label: "canary", versionId: first.versionId ?? "" });
    await owner.api.policy.create.mutate({
      scopeId: story.organizationId,
      name: "Canaries",
      labelPattern: "canary*",
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 2 }],
    });
    const { items } = await owner.api.release.list.query({ resourceId, label: "canary" });
    expect(items.map(({ kind, current, rollbackTarget }) => ({ kind, current, rollbackTarget }))).toEqual([
      { kind: "adopted", current: true, rollbackTarget: false },
      { kind: "unprotected", current: false, rollbackTarget: false },
      { kind: "unprotected", current: false, rollbackTarget: false },
    ]);
    expect(
      await refusalOf(
        publisher.api.release.rollback.mutate({
          resourceId,
          label: "canary",
          toReleaseId: items[2]?.id ?? "",
          reason: "back",
        }),
      ),
    ).toBe("policy_unsatisfied");
  });

  it("a label that moved makes the other request stale, and a rebase asks for reviews again", async () => {
    const story = await startStory(engine);
    const { engineer, reviewer, publisher } = story;
    const versions = await draft(story, "greeting", ["one", "two"]);
    const requests = [];
    for (const sourceVersionId of versions) {
      const request = await engineer.api.request.open.mutate({
        sourceVersionId,
        targetWorkspaceId: story.production,
        label: "production",
      });
      requests.push(
        await reviewer.api.request.review.mutate({ requestId: request.id, verdict: "approve", digest: request.digest }),
      );
    }
    const [first, second] = requests;
    await publisher.api.request.publish.mutate({ requestId: first?.id ?? "", digest: first?.digest ?? "" });
    const stale = { requestId: second?.id ?? "", digest: second?.digest ?? "" };
    expect(await refusalOf(publisher.api.request.publish.mutate(stale))).toBe("conflict");
    const rebased = await engineer.api.request.rebase.mutate({ requestId: stale.requestId });
    expect(rebased).toMatchObject({ state: "open", baseSequence: 1 });
    expect(await refusalOf(publisher.api.request.publish.mutate(stale))).toBe("policy_unsatisfied");
    await reviewer.api.request.review.mutate({ ...stale, verdict: "approve" });
    expect((await publisher.api.request.publish.mutate(stale)).release.sequence).toBe(2);
  });
});
