import { runInView } from "./run.mjs";

/** Some rivals hold a million bindings in several gigabytes. */
const heap = "--max-old-space-size=8192";

/**
 * Runs a suite of benchmarks, against the packages as they are built.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @param {readonly string[]} args the suite, and `--json`
 * @returns {Promise<number>} 0 only when every figure of the suite was measured and reaches its goal
 */
export function bench({ node, env }, args) {
  return runInView([node, "--expose-gc", heap, "tooling/benchmarks/src/main.ts", ...args], { env });
}
