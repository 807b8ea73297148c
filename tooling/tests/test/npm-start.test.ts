import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { root } from "../../bootstrap/repository.mjs";
import { type StartedByNpm, startByNpm } from "../src/started-by-npm.ts";

let written: string;
let folder: string;

beforeAll(async () => {
  written = await mkdtemp(join(tmpdir(), "countersign-written-"));
  await using run = startByNpm(root, ["start"], environment(written));
  await untilAlive(run);
  run.npm.kill("SIGTERM");
  await run.ended;
});

afterAll(() => rm(written, { recursive: true, force: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-start-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const endings: Readonly<Record<string, (run: StartedByNpm) => void>> = {
  SIGTERM: ({ npm }) => npm.kill("SIGTERM"),
  "Ctrl-C": ({ signalAll }) => signalAll("SIGINT"),
  SIGKILL: ({ npm }) => npm.kill("SIGKILL"),
};

test.each(Object.entries(endings))(
  "npm start serves what is built, and %s leaves no process and frees the port",
  async (_, end) => {
    await using run = startByNpm(root, ["start"], environment(await copyOfWritten()));
    const origin = await untilAlive(run);
    // What was set up before is not set up again.
    expect(run.stderr()).not.toMatch(/countersign: (bringing|installing|building)/);

    end(run);

    await expect.poll(run.anythingLeft, { timeout: 30_000 }).toBe(false);
    await expect(fetch(`${origin}/livez`)).rejects.toThrow();
  },
);

test("a second start on the same data serves again", async () => {
  for (const _ of ["first", "second"]) {
    await using run = startByNpm(root, ["start"], environment(join(folder, "data")));
    await untilAlive(run);
    run.npm.kill("SIGTERM");
    expect(await run.ended).toBe(0);
  }
});

test("a port that is in use gets one clear sentence", async () => {
  await using first = startByNpm(root, ["start"], environment(await copyOfWritten()));
  const { port } = new URL(await untilAlive(first));
  await using second = startByNpm(root, ["start"], { ...environment(join(folder, "other")), PORT: port });
  expect(await second.ended).toBe(1);
  expect(second.stderr().trim()).toMatch(new RegExp(`^[^\\n]*\\b${port}\\b[^\\n]*\\.$`));
});

test("a data folder that can't be written gets one clear sentence", async () => {
  const file = join(folder, "a-file");
  await writeFile(file, "");
  const data = join(file, "data");
  await using run = startByNpm(root, ["start"], environment(data));
  expect(await run.ended).toBe(1);
  const said = run.stderr().trim();
  expect(said.split("\n")).toHaveLength(1);
  expect(said).toContain(data);
});

/** A data folder that an earlier start has written. */
async function copyOfWritten(): Promise<string> {
  const copy = join(folder, "data");
  await cp(written, copy, { recursive: true });
  return copy;
}

/** Any free port, so that nobody else can take it between the look and the start. */
function environment(data: string): Readonly<Record<string, string | undefined>> {
  return { ...process.env, PORT: "0", COUNTERSIGN_DATA: data };
}

/** Waits until it says where it serves and answers there. */
async function untilAlive(run: StartedByNpm): Promise<string> {
  let ended = false;
  void run.ended.then(() => {
    ended = true;
  });
  const deadline = Date.now() + 90_000;
  for (;;) {
    const origin = /^Countersign's demo: (http:\/\/127\.0\.0\.1:\d+)\/$/m.exec(run.stdout())?.[1];
    if (origin !== undefined && (await fetch(`${origin}/livez`).catch(() => undefined))?.status === 200) return origin;
    const why = ended ? "ended" : Date.now() > deadline ? "did not serve in time" : undefined;
    if (why !== undefined) throw new Error(`npm start ${why} and said:\n${run.stdout()}${run.stderr()}`);
    await sleep(50);
  }
}
