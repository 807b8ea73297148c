import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { alone } from "../../bootstrap/alone.mjs";
import { reaches } from "../../bootstrap/node-version.mjs";
import { root } from "../../bootstrap/repository.mjs";
import { onceForInput } from "../../bootstrap/stamp.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-bootstrap-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  { version: "17.9.1", oldest: "18.0.0", expected: false },
  { version: "18.0.0", oldest: "18.0.0", expected: true },
  { version: "22.9.0", oldest: "22.18.0", expected: false },
  { version: "22.18.1", oldest: "22.18.0", expected: true },
  { version: "24.0.0", oldest: "22.18.0", expected: true },
  { version: "9.11.2", oldest: "18.0.0", expected: false },
])("Node $version reaches $oldest: $expected", ({ version, oldest, expected }) => {
  expect(reaches(version, oldest)).toBe(expected);
});

test("a Node that is too old gets one sentence, and only what such a Node can read is read before it", async () => {
  // The first statement of the program stands for an older Node's: everything after it is the bootstrap as it is.
  const program = `
    Object.defineProperty(process.versions, "node", { value: "16.20.2" });
    import(${JSON.stringify(`file://${root}/tooling/bootstrap/bootstrap.mjs`)});
  `;
  const failed = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program]).then(
    () => undefined,
    (error: { readonly code: number; readonly stderr: string }) => error,
  );
  expect(failed?.code).toBe(1);
  expect(failed?.stderr).toBe(
    "Countersign needs Node 18.0.0 or newer to set itself up, and this is Node 16.20.2; install a newer one from https://nodejs.org.\n",
  );
});

test("a command that isn't there is answered with those that are", async () => {
  const failed = await promisify(execFile)(process.execPath, ["tooling/bootstrap/bootstrap.mjs", "strat"], {
    cwd: root,
  }).catch((error: { readonly stderr: string }) => error);
  expect(failed.stderr).toBe(
    "There is no command strat; there are start, test, check, prove, mutate, bench, endure, pack, help.\n",
  );
});

test("work is done once for an input, and again when a file, a fact or its result has changed", async () => {
  const file = join(folder, "source");
  const result = join(folder, "result");
  let times = 0;
  const work = (fact: string) =>
    onceForInput({
      name: "under-test",
      files: [file],
      facts: [fact],
      stillThere: () => existsSync(result),
      act: async () => {
        times += 1;
        writeFileSync(result, "");
      },
      stamps: folder,
    });
  writeFileSync(file, "one");
  await work("a");
  await work("a");
  expect(times).toBe(1);
  writeFileSync(file, "two");
  await work("a");
  expect(times).toBe(2);
  await work("b");
  expect(times).toBe(3);
  rmSync(result);
  await work("b");
  expect(times).toBe(4);
});

test("work that failed is not taken for done", async () => {
  let times = 0;
  const work = () =>
    onceForInput({
      name: "under-test",
      files: [],
      facts: [],
      stillThere: () => true,
      act: async () => {
        times += 1;
        if (times === 1) throw new Error("no network");
      },
      stamps: folder,
    });
  await expect(work()).rejects.toThrow("no network");
  await work();
  await work();
  expect(times).toBe(2);
});

test("two set-ups of one checkout wait for each other", async () => {
  const setUp = () =>
    promisify(execFile)(process.execPath, [
      "--input-type=module",
      "--eval",
      `import { alone } from ${JSON.stringify(`file://${root}/tooling/bootstrap/alone.mjs`)};
       await alone(async () => {
         const begin = Date.now();
         await new Promise((resolve) => setTimeout(resolve, 400));
         console.log(JSON.stringify([begin, Date.now()]));
       }, ${JSON.stringify(folder)});`,
    ]).then(({ stdout }) => JSON.parse(stdout) as readonly [begin: number, end: number]);
  const [one, other] = await Promise.all([setUp(), setUp()]);
  const [first, second] = one[0] < other[0] ? [one, other] : [other, one];
  expect(second[0]).toBeGreaterThanOrEqual(first[1]);
});

test("a set-up that was killed doesn't keep the next one waiting", async () => {
  const killed = spawn(process.execPath, ["--eval", ""]);
  await new Promise((resolve) => killed.once("exit", resolve));
  writeFileSync(join(folder, "setting-up"), String(killed.pid));
  let done = false;
  await alone(async () => {
    done = true;
  }, folder);
  expect(done).toBe(true);
  expect(existsSync(join(folder, "setting-up"))).toBe(false);
});
