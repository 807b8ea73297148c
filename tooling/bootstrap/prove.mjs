import { join } from "node:path";
import { root } from "./repository.mjs";
import { runInView } from "./run.mjs";

/**
 * Runs the long proof of the compiled policy, from its sources.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export function prove({ node, env }, args) {
  const folder = join(root, "packages", "core");
  return runInView([node, join(folder, "proof", "main.ts"), ...args], { cwd: folder, env });
}
