import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** Holds the guardian's other end; `release` lets the guardian go. */
export interface Guardian {
  release(): void;
}

/**
 * Starts a small process that stops the PostgreSQL whose data stands in `folder`, and deletes that folder, once this
 * process is gone, however it went.
 *
 * PostgreSQL doesn't end with the process that started it, and a killed test run has no chance to stop it.
 */
export function stopPostgresWhenThisProcessEnds(folder: string): Guardian {
  const guardian = spawn(process.execPath, [fileURLToPath(import.meta.url), folder], {
    // A session of its own: a Ctrl-C meant for the tests must not take the guardian with it.
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guardian.unref();
  return { release: () => guardian.stdin.end() };
}

function guard(folder: string): void {
  process.stdin.resume();
  process.stdin.once("close", async () => {
    const pidFile = join(folder, "data", "postmaster.pid");
    if (existsSync(pidFile)) await stopAtOnce(Number(readFileSync(pidFile, "utf8").split("\n")[0]));
    rmSync(folder, { recursive: true, force: true });
  });
}

/** PostgreSQL's immediate shutdown, as its data is not wanted any more; resolves when its processes have let go of it. */
async function stopAtOnce(pid: number): Promise<void> {
  let signal: NodeJS.Signals | 0 = "SIGQUIT";
  try {
    while (process.kill(pid, signal)) {
      signal = 0;
      await sleep(50);
    }
  } catch {
    // There is no such process any more.
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] !== undefined) guard(process.argv[2]);
