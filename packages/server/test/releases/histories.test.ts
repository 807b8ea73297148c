import fc from "fast-check";
import { expect, it } from "vitest";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { aHistory, type Known } from "./history-commands.ts";
import { histories } from "./history-world.ts";

/** `npm run prove` asks for more, and may name the seed to repeat. */
const asked = Number(process.env["COUNTERSIGN_RANDOM_HISTORIES"] ?? "0");
const seed = Number(process.env["COUNTERSIGN_RANDOM_HISTORIES_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

onEveryEngine("histories of releases", (engine) => {
  it("I6 I7 I8 I9 I11 I12 I17 whatever several people do in whatever order, what is served was approved", {
    timeout: 3_600_000,
  }, async () => {
    const numRuns = engine === "sqlite" ? asked || 25 : Math.ceil(asked / 50) || 2;
    const begin = await histories(engine);
    const answered = new Map<string, number>();
    const began = Date.now();
    await fc.assert(
      fc.asyncProperty(aHistory(60), async (commands) => {
        await using opened = await begin();
        const { server, start } = opened;
        const setup = (): {
          model: Known;
          real: { server: typeof server; start: typeof start; answered: typeof answered };
        } => ({
          model: {
            versionIds: [...start.versionIds],
            requests: [],
            trees: [],
            releaseIds: [...start.releaseIds],
            bindingIds: [],
            remembered: null,
          },
          real: { server, start, answered },
        });
        await fc.asyncModelRun(setup, commands);
      }),
      { numRuns, seed },
    );
    if (asked > 0) {
      const calls = [...answered].sort().map(([name, count]) => `${name} ${count}`);
      console.log(
        `${engine}: ${numRuns} histories, seed ${seed}, ${Math.round((Date.now() - began) / 1000)} s; answered: ${calls.join(", ")}`,
      );
      for (const name of ["request.publish", "treeRequest.publish", "release.rollback", "resource.move"]) {
        if (engine === "sqlite") expect(answered.get(name) ?? 0, name).toBeGreaterThan(0);
      }
    }
  });
});
