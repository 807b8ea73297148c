import { expect, it } from "vitest";
import { rawCall, rawFetch } from "../attack/raw-call.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { foundTestOrganization, startTestServer } from "../fixtures/test-server.ts";

onEveryEngine("a caller who says which revision he has seen", (engine) => {
  it("I22 is never answered from an older one, in a look, a change and a fetch", async () => {
    const server = await startTestServer(engine);
    const { api, cookie } = await foundTestOrganization(server);
    const { revision } = await api.workspace.create.mutate({ name: "production" });
    const headers = (seen: number | string) => ({
      cookie,
      "x-countersign-client": "1",
      "x-countersign-revision": String(seen),
    });
    const ask = async (seen: number | string) => [
      (await rawCall(server, "workspace.list", {}, headers(seen))).outcome,
      (await rawCall(server, "workspace.create", { name: `w${String(seen).length}` }, headers(seen))).outcome,
      (await rawFetch(server, "/v1/prompts/production/greeting?label=production", headers(seen))).outcome,
    ];
    expect(await ask(revision + 100)).toEqual(["unavailable", "unavailable", "unavailable"]);
    expect(await ask(revision)).toEqual(["answered", "answered", "not_found"]);
    expect(await ask("newest")).toEqual(["invalid", "invalid", "invalid"]);
    const { items } = await api.audit.list.query({ action: "workspace.create" });
    expect(items.filter(({ outcome }) => outcome !== "done")).toHaveLength(1);
  });
});
