import type { ChangeCondition, PolicyTermsInput, RequirementRecord } from "@countersign/core";
import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf, type Story, startStory } from "../fixtures/story.ts";
import { type Api, withKey } from "../fixtures/test-server.ts";

const hour = 60 * 60 * 1000;
const reviewer = { type: "role", roleId: "workspace.reviewer", count: 1 } as const;

/** A story whose server's clock goes on when it is told to; what callers think of the time is nowhere. */
async function startTimed(engine: Parameters<typeof startStory>[0]) {
  const clock = { ahead: 0 };
  const now = () => new Date(Date.now() + clock.ahead).toISOString();
  const story = await startStory(engine, { clock: { now, inside: async () => now() } });
  return { story, clock, now };
}

/** A policy for one label of production. */
async function demand(
  { owner, production }: Story,
  label: string,
  requirements: RequirementRecord[],
  terms: PolicyTermsInput = {},
) {
  return owner.api.policy.create.mutate({ scopeId: production, name: label, labelPattern: label, requirements, terms });
}

const chat = (system: string, question = "{{question}}", model = "m-1") => ({
  type: "chat",
  syntax: "template",
  messages: [
    { role: "system", content: system },
    { role: "user", content: question },
  ],
  variables: [{ name: "question", required: true }],
  model: { name: model, parameters: { temperature: 0 } },
});

/** A prompt of development that is asked into production, version after version. */
async function prompt({ engineer, development, production }: Story, name: string) {
  const { api } = engineer;
  const resource = await api.resource.create.mutate({ kind: "prompt", workspaceId: development, name });
  return {
    ask: async (label: string, content: ReturnType<typeof chat>) => {
      const version = await api.version.create.mutate({ resourceId: resource.id, content, force: true });
      return api.request.open.mutate({ sourceVersionId: version.id, targetWorkspaceId: production, label });
    },
  };
}

const approve = (api: Api, { id, digest }: { readonly id: string; readonly digest: string }) =>
  api.request.review.mutate({ requestId: id, verdict: "approve", digest });
const publish = (api: Api, { id, digest }: { readonly id: string; readonly digest: string }) =>
  api.request.publish.mutate({ requestId: id, digest });

