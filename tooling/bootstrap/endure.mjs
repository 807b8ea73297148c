import { runInView } from "./run.mjs";

/**
 * Runs a case of crashes, faults or long use, against the packages as they are built.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @param {readonly string[]} args the case, and `--json`
 * @returns {Promise<number>} 0 only when every figure of the case was measured and reaches its goal
 */
export function endure({ node, env }, args) {
  return runInView([node, "tooling/benchmarks/src/endure.ts", ...args], { env });
}
