import { spawn } from "node:child_process";
import { whenAbandoned } from "./abandonment.mjs";
import { root } from "./repository.mjs";

/** Some rivals hold a million bindings in several gigabytes. */
const heap = "--max-old-space-size=8192";

/**
 * Runs a suite of benchmarks, against the packages as they are built.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @param {readonly string[]} args the suite, and `--json`
 * @returns {Promise<number>} 0 only when every figure of the suite was measured and reaches its goal
 */
export function bench(tools, args) {
  return new Promise((resolve, reject) => {
    const command = ["--expose-gc", heap, "tooling/benchmarks/src/main.ts", ...args];
    const child = spawn(tools.node, command, { cwd: root, env: tools.env, stdio: "inherit" });
    const end = () => child.kill("SIGTERM");
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, end);
    whenAbandoned(end);
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 128));
  });
}
