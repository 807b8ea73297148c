import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { foundTestOrganization, startTestServer } from "../fixtures/test-server.ts";

onEveryEngine("refusals at the same moment", (engine) => {
  it("I11 equal refusals in parallel are all refused, one written and the rest counted", async () => {
    // Went wrong on PostgreSQL: two that counted first met at the primary key, and one answered 500.
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = await (
      await addPerson(server, owner.me.organization.id, { name: "Mallory", email: "mallory@acme.test" })
    ).signIn();
    const tries = Array.from({ length: 12 }, () =>
      refusalOf(api.role.create.mutate({ name: "Mine", permissions: ["prompt:publish"] })),
    );
    for (const refusal of await Promise.all(tries)) expect(refusal.code).toBe("forbidden");
    const { items } = await owner.api.audit.list.query({ outcome: "refused" });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ action: "role.create", code: "forbidden", target: { type: "organization" } });
  });
});
