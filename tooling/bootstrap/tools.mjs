import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { Failure } from "./failure.mjs";
import { oldestThatBuilds, reaches } from "./node-version.mjs";
import { say } from "./progress.mjs";
import { root, toolchain } from "./repository.mjs";
import { run } from "./run.mjs";
import { onceForInput } from "./stamp.mjs";

/**
 * The programs that Countersign is built and run with.
 *
 * @typedef {object} Tools
 * @property {string} node path of the Node to run programs with
 * @property {string} nodeVersion of that Node
 * @property {string} pnpm path of pnpm's program, to be run with that Node
 * @property {NodeJS.ProcessEnv} env the environment with both first on the PATH
 */

/**
 * Brings pnpm, and Node where the machine's own is too old, into `.toolchain`: what is there already is not fetched
 * again.
 *
 * @returns {Promise<Tools>}
 */
export async function bringTools() {
  const node = await bringNode();
  const pnpm = join(toolchain, "pnpm", "node_modules", "pnpm", "bin", "pnpm.cjs");
  await bring("pnpm", "bringing pnpm", () => existsSync(pnpm));
  const path = [dirname(node.path), join(toolchain, "pnpm", "node_modules", ".bin"), process.env.PATH ?? ""];
  const env = { ...environment(), PATH: path.join(delimiter), DO_NOT_TRACK: "1", TURBO_TELEMETRY_DISABLED: "1" };
  return { node: node.path, nodeVersion: node.version, pnpm, env };
}

/** @returns {Promise<{ path: string, version: string }>} */
async function bringNode() {
  const own = process.versions.node;
  if (reaches(own, oldestThatBuilds)) return { path: process.execPath, version: own };
  const path = join(toolchain, "node", "node_modules", `node-${process.platform}-${process.arch}`, "bin", "node");
  await bring("node", `bringing a newer Node, as this machine's is ${own}`, () => existsSync(path));
  const asked = spawnSync(path, ["--version"], { encoding: "utf8" });
  if (asked.status === 0) return { path, version: asked.stdout.trim().slice(1) };
  throw new Failure(
    `Countersign needs Node ${oldestThatBuilds} or newer, this is Node ${own}, and none could be brought for ` +
      `${process.platform} on ${process.arch}; install one from https://nodejs.org.`,
  );
}

/**
 * Brings the older releases of Node under which the tests run what applications import; none where none is published.
 *
 * @returns {Promise<readonly string[]>} paths of their programs, the oldest first
 */
export async function bringOlderNodes() {
  const programs = ["20", "22"].map((release) =>
    join(toolchain, "older-nodes", "node_modules", `node-${release}-${process.arch}`, "bin", "node"),
  );
  const found = () => programs.filter((program) => existsSync(program));
  await bring("older-nodes", "bringing older releases of Node, for the tests", () => found().length > 0);
  return found();
}

/**
 * Installs the locked folder `tooling/toolchain/NAME` into `.toolchain/NAME`.
 *
 * @param {"node" | "older-nodes" | "pnpm"} name
 * @param {string} line to say when it has to be fetched
 * @param {() => boolean} stillThere
 */
async function bring(name, line, stillThere) {
  const from = `tooling/toolchain/${name}`;
  await onceForInput({
    name,
    files: [`${from}/package.json`, `${from}/package-lock.json`],
    facts: [process.platform, process.arch],
    stillThere,
    act: async () => {
      say(line);
      const to = join(toolchain, name);
      rmSync(to, { recursive: true, force: true });
      mkdirSync(to, { recursive: true });
      cpSync(join(root, from), to, { recursive: true });
      const flags = ["--include=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
      const { exitCode, output } = await run([...npm(), "ci", "--prefix", to, ...flags], {
        cwd: to,
        env: environment(),
      });
      if (exitCode === 0) return;
      throw new Failure(
        `${output.trimEnd()}\ncountersign: ${name} could not be fetched with npm (exit code ${exitCode}).`,
      );
    },
  });
}

/**
 * The npm that runs this, or the one on the PATH.
 *
 * @returns {import("./run.mjs").CommandLine}
 */
function npm() {
  const path = process.env.npm_execpath;
  return path?.endsWith("npm-cli.js") ? [process.execPath, path] : ["npm"];
}

/**
 * The environment without what npm adds for the script it runs: that describes this repository's root, and a package
 * manager further down would take it for its own settings. What the user configured stays.
 */
function environment() {
  const added =
    /^(npm_package_|npm_lifecycle_|npm_command$|npm_execpath$|npm_node_execpath$|npm_config_(local_prefix|global_prefix|prefix|node_gyp|user_agent|noproxy|npm_version|init_module)$|INIT_CWD$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !added.test(name)));
}
