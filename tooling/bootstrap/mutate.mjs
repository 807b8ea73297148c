import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root } from "./repository.mjs";
import { runInView } from "./run.mjs";

/**
 * Changes the deciding files of core in every small way there is, and runs the tests against each change: what no test
 * notices is not tested.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @param {readonly string[]} args files of core, instead of all deciding ones; flags go to Stryker
 * @returns {Promise<number>} 0 only when at least 95 of 100 changes were noticed
 */
export function mutate({ node, env }, args) {
  const folder = join(root, "packages", "core");
  const stryker = createRequire(join(folder, "package.json")).resolve("@stryker-mutator/core/package.json");
  const files = args.filter((arg) => !arg.startsWith("-"));
  const flags = args.filter((arg) => arg.startsWith("-"));
  const chosen = files.length === 0 ? [] : ["--mutate", files.join(",")];
  const command = /** @type {const} */ ([node, join(dirname(stryker), "bin", "stryker.js"), "run"]);
  return runInView([...command, ...chosen, ...flags], { cwd: folder, env });
}
