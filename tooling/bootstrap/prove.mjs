import { join } from "node:path";
import { root } from "./repository.mjs";
import { runInView } from "./run.mjs";

/**
 * Runs the long proofs, from the sources: of the compiled policy, then of random histories of releases; or, with `guards`
 * first, takes each guard away that a test of a way around an approval names; or, with `histories`, those alone, so many and
 * from this seed where two numbers follow.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
export async function prove({ node, env }, args) {
  const core = join(root, "packages", "core");
  const server = join(root, "packages", "server");
  const [first, ...rest] = args;
  if (first === "guards")
    return runInView([node, join(server, "proof", "guards-main.ts"), ...rest], { cwd: server, env });
  const policy =
    first === "histories" ? 0 : await runInView([node, join(core, "proof", "main.ts"), ...args], { cwd: core, env });
  if (policy !== 0 || args.includes("--help")) return policy;
  const [count = "2000", seed] = first === "histories" ? rest : [];
  const asked = {
    COUNTERSIGN_RANDOM_HISTORIES: count,
    ...(seed === undefined ? {} : { COUNTERSIGN_RANDOM_HISTORIES_SEED: seed }),
  };
  const vitest = join(server, "node_modules", "vitest", "vitest.mjs");
  return runInView([node, vitest, "run", "test/releases/histories.test.ts"], {
    cwd: server,
    env: { ...env, ...asked },
  });
}
