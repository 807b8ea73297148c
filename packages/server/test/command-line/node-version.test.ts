import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { oldestNode, whyNodeIsTooOld } from "../../src/command-line/node-version.ts";
import { runCommandLine } from "../../src/command-line/run-command-line.ts";
import { temporaryFolder } from "./server-process.ts";

it("a Node that is too old ended without a word, killed by the embedded database, and now gets one sentence", async () => {
  const said: string[] = [];
  const note = (line: string): void => void said.push(line);
  const outcome = await runCommandLine({
    words: ["serve", "--port", "0"],
    environment: {},
    folder: temporaryFolder(),
    output: { data: note, words: note },
    nodeVersion: "20.20.2",
  });
  expect(outcome).toBe("failed");
  expect(said).toEqual([
    "The server needs Node 22.13 or newer, and this is Node 20.20.2; install a newer one from https://nodejs.org.",
  ]);
});

it.each([
  { version: "18.20.0", tooOld: true },
  { version: "22.12.0", tooOld: true },
  { version: "22.13.0", tooOld: false },
  { version: "23.0.0", tooOld: false },
  { version: "24.21.0", tooOld: false },
])("Node $version is too old: $tooOld", ({ version, tooOld }) => {
  expect(whyNodeIsTooOld(version) !== null).toBe(tooOld);
});

it("the package asks for the Node that the server asks for", () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(manifest).toMatchObject({ engines: { node: `>=${oldestNode}` } });
});
