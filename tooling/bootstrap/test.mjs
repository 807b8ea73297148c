import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Failure } from "./failure.mjs";
import { say } from "./progress.mjs";
import { packages, toolchain } from "./repository.mjs";
import { run } from "./run.mjs";
import { summarize } from "./test-summary.mjs";

/** How many packages are tested at a time; each runs its files on as many workers. */
const atATime = 2;

/** The packages whose tests take longest, the longest first: whichever began last would be waited for by all. */
const longest = ["server", "browser-tests", "tests", "example-import-histories"];

/**
 * Runs the tests of every package that declares some, afresh, and prints what failed, what was skipped and why, and as
 * last line `N passed, N failed, N skipped`.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @param {readonly string[]} args names of packages, then what is passed on to vitest: parts of file names, flags
 * @returns {Promise<number>} 0 only when every package ran to its end, had tests, and none failed
 */
export async function test(tools, args) {
  const declared = packages().filter(({ scripts }) => scripts.test !== undefined);
  const { chosen, filters } = choose(declared, args);
  const reports = join(toolchain, "reports");
  rmSync(reports, { recursive: true, force: true });
  mkdirSync(reports, { recursive: true });

  const waiting = longestFirst(chosen);
  /** @type {import("./test-summary.mjs").PackageRun[]} */
  const runs = [];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      say(`testing ${next.shortName}`);
      runs.push(await testPackage(tools, next, filters, join(reports, `${next.shortName}.json`)));
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));

  const summary = summarize(runs);
  console.log(summary.lines.join("\n"));
  return summary.ok ? 0 : 1;
}

/**
 * Runs vitest in one package.
 *
 * @param {Pick<import("./tools.mjs").Tools, "node" | "env">} tools
 * @param {Pick<import("./repository.mjs").Package, "shortName" | "folder">} tested
 * @param {readonly string[]} filters
 * @param {string} reportFile
 * @returns {Promise<import("./test-summary.mjs").PackageRun>}
 */
export async function testPackage({ node, env }, { shortName, folder }, filters, reportFile) {
  rmSync(reportFile, { force: true });
  const vitest = join(createRequire(join(folder, "package.json")).resolve("vitest/package.json"), "..", "vitest.mjs");
  const reporter = fileURLToPath(new URL("test-reporter.mjs", import.meta.url));
  // A test left with `.only` would leave the others out unseen.
  const flags = ["--reporter=default", `--reporter=${reporter}`, "--allowOnly=false", `--maxWorkers=${atATime}`];
  const ended = await run([node, vitest, "run", ...flags, ...filters], {
    cwd: folder,
    // Tests start many programs of the same modules.
    env: { ...env, NODE_COMPILE_CACHE: join(toolchain, "compiled"), COUNTERSIGN_TEST_REPORT: reportFile },
  });
  return { package: shortName, filtered: filters.length > 0, ...ended, report: read(reportFile) };
}

/** @param {readonly import("./repository.mjs").Package[]} chosen */
function longestFirst(chosen) {
  const rank = (/** @type {string} */ name) => (longest.includes(name) ? longest.indexOf(name) : longest.length);
  return [...chosen].sort((a, b) => rank(a.shortName) - rank(b.shortName));
}

/**
 * @param {readonly import("./repository.mjs").Package[]} declared
 * @param {readonly string[]} args
 */
function choose(declared, args) {
  const known = declared.map(({ shortName }) => shortName);
  const firstFilter = args.findIndex((arg) => !known.includes(arg));
  const names = firstFilter === -1 ? args : args.slice(0, firstFilter);
  const filters = args.slice(names.length);
  if (names.length === 0 && filters.length > 0) {
    throw new Failure(`There is no package ${filters[0]} with tests; name one of ${known.join(", ")}, then files.`);
  }
  const chosen = names.length === 0 ? declared : declared.filter(({ shortName }) => names.includes(shortName));
  return { chosen, filters };
}

/**
 * @param {string} file
 * @returns {import("./test-summary.mjs").Report | undefined}
 */
function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
