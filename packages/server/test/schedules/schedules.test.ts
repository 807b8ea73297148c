import { expect, it } from "vitest";
import type { Clock } from "../../src/command/clock.ts";
import { ScheduleRunner } from "../../src/schedules/schedule-runner.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { draft, refusalOf, type Story, startStory } from "../fixtures/story.ts";

const hour = 3_600_000;

onEveryEngine("scheduled publishing", (engine) => {
  it("I9 I11 publishes at its hour as whoever scheduled it, once, and not before", async () => {
    const { story, clock } = await startClocked(engine);
    const { publisher, viewer, engineer, reviewer, owner } = story;
    const [v1] = await draft(story, "refund", ["one"]);
    const asked = await ask(story, v1 ?? "");
    const { id: requestId, digest } = asked;
    const input = { requestId, digest, publishAt: clock.in(hour), reason: "With the campaign" };
    expect(await refusalOf(publisher.api.request.schedule.mutate(input))).toBe("policy_unsatisfied");
    await reviewer.api.request.review.mutate({ requestId, digest, verdict: "approve" });
    for (const { api } of [viewer, engineer, reviewer]) {
      expect(await refusalOf(api.request.schedule.mutate(input))).toBe("forbidden");
    }
    expect(await refusalOf(publisher.api.request.schedule.mutate({ ...input, publishAt: clock.in(-1) }))).toBe(
      "invalid",
    );
    const tooLate = { ...input, publishAt: clock.in(24 * 40 * hour) };
    expect(await refusalOf(publisher.api.request.schedule.mutate(tooLate))).toBe("invalid");
    const other = { ...input, digest: `sha256:${"0".repeat(64)}` };
    expect(await refusalOf(publisher.api.request.schedule.mutate(other))).toBe("stale");

    const scheduled = await publisher.api.request.schedule.mutate(input);
    expect(scheduled).toMatchObject({ state: "approved", schedules: [{ state: "waiting", by: { name: "Paul" } }] });
    expect(scheduled.actions).toMatchObject({ schedule: { allowed: false }, unschedule: { allowed: true } });
    expect(await refusalOf(publisher.api.request.schedule.mutate(input))).toBe("conflict");
    expect(await refusalOf(viewer.api.request.unschedule.mutate({ requestId }))).toBe("forbidden");
    const taken = await owner.api.request.unschedule.mutate({ requestId });
    expect(taken.schedules).toMatchObject([{ state: "cancelled", failure: null }]);
    await publisher.api.request.schedule.mutate(input);

    await story.server.runSchedule();
    expect((await publisher.api.request.get.query({ requestId })).state).toBe("approved");
    clock.later(hour);
    // Two nodes find it due at once: one acts.
    const nodes = [0, 1, 2].map(() => new ScheduleRunner(story.server.environment));
    await Promise.all(nodes.map((node) => node.run()));
    await story.server.runSchedule();
    const published = await publisher.api.request.get.query({ requestId });
    expect(published).toMatchObject({
      state: "published",
      schedules: [{ state: "published" }, { state: "cancelled" }],
      release: { kind: "approved", sequence: 1, releasedBy: { name: "Paul" }, reason: "With the campaign" },
    });
    const { items } = await owner.api.audit.list.query({ action: "label.release" });
    expect(items.map(({ outcome, actor }) => [outcome, actor.name])).toEqual([["done", "Paul"]]);
    expect(await owner.api.audit.verify.query({})).toMatchObject({ intact: true });
  });

  it("I7 I8 I9 I17 decides everything again at its hour, and says why it did not happen", async () => {
    const { story, clock } = await startClocked(engine);
    const { publisher, engineer, reviewer, secondReviewer, owner } = story;
    const [v1, v2] = await draft(story, "refund", ["one", "two"]);
    const approved = async (versionId: string) => {
      const request = await ask(story, versionId);
      const { id: requestId, digest } = request;
      await reviewer.api.request.review.mutate({ requestId, digest, verdict: "approve" });
      await publisher.api.request.schedule.mutate({ requestId, digest, publishAt: clock.in(hour) });
      return { requestId, digest };
    };
    const fails = async (title: string, requestId: string, why: RegExp) => {
      clock.later(hour);
      await story.server.runSchedule();
      const request = await owner.api.request.get.query({ requestId });
      expect(request.schedules[0], title).toMatchObject({ state: "failed", failure: expect.stringMatching(why) });
      expect(request.release, title).toBeNull();
      const served = await owner.api.release.list.query({ label: "production" });
      return served.items.filter(({ requestId: of }) => of === requestId).length;
    };

    // Another approval is dismissed by what was pushed since.
    const pushed = await approved(v1 ?? "");
    await engineer.api.request.push.mutate({ requestId: pushed.requestId, sourceVersionId: v2 ?? "" });
    expect(await fails("pushed", pushed.requestId, /approval|asks for|missing/)).toBe(0);

    // What was approved again in between is still not what was scheduled.
    const again = await approved(v1 ?? "");
    const renewed = await engineer.api.request.push.mutate({ requestId: again.requestId, sourceVersionId: v2 ?? "" });
    const approval = { requestId: again.requestId, digest: renewed.digest, verdict: "approve" } as const;
    await secondReviewer.api.request.review.mutate(approval);
    expect(await fails("another content", again.requestId, /another content/)).toBe(0);

    const objected = await approved(v1 ?? "");
    await secondReviewer.api.request.review.mutate({ ...objected, verdict: "request_changes" });
    expect(await fails("objected", objected.requestId, /requested changes/)).toBe(0);

    const moved = await approved(v1 ?? "");
    const faster = await ask(story, v2 ?? "");
    await reviewer.api.request.review.mutate({ requestId: faster.id, digest: faster.digest, verdict: "approve" });
    await publisher.api.request.publish.mutate({ requestId: faster.id, digest: faster.digest });
    expect(await fails("moved", moved.requestId, /made against release 0/)).toBe(0);

    const tightened = await approved(v1 ?? "");
    await owner.api.policy.update.mutate({
      policyId: story.policyId,
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 2 }],
    });
    expect(await fails("tightened", tightened.requestId, /asks for 2/)).toBe(0);
    const both = async () => {
      const request = await ask(story, v1 ?? "");
      const given = { requestId: request.id, digest: request.digest, verdict: "approve" } as const;
      await reviewer.api.request.review.mutate(given);
      await secondReviewer.api.request.review.mutate(given);
      const of = { requestId: request.id, digest: request.digest };
      await publisher.api.request.schedule.mutate({ ...of, publishAt: clock.in(hour) });
      return of;
    };

    const lost = await both();
    const { items: bindings } = await owner.api.binding.list.query({ holderId: publisher.me.principal.id });
    const publishing = bindings.find(({ role }) => role.id === "workspace.publisher");
    await owner.api.binding.delete.mutate({ bindingId: publishing?.id ?? "" });
    expect(await fails("lost the right", lost.requestId, /may not see the request any more/)).toBe(0);

    // Whoever scheduled it and whoever asked are told, and the log says it.
    const told = await engineer.api.notification.list.query({});
    expect(told).toHaveLength(6);
    expect(told[0]).toMatchObject({ type: "schedule-failed", request: { id: lost.requestId } });
    const events = await owner.api.audit.list.query({ action: "request.schedule-fail" });
    expect(events.items).toHaveLength(6);
    expect(events.items[0]?.texts["reason"]).toEqual(expect.any(String));
    const refused = await owner.api.audit.list.query({ action: "label.release", outcome: "refused" });
    expect(refused.items.length).toBeGreaterThan(0);
    // Nothing is tried twice.
    await story.server.runSchedule();
    expect((await owner.api.audit.list.query({ action: "request.schedule-fail" })).items).toHaveLength(6);
  });

  it("I9 a person who was suspended publishes nothing at his hour, and what ended otherwise waits no more", async () => {
    const { story, clock } = await startClocked(engine);
    const { publisher, reviewer, owner, engineer } = story;
    const [v1, v2] = await draft(story, "refund", ["one", "two"]);
    const scheduled = async (versionId: string) => {
      const request = await ask(story, versionId);
      const of = { requestId: request.id, digest: request.digest };
      await reviewer.api.request.review.mutate({ ...of, verdict: "approve" });
      await publisher.api.request.schedule.mutate({ ...of, publishAt: clock.in(hour) });
      return of;
    };
    const cancelled = await scheduled(v1 ?? "");
    await engineer.api.request.cancel.mutate({ requestId: cancelled.requestId });
    expect((await owner.api.request.get.query({ requestId: cancelled.requestId })).schedules).toMatchObject([
      { state: "cancelled", failure: expect.any(String) },
    ]);
    const { requestId } = await scheduled(v2 ?? "");
    await owner.api.member.suspend.mutate({ memberId: publisher.me.principal.id, reason: "away" });
    clock.later(hour);
    await story.server.runSchedule();
    const request = await owner.api.request.get.query({ requestId });
    expect(request).toMatchObject({ state: "approved", release: null, schedules: [{ state: "failed" }] });

    const { db } = story.server.environment;
    await expect(
      db
        .transaction()
        .execute((tx) =>
          tx
            .updateTable("scheduled_publications")
            .set({ state: "waiting" })
            .where("request_id", "=", requestId)
            .execute(),
        ),
    ).rejects.toThrow(/only its end is written/);
  });

  it("I7 I11 notes once that the review of an emergency is overdue", async () => {
    const { story, clock } = await startClocked(engine);
    const { owner, reviewer } = story;
    const [v1] = await draft(story, "refund", ["one"]);
    const fix = await ask(story, v1 ?? "");
    await owner.api.emergency.releaseRequest.mutate({
      requestId: fix.id,
      digest: fix.digest,
      reason: "now",
      incident: "INC-1",
    });
    await story.server.runSchedule();
    expect((await owner.api.audit.list.query({ action: "release.review-overdue" })).items).toEqual([]);
    clock.later(3 * 24 * hour);
    await Promise.all([0, 1].map(() => new ScheduleRunner(story.server.environment).run()));
    await story.server.runSchedule();
    expect((await owner.api.audit.list.query({ action: "release.review-overdue" })).items).toHaveLength(1);
    for (const { api } of [owner, reviewer]) {
      expect((await api.notification.list.query({}))[0]).toMatchObject({ type: "review-overdue" });
    }
  });
});

/** The story with a clock that can be put forward. */
async function startClocked(engine: Parameters<typeof startStory>[0]) {
  const passed = { milliseconds: 0 };
  const now = () => new Date(Date.now() + passed.milliseconds).toISOString();
  const clock: Clock = { now, inside: () => Promise.resolve(now()) };
  const story = await startStory(engine, { clock });
  return {
    story,
    clock: {
      in: (milliseconds: number) => new Date(Date.now() + passed.milliseconds + milliseconds).toISOString(),
      later: (milliseconds: number) => {
        passed.milliseconds += milliseconds;
      },
    },
  };
}

async function ask(story: Story, sourceVersionId: string) {
  const to = { targetWorkspaceId: story.production, label: "production" };
  return story.engineer.api.request.open.mutate({ sourceVersionId, ...to });
}
