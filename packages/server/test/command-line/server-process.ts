import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** The command line as a process of its own. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** The exit code; `null` when a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** Starts the command line; the process ends with its test. Nothing of the tests' own environment configures it. */
export function startProcess(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ServerProcess {
  const child = spawn(process.execPath, ["--conditions=countersign-source", main, ...words], {
    env: { PATH: process.env["PATH"] ?? "", ...compileCache(), ...environment },
    cwd: tmpdir(),
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    said.stdout += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    said.stderr += String(chunk);
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  return { child, stdout: () => said.stdout, stderr: () => said.stderr, ended };
}

/** What was compiled for an earlier process is not compiled again, where the run of the tests has a place for it. */
function compileCache(): Readonly<Record<string, string>> {
  const folder = process.env["NODE_COMPILE_CACHE"];
  return folder === undefined ? {} : { NODE_COMPILE_CACHE: folder };
}

/** Runs a command to its end. */
export async function runProcess(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const run = startProcess(words, environment);
  run.child.stdin?.end();
  return { code: await run.ended, stdout: run.stdout(), stderr: run.stderr() };
}

/** A server that answers, and where. */
export interface RunningServer extends ServerProcess {
  readonly origin: string;
}

/** Starts a serving command on any free port and waits until it answers. */
export async function startServing(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<RunningServer> {
  const run = startProcess(words, { PORT: "0", ...environment });
  const origin = await originOf(run);
  const alive = await fetch(`${origin}/livez`);
  if (alive.status !== 200) throw new Error(`The server said that it serves, and /livez answered ${alive.status}.`);
  return { ...run, origin };
}

/** The address that a server says it serves; fails at once when the process ends before. */
async function originOf(run: ServerProcess): Promise<string> {
  let ended = false;
  void run.ended.then(() => {
    ended = true;
  });
  for (;;) {
    const origin = /(http:\/\/127\.0\.0\.1:\d+)\//.exec(run.stdout() + run.stderr())?.[1];
    if (origin !== undefined) return origin;
    if (ended) throw new Error(`The server ended and said:\n${run.stdout()}${run.stderr()}`);
    await sleep(20);
  }
}

/** A folder that goes with its test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "countersign-server-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
