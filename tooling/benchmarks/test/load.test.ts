import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { cpuSeconds } from "../src/server/cores.ts";
import { requestsIn, steadyLoad } from "../src/server/load.ts";

async function startServer(status: number): Promise<{ readonly url: string; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer((incoming, outgoing) => {
    if (incoming.headers.authorization === "Bearer k") asked += 1;
    outgoing.writeHead(status).end("x");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/`, asked: () => asked };
}

test("a steady load asks as often as it should, and times every answer from when it was due", async () => {
  const { url, asked } = await startServer(200);
  const times = await steadyLoad(url, "Bearer k", 200, 0.5);
  expect([times.length, asked()]).toEqual([100, 100]);
  expect(times.filter((time) => !(time > 0))).toEqual([]);
});

test("a load that is answered with anything else is no measurement", async () => {
  const { url } = await startServer(503);
  await expect(steadyLoad(url, "Bearer k", 100, 0.1)).rejects.toThrow("answered with 503");
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
