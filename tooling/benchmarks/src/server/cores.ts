import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The cores that a measurement keeps apart: one serves, the other asks. */
export const serving = 0;
export const asking = 1;

/** Keeps a process, all its threads included, on one core. */
export function pin(pid: number, core: number): void {
  execFileSync("taskset", ["-a", "-c", "-p", String(core), String(pid)], { stdio: "ignore" });
}

/** How long a process has been on a core so far, in seconds. */
export function cpuSeconds(pid: number): number {
  // The name in parentheses may hold spaces.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

/** Linux counts in hundredths for programs, whatever it does inside. */
const TICKS = 100;
