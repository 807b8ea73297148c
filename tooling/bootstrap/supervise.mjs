import { spawn } from "node:child_process";
import { constants } from "node:os";
import { whenAbandoned } from "./abandonment.mjs";

/** How long, in milliseconds, a server has to end once it is told to, and then once it got SIGTERM. */
const usualPatience = { beforeTerm: 8_000, beforeKill: 4_000 };

/**
 * Runs a server that shares the terminal, and leaves no process when this one is told to end, is abandoned or killed.
 *
 * The server gets a pipe as its stdin and `COUNTERSIGN_PARENT_PIPE=1`: it ends in good order once the pipe closes,
 * which it also does when this process is killed. That, and not a second signal, is how it is told to end, because
 * Ctrl-C in a terminal reaches it as well. If it doesn't end it gets SIGTERM, and then SIGKILL.
 *
 * @param {import("./run.mjs").CommandLine} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, patience?: { beforeTerm: number, beforeKill: number } }} options
 * @returns {Promise<number>} the server's exit code, 128 + the signal's number when one ended it
 */
export function supervise([program, ...args], { cwd, env, patience = usualPatience }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...env, COUNTERSIGN_PARENT_PIPE: "1" },
      stdio: ["pipe", "inherit", "inherit"],
    });
    // The server may be gone before the pipe is closed.
    child.stdin.on("error", () => {});
    let told = false;
    const end = () => {
      if (told) return;
      told = true;
      child.stdin.end();
      setTimeout(() => child.kill("SIGTERM"), patience.beforeTerm).unref();
      setTimeout(() => child.kill("SIGKILL"), patience.beforeTerm + patience.beforeKill).unref();
    };
    for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, end);
    whenAbandoned(end);
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
