import { execFile, execFileSync, spawnSync } from "node:child_process";
import { Agent, request } from "node:http";
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

/** Asks at a steady rate, whatever the answers take, and tells how long each took from when it was due, in milliseconds. */
export async function steadyLoad(
  url: string,
  authorization: string,
  perSecond: number,
  seconds: number,
): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const count = Math.floor(perSecond * seconds);
  const times: number[] = [];
  const failures: unknown[] = [];
  const answers: Promise<void>[] = [];
  const start = performance.now();
  for (let sent = 0; sent < count; ) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1000) * perSecond));
    for (; sent < due; sent += 1) {
      const at = start + (sent / perSecond) * 1000;
      answers.push(
        ask(url, authorization, agent).then(
          () => void times.push(performance.now() - at),
          (error: unknown) => void failures.push(error),
        ),
      );
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(answers);
  agent.destroy();
  if (failures.length > 0) throw failures[0];
  return times;
}

function ask(url: string, authorization: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, headers: { authorization } }, (answer) => {
      answer.resume();
      answer.once("end", () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`A fetch was answered with ${answer.statusCode}.`));
      });
    });
    asked.once("error", reject);
    asked.end();
  });
}
