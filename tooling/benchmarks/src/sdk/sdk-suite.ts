import { setTimeout as pause } from "node:timers/promises";
import { median } from "../percentile.ts";
import type { Build } from "../registry-process.ts";
import { type Figure, judged } from "../report.ts";
import type { Suite } from "../suite.ts";
import { pushFigures, pushNames } from "./push-figures.ts";
import { type Contender, countersign, langfuse, TTL } from "./rival.ts";
import { startStub } from "./stub.ts";

export interface SdkSize {
  /** Gets from memory in a round. */
  readonly gets: number;
  readonly rounds: number;
  /** Clients that watch. */
  readonly clients: number;
  readonly releases: number;
  /** Milliseconds that they go on after their key was revoked. */
  readonly listening: number;
  readonly build: Build;
}

const full: SdkSize = { gets: 200_000, rounds: 7, clients: 50, releases: 40, listening: 3_000, build: "built" };

const names = {
  cached: "cached get, beside @langfuse/client",
  cachedTime: "cached get",
  cold: "requests of 100 cold gets at once",
  refused: "gets of 100 that are answered after a 403",
};

/** How fast the client is, and how well it forgets, beside another; and how fast it hears of what changes. */
export function sdk(size: SdkSize = full): Suite {
  return {
    figures: [...Object.values(names), ...pushNames],
    run: async function* () {
      yield* cached(size);
      yield await cold();
      yield await refused();
      yield* pushFigures(size);
    },
  };
}

const prompts = Array.from({ length: 20 }, (_, index) => `prompt-${index}`);

async function* cached({ gets, rounds }: SdkSize): AsyncGenerator<Figure> {
  await using stub = await startStub();
  const contenders = [countersign(stub.url, 3_600_000), langfuse(stub.url, 3_600_000)];
  for (const { get } of contenders) for (const name of prompts) await get(name);
  const times: number[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (let place = 0; place < contenders.length; place += 1) {
      const index = (place + round) % contenders.length;
      const contender = contenders[index];
      if (contender !== undefined) times[index]?.push(await timeOf(contender, gets));
    }
  }
  if (stub.takeCount() !== 2 * prompts.length) throw new Error("A cached get asked the server.");
  const [ours = Number.NaN, theirs = Number.NaN] = times.map((own) => median(own));
  const against = `@langfuse/client 5.11.1, both with ${prompts.length} prompts, awaited one after the other`;
  yield judged({ figure: names.cached, ours, unit: "ns", against, theirs }, { ratioAtLeast: 2 });
  yield judged({ figure: names.cachedTime, ours: ours / 1_000, unit: "µs" }, { atMost: 1 });
}

/** Nanoseconds a get. */
async function timeOf({ get }: Contender, gets: number): Promise<number> {
  const start = performance.now();
  for (let at = 0; at < gets; at += 1) await get(prompts[at % prompts.length] ?? "");
  return ((performance.now() - start) * 1e6) / gets;
}

async function cold(): Promise<Figure> {
  await using stub = await startStub();
  const counts: number[] = [];
  for (const { get } of [countersign(stub.url, TTL), langfuse(stub.url, TTL)]) {
    await Promise.all(Array.from({ length: 100 }, () => get("prompt")));
    counts.push(stub.takeCount());
  }
  const [ours = Number.NaN, theirs = null] = counts;
  return judged(
    { figure: names.cold, ours, unit: "requests", against: "@langfuse/client 5.11.1", theirs },
    { atMost: 1 },
  );
}

async function refused(): Promise<Figure> {
  await using stub = await startStub();
  const contenders = [countersign(stub.url, TTL), langfuse(stub.url, TTL)];
  for (const { get } of contenders) await get("prompt");
  stub.refuse();
  await pause(TTL + 100);
  const answered: number[] = [];
  for (const { get } of contenders) {
    // Whoever asks beside what he gives is told no by the first of these.
    await get("prompt").catch(() => undefined);
    await pause(200);
    let count = 0;
    for (let at = 0; at < 100; at += 1) {
      await get("prompt").then(
        () => {
          count += 1;
        },
        () => undefined,
      );
    }
    answered.push(count);
  }
  const [ours = Number.NaN, theirs = null] = answered;
  const against = `@langfuse/client 5.11.1, both with a time to live of ${TTL} ms that is over`;
  return judged({ figure: names.refused, ours, unit: "gets", against, theirs }, { atMost: 0 });
}
