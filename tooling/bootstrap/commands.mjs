import { whenAbandoned } from "./abandonment.mjs";
import { alone } from "./alone.mjs";
import { build } from "./build.mjs";
import { Failure } from "./failure.mjs";
import { install } from "./install.mjs";
import { endRunning } from "./run.mjs";
import { bringTools } from "./tools.mjs";

/**
 * A command: what it does, what it needs besides the tools and the dependencies, and the module that does it.
 *
 * @typedef {object} Command
 * @property {string} usage
 * @property {string} does
 * @property {boolean} needsBuild
 * @property {() => Promise<(tools: import("./tools.mjs").Tools, args: readonly string[]) => Promise<number>>} load
 */

/** @type {Readonly<Record<string, Command>>} */
const commands = {
  start: {
    usage: "npm start [-- FLAG…]",
    does: "serve the demo; PORT (4700) and COUNTERSIGN_DATA (.countersign) move it, flags go to the server",
    needsBuild: true,
    load: async () => (await import("./start.mjs")).start,
  },
  test: {
    usage: "npm test [-- PACKAGE… FILTER…]",
    does: "run every test, or those of the packages (core, server, …) and files that are named",
    needsBuild: true,
    load: async () => (await import("./test.mjs")).test,
  },
  check: {
    usage: "npm run check",
    does: "format, lint, types, unused code, and the packages as they would be published",
    needsBuild: true,
    load: async () => (await import("./check.mjs")).check,
  },
  prove: {
    usage: "npm run prove [-- guards | histories [N [SEED]] | FLAG…]",
    does: "prove the compiled policy with 10,000,000 comparisons, and releases with 2,000 histories; or that each guard is needed",
    needsBuild: false,
    load: async () => (await import("./prove.mjs")).prove,
  },
  mutate: {
    usage: "npm run mutate [-- FILE…]",
    does: "change the deciding files of core in every small way, and count what no test notices; an hour or more",
    needsBuild: false,
    load: async () => (await import("./mutate.mjs")).mutate,
  },
  bench: {
    usage: "npm run bench -- SUITE [--json]",
    does: "measure, beside others; the suites: engine, sdk, datasets",
    needsBuild: true,
    load: async () => (await import("./bench.mjs")).bench,
  },
  endure: {
    usage: "npm run endure -- CASE [--json]",
    does: "let it go through what is not supposed to happen, and count what came of it; the cases: sdk-outage",
    needsBuild: true,
    load: async () => (await import("./endure.mjs")).endure,
  },
  pack: {
    usage: "npm run pack",
    does: "make tarballs of the published packages in artifacts/",
    needsBuild: true,
    load: async () => (await import("./pack.mjs")).pack,
  },
};

/**
 * Sets up what a command needs, runs it and leaves with its exit code.
 *
 * @param {readonly string[]} argv the command and its arguments
 * @returns {Promise<void>}
 */
export async function runCommand([name, ...args]) {
  if (name === "help" || args.includes("--help")) return help();
  const command = name === undefined ? undefined : commands[name];
  try {
    if (command === undefined)
      throw new Failure(`There is no command ${name ?? ""}; there are ${Object.keys(commands).join(", ")}, help.`);
    const release = endWhenTold();
    const tools = await setUp(command);
    const act = await command.load();
    if (name === "start") release();
    process.exitCode = await act(tools, args);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(error.message);
    // Whoever reads the last line of a test run finds one there, also when no test could be run.
    if (name === "test") console.log("0 passed, 1 failed, 0 skipped");
    process.exitCode = error.exitCode;
  }
}

/** @param {Command} command */
async function setUp(command) {
  /** @type {import("./tools.mjs").Tools | undefined} */
  let tools;
  await alone(async () => {
    tools = await bringTools();
    await install(tools);
    if (command.needsBuild) await build(tools);
  });
  if (tools === undefined) throw new Error("The set-up ended without its tools.");
  return tools;
}

/**
 * Ends what is running, and this process, on a signal or when npm is gone. A server is ended in better order than
 * this, so whoever runs one lets go of it first.
 *
 * @returns {() => void} lets go of the signals
 */
function endWhenTold() {
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  let held = true;
  const end = () => {
    if (!held) return;
    endRunning();
    process.exit(130);
  };
  for (const signal of signals) process.on(signal, end);
  whenAbandoned(end);
  return () => {
    held = false;
    for (const signal of signals) process.off(signal, end);
  };
}

function help() {
  const width = Math.max(...Object.values(commands).map(({ usage }) => usage.length));
  console.log("Countersign. A command sets up what it needs first: tools, dependencies, build.\n");
  for (const { usage, does } of Object.values(commands)) console.log(`  ${usage.padEnd(width)}  ${does}`);
}
