import { execFile, execFileSync, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { asking, cpuSeconds } from "./cores.ts";

/** What came of a load. */
export interface Load {
  readonly requestsPerSecond: number;
  /** Of the time, how much the server was on its core: 0 to 1. */
  readonly busy: number;
  /** Of the server's core, for one request, in microseconds. */
  readonly cpuPerRequest: number;
}

/** Installs what makes the load where it is missing. */
export function installWrk(): void {
  if (spawnSync("wrk", ["-v"]).error === undefined) return;
  execFileSync("apt-get", ["update"], { stdio: "ignore" });
  execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "wrk"], { stdio: "ignore" });
}

/**
 * Asks for one address as fast as it is answered, over 32 connections, from the asking core.
 *
 * @throws where an answer was another than 2xx
 */
export async function fullLoad(url: string, authorization: string, pid: number, seconds: number): Promise<Load> {
  const wrk = ["wrk", "-t1", "-c32", `-d${seconds}s`, "-H", `Authorization: ${authorization}`, url];
  const before = cpuSeconds(pid);
  const start = performance.now();
  const { stdout } = await promisify(execFile)("taskset", ["-c", String(asking), ...wrk]);
  const took = (performance.now() - start) / 1000;
  const cpu = cpuSeconds(pid) - before;
  const requests = requestsIn(stdout);
  return { requestsPerSecond: requests / took, busy: cpu / took, cpuPerRequest: (cpu * 1e6) / requests };
}

/**
 * How many requests were answered, by what wrk says.
 *
 * @throws where an answer was none or another than 2xx
 */
export function requestsIn(said: string): number {
  const [, answered] = /(\d+) requests in/.exec(said) ?? [];
  if (answered === undefined || /Non-2xx|Socket errors/.test(said)) throw new Error(`The load went wrong: ${said}`);
  return Number(answered);
}