onEveryEngine("what a policy asks beside approvals", (engine) => {
  it("I17 who must approve depends on what changed, judged by the server against what the label serves", async () => {
    const { story } = await startTimed(engine);
    const { owner, engineer, reviewer: rita, secondReviewer: rob, publisher } = story;
    const ifSystem: ChangeCondition[] = [{ type: "area", area: "system-message" }];
    const rob1 = { type: "people", principalIds: [rob.me.principal.id], count: 1, when: ifSystem } as const;
    await demand(story, "worded", [{ ...rob1, principalIds: [...rob1.principalIds] }]);
    const { ask } = await prompt(story, "answer");

    // Nothing is served yet: everything is new, so every condition is true.
    const first = await ask("worded", chat("Be kind."));
    expect(first.change).toEqual({ type: "everything" });
    expect((await approve(rita.api, first)).blockers.map(({ code }) => code)).toEqual(["requirement_missing"]);
    await approve(rob.api, first);
    await publish(publisher.api, first);

    // The question alone: Rob is not asked, and yet not nobody.
    const second = await ask("worded", chat("Be kind.", "Q: {{question}}"));
    expect(second).toMatchObject({
      change: { type: "difference", areas: ["message"], lines: 2, characters: 3 },
      approvals: { required: 1 },
      policies: [{ needsAnyApproval: true, requirements: [{ applies: false, required: 1 }] }],
    });
    expect(second.policies[0]?.requirements[0]?.text).toBe("a named person, if the system message changed");
    expect(second.blockers.map(({ code }) => code)).toEqual(["approval_missing"]);
    expect(await refusalOf(publish(publisher.api, second))).toBe("policy_unsatisfied");
    expect((await rita.api.request.get.query({ requestId: second.id })).awaitsMe).toBe(true);
    await approve(rita.api, second);
    await publish(publisher.api, second);

    // A push brings the condition back, whatever it was when the request was opened.
    const third = await ask("worded", chat("Be kind.", "Question: {{question}}"));
    await approve(rita.api, third);
    const worse = await engineer.api.version.create.mutate({
      resourceId: (await engineer.api.version.get.query({ versionId: third.source.versionId ?? "" })).resourceId,
      content: chat("Be rude.", "Question: {{question}}"),
      force: true,
    });
    const pushed = await engineer.api.request.push.mutate({ requestId: third.id, sourceVersionId: worse.id });
    await approve(rita.api, pushed);
    expect(await refusalOf(publish(publisher.api, pushed))).toBe("policy_unsatisfied");
    // Whoever may not ask about others' access reads who must approve as so many people, and never as whom.
    expect(JSON.stringify(pushed.policies)).not.toContain("Rob");
    expect((await owner.api.request.get.query({ requestId: third.id })).policies[0]?.requirements[0]).toMatchObject({
      text: "Rob, if the system message changed",
      applies: true,
    });
  });

  it("I17 a condition is not evaded through an include: what it says is what the system message says", async () => {
    const { story } = await startTimed(engine);
    const { owner, engineer, reviewer: rita, secondReviewer: rob, publisher, development } = story;
    const people = { type: "people", principalIds: [rob.me.principal.id], count: 1 } as const;
    await demand(story, "included", [
      reviewer,
      { ...people, principalIds: [...people.principalIds], when: [{ type: "area", area: "system-message" }] },
    ]);
    const tone = await engineer.api.resource.create.mutate({ kind: "prompt", workspaceId: development, name: "tone" });
    const say = async (text: string) => {
      const content = { type: "text", syntax: "template", text, variables: [] };
      const version = await engineer.api.version.create.mutate({ resourceId: tone.id, content, force: true });
      await owner.api.release.create.mutate({ resourceId: tone.id, label: "stable", versionId: version.id });
    };
    await say("Be kind.");
    const { ask } = await prompt(story, "including");
    const first = await ask("included", chat("{{> tone@stable}}"));
    await approve(rita.api, first);
    await approve(rob.api, first);
    await publish(publisher.api, first);

    // Not a byte of the prompt itself changes.
    await say("Be rude.");
    const second = await ask("included", chat("{{> tone@stable}}"));
    expect(second.change).toMatchObject({ areas: expect.arrayContaining(["include", "system-message"]) });
    await approve(rita.api, second);
    expect(await refusalOf(publish(publisher.api, second))).toBe("policy_unsatisfied");
    await approve(rob.api, second);
    await publish(publisher.api, second);
  });

  it("I17 owners by path: the last that matches must approve besides", async () => {
    const { story } = await startTimed(engine);
    const { reviewer: rita, secondReviewer: rob, publisher, owner } = story;
    const by = (id: string): RequirementRecord => ({ type: "people", principalIds: [id], count: 1 });
    await demand(story, "owned", [reviewer], {
      owners: [
        { pattern: "**", requirement: by(owner.me.principal.id) },
        { pattern: "pay-*", requirement: by(rob.me.principal.id) },
      ],
    });
    const { ask } = await prompt(story, "pay-refund");
    const request = await ask("owned", chat("Pay."));
    expect(request.policies[0]?.requirements.map(({ ownerOf }) => ownerOf)).toEqual([null, "pay-*"]);
    await approve(rob.api, request);
    // One person fills one slot.
    expect(await refusalOf(publish(publisher.api, request))).toBe("policy_unsatisfied");
    await approve(rita.api, request);
    await publish(publisher.api, request);
  });

  it("I7 I17 a check counts for exactly this digest, by the account that the policy names, while it has not expired", async () => {
    const { story, clock, now } = await startTimed(engine);
    const { owner, engineer, reviewer: rita, publisher, production } = story;
    const account = async (name: string) => {
      const { id } = await owner.api.serviceAccount.create.mutate({ name, homeScopeId: production });
      await owner.api.binding.create.mutate({
        holder: { type: "principal", id },
        roleId: "workspace.viewer",
        scopeId: production,
      });
      const { secret } = await owner.api.key.create.mutate({ name, principalId: id });
      return { id, api: withKey(story.server, secret) };
    };
    const ci = await account("ci");
    const other = await account("other");
    const name = "eval:regression";
    await demand(story, "checked", [reviewer], { checks: [{ name, serviceAccountId: ci.id, validHours: 24 }] });
    const { ask } = await prompt(story, "checked");
    const request = await ask("checked", chat("One."));
    const { id: requestId, digest } = request;
    await approve(rita.api, request);
    expect(await refusalOf(publish(publisher.api, request))).toBe("policy_unsatisfied");
    const stands = async () => (await engineer.api.request.get.query({ requestId })).policies[0]?.checks[0]?.state;
    const passed = { requestId, name, digest, outcome: "passed" } as const;

    // By a person, by another account, for another digest, under another name.
    expect(await refusalOf(owner.api.request.reportCheck.mutate(passed))).toBe("forbidden");
    expect(await refusalOf(other.api.request.reportCheck.mutate(passed))).toBe("forbidden");
    expect(await refusalOf(ci.api.request.reportCheck.mutate({ ...passed, name: "eval" }))).toBe("forbidden");
    const elsewhere = `sha256:${"0".repeat(64)}`;
    expect(await refusalOf(ci.api.request.reportCheck.mutate({ ...passed, digest: elsewhere }))).toBe("stale");
    expect(await refusalOf(ci.api.request.reportCheck.mutate({ ...passed, expiresAt: now() }))).toBe("invalid");
    expect(await stands()).toBe("missing");

    await ci.api.request.reportCheck.mutate({ ...passed, outcome: "failed", summary: "3 of 40 are worse" });
    expect(await stands()).toBe("failed");
    const reported = await ci.api.request.reportCheck.mutate(passed);
    expect(reported).toMatchObject({ state: "approved", policies: [{ checks: [{ state: "passed" }] }] });

    // It was for that content and no other.
    const { resourceId } = await engineer.api.version.get.query({ versionId: request.source.versionId ?? "" });
    const next = await engineer.api.version.create.mutate({ resourceId, content: chat("Two."), force: true });
    const pushed = await engineer.api.request.push.mutate({ requestId, sourceVersionId: next.id });
    expect(await stands()).toBe("missing");
    await approve(rita.api, pushed);
    expect(await refusalOf(publish(publisher.api, pushed))).toBe("policy_unsatisfied");
    await ci.api.request.reportCheck.mutate({ ...passed, digest: pushed.digest });

    clock.ahead += 24 * hour;
    expect(await stands()).toBe("expired");
    expect(await refusalOf(publish(publisher.api, pushed))).toBe("policy_unsatisfied");
    await ci.api.request.reportCheck.mutate({ ...passed, digest: pushed.digest });

    // Whoever had a hand in the request and makes a key of the account could have said so himself: it counts no more.
    await owner.api.serviceAccount.update.mutate({
      serviceAccountId: ci.id,
      responsibleIds: [owner.me.principal.id, engineer.me.principal.id],
    });
    expect(await stands()).toBe("contributors-own");
    expect(await refusalOf(publish(publisher.api, pushed))).toBe("policy_unsatisfied");
    // Not even once he has stepped back.
    await owner.api.serviceAccount.update.mutate({ serviceAccountId: ci.id, responsibleIds: [owner.me.principal.id] });
    expect(await stands()).toBe("contributors-own");
  });

  it("I9 I17 approvals age, waiting times pass and freezes end by the database's clock alone", async () => {
    const { story, clock, now } = await startTimed(engine);
    const { owner, reviewer: rita, publisher } = story;
    const local = (time: string) => time.slice(0, 16);
    const in_ = (hours: number) => new Date(Date.parse(now()) + hours * hour).toISOString();
    await demand(story, "aging", [reviewer], { reviewDays: 2 });
    await demand(story, "waiting", [reviewer], { waiting: { hours: 3, since: "approved" } });
    await demand(story, "frozen", [reviewer], {
      freezes: [{ type: "dates", name: "holidays", from: local(in_(-1)), until: local(in_(5)), utcOffset: "Z" }],
    });
    const { ask } = await prompt(story, "timed");
    const requests = [];
    for (const label of ["aging", "waiting", "frozen"]) requests.push(await ask(label, chat("Now.")));
    const [aging, waiting, frozen] = requests;
    if (aging === undefined || waiting === undefined || frozen === undefined) throw new Error("Three were opened.");

    clock.ahead += hour;
    for (const request of requests) await approve(rita.api, request);
    const blocked = await rita.api.request.get.query({ requestId: waiting.id });
    expect(blocked).toMatchObject({ state: "approved", blockers: [{ code: "waiting" }] });
    expect(await refusalOf(publish(publisher.api, waiting))).toBe("policy_unsatisfied");
    const held = await rita.api.request.get.query({ requestId: frozen.id });
    expect(held).toMatchObject({ state: "approved", blockers: [{ code: "frozen" }] });
    expect(held.policies[0]?.freezes.until?.slice(0, 16)).toBe(local(in_(4)));
    expect(held.blockers[0]?.message).toContain(held.policies[0]?.freezes.until);
    expect(await refusalOf(publish(publisher.api, frozen))).toBe("policy_unsatisfied");

    clock.ahead += 3 * hour;
    await publish(publisher.api, waiting);
    expect(await refusalOf(publish(publisher.api, frozen))).toBe("policy_unsatisfied");
    clock.ahead += hour;
    await publish(publisher.api, frozen);

    clock.ahead += 44 * hour;
    const old = await rita.api.request.get.query({ requestId: aging.id });
    expect(old).toMatchObject({ state: "open", awaitsMe: true, blockers: [{ code: "requirement_missing" }] });
    expect(old.blockers[0]?.message).toContain("older than the 2 days");
    expect(await refusalOf(publish(publisher.api, aging))).toBe("policy_unsatisfied");
    await approve(rita.api, aging);

    // What is asked from now on is asked of what was opened and approved before.
    await owner.api.policy.create.mutate({
      scopeId: story.production,
      name: "frozen now",
      labelPattern: "aging",
      requirements: [reviewer],
      terms: { freezes: [{ type: "dates", name: "n", from: local(in_(-1)), until: local(in_(1)), utcOffset: "Z" }] },
    });
    expect(await refusalOf(publish(publisher.api, aging))).toBe("policy_unsatisfied");
    clock.ahead += hour;
    await publish(publisher.api, aging);
  });

  it("refuses terms that mean nothing, and says what would", async () => {
    const { story } = await startTimed(engine);
    const bad: readonly (readonly [PolicyTermsInput, string])[] = [
      [{ checks: [{ name: "eval", serviceAccountId: story.owner.me.principal.id, validHours: null }] }, "invalid"],
      [{ owners: [{ pattern: "/a", requirement: reviewer }] }, "invalid"],
      [
        {
          freezes: [{ type: "dates", name: "n", from: "2026-02-30T00:00", until: "2026-03-01T00:00", utcOffset: "Z" }],
        },
        "invalid",
      ],
    ];
    for (const [terms, code] of bad) {
      expect(await refusalOf(demand(story, "bad", [reviewer], terms)), JSON.stringify(terms)).toBe(code);
    }
  });

  it("I17 says before one asks what a request would need, and writes nothing", async () => {
    const { story } = await startTimed(engine);
    const { engineer, viewer, secondReviewer: rob, development, production } = story;
    await demand(story, "previewed", [
      reviewer,
      {
        type: "people",
        principalIds: [rob.me.principal.id],
        count: 1,
        when: [{ type: "size", unit: "lines", over: 100 }],
      },
    ]);
    const { id: resourceId } = await engineer.api.resource.create.mutate({
      kind: "prompt",
      workspaceId: development,
      name: "previewed",
    });
    const version = await engineer.api.version.create.mutate({ resourceId, content: chat("New."), force: true });
    const input = { sourceVersionId: version.id, targetWorkspaceId: production, label: "previewed" };
    const preview = await engineer.api.request.preview.query(input);
    expect(preview).toMatchObject({
      protected: true,
      change: { type: "everything" },
      policies: [
        {
          requirements: [
            { applies: true, eligibleCount: 2 },
            { applies: true, eligibleCount: 1, eligible: null },
          ],
        },
      ],
      contributors: [{ principal: { name: "Erin" } }],
    });
    const free = await engineer.api.request.preview.query({ ...input, label: "free" });
    expect(free).toMatchObject({ protected: false, policies: [] });
    expect(await refusalOf(viewer.api.request.preview.query(input))).toBe("not_found");
    expect((await engineer.api.request.list.query({})).items).toEqual([]);
  });

  it("I17 a policy that is tried out protects nothing, holds nothing up, and records what it would have", async () => {
    const { story } = await startTimed(engine);
    const { owner, reviewer: rita, publisher, viewer, developmentAdmin, production } = story;
    const policy = await owner.api.policy.create.mutate({
      scopeId: production,
      name: "Tried",
      labelPattern: "*",
      mode: "evaluate",
      requirements: [{ type: "role", roleId: "workspace.reviewer", count: 2 }],
    });
    const { ask } = await prompt(story, "tried");
    // An unprotected label stays so: it is published without anybody's approval, and moved without a request.
    const request = await ask("canary", chat("One."));
    expect(request).toMatchObject({ state: "approved", policies: [], triedOut: [{ policyId: policy.id }] });
    const released = await publish(publisher.api, request);
    expect(released.release).toMatchObject({ kind: "unprotected" });
    const { resourceId, versionId } = released.release;
    const direct = { resourceId, label: "elsewhere", versionId: versionId ?? "" };
    expect(await publisher.api.release.create.mutate(direct)).toMatchObject({ kind: "unprotected" });
    // A protected one is held up by what is in force alone.
    const guarded = await ask("production", chat("Two."));
    await approve(rita.api, guarded);
    expect((await publish(publisher.api, guarded)).release).toMatchObject({ kind: "approved" });

    const { items } = await viewer.api.policy.trials.query({ policyId: policy.id });
    expect(items.map(({ label, blockers }) => [label, blockers.length])).toEqual([
      ["production", 1],
      ["elsewhere", 1],
      ["canary", 1],
    ]);
    expect(items[0]?.blockers[0]).toContain("1 of 2 is missing");
    const events = await owner.api.audit.list.query({ action: "policy.would-block" });
    expect(events.items).toHaveLength(3);
    // Of what one does not see nothing is told.
    expect(await refusalOf(developmentAdmin.api.policy.trials.query({ policyId: policy.id }))).toBe("not_found");
    // Enforced, it protects what it begins to match: openly unreviewed until it is approved.
    await owner.api.policy.update.mutate({ policyId: policy.id, mode: "enforce" });
    expect(await refusalOf(publisher.api.release.create.mutate(direct))).toBe("policy_unsatisfied");
    expect((await viewer.api.release.list.query({ label: "canary" })).items[0]).toMatchObject({ kind: "adopted" });
  });

  it("refuses a policy that nobody could satisfy, with how many could, unless it is only tried out", async () => {
    const { story } = await startTimed(engine);
    const { owner, organizationId, production, viewer } = story;
    const wish = (requirements: RequirementRecord[], scopeId = production) => ({
      scopeId,
      name: "Wish",
      labelPattern: "wish",
      requirements,
    });
    const three: RequirementRecord[] = [{ type: "role", roleId: "workspace.reviewer", count: 3 }];
    const refused = await owner.api.policy.create.mutate(wish(three)).catch((error: unknown) => String(error));
    expect(refused).toContain('"3 of the role "Reviewer"" could be met by 2 people');
    // Named, and may not review.
    const named = { type: "people" as const, principalIds: [viewer.me.principal.id], count: 1 };
    expect(await refusalOf(owner.api.policy.create.mutate(wish([named])))).toBe("invalid");
    // One person meets one requirement; owners by path count too.
    expect(
      await refusalOf(
        owner.api.policy.create.mutate({
          ...wish([{ type: "role", roleId: "workspace.reviewer", count: 2 }]),
          terms: { owners: [{ pattern: "a", requirement: reviewer }] },
        }),
      ),
    ).toBe("invalid");
    // Nobody reviews everywhere, and somebody in production: there it can be satisfied.
    const everywhere = await owner.api.policy.create.mutate(wish([reviewer], organizationId));
    expect(everywhere.requirements[0]).toMatchObject({ eligibleCount: 0 });
    // Made stricter until nobody could satisfy it.
    const { policyId } = story;
    expect(await refusalOf(owner.api.policy.update.mutate({ policyId, requirements: three }))).toBe("invalid");
    const tried = await owner.api.policy.create.mutate({ ...wish(three), name: "Tried", mode: "evaluate" });
    expect(tried).toMatchObject({ satisfiable: false, requirements: [{ eligibleCount: 2 }] });
    expect(await refusalOf(owner.api.policy.update.mutate({ policyId: tried.id, mode: "enforce" }))).toBe("invalid");
  });
});
