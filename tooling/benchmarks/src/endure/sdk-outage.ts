import { setTimeout as pause } from "node:timers/promises";
import { type CountersignClient, createClient, type Fetch } from "@countersign/sdk";
import { type Build, type RegistryProcess, startRegistryProcess } from "../registry-process.ts";
import { type Figure, judged } from "../report.ts";
import type { Suite } from "../suite.ts";

interface OutageSize {
  readonly clients: number;
  /** Milliseconds that the server is down, once for each kill. */
  readonly outages: readonly number[];
  /** Milliseconds that it serves between two of them. */
  readonly calm: number;
  readonly maxStale: number;
  readonly build: Build;
}

/** Ten kills; the last but one keeps the server down for longer than anything may be given. */
const full: OutageSize = {
  clients: 20,
  outages: [200, 500, 1_000, 1_500, 2_000, 300, 700, 2_500, 6_000, 400],
  calm: 1_500,
  maxStale: 4_000,
  build: "built",
};

const names = {
  failed: "gets that failed while there was a good copy",
  beyond: "gets answered with a copy older than maxStale",
  answered: "gets answered",
  stale: "gets answered with a stale copy, marked",
  ended: "gets refused because every copy was too old",
  back: "longest time from the server's return until a get is fresh",
};

/**
 * Kills the server again and again under clients that fetch as fast as they can, half of them with a stream of changes. How
 * old a copy is, is counted here by itself: by when an answer, or a word on the stream, last came through the client's own fetch.
 */
export function sdkOutage(size: OutageSize = full): Suite {
  return { figures: Object.values(names), run: () => endure(size) };
}

const address = { workspace: "production", path: "answer", label: "live" };

/** Milliseconds by which the age as it is counted here, and as the client counts it, may differ on a busy machine. */
const DOUBT = 250;

async function* endure(size: OutageSize): AsyncGenerator<Figure> {
  await using registry = await startRegistryProcess(size.build);
  await registry.release(address.path, "You answer for {{company}}.");
  const { secret } = await registry.newKey("enduring");
  const runners = Array.from(
    { length: size.clients },
    (_, index) => new Runner(registry, secret, size, index % 2 === 0),
  );
  for (const runner of runners) await runner.begin();
  const running = runners.map((runner) => runner.run());
  let back = 0;
  for (const outage of size.outages) {
    await pause(size.calm);
    await registry.kill();
    await pause(outage);
    await registry.start();
    const returned = performance.now();
    while (runners.some((runner) => runner.freshAt < returned)) {
      await pause(5);
      if (performance.now() - returned > 20_000) throw new Error("A client did not find back to the server.");
    }
    back = Math.max(back, performance.now() - returned);
  }
  for (const runner of runners) runner.stop();
  await Promise.all(running);
  const sum = (count: (runner: Runner) => number): number => runners.reduce((all, one) => all + count(one), 0);
  const against = `${size.clients} clients, ${size.outages.length} kills, maxStale ${size.maxStale} ms`;
  const figure = (name: string, ours: number, unit: string) => ({ figure: name, ours, unit, against });
  yield judged(
    figure(
      names.failed,
      sum(({ failed }) => failed),
      "gets",
    ),
    { atMost: 0 },
  );
  yield judged(
    figure(
      names.beyond,
      sum(({ beyond }) => beyond),
      "gets",
    ),
    { atMost: 0 },
  );
  yield judged(
    figure(
      names.answered,
      sum(({ answered }) => answered),
      "gets",
    ),
  );
  yield judged(
    figure(
      names.stale,
      sum(({ stale }) => stale),
      "gets",
    ),
  );
  yield judged(
    figure(
      names.ended,
      sum(({ ended }) => ended),
      "gets",
    ),
  );
  yield judged(figure(names.back, back, "ms"));
  const first = runners.flatMap(({ firstFault }) => (firstFault === null ? [] : [firstFault]))[0];
  if (first !== undefined) throw new Error(`The first that went wrong: ${first}`);
}

/** One client that fetches as fast as it can, and what became of it. */
class Runner {
  answered = 0;
  stale = 0;
  failed = 0;
  beyond = 0;
  ended = 0;
  firstFault: string | null = null;
  /** When a get last gave what the server had just confirmed. */
  freshAt = 0;
  readonly #client: CountersignClient;
  readonly #maxStale: number;
  #confirmedAt = Number.NEGATIVE_INFINITY;
  #running = true;

  constructor({ url }: RegistryProcess, key: string, { maxStale }: OutageSize, push: boolean) {
    this.#maxStale = maxStale;
    const kept = { refreshAfter: 100, ttl: 300, maxStale, patience: 500, push };
    this.#client = createClient({ url, key, fetch: this.#fetch, retries: 0, timeout: 1_000, prompts: kept });
  }

  async begin(): Promise<void> {
    await this.#client.prompts.get(address);
  }

  stop(): void {
    this.#running = false;
    this.#client.close();
  }

  async run(): Promise<void> {
    while (this.#running) {
      // As many as are answered from memory at once; then what came over the network is heard.
      for (let get = 0; get < 20; get += 1) await this.#get();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #get(): Promise<void> {
    const ageBefore = performance.now() - this.#confirmedAt;
    try {
      const { stale } = await this.#client.prompts.get(address);
      const age = performance.now() - this.#confirmedAt;
      this.answered += 1;
      if (stale === null) this.freshAt = Math.max(this.freshAt, this.#confirmedAt);
      else this.stale += 1;
      if (age > this.#maxStale + DOUBT) {
        this.beyond += 1;
        this.firstFault ??= `a copy was given that was ${age} ms old`;
      }
    } catch (error) {
      const age = performance.now() - this.#confirmedAt;
      if (age < this.#maxStale - DOUBT) {
        this.failed += 1;
        this.firstFault ??= `a get failed with a copy that was ${ageBefore} ms old: ${String(error)}`;
      } else this.ended += 1;
    }
  }

  /** The platform's fetch; notes when what came confirms the copy: a fetch when it was sent, a word when it came. */
  readonly #fetch: Fetch = async (url, init) => {
    const sent = performance.now();
    const answer = await fetch(url, init);
    if (!url.endsWith("/v1/watch")) {
      if (answer.status === 200 || answer.status === 304) this.#confirmedAt = Math.max(this.#confirmedAt, sent);
      return answer;
    }
    if (answer.body === null) return answer;
    const noting = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        this.#confirmedAt = performance.now();
        controller.enqueue(chunk);
      },
    });
    return new Response(answer.body.pipeThrough(noting), answer);
  };
}
