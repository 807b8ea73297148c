import { join } from "node:path";
import { packInto } from "./pack.mjs";
import { say } from "./progress.mjs";
import { root, toolchain } from "./repository.mjs";
import { run } from "./run.mjs";

/** The packages that other programs import, and that therefore have to be right for every way of importing. */
const libraries = ["core", "sdk"];

/**
 * Runs every check to its end, so that one look shows all that is wrong, and prints what each failing one said.
 *
 * @param {import("./tools.mjs").Tools} tools
 * @returns {Promise<number>} 0 only when all are well
 */
export async function check(tools) {
  const folder = join(toolchain, "checked");
  const tarballs = (await packInto(tools, folder)).filter((tarball) =>
    libraries.some((library) => tarball.startsWith(`countersign-${library}-`)),
  );
  const checks = [
    by("biome", "format and lint", "check", "--error-on-warnings", "."),
    by("turbo", "types", "run", "types", "--output-logs=errors-only", "--ui=stream"),
    by("knip", "unused code"),
    sizeOfTheClient(tools),
    ...tarballs.flatMap((tarball) => [
      by("publint", tarball, "--strict", join(folder, tarball)),
      by("attw", `types of ${tarball}`, "--profile", "esm-only", join(folder, tarball)),
    ]),
  ];
  let failures = 0;
  for (const { what, command } of checks) {
    say(`checking ${what}`);
    const { exitCode, output } = await run(command, { env: tools.env });
    if (exitCode === 0) continue;
    failures += 1;
    console.log(`${output.trimEnd()}\nFAILED: ${what} (exit code ${exitCode})`);
  }
  console.log(failures === 0 ? "All checks are well." : `${failures} of ${checks.length} checks failed.`);
  return failures === 0 ? 0 : 1;
}

/**
 * @param {string} tool
 * @param {string} what it checks
 * @param {readonly string[]} args
 * @returns {{ readonly what: string, readonly command: import("./run.mjs").CommandLine }}
 */
function by(tool, what, ...args) {
  return { what, command: [join(root, "node_modules", ".bin", tool), ...args] };
}

/**
 * @param {import("./tools.mjs").Tools} tools
 * @returns {{ readonly what: string, readonly command: import("./run.mjs").CommandLine }}
 */
function sizeOfTheClient({ node }) {
  return { what: "size of the client", command: [node, join(root, "tooling", "bootstrap", "size.mjs")] };
}
