import { describe, expect, it } from "vitest";
import { maximumBody } from "../../src/app.ts";
import type { CountersignServer } from "../../src/compose.ts";
import { clientAddress } from "../../src/http/client-address.ts";
import { foreignOrigin } from "../../src/http/foreign-origin.ts";
import { foundTestOrganization, password, type SignedIn, startTestServer } from "../fixtures/test-server.ts";

const origin = "http://127.0.0.1";

describe("whose page acts with a session", () => {
  const cases: readonly { readonly headers: Readonly<Record<string, string>>; readonly foreign: boolean }[] = [
    { headers: {}, foreign: false },
    { headers: { origin: "http://127.0.0.1:4700" }, foreign: false },
    { headers: { origin: "https://127.0.0.1:4700" }, foreign: false },
    { headers: { origin: "https://prompts.example.com" }, foreign: false },
    { headers: { origin: "http://127.0.0.1:4701" }, foreign: true },
    { headers: { origin: "http://localhost:4700" }, foreign: true },
    { headers: { origin: "https://prompts.example.com.evil.test" }, foreign: true },
    { headers: { origin: "null" }, foreign: true },
    { headers: { origin: "" }, foreign: true },
    { headers: { "sec-fetch-site": "same-origin" }, foreign: false },
    { headers: { "sec-fetch-site": "same-site" }, foreign: true },
    { headers: { "sec-fetch-site": "cross-site" }, foreign: true },
    { headers: { origin: "https://evil.test", authorization: "Bearer csk_x" }, foreign: false },
  ];

  it.each(cases)("$headers: $foreign", ({ headers, foreign }) => {
    const request = new Request("http://127.0.0.1:4700/trpc/role.create", { method: "POST", headers });
    expect(foreignOrigin(request, "https://prompts.example.com")).toBe(foreign);
  });

  it("a foreign page changes nothing with a cookie, and leaves an event", async () => {
    const { server, owner } = await acme();
    const forged = await post(
      server,
      owner,
      "role.create",
      { name: "Mine", permissions: [] },
      { origin: "https://evil.test" },
    );
    expect(forged.status).toBe(403);
    expect(await forged.json()).toMatchObject({ error: { data: { countersign: { code: "forbidden" } } } });
    expect((await owner.api.role.list.query({})).some(({ name }) => name === "Mine")).toBe(false);
    const events = await server.environment.db
      .selectFrom("audit_events")
      .select(["chain", "outcome"])
      .where("action", "=", "session.foreign-origin")
      .execute();
    expect(events).toEqual([{ chain: "system", outcome: "refused" }]);
    const own = await post(server, owner, "role.create", { name: "Mine", permissions: [] }, { origin });
    expect(own.status).toBe(200);
  });

  it("a cookie without the client's header is no sign-in, and a write with it leaves an event", async () => {
    const { server, owner } = await acme();
    for (const procedure of ["role.create", "role.list"]) {
      const answer = await server.fetch(
        new Request(`${origin}/trpc/${procedure}`, {
          method: "POST",
          headers: { "content-type": "application/json", cookie: owner.cookie },
          body: JSON.stringify(procedure === "role.create" ? { name: "Mine", permissions: [] } : {}),
        }),
      );
      expect(answer.status).toBe(401);
    }
    const events = await server.environment.db
      .selectFrom("audit_events")
      .select("outcome")
      .where("action", "=", "role.create")
      .execute();
    expect(events).toEqual([{ outcome: "refused" }]);
  });
});

describe("the body of a call", () => {
  it("is measured as it arrives, whatever its header says", async () => {
    const { server, owner } = await acme();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const answer = await server.fetch(
      new Request(`${origin}/trpc/role.create`, {
        method: "POST",
        headers: { cookie: owner.cookie, "content-type": "application/json", "content-length": "2" },
        body: endless,
        ...{ duplex: "half" },
      }),
    );
    expect(answer.status).toBe(413);
    expect(sent).toBeLessThan(maximumBody + 10 * 65_536);
    const honest = await post(server, owner, "role.create", {}, { "content-length": String(maximumBody + 1) });
    expect(honest.status).toBe(413);
  });

  it("holds one call: several at once are refused, for an idempotency key belongs to one", async () => {
    const { server, owner } = await acme();
    const batch = { 0: { name: "One", permissions: [] }, 1: { name: "Two", permissions: [] } };
    const answer = await post(server, owner, "role.create,role.create?batch=1", batch);
    expect(answer.status).toBe(400);
    expect((await owner.api.role.list.query({})).some(({ builtIn }) => !builtIn)).toBe(false);
  });
});

