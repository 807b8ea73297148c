import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../bootstrap/repository.mjs";

/** Builds `examples/admin-plugin` into a folder, as its own `build` does. */
export async function buildPlugin(folder: string): Promise<void> {
  const example = join(root, "examples/admin-plugin");
  const vite = join(
    dirname(createRequire(join(example, "package.json")).resolve("vite/package.json")),
    "bin",
    "vite.js",
  );
  const flags = ["build", "--outDir", folder, "--emptyOutDir", "--logLevel", "error"];
  // vitest's own mode would make a build for development.
  const env = { ...process.env, NODE_ENV: "production" };
  await promisify(execFile)(process.execPath, [vite, ...flags], { cwd: example, env });
}
