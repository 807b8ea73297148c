import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testPackage } from "../../bootstrap/test.mjs";
import { summarize } from "../../bootstrap/test-summary.mjs";

let reports: string;

beforeAll(async () => {
  reports = await mkdtemp(join(tmpdir(), "countersign-reports-"));
});

afterAll(() => rm(reports, { recursive: true, force: true }));

test("passed and skipped tests are counted, and a skip says why", async () => {
  expect(await outcome("fine")).toEqual({
    ok: true,
    lines: [
      "fine: 2 passed, 0 failed, 1 skipped",
      "SKIPPED fine fine.case.mjs > a group > is skipped with a reason: there is no moon",
      "2 passed, 0 failed, 1 skipped",
    ],
  });
});

test("failures of every kind are counted and named, with all that the run said", async () => {
  const { ok, lines } = await outcome("broken");
  expect(ok).toBe(false);
  expect(lines.filter((line) => line.startsWith("FAILED"))).toEqual([
    expect.stringMatching(/^FAILED broken broken\.case\.mjs: no set-up/),
    expect.stringMatching(/^FAILED broken broken\.case\.mjs > fails: expected 1 to be 2/),
    expect.stringMatching(/^FAILED broken only\.case\.mjs > leaves the other one out: .*Unexpected \.only/),
    "FAILED broken unloadable.case.mjs: can't be loaded",
    "FAILED broken broken.case.mjs > is skipped without a reason: is skipped and doesn't say why",
    "FAILED broken broken.case.mjs > a group > is never run: is skipped and doesn't say why",
    "FAILED broken only.case.mjs > is left out: is skipped and doesn't say why",
  ]);
  expect(lines[0]).toContain("AssertionError: expected 1 to be 2");
  expect(lines.at(-1)).toBe("1 passed, 7 failed, 0 skipped");
});

test.each([
  {
    name: "an error outside of any test",
    folder: "crashing",
    last: "1 passed, 1 failed, 0 skipped",
    says: "nobody waits for this",
  },
  { name: "a package without tests", folder: "empty", last: "0 passed, 1 failed, 0 skipped", says: "has no tests" },
  {
    name: "a run that ends well and writes no report",
    folder: "unreported",
    last: "0 passed, 1 failed, 0 skipped",
    says: "wrote no report",
  },
])("$name is a failure", async ({ folder, last, says }) => {
  const { ok, lines } = await outcome(folder);
  expect(ok).toBe(false);
  expect(lines.find((line) => line.startsWith("FAILED"))).toContain(says);
  expect(lines.at(-1)).toBe(last);
});

test("one failure among many packages fails the whole", async () => {
  const runs = await Promise.all(["fine", "crashing"].map((folder) => run(folder)));
  const { ok, lines } = summarize(runs);
  expect(ok).toBe(false);
  expect(lines.at(-1)).toBe("3 passed, 1 failed, 1 skipped");
});

test("no tests at all is a failure", () => {
  expect(summarize([]).ok).toBe(false);
});

async function outcome(folder: string) {
  return summarize([await run(folder)]);
}

function run(folder: string, filters: readonly string[] = []) {
  return testPackage(
    { node: process.execPath, env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined } },
    { shortName: folder, folder: fileURLToPath(new URL(`fixtures/testing/${folder}`, import.meta.url)) },
    filters,
    join(reports, `${folder}.json`),
  );
}
