import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { root } from "../../bootstrap/repository.mjs";
import { freePort } from "../src/free-port.ts";
import { type StartedByNpm, startByNpm } from "../src/started-by-npm.ts";

let folder: string;
let port: number;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-start-"));
  port = await freePort();
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
    await using run = startByNpm(root, ["start"], environment());
    await untilAlive(run);
    // What was set up before is not set up again.
    expect(run.stderr()).not.toMatch(/countersign: (bringing|installing|building)/);

    end(run);

    await expect.poll(run.anythingLeft, { timeout: 15_000 }).toBe(false);
    await expect(fetch(`http://127.0.0.1:${port}/livez`)).rejects.toThrow();
  },
);

test("a second start on the same data serves again", async () => {
  for (const _ of ["first", "second"]) {
    await using run = startByNpm(root, ["start"], environment());
    await untilAlive(run);
    run.npm.kill("SIGTERM");
    expect(await run.ended).toBe(0);
  }
});

test("a port that is in use gets one clear sentence", async () => {
  await using first = startByNpm(root, ["start"], environment());
  await untilAlive(first);
  await using second = startByNpm(root, ["start"], { ...environment(), COUNTERSIGN_DATA: join(folder, "other") });
  expect(await second.ended).toBe(1);
  expect(second.stderr().trim()).toMatch(new RegExp(`^[^\\n]*\\b${port}\\b[^\\n]*\\.$`));
});

test("a data folder that can't be written gets one clear sentence", async () => {
  const file = join(folder, "a-file");
  await writeFile(file, "");
  const data = join(file, "data");
  await using run = startByNpm(root, ["start"], { ...environment(), COUNTERSIGN_DATA: data });
  expect(await run.ended).toBe(1);
  const said = run.stderr().trim();
  expect(said.split("\n")).toHaveLength(1);
  expect(said).toContain(data);
});

function environment(): Readonly<Record<string, string | undefined>> {
  return { ...process.env, PORT: String(port), COUNTERSIGN_DATA: join(folder, "data") };
}

async function untilAlive(run: StartedByNpm): Promise<void> {
  let ended = false;
  void run.ended.then(() => {
    ended = true;
  });
  const deadline = Date.now() + 45_000;
  while ((await fetch(`http://127.0.0.1:${port}/livez`).catch(() => undefined))?.status !== 200) {
    const why = ended ? "ended" : Date.now() > deadline ? "did not serve in time" : undefined;
    if (why !== undefined) throw new Error(`npm start ${why} and said:\n${run.stdout()}${run.stderr()}`);
    await sleep(100);
  }
}
