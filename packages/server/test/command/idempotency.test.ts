import { expect, it } from "vitest";
import type { CountersignServer } from "../../src/compose.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { draft, startStory } from "../fixtures/story.ts";
import { foundTestOrganization, type SignedIn, startTestServer } from "../fixtures/test-server.ts";

onEveryEngine("a call that is repeated with its idempotency key", (engine) => {
  it("I20 acts once, and is answered as the first time", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const create = { procedure: "workspace.create", input: { name: "production" }, key: "one" };

    const first = await call(server, owner, create);
    expect(first).toMatchObject({ status: 200, body: { result: { data: { name: "production" } } } });
    expect(await call(server, owner, create)).toEqual(first);
    const many = await Promise.all(
      Array.from({ length: 5 }, () => call(server, owner, { ...create, input: { name: "staging" }, key: "two" })),
    );
    expect(new Set(many.map((answer) => JSON.stringify(answer))).size).toBe(1);

    expect((await owner.api.workspace.list.query({})).map(({ name }) => name).sort()).toEqual([
      "production",
      "staging",
    ]);
    const events = await owner.api.audit.list.query({ action: "workspace.create", outcome: "done" });
    expect(events.items).toHaveLength(2);
  });

  it("I20 acts once where the organization is shared, however many come at once", async () => {
    // Went wrong: on PostgreSQL those that came together did the work each, and all but one failed when they stored it.
    const story = await startStory(engine);
    const { server, owner, engineer, production } = story;
    const [sourceVersionId = ""] = await draft(story, "refund", ["one"]);
    const { id: requestId } = await engineer.api.request.open.mutate({
      sourceVersionId,
      targetWorkspaceId: production,
      label: "production",
    });
    const comment = { procedure: "request.comment", input: { requestId, body: "why?" }, key: "one" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => call(server, owner, comment)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect((await owner.api.request.get.query({ requestId })).comments).toHaveLength(1);
  });

  it("I20 is bound to its input and its procedure", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    await call(server, owner, { procedure: "workspace.create", input: { name: "production" }, key: "one" });

    for (const other of [
      { procedure: "workspace.create", input: { name: "staging" }, key: "one" },
      { procedure: "group.create", input: { name: "production" }, key: "one" },
    ]) {
      expect(refusal(await call(server, owner, other))).toMatchObject({ code: "idempotency_mismatch" });
    }
    expect((await owner.api.group.list.query({})).items).toEqual([]);
  });

  it("I20 is bound to its principal, and decided again before it is answered", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const organizationId = owner.me.organization.id;
    const ada = await addPerson(server, organizationId, { email: "ada@acme.test", name: "Ada" });
    const binding = await owner.api.binding.create.mutate({
      holder: { type: "principal", id: ada.principalId },
      roleId: "organization.admin",
      scopeId: organizationId,
    });
    const session = await ada.signIn();
    const create = { procedure: "workspace.create", input: { name: "production" }, key: "one" };
    await call(server, session, create);

    // Somebody else's key of the same name is another key: the work is done, and meets the first one's.
    expect(refusal(await call(server, owner, create))).toMatchObject({ code: "conflict" });

    await owner.api.binding.delete.mutate({ bindingId: binding.id });
    expect(refusal(await call(server, session, create))).toMatchObject({
      code: "forbidden",
      permission: "workspace:create",
    });
  });

  it("I20 tells nobody what he may see no more, and no credential what another was told", async () => {
    // Went wrong: a thing that is hidden by now passed for one that is gone, and the stored answer was given without a
    // decision; and a key that is narrowed heard what its person had been answered.
    const story = await startStory(engine);
    const { server, owner, engineer, development, production } = story;
    const [sourceVersionId = ""] = await draft(story, "refund", ["a secret draft"]);
    const open = {
      procedure: "request.open",
      input: { sourceVersionId, targetWorkspaceId: production, label: "production" },
      key: "one",
    };
    const first = await call(server, engineer, open);
    expect(JSON.stringify(first)).toContain("a secret draft");
    expect(await call(server, engineer, open)).toEqual(first);
    const editing = (await owner.api.binding.list.query({ scopeId: development, holderId: engineer.me.principal.id }))
      .items;
    for (const { id: bindingId } of editing) await owner.api.binding.delete.mutate({ bindingId });
    expect(refusal(await call(server, engineer, open))).toMatchObject({ code: "not_found" });

    const create = { procedure: "workspace.create", input: { name: "told" }, key: "two" };
    await call(server, owner, create);
    const { secret } = await owner.api.key.create.mutate({ name: "narrow", permissions: ["workspace:create"] });
    const narrow = await call(server, { authorization: `Bearer ${secret}` }, create);
    expect(refusal(narrow)).toMatchObject({ code: "idempotency_mismatch" });
  });

  it("I20 is told that a policy went which is gone", async () => {
    const story = await startStory(engine);
    const { server, owner, viewer, reviewer, production, policyId } = story;
    const holder = { type: "principal", id: viewer.me.principal.id } as const;
    await owner.api.binding.create.mutate({ holder, roleId: "workspace.admin", scopeId: production });
    const { proposal } = await viewer.api.policy.delete.mutate({ policyId, reason: "in the way" });
    await reviewer.api.policy.approve.mutate({ proposalId: proposal?.id ?? "", approves: true });
    const decide = {
      procedure: "policy.decide",
      input: { proposalId: proposal?.id ?? "", verdict: "accept" },
      key: "one",
    };
    const first = await call(server, owner, decide);
    expect(first).toMatchObject({ status: 200, body: { result: { data: { policy: null } } } });
    expect(await call(server, owner, decide)).toEqual(first);
  });

  it("I20 gives no secret a second time", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const create = { procedure: "key.create", input: { name: "mine" }, key: "one" };

    expect(JSON.stringify(await call(server, owner, create))).toContain("csk_");
    const again = await call(server, owner, create);
    expect(refusal(again)).toMatchObject({ code: "conflict" });
    expect((await owner.api.key.list.query({})).items).toHaveLength(1);
  });
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** As a client sends it: a procedure by its name, with the header. */
async function call(
  server: CountersignServer,
  who: SignedIn | { readonly authorization: string },
  { procedure, input, key }: { readonly procedure: string; readonly input: object; readonly key: string },
): Promise<Answer> {
  const answer = await server.fetch(
    new Request(`http://127.0.0.1/trpc/${procedure}`, {
      method: "POST",
      headers: {
        ...("cookie" in who ? { cookie: who.cookie, "x-countersign-client": "1" } : who),
        "content-type": "application/json",
        "idempotency-key": key,
      },
      body: JSON.stringify(input),
    }),
  );
  return { status: answer.status, body: await answer.json() };
}

function refusal({ body }: Answer): unknown {
  return (body as { readonly error?: { readonly data?: { readonly countersign?: unknown } } }).error?.data?.countersign; // the wire's shape
}
