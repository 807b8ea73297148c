import { spawn } from "node:child_process";
import { Failure } from "./failure.mjs";
import { root } from "./repository.mjs";

/** @typedef {readonly [program: string, ...args: readonly string[]]} CommandLine */

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Those of them that lead a process group.
 *
 * @type {WeakSet<import("node:child_process").ChildProcess>}
 */
const groups = new WeakSet();

/**
 * Runs a program to its end and keeps what it says, on stdout and stderr together.
 *
 * @param {CommandLine} command
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ exitCode: number, output: string }>} 128 and more when a signal ended it
 */
export function run([program, ...args], { cwd = root, env }) {
  return new Promise((resolve, reject) => {
    // A group of its own, so that what it started ends with it: turbo's own program, for one, waits for the one that it
    // started and hears no signal meanwhile.
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    running.add(child);
    groups.add(child);
    /** @type {Buffer[]} */
    const output = [];
    child.stdout.on("data", (chunk) => output.push(chunk));
    child.stderr.on("data", (chunk) => output.push(chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      running.delete(child);
      resolve({ exitCode: code ?? 128, output: Buffer.concat(output).toString("utf8") });
    });
  });
}

/**
 * Runs a program to its end, with the terminal as its own.
 *
 * @param {CommandLine} command
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code; 128 when a signal ended it
 */
export function runInView([program, ...args], { cwd = root, env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: "inherit" });
    running.add(child);
    child.on("error", reject);
    child.on("exit", (code) => {
      running.delete(child);
      resolve(code ?? 128);
    });
  });
}

/**
 * Runs a program that is silent when all is well, and says all that it said when it fails.
 *
 * @param {string} what it does, as the failure names it
 * @param {CommandLine} command
 * @param {{ cwd?: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<void>}
 */
export async function runQuietly(what, command, options) {
  const { exitCode, output } = await run(command, options);
  if (exitCode !== 0) throw new Failure(`${output.trimEnd()}\ncountersign: ${what} failed (exit code ${exitCode}).`);
}

/** Tells every program that is still running to end, and what it started. */
export function endRunning() {
  for (const child of running) {
    if (child.pid === undefined || !groups.has(child)) child.kill("SIGTERM");
    else endGroup(child.pid);
  }
}

/** @param {number} pid */
function endGroup(pid) {
  try {
    process.kill(-pid, "SIGTERM");
  } catch {
    // All of the group is gone.
  }
}
