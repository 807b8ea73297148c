import { manifestKinds } from "@countersign/core";
import fc from "fast-check";
import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { applied, planned, startStory } from "./manifest-story.ts";
import { people, randomManifest } from "./random-manifest.ts";

/** How many manifests each database is given; `npm run prove` asks for more. */
const runs = Number(process.env["COUNTERSIGN_MANIFESTS"] ?? 12);
const seed = Number(process.env["COUNTERSIGN_SEED"] ?? Date.now() % 1_000_000);

/** Everything but workspaces, which keep their names when they are archived, and policies, which others decide about. */
const prune = manifestKinds.filter((kind) => kind !== "workspaces" && kind !== "policies");

onEveryEngine("random manifests", (engine) => {
  it(`after an apply a plan is empty, and so is a plan of what is exported then (seed ${seed})`, {
    timeout: 60_000 + runs * 2_000,
  }, async () => {
    const { server, owner, organizationId } = await startStory(engine);
    const { api } = owner;
    await addPerson(server, organizationId, { email: people[2], name: "Cleo" });
    await fc.assert(
      // One after the other, each from what the one before has left.
      fc.asyncProperty(randomManifest("random"), async (manifest) => {
        const { changes } = await applied(api, manifest, { prune });
        expect(await planned(api, manifest, { prune }), "after an apply").toEqual([]);
        expect((await applied(api, manifest, { prune })).changes, "twice").toEqual([]);
        const exported = await api.manifest.export.query({ name: "random" });
        expect(await planned(api, exported.manifest, { prune }), "after an export").toEqual([]);
        expect(changes.length).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: runs, seed },
    );
    expect(await api.audit.verify.query({})).toMatchObject({ intact: true });
  });
});
