import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { say } from "./progress.mjs";
import { packages, root } from "./repository.mjs";
import { runQuietly } from "./run.mjs";
import { onceForInput } from "./stamp.mjs";

/**
 * Installs what the lockfile says, unless lockfile and manifests are those of the last installation.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @returns {Promise<void>}
 */
export async function install(tools) {
  const folders = [root, ...packages().map(({ folder }) => folder)];
  await onceForInput({
    name: "install",
    files: [
      "pnpm-lock.yaml",
      "pnpm-workspace.yaml",
      ...folders.map((folder) => relative(root, join(folder, "package.json"))),
    ],
    facts: [process.platform, process.arch, tools.nodeVersion.split(".")[0] ?? ""],
    stillThere: () => existsSync(join(root, "node_modules", ".modules.yaml")),
    act: async () => {
      say("installing dependencies");
      const flags = [
        "--frozen-lockfile",
        "--prod=false",
        "--config.confirm-modules-purge=false",
        "--reporter=append-only",
      ];
      await runQuietly("installing dependencies", [tools.node, tools.pnpm, "install", ...flags], { env: tools.env });
    },
  });
}
