import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isRunning, type StartedByNpm, startByNpm } from "../src/started-by-npm.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "countersign-launching-"));
  const launch = `exec node ${fileURLToPath(new URL("fixtures/launching/launch.mjs", import.meta.url))}`;
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({
      scripts: {
        start: `${launch} willing`,
        stubborn: `${launch} stubborn`,
        refuses: `${launch} refuses`,
      },
    }),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** What happens to npm, or to the launcher below it. */
const endings: Readonly<Record<string, (run: StartedByNpm, launcher: number) => void>> = {
  "SIGTERM to npm": ({ npm }) => npm.kill("SIGTERM"),
  "SIGINT to npm": ({ npm }) => npm.kill("SIGINT"),
  "Ctrl-C in the terminal": ({ signalAll }) => signalAll("SIGINT"),
  "SIGKILL to npm": ({ npm }) => npm.kill("SIGKILL"),
  "SIGKILL to the launcher": (_, launcher) => process.kill(launcher, "SIGKILL"),
};

test.each(Object.entries(endings))("%s ends everything and leaves no process", async (_, end) => {
  await using run = startByNpm(folder, ["start"]);
  const { launcher, server } = await processes(run);

  end(run, launcher);

  await expect.poll(() => isRunning(server) || isRunning(launcher), { timeout: 30_000 }).toBe(false);
  await run.ended;
});

test("a server that doesn't end when it is told to is ended", async () => {
  await using run = startByNpm(folder, ["run", "stubborn"]);
  const { launcher, server } = await processes(run);
  run.npm.kill("SIGTERM");
  await expect.poll(() => isRunning(server) || isRunning(launcher), { timeout: 30_000 }).toBe(false);
});

test("the server's refusal and exit code are all that one gets", async () => {
  await using run = startByNpm(folder, ["run", "refuses"]);
  expect(await run.ended).toBe(3);
  expect(run.stderr()).toBe("Port 4700 is in use.\n");
});

test("SIGTERM in the set-up left what its programs had started", async () => {
  const pidFile = join(folder, "pid");
  const setUp = spawn(process.execPath, [
    fileURLToPath(new URL("fixtures/launching/set-up.mjs", import.meta.url)),
    pidFile,
  ]);
  const ended = new Promise((resolve) => setUp.once("exit", resolve));
  await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, "utf8").endsWith("\n")).toBe(true);
  const started = Number(readFileSync(pidFile, "utf8"));
  expect(isRunning(started)).toBe(true);

  setUp.kill("SIGTERM");

  expect(await ended).toBe(130);
  try {
    await expect.poll(() => isRunning(started)).toBe(false);
  } finally {
    if (isRunning(started)) process.kill(started, "SIGKILL");
  }
});

async function processes(run: StartedByNpm): Promise<{ readonly launcher: number; readonly server: number }> {
  await expect.poll(run.stdout, { timeout: 30_000 }).toMatch(/\n$/);
  return JSON.parse(run.stdout());
}
