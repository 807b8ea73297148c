import { expect, test } from "vitest";
import { cpuSeconds } from "../src/server/cores.ts";
import { requestsIn } from "../src/server/load.ts";

test("a load that is answered with anything else is no measurement", () => {
  expect(requestsIn("  55565 requests in 4.00s, 131.96MB read\nRequests/sec:  13888.69")).toBe(55_565);
  for (const said of [
    "  55565 requests in 4.00s, 1MB read\n  Non-2xx or 3xx responses: 3",
    "  5 requests in 4.00s, 1MB read\n  Socket errors: connect 0, read 3, write 0, timeout 0",
    "unable to connect",
  ]) {
    expect(() => requestsIn(said)).toThrow("The load went wrong");
  }
});

test.runIf(process.platform === "linux")("a process that computes is seen to use its core", () => {
  const before = cpuSeconds(process.pid);
  for (let end = performance.now() + 200; performance.now() < end; ) Math.sqrt(end);
  expect(cpuSeconds(process.pid) - before).toBeGreaterThan(0.01);
});
