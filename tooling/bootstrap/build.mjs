import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { say } from "./progress.mjs";
import { filesBelow, packages, root } from "./repository.mjs";
import { runQuietly } from "./run.mjs";
import { onceForInput } from "./stamp.mjs";

const notSource = new Set(["node_modules", "dist", "test", ".turbo", "coverage", "vitest.config.ts"]);

/**
 * Builds the packages, unless their sources are those of the last build.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @returns {Promise<void>}
 */
export async function build(tools) {
  const built = packages().filter(({ folder }) => folder.startsWith(join(root, "packages")));
  const files = ["packages", "tooling/typescript"].flatMap((folder) =>
    filesBelow(join(root, folder), notSource).map((file) => `${folder}/${file}`),
  );
  await onceForInput({
    name: "build",
    files: ["pnpm-lock.yaml", "turbo.json", ...files.filter((file) => !/\.test(-d)?\.tsx?$/.test(file))],
    facts: [tools.nodeVersion],
    stillThere: () => built.every(({ folder }) => existsSync(join(folder, "dist"))),
    act: async () => {
      say("building");
      const filters = built.map(({ folder }) => `--filter=./${relative(root, folder)}`);
      const flags = ["--output-logs=errors-only", "--log-order=grouped", "--ui=stream"];
      const turbo = join(root, "node_modules", ".bin", "turbo");
      await runQuietly("building", [turbo, "run", "build", ...filters, ...flags], { env: tools.env });
    },
  });
}
