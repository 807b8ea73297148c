import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of the checkout. */
export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");

/** What the bootstrap brings and remembers; git ignores it, and deleting it costs one longer start. */
export const toolchain = join(root, ".toolchain");

/**
 * A package of the workspace.
 *
 * @typedef {object} Package
 * @property {string} name as in its package.json, `@countersign/core`
 * @property {string} shortName without the scope, `core`
 * @property {string} folder absolute
 * @property {Readonly<Record<string, string>>} scripts
 */

/**
 * The packages of the workspace, in the order of their folders.
 *
 * @returns {readonly Package[]}
 */
export function packages() {
  return ["packages", "tooling", "examples"].flatMap((group) =>
    children(join(root, group)).flatMap((name) => {
      const folder = join(root, group, name);
      if (!existsSync(join(folder, "package.json"))) return [];
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      return [
        {
          name: manifest.name,
          shortName: manifest.name.replace(/^@countersign\//, ""),
          folder,
          scripts: manifest.scripts ?? {},
        },
      ];
    }),
  );
}

/**
 * All files below a folder, sorted, without those below a folder of one of the names in `except`; relative to it, with
 * `/` between the parts.
 *
 * @param {string} folder
 * @param {ReadonlySet<string>} except
 * @returns {readonly string[]}
 */
export function filesBelow(folder, except) {
  /** @type {string[]} */
  const files = [];
  const walk = (/** @type {string} */ at) => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (except.has(entry.name)) continue;
      if (entry.isDirectory()) walk(join(at, entry.name));
      else files.push(relative(folder, join(at, entry.name)).split(sep).join("/"));
    }
  };
  if (existsSync(folder)) walk(folder);
  return files.sort();
}

/** @param {string} folder */
function children(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => entry.name)
    .sort();
}
