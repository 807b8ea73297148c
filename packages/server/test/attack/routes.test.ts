import type { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { consoleRoutes } from "../../src/console/console-routes.ts";
import { foundTestOrganization, startTestServer, withKey } from "../fixtures/test-server.ts";
import { openWatch } from "../fixtures/watched.ts";
import { buildWorld } from "../fixtures/world.ts";
import { everyCase } from "../fixtures/world-cases.ts";
import { accessMatrix } from "./access-matrix.ts";
import { watchChanges } from "./change-watch.ts";
import { expectedAnswer } from "./expected-answer.ts";
import { leaksIn } from "./leaks.ts";
import { rawFetch } from "./raw-call.ts";

/** Whether what a watcher was told of his one address is what a fetch of it would be answered. */
function fits({ serves, refused }: Readonly<Record<string, unknown>>, served: boolean): boolean {
  if (!Array.isArray(serves) || !Array.isArray(refused)) return false;
  return served ? serves.length === 1 && refused.length === 0 : serves.length === 0 && refused.length === 1;
}

describe("the plain routes", () => {
  it("I13 are those of the matrix, none more and none less", async () => {
    const found: Hono[] = [];
    await startTestServer("sqlite", { routes: [consoleRoutes(null), (app) => void found.push(app)] });
    const [app] = found;
    const routes = (app?.routes ?? []).map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(routes)].sort()).toEqual(Object.keys(accessMatrix.routes).sort());
  });

  it("I1 I15 I16 I19 serve every role's session and key what the matrix says, and tell a stranger nothing", async () => {
    const world = await buildWorld();
    const server = await world.enter();
    const faults: string[] = [];
    try {
      const watch = await watchChanges(server.environment.db);
      const row = accessMatrix.routes["GET /v1/*"];
      if (row === undefined) throw new Error("The matrix knows no route of deliveries.");
      for (const one of everyCase(world)["delivery.get"] ?? []) {
        const workspace = { alpha: "alpha", beta: "beta", foreign: "gamma", organization: "" }[one.place.stage];
        for (const actor of [...world.actors, null]) {
          const path = `/v1/prompts/${workspace}/support/refund?label=live`;
          for (const method of ["GET", "HEAD"]) {
            const answer =
              method === "GET"
                ? await rawFetch(server, path, actor?.headers ?? {})
                : await server.fetch(new Request(`http://127.0.0.1${path}`, { method, headers: actor?.headers ?? {} }));
            const who = `${method} ${path} by ${actor?.name ?? "a stranger"}`;
            const status = { answered: 200, unauthenticated: 401, forbidden: 403, not_found: 404 };
            const expected = Object.entries(status).find(([name]) => name === expectedAnswer(row, one, actor))?.[1];
            if (answer.status !== expected) faults.push(`${who}: ${expected} was expected, it was ${answer.status}`);
            if (method === "GET" && typeof answer.body === "string") {
              faults.push(...leaksIn(world, actor, path, answer.body).map((leak) => `${who} was told ${leak}`));
            }
          }
          const held = await openWatch(server, actor?.headers ?? {}, `${workspace}/support/refund@live#held`);
          const told = held.answer.ok ? ((await held.next())?.data ?? {}) : {};
          await held.cancel();
          const served = expectedAnswer(row, one, actor) === "answered";
          const same = actor === null ? held.answer.status === 401 : fits(told, served);
          if (!same) faults.push(`${actor?.name ?? "a stranger"} watched ${path} and was told ${JSON.stringify(told)}`);
        }
      }
      expect(await watch.changed()).toEqual([]);
      expect((await rawFetch(server, "/livez", {})).body).toBe("ok");
    } finally {
      await server.close();
    }
    expect(faults).toEqual([]);
  });

  it("I15 the console and the sign of life are the same for everybody, whoever asks", async () => {
    const server = await startTestServer("sqlite", { routes: [consoleRoutes(null)] });
    const owner = await foundTestOrganization(server);
    const { secret } = await owner.api.key.create.mutate({ name: "mine" });
    const watch = await watchChanges(server.environment.db);
    const askers = [{}, { authorization: `Bearer ${secret}` }, { cookie: owner.cookie, "x-countersign-client": "1" }];
    for (const path of ["/livez", "/", "/audit", "/assets/none.js"]) {
      const answers = await Promise.all(
        askers.map((headers) => rawFetch(server, path, { ...headers, accept: "text/html" })),
      );
      expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size, path).toBe(1);
    }
    expect(await watch.changed()).toEqual([]);
  });

  it("I16 a key of another server, or a part of one, opens no route", async () => {
    const elsewhere = await foundTestOrganization(await startTestServer("sqlite"));
    const server = await startTestServer("sqlite");
    await foundTestOrganization(server);
    const key = `Bearer ${(await elsewhere.api.key.create.mutate({ name: "elsewhere" })).secret}`;
    const fetch = (authorization: string) =>
      rawFetch(server, "/v1/prompts/alpha/support/refund?label=live", { authorization });
    for (const authorization of [key, key.slice(0, -1), `${key.slice(0, -1)}0`, "Bearer csk_", "Basic eDp5"]) {
      expect((await fetch(authorization)).outcome).toBe("unauthenticated");
    }
    await expect(withKey(server, key.replace("Bearer ", "")).session.me.query({})).rejects.toThrow("signed-in");
  });
});
