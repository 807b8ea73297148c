import { spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GuardPatch, NamedGuard } from "./guards.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const packages = ["core", "server"] as const;

/** How a test ended in a copy of the sources: `absent` where there is none of the title, or it did not run. */
export type TestOutcome = "passed" | "failed" | "absent";

/**
 * Runs the test that a guard names on SQLite, in a copy of the sources without the guard.
 *
 * @param patches what takes the guard away; none, to see that the test passes with it.
 * @throws an error where a piece of source is not there exactly once: the list of guards must follow the code
 */
export async function runWithout(patches: readonly GuardPatch[], { test }: NamedGuard): Promise<TestOutcome> {
  const copy = mkdtempSync(join(tmpdir(), "countersign-guard-"));
  try {
    for (const name of packages) copyPackage(name, copy);
    symlinkSync(join(root, "tooling"), join(copy, "tooling"));
    for (const { file, from, to } of patches) {
      const text = readFileSync(join(copy, file), "utf8");
      if (text.split(from).length !== 2) throw new Error(`${file} does not hold once: ${from}`);
      writeFileSync(
        join(copy, file),
        text.replace(from, () => to),
      );
    }
    return await outcomeOf(join(copy, "packages", "server"), test);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The sources of a package, its dependencies where they are installed, and of its own repository those that are copied. */
function copyPackage(name: (typeof packages)[number], copy: string): void {
  const [from, to] = [join(root, "packages", name), join(copy, "packages", name)];
  mkdirSync(to, { recursive: true });
  for (const part of ["src", "test", "package.json", "vitest.config.ts", "tsconfig.json"]) {
    cpSync(join(from, part), join(to, part), { recursive: true });
  }
  // Nothing is built in the copy: whoever asks for the package gets its sources.
  const manifest: { exports: Record<string, { readonly "countersign-source": string }> } = JSON.parse(
    readFileSync(join(to, "package.json"), "utf8"), // as `package.json` of both packages is
  );
  const sources = Object.entries(manifest.exports).map(([path, ways]) => [path, ways["countersign-source"]]);
  writeFileSync(
    join(to, "package.json"),
    JSON.stringify({ ...manifest, exports: Object.fromEntries(sources.filter(([, source]) => source !== undefined)) }),
  );
  const modules = join(from, "node_modules");
  for (const entry of readdirSync(modules)) {
    const scoped = entry.startsWith("@") ? readdirSync(join(modules, entry)).map((part) => join(entry, part)) : [entry];
    for (const module of scoped) {
      const target = realpathSync(join(modules, module));
      const copied = packages.find((one) => target === join(root, "packages", one));
      mkdirSync(dirname(join(to, "node_modules", module)), { recursive: true });
      symlinkSync(copied === undefined ? target : join(copy, "packages", copied), join(to, "node_modules", module));
    }
  }
}

async function outcomeOf(folder: string, { file, title }: NamedGuard["test"]): Promise<TestOutcome> {
  const vitest = join(folder, "node_modules", "vitest", "vitest.mjs");
  const pattern = `\\(sqlite\\).{1,3}${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
  const output = join(folder, "outcome.json");
  const args = [vitest, "run", file, "-t", pattern, "--reporter=json", `--outputFile=${output}`];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  await new Promise((resolve) => child.on("exit", resolve));
  const report: VitestReport = JSON.parse(readFileSync(output, "utf8")); // what vitest's JSON reporter writes
  const ran = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "passed" || status === "failed");
  const [one] = ran;
  if (ran.length !== 1 || one === undefined) return "absent";
  return one.status === "passed" ? "passed" : "failed";
}

interface VitestReport {
  readonly testResults: readonly { readonly assertionResults: readonly { readonly status: string }[] }[];
}
