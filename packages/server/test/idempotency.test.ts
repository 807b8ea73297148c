import { createTRPCClient, httpLink } from "@trpc/client";
import { expect, it } from "vitest";
import type { AppRouter } from "../src/app-router.ts";
import type { CountersignServer } from "../src/compose.ts";
import { onEveryEngine } from "./fixtures/every-engine.ts";
import { refusalOf } from "./fixtures/refusals.ts";
import { type Api, foundTestOrganization, startTestServer } from "./fixtures/test-server.ts";

onEveryEngine("idempotency keys", (engine) => {
  it("I20 a repeated deletion whose answer was lost is answered as the first, for its own key alone", async () => {
    // Went wrong: the second call found nothing to delete and was told "not found".
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const role = await owner.api.role.create.mutate({ name: "Translator", permissions: ["prompt:view"] });
    const group = await owner.api.group.create.mutate({ name: "Readers" });
    const first = withIdempotencyKey(server, owner.cookie, "first");
    const done = await first.group.delete.mutate({ groupId: group.id });
    expect(await first.group.delete.mutate({ groupId: group.id })).toEqual(done);
    expect(await refusalOf(owner.api.group.delete.mutate({ groupId: group.id }))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(first.role.delete.mutate({ roleId: role.id }))).toMatchObject({
      code: "idempotency_mismatch",
    });
  });
});

function withIdempotencyKey(server: CountersignServer, cookie: string, key: string): Api {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: "http://127.0.0.1/trpc",
        headers: { cookie, "x-countersign-client": "1", "idempotency-key": key },
        fetch: (input, init) => server.fetch(new Request(String(input), init as RequestInit)), // the link's init lacks DOM's readonly marks
      }),
    ],
  });
}
