import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { withKey } from "../fixtures/test-server.ts";
import { addKey, release, save, startRegistry } from "../resources/registry.ts";

onEveryEngine("the catalogue of prompts", (engine) => {
  it("I1 I16 holds what a key is served, with the variables of what each label serves, and nothing else", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId, server } = registry;
    const { api } = owner;
    const tone = { name: "tone", required: false, default: "friendly" } as const;
    const content = (text: string, ...variables: readonly string[]) => ({
      type: "text" as const,
      syntax: "template" as const,
      text,
      variables: [...variables.map((name) => ({ name, required: true as const })), tone],
    });
    const folder = await registry.folder("support");
    const answer = await registry.prompt("answer", folder);
    const first = await api.version.create.mutate({ resourceId: answer, content: content("{{a}}{{tone}}", "a") });
    await release(api, answer, "production", first.id);
    const second = { resourceId: answer, content: content("{{b}}{{tone}}", "b"), force: true };
    await release(api, answer, "staging", (await api.version.create.mutate(second)).id);
    const including = await registry.prompt("outer");
    const outer = content("{{> support/answer@production}} {{c}} {{a}} {{tone}}", "c", "a");
    const saved = await api.version.create.mutate({ resourceId: including, content: outer });
    await release(api, including, "production", saved.id);
    await registry.prompt("draft");
    const gone = await registry.prompt("gone");
    await release(api, gone, "production", await save(api, gone, "Gone"));
    await api.resource.archive.mutate({ resourceId: gone });
    const other = (await api.workspace.create.mutate({ name: "other" })).id;
    const hidden = (await api.resource.create.mutate({ kind: "prompt", workspaceId: other, name: "hidden" })).id;
    await release(api, hidden, "production", await save(api, hidden, "Hidden"));

    const carl = await registry.person("Carl", ["workspace.consumer", workspaceId]);
    const key = await addKey(registry, carl.me.principal.id, { permissions: ["prompt:use"], labels: ["production"] });
    const asked = withKey(server, key).delivery.catalogue;
    const names = ({
      items,
    }: {
      readonly items: readonly { path: string; label: string; variables: readonly { name: string }[] }[];
    }) =>
      items.map(({ path, label, variables }) => [
        path,
        label,
        variables
          .map(({ name }) => name)
          .sort()
          .join(),
      ]);
    expect(names(await asked.query({}))).toEqual([
      ["outer", "production", "a,c,tone"],
      ["support/answer", "production", "a,tone"],
    ]);
    expect(names(await carl.api.delivery.catalogue.query({}))).toEqual([
      ["outer", "production", "a,c,tone"],
      ["support/answer", "production", "a,tone"],
      ["support/answer", "staging", "b,tone"],
    ]);
    expect((await asked.query({ workspace: "other" })).items).toEqual([]);
    expect((await asked.query({ workspace: "none" })).items).toEqual([]);

    const page = await carl.api.delivery.catalogue.query({ limit: 2 });
    expect(names(page)).toHaveLength(2);
    const rest = await carl.api.delivery.catalogue.query({ limit: 2, cursor: page.nextCursor ?? "" });
    expect([names(rest), rest.nextCursor]).toEqual([[["support/answer", "staging", "b,tone"]], null]);

    const nobody = await registry.person("Nora");
    expect((await nobody.api.delivery.catalogue.query({})).items).toEqual([]);
  });
});
