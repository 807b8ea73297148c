import { expect, it } from "vitest";
import type { Clock } from "../../src/command/clock.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { draft, refusalOf, type Story, startStory, textPrompt } from "../fixtures/story.ts";
import { type SignedIn, withKey } from "../fixtures/test-server.ts";

const cause = { reason: "Refunds are promised to everybody.", incident: "INC-42" };

onEveryEngine("emergencies", (engine) => {
  it("I7 I9 I11 I17 a person with the permission goes past the policies and nothing else, visibly, and a review is owed", async () => {
    const { story, clock, breaker } = await startEmergency(engine);
    const { owner, engineer, reviewer, secondReviewer, publisher, viewer } = story;
    const [v1, v2] = await draft(story, "refund", ["pay at once", "pay after a check"]);
    const first = await publish(story, v1 ?? "");
    const { resourceId } = first;
    const fix = await ask(story, v2 ?? "");
    const input = { requestId: fix.id, digest: fix.digest, ...cause };

    // Nobody holds it by any role but the owner's, and no key carries it, whoever made it.
    for (const { api } of [engineer, reviewer, publisher, viewer]) {
      expect(["forbidden", "not_found"]).toContain(await refusalOf(api.emergency.releaseRequest.mutate(input)));
    }
    const key = await breaker.api.key.create.mutate({ name: "on call" });
    const byKey = withKey(story.server, key.secret);
    expect(await refusalOf(byKey.emergency.releaseRequest.mutate(input))).toBe("forbidden");
    // A reason and an incident, the content that was looked at, a protected label, a version of the resource's own.
    const { api } = breaker;
    expect(await refusalOf(api.emergency.releaseRequest.mutate({ ...input, reason: " " }))).toBe("invalid");
    expect(await refusalOf(api.emergency.releaseRequest.mutate({ ...input, incident: " " }))).toBe("invalid");
    expect(await refusalOf(api.emergency.releaseRequest.mutate({ ...input, digest: first.digest ?? "" }))).toBe(
      "stale",
    );
    const version = { resourceId, label: "production", versionId: first.versionId ?? "", ...cause };
    expect(await refusalOf(api.emergency.releaseVersion.mutate({ ...version, versionId: v2 ?? "" }))).toBe("not_found");
    expect(await refusalOf(api.emergency.releaseVersion.mutate({ ...version, label: "free" }))).toBe("conflict");
    expect(await refusalOf(api.emergency.releaseVersion.mutate({ ...version, expectedSequence: 0 }))).toBe("conflict");

    const made = await api.emergency.releaseRequest.mutate(input);
    expect(made).toMatchObject({ sequence: 2, current: true, state: "owed", incident: "INC-42", awaitsMe: false });
    expect(Date.parse(made.dueAt) - Date.parse(made.at)).toBe(3 * 24 * 60 * 60 * 1000);
    const { items } = await viewer.api.release.list.query({ resourceId });
    expect(items[0]).toMatchObject({
      kind: "break-glass",
      current: true,
      rollbackTarget: false,
      approvals: [],
      emergency: { id: made.id, settledAt: null, overdue: false },
    });
    expect(
      await viewer.api.delivery.get.query({ workspace: "production", path: "refund", label: "production" }),
    ).toMatchObject({ content: textPrompt("pay after a check"), unreviewed: true, sequence: 2 });
    expect((await engineer.api.request.get.query({ requestId: fix.id })).state).toBe("stale");
    const events = await owner.api.audit.list.query({ action: "release.break-glass" });
    expect(events.items.map(({ outcome }) => outcome)).toContain("refused");
    expect(events.items[0]).toMatchObject({ outcome: "done", texts: { reason: cause.reason, incident: "INC-42" } });
    expect(await owner.api.audit.verify.query({})).toMatchObject({ intact: true });

    // Everybody who may review there is told, and nobody else; it says what one may see, and is read once.
    for (const { api: told } of [reviewer, secondReviewer, owner]) {
      const home = await told.home.get.query({});
      expect(home.notifications).toMatchObject([{ type: "emergency", readAt: null, emergency: { id: made.id } }]);
    }
    for (const { api: others } of [breaker, engineer, viewer]) {
      expect(await others.notification.list.query({})).toEqual([]);
    }
    const [notification] = await reviewer.api.notification.list.query({});
    const read = { notificationIds: [notification?.id ?? ""] };
    await secondReviewer.api.notification.read.mutate(read);
    expect((await reviewer.api.notification.list.query({}))[0]?.readAt).toBeNull();
    await reviewer.api.notification.read.mutate(read);
    expect((await reviewer.api.notification.list.query({}))[0]?.readAt).toEqual(expect.any(String));

    // Whoever wrote it and whoever released it do not review it, whatever they hold.
    const look = { emergencyId: made.id, verdict: "approve" } as const;
    await grant(story, engineer, "workspace.reviewer");
    await grant(story, breaker, "workspace.reviewer");
    for (const { api: hands } of [engineer, breaker]) {
      expect(await refusalOf(hands.emergency.review.mutate(look))).toBe("forbidden");
    }
    expect(await refusalOf(viewer.api.emergency.review.mutate(look))).toBe("forbidden");

    // Once overdue it holds up whoever made it, and nobody else.
    clock.later(3 * 24 * 60 * 60 * 1000);
    expect((await viewer.api.emergency.list.query({ owed: true }))[0]?.state).toBe("overdue");
    const next = { ...version, label: "production" };
    expect(await refusalOf(api.emergency.releaseVersion.mutate(next))).toBe("conflict");
    const refused = await owner.api.audit.list.query({ action: "release.break-glass", outcome: "refused" });
    expect(refused.items[0]).toMatchObject({ code: "conflict", actor: { id: breaker.me.principal.id } });

    const reviewed = await reviewer.api.emergency.review.mutate({
      ...look,
      verdict: "object",
      body: "A rollback would have done.",
    });
    expect(reviewed).toMatchObject({
      state: "objected",
      settledAt: expect.any(String),
      policies: [{ requirements: [{ metBy: [{ name: "Rita" }] }] }],
    });
    expect(await refusalOf(reviewer.api.emergency.review.mutate(look))).toBe("conflict");
    expect(await refusalOf(secondReviewer.api.emergency.review.mutate(look))).toBe("conflict");
    const second = await api.emergency.releaseVersion.mutate(next);
    expect(second).toMatchObject({ sequence: 3, state: "owed" });
    // A look afterwards approves nothing: it is still served as unreviewed, and no rollback leads there.
    expect(
      await viewer.api.delivery.get.query({ workspace: "production", path: "refund", label: "production" }),
    ).toMatchObject({ unreviewed: true });
    const back = { resourceId, label: "production", toReleaseId: made.releaseId, reason: "back" };
    expect(await refusalOf(publisher.api.release.rollback.mutate(back))).toBe("policy_unsatisfied");
  });

  it("I7 who wrote what an emergency served contributes to what follows, and whom its maker made a reviewer does not settle it", async () => {
    const { story, breaker } = await startEmergency(engine);
    const { owner, engineer, reviewer } = story;
    const [v1, v2] = await draft(story, "refund", ["one", "two"]);
    await publish(story, v1 ?? "");
    const fix = await ask(story, v2 ?? "");
    const made = await breaker.api.emergency.releaseRequest.mutate({ requestId: fix.id, digest: fix.digest, ...cause });

    // The maker lets a friend in who then looks at it: that does not count.
    await grant(story, breaker, "workspace.admin");
    const friend = await addPerson(story.server, story.organizationId, { name: "Fred", email: "fred@acme.test" });
    await breaker.api.binding.create.mutate({
      holder: { type: "principal", id: friend.principalId },
      roleId: "workspace.reviewer",
      scopeId: story.production,
    });
    const fred = await friend.signIn();
    const look = { emergencyId: made.id, verdict: "approve" } as const;
    expect(await refusalOf(fred.api.emergency.review.mutate(look))).toBe("forbidden");

    // Went wrong: after an emergency its author was no contributor of what was built on it, as it was "served already".
    const sourceId = (await engineer.api.version.get.query({ versionId: v2 ?? "" })).resourceId;
    await owner.api.binding.create.mutate({
      holder: { type: "principal", id: reviewer.me.principal.id },
      roleId: "workspace.editor",
      scopeId: story.development,
    });
    const v3 = await reviewer.api.version.create.mutate({
      resourceId: sourceId,
      content: textPrompt("three"),
      basedOnVersionId: v2 ?? null,
    });
    await grant(story, reviewer, "workspace.requester");
    await grant(story, engineer, "workspace.reviewer");
    const next = await reviewer.api.request.open.mutate({
      sourceVersionId: v3.id,
      targetWorkspaceId: story.production,
      label: "production",
    });
    const approval = { requestId: next.id, digest: next.digest, verdict: "approve" } as const;
    expect(await refusalOf(engineer.api.request.review.mutate(approval))).toBe("forbidden");
  });

  it("I10 I17 the database itself takes no break-glass release without a person's emergency of exactly it", async () => {
    const { story, breaker } = await startEmergency(engine);
    const [v1] = await draft(story, "refund", ["one"]);
    const release = await publish(story, v1 ?? "");
    const { db } = story.server.environment;
    const organization_id = story.organizationId;
    const at = "2030-01-01T00:00:00.000Z";
    const address = {
      organization_id,
      resource_id: release.resourceId,
      target_workspace_id: story.production,
      target_path: "refund",
      label: "production",
      sequence: 2,
      version_id: release.versionId ?? "",
      digest: release.digest ?? "",
      created_at: at,
    };
    const emergency = {
      ...address,
      id: "emg_forged",
      release_id: "rel_forged",
      principal_id: breaker.me.principal.id,
      ...cause,
      review_due_at: "2030-01-04T00:00:00.000Z",
    };
    const forged = {
      ...address,
      id: "rel_forged",
      kind: "break-glass",
      serves: "[]",
      policy_versions: "[]",
      reviews: "[]",
      released_by: breaker.me.principal.id,
      key_id: null as string | null,
      reason: "",
      revision: 1,
    } as const;
    const attempt = (
      first: typeof emergency | null,
      second: (Omit<typeof forged, "key_id" | "released_by"> & { key_id: string | null; released_by: string }) | null,
    ) =>
      db.transaction().execute(async (tx) => {
        if (first !== null) await tx.insertInto("emergencies").values(first).execute();
        if (second !== null) await tx.insertInto("releases").values(second).execute();
      });
    await expect(attempt(null, forged)).rejects.toThrow(/break-glass release needs/);
    await expect(attempt({ ...emergency, digest: `sha256:${"0".repeat(64)}` }, forged)).rejects.toThrow(/needs/);
    await expect(attempt({ ...emergency, target_path: "other" }, forged)).rejects.toThrow(/needs/);
    await expect(attempt(emergency, { ...forged, released_by: story.owner.me.principal.id })).rejects.toThrow(/needs/);
    await expect(attempt(emergency, { ...forged, key_id: "key_x" })).rejects.toThrow(/needs/);
    await expect(attempt({ ...emergency, reason: "" }, forged)).rejects.toThrow(/check|constraint/i);
    await expect(attempt({ ...emergency, incident: "" }, forged)).rejects.toThrow(/check|constraint/i);
    await expect(attempt(emergency, null)).rejects.toThrow(/foreign key/i);

    const made = await breaker.api.emergency.releaseVersion.mutate({
      resourceId: release.resourceId,
      label: "production",
      versionId: release.versionId ?? "",
      ...cause,
    });
    const row = { organization_id, emergency_id: made.id, created_at: at };
    const review = { ...row, id: "aft_forged", verdict: "approve", body: "", revision: 1 } as const;
    for (const principal_id of [breaker.me.principal.id, story.engineer.me.principal.id]) {
      await expect(
        db.transaction().execute((tx) =>
          tx
            .insertInto("after_reviews")
            .values({ ...review, principal_id })
            .execute(),
        ),
      ).rejects.toThrow(/neither made it nor contributed/);
    }
    await expect(
      db.transaction().execute((tx) => tx.insertInto("emergency_settlements").values(row).execute()),
    ).rejects.toThrow(/settled by reviews/);
    await expect(
      db
        .transaction()
        .execute((tx) => tx.deleteFrom("emergencies").where("organization_id", "=", organization_id).execute()),
    ).rejects.toThrow(/written once/);
  });
});

