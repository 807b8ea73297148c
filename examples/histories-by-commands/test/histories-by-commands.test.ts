import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../../../packages/sdk/test/fixtures/program.ts";
import { startRegistry } from "../../../packages/sdk/test/fixtures/registry.ts";
import type { History } from "../src/import-by-commands.ts";

const program = join(import.meta.dirname, "..", "src", "main.ts");
const cli = join(import.meta.dirname, "..", "..", "..", "packages", "cli", "src", "main.ts");
const sample = join(import.meta.dirname, "..", "..", "import-histories", "sample.jsonl");

/**
 * The shortest few of the sample, or of the file that `COUNTERSIGN_HISTORIES` names: each version is a process of its own. All of
 * them where `COUNTERSIGN_ALL_BY_COMMANDS` is set, which takes the better part of an hour.
 */
function histories(): readonly History[] {
  const { COUNTERSIGN_HISTORIES: file = "", COUNTERSIGN_ALL_BY_COMMANDS: all = "" } = process.env;
  const read: readonly History[] = readFileSync(file === "" ? sample : file, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const plain = read.filter(({ name }) => /^[a-z0-9][a-z0-9._-]{0,62}$/.test(name));
  return all === "" ? plain.toSorted((a, b) => a.versions.length - b.versions.length).slice(0, 3) : plain;
}

test("histories go through push, request, review and publish, by commands alone", { timeout: 900_000 }, async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  const { id: development } = await owner.workspace.create({ name: "development" });
  const { id: production } = await owner.workspace.create({ name: "production" });
  const keyOf = async (name: string, roles: Parameters<typeof registry.join>[1]) =>
    (await (await registry.join(name, roles)).key.create({ name: "command line" })).secret;
  const environment = {
    COUNTERSIGN_ENGINEER_KEY: await keyOf("Erin", [
      { roleId: "workspace.editor", scopeId: development },
      { roleId: "workspace.requester", scopeId: production },
    ]),
    COUNTERSIGN_REVIEWER_KEY: await keyOf("Rita", [{ roleId: "workspace.reviewer", scopeId: production }]),
    COUNTERSIGN_PUBLISHER_KEY: await keyOf("Paul", [{ roleId: "workspace.publisher", scopeId: production }]),
  };
  await owner.provision.ensurePolicy({
    name: "Production",
    scope: { workspace: "production" },
    labelPattern: "production",
    requirements: [{ role: "workspace.reviewer", count: 1 }],
  });
  const folder = mkdtempSync(join(tmpdir(), "countersign-histories-"));
  try {
    const chosen = histories();
    const file = join(folder, "histories.jsonl");
    writeFileSync(file, chosen.map((history) => `${JSON.stringify(history)}\n`).join(""));
    const command = `${process.execPath} --conditions=countersign-source ${cli}`;
    const ran = await runProgram(program, [file, "--url", registry.url, "--program", command], environment);
    expect(ran.code, ran.stderr).toBe(0);
    for (const { name, versions } of chosen) {
      const served = await owner.prompts.get({ workspace: "production", path: name, label: "production" });
      const text = "text" in served.content ? served.content.text : "";
      // Compared as bytes: a message about 200 kB of difference helps nobody.
      expect(Buffer.from(text).equals(Buffer.from(versions.at(-1)?.content ?? "")), name).toBe(true);
      const { drafts } = await owner.resource.find({ workspace: "development", path: name });
      expect(drafts?.latestVersion, name).toBe(versions.length);
    }
    expect(await owner.audit.verify({})).toMatchObject({ intact: true });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