describe("an idempotency key", () => {
  it.each([" ", "two words", "ü", "x".repeat(101)])("%j is refused, not ignored", async (key) => {
    const { server, owner } = await acme();
    const answer = await post(
      server,
      owner,
      "role.create",
      { name: "Mine", permissions: [] },
      { "idempotency-key": key },
    );
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { data: { countersign: { code: "invalid" } } } });
    expect((await owner.api.role.list.query({})).some(({ name }) => name === "Mine")).toBe(false);
  });
});

it("every answer names its call and sniffs at nothing", async () => {
  const server = await startTestServer("sqlite");
  const seen = new Set<string | null>();
  for (const path of [
    "/livez",
    "/",
    "/nowhere",
    "/v1/prompts/a/b?label=c",
    "/trpc/session.status?input={}",
    "/trpc/no.such",
  ]) {
    const answer = await server.fetch(new Request(`${origin}${path}`));
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    expect(answer.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(answer.headers.get("x-request-id")).toMatch(/^call_\w{20}$/);
    seen.add(answer.headers.get("x-request-id"));
  }
  expect(seen.size).toBe(6);
});

describe("guessing passwords", () => {
  it("is bounded for each account, and told when to try again; the right password counts nothing", async () => {
    const { server } = await acme();
    const guess = (email: string, word: string, address: string) =>
      server.fetch(
        new Request(`${origin}/trpc/session.signIn`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ email, password: word }),
        }),
        { address },
      );
    for (let count = 0; count < 15; count += 1) {
      expect((await guess("owner@acme.test", password, "203.0.113.1")).status).toBe(200);
    }
    // From anywhere, and however the address is written: it is the account that is guessed at.
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, index) => guess(` Owner@ACME.test`, `guess ${index}`, `203.0.113.${index}`)),
    );
    expect(guesses.map(({ status }) => status).sort()).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const late = guesses.find(({ status }) => status === 429);
    expect(Number(late?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await late?.json()).toMatchObject({ error: { data: { countersign: { code: "limit" } } } });
    // The right password has to wait as well, or guessing would go on; other accounts don't.
    expect((await guess("owner@acme.test", password, "203.0.113.9")).status).toBe(429);
    expect((await guess("other@acme.test", password, "203.0.113.9")).status).toBe(401);
  });
});

it.each([
  { peer: "10.0.0.1", forwarded: "203.0.113.9", proxies: 0, expected: "10.0.0.1" },
  { peer: "10.0.0.1", forwarded: null, proxies: 1, expected: "10.0.0.1" },
  { peer: "10.0.0.1", forwarded: "198.51.100.1, 203.0.113.9", proxies: 1, expected: "203.0.113.9" },
  { peer: "10.0.0.1", forwarded: "6.6.6.6, 203.0.113.9, 10.0.0.2", proxies: 2, expected: "203.0.113.9" },
  { peer: "10.0.0.1", forwarded: "203.0.113.9", proxies: 2, expected: "203.0.113.9" },
])("the client behind $proxies proxies of $forwarded is $expected", ({ peer, forwarded, proxies, expected }) => {
  expect(clientAddress(peer, forwarded, proxies)).toBe(expected);
});

async function acme(): Promise<{ readonly server: CountersignServer; readonly owner: SignedIn }> {
  const server = await startTestServer("sqlite");
  return { server, owner: await foundTestOrganization(server) };
}

function post(
  server: CountersignServer,
  person: SignedIn,
  procedure: string,
  input: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return server.fetch(
    new Request(`${origin}/trpc/${procedure}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-countersign-client": "1", cookie: person.cookie, ...headers },
      body: JSON.stringify(input),
    }),
  );
}
