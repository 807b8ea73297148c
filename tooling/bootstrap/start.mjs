import { resolve } from "node:path";
import { root } from "./repository.mjs";
import { supervise } from "./supervise.mjs";

/**
 * Runs the server with the demo organization until it is told to end.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @param {readonly string[]} args passed on to the server's `demo`
 * @returns {Promise<number>} exit code
 */
export function start(tools, args) {
  const { COUNTERSIGN_DATA: named, INIT_CWD: calledFrom } = process.env;
  const data = named ? resolve(calledFrom ?? root, named) : resolve(root, ".countersign");
  const env = { PORT: "4700", ...tools.env, COUNTERSIGN_DATA: data };
  return supervise([tools.node, "packages/server/dist/main.js", "demo", ...args], { cwd: root, env });
}
