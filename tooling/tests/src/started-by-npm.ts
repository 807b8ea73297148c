import { type ChildProcess, spawn } from "node:child_process";

/** A script that npm runs, and what it says. */
export interface StartedByNpm extends AsyncDisposable {
  readonly npm: ChildProcess;
  /** Everything on stdout so far. */
  readonly stdout: () => string;
  /** Everything on stderr so far. */
  readonly stderr: () => string;
  /** npm's exit code, null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Sends a signal to npm and all that runs in the foreground with it, as Ctrl-C in a terminal does with SIGINT. */
  signalAll(signal: NodeJS.Signals): void;
  /** Whether npm or anything that it started is still there. */
  anythingLeft(): boolean;
}

/**
 * Runs a script of a folder's package.json with npm, in a process group of its own.
 *
 * @param folder that holds the package.json
 * @param args of npm: `["start"]`, `["run", "pack"]`
 */
export function startByNpm(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = process.env,
): StartedByNpm {
  const npm = spawn("npm", ["--silent", ...args], { cwd: folder, env: outsideOfNpm(env), detached: true });
  const said = { stdout: "", stderr: "" };
  npm.stdout.on("data", (chunk) => {
    said.stdout += String(chunk);
  });
  npm.stderr.on("data", (chunk) => {
    said.stderr += String(chunk);
  });
  const signalAll = (signal: NodeJS.Signals): void => {
    if (npm.pid === undefined) throw new Error("npm did not start; it has to be on the PATH.");
    process.kill(-npm.pid, signal);
  };
  return {
    npm,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    ended: new Promise((resolve) => npm.once("exit", resolve)),
    signalAll,
    anythingLeft: () => npm.pid !== undefined && isRunning(-npm.pid),
    [Symbol.asyncDispose]: async () => {
      try {
        signalAll("SIGKILL");
      } catch {
        // The whole group is gone already, as it should be.
      }
    },
  };
}

/** Whether a process, or any of the group -`pid`, is there; a dead one still is until its parent has taken note of its end. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The environment without what an outer npm has put into it, as a person's terminal has it. */
function outsideOfNpm(env: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(npm_(package|lifecycle)_|INIT_CWD$)/.test(name)),
  );
}
