import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packages, root } from "./repository.mjs";
import { runQuietly } from "./run.mjs";

/**
 * Packs the published packages as a registry would get them, into `artifacts/`, and prints the tarballs.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @returns {Promise<number>}
 */
export async function pack(tools) {
  for (const tarball of await packInto(tools, join(root, "artifacts"))) console.log(`artifacts/${tarball}`);
  return 0;
}

/**
 * Empties a folder and packs the published packages into it, with `workspace:` dependencies replaced by versions.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @param {string} folder absolute
 * @returns {Promise<readonly string[]>} names of the tarballs
 */
export async function packInto(tools, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const published of packages().filter((one) => one.folder.startsWith(join(root, "packages")))) {
    const options = { cwd: published.folder, env: tools.env };
    await runQuietly(
      `packing ${published.name}`,
      [tools.node, tools.pnpm, "pack", "--pack-destination", folder],
      options,
    );
  }
  return readdirSync(folder).sort();
}
