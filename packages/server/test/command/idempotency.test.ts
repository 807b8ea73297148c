import { expect, it } from "vitest";
import type { CountersignServer } from "../../src/compose.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
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
  { cookie }: SignedIn,
  { procedure, input, key }: { readonly procedure: string; readonly input: object; readonly key: string },
): Promise<Answer> {
  const answer = await server.fetch(
    new Request(`http://127.0.0.1/trpc/${procedure}`, {
      method: "POST",
      headers: { cookie, "x-countersign-client": "1", "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(input),
    }),
  );
  return { status: answer.status, body: await answer.json() };
}

function refusal({ body }: Answer): unknown {
  return (body as { readonly error?: { readonly data?: { readonly countersign?: unknown } } }).error?.data?.countersign; // the wire's shape
}
