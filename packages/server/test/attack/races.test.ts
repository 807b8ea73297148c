import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { draft, type Story, startStory, textPrompt } from "../fixtures/story.ts";
import { foundTestOrganization, type SignedIn, startTestServer } from "../fixtures/test-server.ts";
import { rawCall } from "./raw-call.ts";

onEveryEngine("races", (engine) => {
  it("I9 I10 I11 of 20 publishers of one request one releases, 19 meet a conflict, and one release is recorded", async () => {
    const story = await startStory(engine);
    const publishers: SignedIn[] = [];
    for (let number = 1; number <= 20; number += 1) {
      const name = `publisher${number}`;
      const person = await addPerson(story.server, story.organizationId, { name, email: `${name}@acme.test` });
      await bind(story, person.principalId, "workspace.publisher");
      publishers.push(await person.signIn());
    }
    const { id, digest } = await approvedRequest(story);
    const outcomes = await Promise.all(
      publishers.map(({ api }) => outcomeOf(api.request.publish.mutate({ requestId: id, digest }))),
    );
    expect(counted(outcomes)).toEqual({ answered: 1, conflict: 19 });
    const { items } = await story.owner.api.release.list.query({});
    expect(items.map(({ sequence, kind, label }) => ({ sequence, kind, label }))).toEqual([
      { sequence: 1, kind: "approved", label: "production" },
    ]);
    const events = (await story.owner.api.audit.list.query({ action: "label.release", limit: 200 })).items;
    expect(events.filter(({ outcome }) => outcome === "done")).toHaveLength(1);
    expect(events.filter(({ outcome }) => outcome === "refused").length).toBeGreaterThan(0);
    expect(await story.owner.api.audit.verify.query({})).toMatchObject({ intact: true });
  });

  it("I6 of two owners who demote each other at the same moment one is left", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const person = await addPerson(server, organizationId, { name: "Otto Owner", email: "otto@acme.test" });
    const other = await person.signIn();
    const holder = { type: "principal", id: person.principalId } as const;
    await owner.api.binding.create.mutate({ holder, roleId: "organization.owner", scopeId: organizationId });
    const owners = (await owner.api.binding.list.query({ roleId: "organization.owner" })).items;
    const of = (principalId: string) => owners.find((one) => one.holder.id === principalId)?.id ?? "";
    const outcomes = await Promise.all([
      outcomeOf(owner.api.binding.delete.mutate({ bindingId: of(other.me.principal.id) })),
      outcomeOf(other.api.binding.delete.mutate({ bindingId: of(owner.me.principal.id) })),
    ]);
    expect(outcomes.filter((outcome) => outcome === "answered")).toHaveLength(1);
    const left = outcomes[0] === "answered" ? owner : other;
    expect((await left.api.binding.list.query({ roleId: "organization.owner" })).items).toHaveLength(1);
    // Demoting oneself, twice at once, leaves the last one too.
    expect(await outcomeOf(left.api.binding.delete.mutate({ bindingId: of(left.me.principal.id) }))).toBe("last_owner");
  });

  it("I6 of two owners who leave at the same moment one is left", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const person = await addPerson(server, organizationId, { name: "Otto Owner", email: "otto@acme.test" });
    const other = await person.signIn();
    const holder = { type: "principal", id: person.principalId } as const;
    await owner.api.binding.create.mutate({ holder, roleId: "organization.owner", scopeId: organizationId });
    const outcomes = await Promise.all(
      [owner, other].map(({ api, me }) =>
        outcomeOf(api.member.remove.mutate({ memberId: me.principal.id, reason: "leaving" })),
      ),
    );
    expect(counted(outcomes)).toEqual({ answered: 1, last_owner: 1 });
  });

  it("I9 a publisher who loses the role at the same moment either was first or does not publish", async () => {
    const story = await startStory(engine);
    const bindings = (await story.owner.api.binding.list.query({ scopeId: story.production })).items;
    const bindingId = bindings.find(({ role }) => role.id === "workspace.publisher")?.id ?? "";
    const { id, digest } = await approvedRequest(story);
    const [published, revoked] = await Promise.all([
      outcomeOf(story.publisher.api.request.publish.mutate({ requestId: id, digest })),
      outcomeOf(story.owner.api.binding.delete.mutate({ bindingId })),
    ]);
    expect(revoked).toBe("answered");
    const { items } = await story.owner.api.audit.list.query({ limit: 200 });
    const seq = (action: string, outcome: string) =>
      items.find((event) => event.action === action && event.outcome === outcome)?.seq ?? 0;
    if (published === "answered") {
      expect(seq("label.release", "done")).toBeLessThan(seq("binding.delete", "done"));
    } else {
      expect(["forbidden", "not_found"]).toContain(published);
      expect(seq("label.release", "done")).toBe(0);
      expect((await story.owner.api.release.list.query({})).items).toEqual([]);
    }
  });

  it("I7 I9 a review of somebody who leaves the reviewers' group at the same moment counts only if he is still in it", async () => {
    const story = await startStory(engine);
    const { owner } = story;
    const person = await addPerson(story.server, story.organizationId, { name: "Gerd", email: "gerd@acme.test" });
    const gerd = await person.signIn();
    const group = await owner.api.group.create.mutate({ name: "Reviewers" });
    const member = { type: "principal", id: person.principalId } as const;
    await owner.api.group.addMember.mutate({ groupId: group.id, member });
    await owner.api.binding.create.mutate({
      holder: { type: "group", id: group.id },
      roleId: "workspace.reviewer",
      scopeId: story.production,
    });
    const { id, digest } = await openedRequest(story);
    const [reviewed] = await Promise.all([
      outcomeOf(gerd.api.request.review.mutate({ requestId: id, verdict: "approve", digest })),
      owner.api.group.removeMember.mutate({ groupId: group.id, member }),
    ]);
    expect(["answered", "forbidden", "not_found"]).toContain(reviewed);
    // Whichever was first: he is no reviewer now, so nothing of his counts.
    expect(await owner.api.request.get.query({ requestId: id })).toMatchObject({
      state: "open",
      approvals: { counted: 0, required: 1 },
    });
    expect(await outcomeOf(story.publisher.api.request.publish.mutate({ requestId: id, digest }))).toBe(
      "policy_unsatisfied",
    );
  });

  it("I10 versions saved in parallel are numbered without gaps", async () => {
    const story = await startStory(engine);
    const { api } = story.engineer;
    const { id } = await api.resource.create.mutate({
      kind: "prompt",
      workspaceId: story.development,
      name: "busy",
    });
    const saved = await Promise.all(
      Array.from({ length: 16 }, (_, index) =>
        api.version.create.mutate({ resourceId: id, content: textPrompt(`text ${index}`), force: true }),
      ),
    );
    const numbers = saved.map(({ number }) => number).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 16 }, (_, index) => index + 1));
  });

  it("I10 of parallel moves of one unprotected label all take the next sequence or meet a conflict", async () => {
    const story = await startStory(engine);
    const versions = await draft(story, "canary", ["one", "two"]);
    const { resourceId } = await story.engineer.api.version.get.query({ versionId: versions[0] ?? "" });
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        outcomeOf(
          story.owner.api.release.create.mutate({
            resourceId,
            label: "canary",
            versionId: versions[index % 2] ?? "",
            expectedSequence: 0,
          }),
        ),
      ),
    );
    expect(counted(outcomes)).toEqual({ answered: 1, conflict: 9 });
  });

  it("I20 one idempotency key ten times in parallel acts once, and belongs to its principal and its body", async () => {
    const story = await startStory(engine);
    const headers = (person: SignedIn) => ({
      "x-countersign-client": "1",
      cookie: person.cookie,
      "idempotency-key": "once",
    });
    const create = (person: SignedIn, name: string) =>
      rawCall(story.server, "workspace.create", { name }, headers(person));
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(story.owner, "once")));
    expect(counted(answers.map(({ outcome }) => outcome))).toEqual({ answered: 10 });
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
    expect((await create(story.owner, "another")).outcome).toBe("idempotency_mismatch");
    // Another's key of the same name is no way to his answer, nor around one's own lack.
    expect((await create(story.viewer, "once")).outcome).toBe("forbidden");
    const workspaces = await story.owner.api.workspace.list.query({});
    expect(workspaces.filter(({ name }) => name === "once")).toHaveLength(1);
  });
});

async function openedRequest(story: Story) {
  const [sourceVersionId = ""] = await draft(story, "raced", ["one"]);
  return story.engineer.api.request.open.mutate({
    sourceVersionId,
    targetWorkspaceId: story.production,
    label: "production",
  });
}

async function approvedRequest(story: Story) {
  const { id, digest } = await openedRequest(story);
  return story.reviewer.api.request.review.mutate({ requestId: id, verdict: "approve", digest });
}

async function bind(story: Story, id: string, roleId: string): Promise<void> {
  const holder = { type: "principal", id } as const;
  await story.owner.api.binding.create.mutate({ holder, roleId, scopeId: story.production });
}

/** `answered`, or the code of the refusal. */
async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return "answered";
  } catch (error) {
    if (typeof error === "object" && error !== null && "data" in error) {
      const { data } = error as { readonly data?: { readonly countersign?: { readonly code?: string } } }; // the wire's shape
      if (data?.countersign?.code !== undefined) return data.countersign.code;
    }
    throw error;
  }
}

function counted(outcomes: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}