/** The story with a person who may release in an emergency and nothing else, and a clock that can be put forward. */
async function startEmergency(engine: Parameters<typeof startStory>[0]) {
  const passed = { milliseconds: 0 };
  const now = () => new Date(Date.now() + passed.milliseconds).toISOString();
  const clock: Clock = { now, inside: () => Promise.resolve(now()) };
  const story = await startStory(engine, { clock });
  const role = await story.owner.api.role.create.mutate({ name: "Firefighter", permissions: ["release:break-glass"] });
  const person = await addPerson(story.server, story.organizationId, { name: "Finn", email: "finn@acme.test" });
  await story.owner.api.binding.create.mutate({
    holder: { type: "principal", id: person.principalId },
    roleId: role.id,
    scopeId: story.production,
  });
  const later = (milliseconds: number) => {
    passed.milliseconds += milliseconds;
  };
  return { story, breaker: await person.signIn(), clock: { later } };
}

async function grant(story: Story, person: SignedIn, roleId: string): Promise<void> {
  const holder = { type: "principal", id: person.me.principal.id } as const;
  await story.owner.api.binding.create.mutate({ holder, roleId, scopeId: story.production });
}

async function ask(story: Story, sourceVersionId: string) {
  const to = { targetWorkspaceId: story.production, label: "production" };
  return story.engineer.api.request.open.mutate({ sourceVersionId, ...to });
}

async function publish(story: Story, sourceVersionId: string) {
  const { id: requestId, digest } = await ask(story, sourceVersionId);
  await story.reviewer.api.request.review.mutate({ requestId, digest, verdict: "approve" });
  return (await story.publisher.api.request.publish.mutate({ requestId, digest })).release;
}
