import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "../percentile.ts";
import { type Build, type RegistryProcess, startRegistryProcess } from "../registry-process.ts";
import { type Figure, judged } from "../report.ts";
import type { Suite } from "../suite.ts";
import { asking, pin, serving } from "./cores.ts";
import { fullLoad, installWrk, type Load } from "./load.ts";

/** How much is measured. */
export interface ServerSize {
  readonly build: Build;
  readonly rounds: number;
  /** Of one round of one server. */
  readonly seconds: number;
}

const usual: ServerSize = { build: "built", rounds: 5, seconds: 4 };

/** About what a prompt weighs. */
const CONTENT_BYTES = 1_700;

/** How busy both cores have to be for rates to say what the servers can do; else the figure does not count as met. */
const FULLY_BUSY = 0.95;

const names = {
  warm: "warm fetch of 2 kB, one core",
};

/** The server over HTTP, beside a bare one that answers the same bytes. */
export function server(size: ServerSize = usual): Suite {
  return {
    figures: Object.values(names),
    async *run() {
      installWrk();
      pin(process.pid, asking);
      await using registry = await startRegistryProcess(size.build);
      await registry.release("support/refund", "x".repeat(CONTENT_BYTES));
      const { secret } = await registry.newKey("application");
      const authorization = `Bearer ${secret}`;
      const url = `${registry.url}/v1/prompts/production/support/refund?label=live`;
      pin(registry.pid(), serving);
      await using bare = await startBare(url, authorization);
      yield await besideBare(registry, bare, { url, authorization }, size);
    },
  };
}

/** In turns; who begins is the other one in every round. */
async function besideBare(
  registry: RegistryProcess,
  bare: Bare,
  { url, authorization }: { readonly url: string; readonly authorization: string },
  { rounds, seconds }: ServerSize,
): Promise<Figure> {
  const sides = [
    { url, pid: registry.pid(), loads: [] as Load[] },
    { url: bare.url, pid: bare.pid, loads: [] as Load[] },
  ] as const;
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : [...sides].reverse()) {
      side.loads.push(await fullLoad(side.url, authorization, side.pid, seconds));
    }
  }
  const [ours, theirs] = sides.map(({ loads }) => ({
    rate: median(loads.map(({ requestsPerSecond }) => requestsPerSecond)),
    cpu: median(loads.map(({ cpuPerRequest }) => cpuPerRequest)),
    busy: Math.min(...loads.map(({ busy }) => busy)),
  }));
  if (ours === undefined || theirs === undefined) throw new Error("A side is missing.");
  const busy = Math.min(ours.busy, theirs.busy);
  const cpu = `${ours.cpu.toFixed(1)} µs of a core a request, and ${theirs.cpu.toFixed(1)} µs`;
  const figure = judged(
    {
      figure: names.warm,
      ours: ours.rate,
      unit: "requests/s",
      against: `bare node:http; ${cpu}; cores ${Math.round(busy * 100)} % busy`,
      theirs: theirs.rate,
      ratio: ours.rate / theirs.rate,
    },
    { ratioAtLeast: 0.6 },
  );
  return busy < FULLY_BUSY ? { ...figure, met: false } : figure;
}

/** A server beside which ours stands. */
interface Bare extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

/** A bare server that answers what ours answers. */
async function startBare(url: string, authorization: string): Promise<Bare> {
  const answer = await fetch(url, { headers: { authorization } });
  const body = await answer.text();
  if (!answer.ok) throw new Error(`The fetch was answered with ${answer.status}: ${body}`);
  const byConnection = new Set(["connection", "date", "keep-alive"]);
  const headers = Object.fromEntries([...answer.headers].filter(([name]) => !byConnection.has(name)));
  const child = fork(fileURLToPath(new URL("bare-server.ts", import.meta.url)));
  const { pid } = child;
  if (pid === undefined) throw new Error("The bare server did not start.");
  pin(pid, serving);
  const port = await new Promise<unknown>((resolve) => {
    child.once("message", resolve);
    child.send({ headers, body });
  });
  return {
    url: `http://127.0.0.1:${String(port)}/`,
    pid,
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.kill();
      await ended;
    },
  };
}
