import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

type Command = readonly [program: string, ...args: readonly string[]];

/** What one machine needs to do to have a Chromium, and the sentence for whoever has to do it by hand. */
export interface Installation {
  readonly commands: readonly Command[];
  readonly remedy: string;
}

/**
 * Installs a Chromium and returns its path.
 *
 * @param find looks for it again once it should be there
 * @throws a sentence that says what to install, with what the installation said
 */
export async function installChromium(find: () => string | undefined): Promise<string> {
  const debianRoot = existsSync("/etc/debian_version") && process.getuid?.() === 0;
  return runInstallation(installationFor({ debianRoot }), runQuietly, find);
}

/** How a Chromium comes to this machine: as Debian's package where we may install it, else as playwright's own. */
export function installationFor(machine: { readonly debianRoot: boolean }): Installation {
  const remedy =
    "The browser tests need a Chromium: install one (on Debian and Ubuntu `apt-get install chromium`), " +
    "or name one in COUNTERSIGN_CHROMIUM.";
  if (machine.debianRoot) {
    return {
      commands: [
        ["apt-get", "update"],
        ["apt-get", "install", "-y", "--no-install-recommends", "chromium"],
      ],
      remedy,
    };
  }
  const cli = join(dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")), "cli.js");
  return { commands: [[process.execPath, cli, "install", "chromium"]], remedy };
}

/** How often, in milliseconds, a command is tried again while another process holds apt's locks, and for how long. */
const usualPatience = { between: 1_000, inAll: 300_000 };

/**
 * Runs an installation's commands in order; the first one that fails ends it with the remedy. A command that only another
 * installation stands in the way of is tried again: apt itself waits for one of its locks and not for the others.
 */
export async function runInstallation(
  installation: Installation,
  run: (command: Command) => { readonly ok: boolean; readonly output: string },
  find: () => string | undefined,
  patience: typeof usualPatience = usualPatience,
): Promise<string> {
  for (const command of installation.commands) {
    let left = patience.inAll;
    let ended = run(command);
    while (!ended.ok && /Could not get lock|Unable to (?:acquire|lock)/.test(ended.output) && left > 0) {
      await sleep(patience.between);
      left -= patience.between;
      ended = run(command);
    }
    if (!ended.ok)
      throw new Error(`${installation.remedy}\n\`${command.join(" ")}\` failed and said:\n${ended.output}`);
  }
  const found = find();
  if (found === undefined) throw new Error(installation.remedy);
  return found;
}

function runQuietly([program, ...args]: Command): { readonly ok: boolean; readonly output: string } {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const ended = spawnSync(program, args, { encoding: "utf8", env, stdio: ["ignore", "pipe", "pipe"] });
  return { ok: ended.status === 0, output: `${ended.stdout ?? ""}${ended.stderr ?? ""}${ended.error?.message ?? ""}` };
}
