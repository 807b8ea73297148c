import { request } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { type RunningServer, startServing, temporaryFolder } from "./server-process.ts";

const endings: Readonly<Record<string, (server: RunningServer) => void>> = {
  SIGTERM: ({ child }) => child.kill("SIGTERM"),
  "two signals": ({ child }) => {
    child.kill("SIGINT");
    child.kill("SIGTERM");
  },
  "the end of stdin": ({ child }) => child.stdin?.end(),
};

it.each(Object.entries(endings))("%s lets a request under way finish, and takes no new one", async (_, end) => {
  const server = await startServing(["serve"], {
    COUNTERSIGN_DATA: join(temporaryFolder(), "data"),
    COUNTERSIGN_PARENT_PIPE: "1",
  });
  const slow = slowRequest(server.origin);
  await slow.underWay;
  end(server);
  await expect
    .poll(
      () =>
        fetch(`${server.origin}/livez`).then(
          () => "taken",
          () => "refused",
        ),
      { timeout: 30_000 },
    )
    .toBe("refused");
  slow.finish();
  expect(await slow.answered).toBe(401);
  expect(await server.ended).toBe(0);
});

it("does not end with stdin where nobody holds the other end on purpose", async () => {
  const server = await startServing(["serve"], { COUNTERSIGN_DATA: join(temporaryFolder(), "data") });
  server.child.stdin?.end();
  await sleep(500);
  expect((await fetch(`${server.origin}/livez`)).status).toBe(200);
});

/** A sign-in whose body comes in two halves. */
function slowRequest(origin: string): {
  readonly underWay: Promise<void>;
  readonly finish: () => void;
  readonly answered: Promise<number>;
} {
  const body = JSON.stringify({ email: "nobody@acme.test", password: "whatever" });
  const call = request(`${origin}/trpc/session.signIn`, {
    method: "POST",
    headers: { "content-type": "application/json", "content-length": body.length },
  });
  const answered = new Promise<number>((resolve, reject) => {
    call.on("response", (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    call.on("error", reject);
  });
  call.write(body.slice(0, 10));
  // The server has the first half once another request that came later is answered.
  const underWay = new Promise<void>((resolve) =>
    call.on("socket", (socket) => socket.once("connect", () => resolve())),
  )
    .then(() => fetch(`${origin}/livez`))
    .then((answer) => void answer.body?.cancel());
  return { underWay, finish: () => call.end(body.slice(10)), answered };
}
