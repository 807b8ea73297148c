import { availableParallelism, cpus } from "node:os";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { CompiledPolicy } from "../src/index.ts";
import { features } from "./features.ts";
import { added, emptyTally, type Tally } from "./proof.ts";
import { proofSize, type WorkerOrder, type WorkerReport } from "./proof-worker.ts";
import { askCedar } from "./second-opinion.ts";
import { proveSmallWorlds } from "./small-worlds.ts";

const usage = `npm run prove [-- --seed N] [--worlds N] [--cedar N] [--json]

Compares the compiled policy with the oracle, in random worlds that are changed in place, in every small world, and
with Cedar. Prints what was compared, and the smallest world of a disagreement. Ends with 0 only where there is none
and the worlds were as varied as they should be.

  --seed N    repeats a run; a random one by default
  --worlds N  how many random worlds, each changed ${proofSize.changes} times and asked ${proofSize.questions} times in between; 26000 by default
  --cedar N   how many decisions Cedar is asked for; 50000 by default
  --json      one object a line
`;

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    worlds: { type: "string", default: "26000" },
    cedar: { type: "string", default: "50000" },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const failed: string[] = [];

if (values.help) {
  console.log(usage);
} else {
  process.exitCode = await prove(
    wholeNumber("seed", values.seed ?? String(Math.floor(Math.random() * 2 ** 31))),
    wholeNumber("worlds", values.worlds),
    wholeNumber("cedar", values.cedar),
  );
}

async function prove(seed: number, worlds: number, cedar: number): Promise<number> {
  const began = Date.now();
  say(`Machine: ${cpus()[0]?.model ?? "unknown"}, ${availableParallelism()} cores, Node ${process.version}.`);
  say(`Seed ${seed}.`);
  const tally = await proveWorlds(seed, worlds);
  const share = tally.allowed / tally.comparisons;
  row({ figure: "random worlds", value: tally.worlds, goal: ">= 20000", met: tally.worlds >= 20_000 });
  row({ figure: "comparisons", value: tally.comparisons, goal: ">= 10000000", met: tally.comparisons >= 10_000_000 });
  row({ figure: "allowed", value: percent(share), goal: "30 to 70 %", met: share >= 0.3 && share <= 0.7 });
  for (const [index, feature] of features.entries()) {
    const flips = (tally.flips[index] ?? 0) / tally.checks;
    row({ figure: `decided by ${feature.name}`, value: percent(flips), goal: ">= 5 %", met: flips >= 0.05 });
  }
  const found = tally.disagreements.length;
  row({ figure: "disagreements", value: found, goal: "0", met: found === 0 });
  row({
    figure: "seconds",
    value: Math.round((Date.now() - began) / 1000),
    goal: "<= 600",
    met: Date.now() - began <= 600_000,
  });
  for (const shown of tally.disagreements) say(`\n${shown}`);
  const small = proveSmallWorlds(CompiledPolicy);
  row({ figure: "small worlds, all there are", value: small.worlds, goal: "all", met: true });
  row({ figure: "comparisons in them", value: small.comparisons, goal: "all", met: true });
  const asked = askCedar(seed, cedar);
  row({ figure: "decisions as Cedar's", value: asked.compared, goal: ">= 50000", met: asked.compared >= 50_000 });
  row({
    figure: "of them allowed",
    value: percent(asked.allowed / asked.compared),
    goal: "some",
    met: asked.allowed > 0,
  });
  say(failed.length === 0 ? "\nProved." : `\nNot proved: ${failed.join(", ")}.`);
  return failed.length === 0 ? 0 : 1;
}

/** Shares the worlds among as many threads as there are cores, two at least. */
async function proveWorlds(seed: number, worlds: number): Promise<Tally> {
  const threads = Math.max(2, availableParallelism());
  const done = Array.from({ length: threads }, () => 0);
  const tallies = await Promise.all(
    Array.from({ length: threads }, (_, thread) => {
      return new Promise<Tally>((resolve, reject) => {
        const order: WorkerOrder = { seed, from: thread, to: worlds, step: threads };
        const worker = new Worker(new URL("proof-worker.ts", import.meta.url), { workerData: order });
        worker.on("message", (report: WorkerReport) => {
          if (report.type === "done") resolve(report.tally);
          else progress(done, thread, report.worlds, worlds);
        });
        worker.on("error", reject);
      });
    }),
  );
  return tallies.reduce(added, emptyTally());
}

function progress(done: number[], thread: number, worlds: number, all: number): void {
  done[thread] = worlds;
  const sum = done.reduce((one, other) => one + other, 0);
  if (process.stderr.isTTY) process.stderr.write(`\r${sum} of ${all} worlds `);
}

function row(line: {
  readonly figure: string;
  readonly value: number | string;
  readonly goal: string;
  readonly met: boolean;
}): void {
  if (!line.met) failed.push(line.figure);
  if (values.json) console.log(JSON.stringify(line));
  else
    console.log(`${line.met ? " " : "!"} ${line.figure.padEnd(34)} ${String(line.value).padStart(10)}   ${line.goal}`);
}

function say(line: string): void {
  if (values.json) console.error(line);
  else console.log(line);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,10}$/.test(text)) {
    console.error(`--${name} takes a whole number, and ${text} is none.`);
    process.exit(2);
  }
  return Number(text);
}
