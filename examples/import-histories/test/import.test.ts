import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { allItems } from "@countersign/sdk";
import { expect, test } from "vitest";
import { runProgram } from "../../../packages/sdk/test/fixtures/program.ts";
import { type Registry, startRegistry } from "../../../packages/sdk/test/fixtures/registry.ts";
import { type History, readHistories } from "../src/histories.ts";
import { importHistories } from "../src/import-histories.ts";
import { promptPath } from "../src/prompt-path.ts";
import { type Cast, castOf } from "./story.ts";

const folder = join(import.meta.dirname, "..");
const sample = join(folder, "sample.jsonl");
const program = join(folder, "src", "main.ts");
const names = { source: "development", target: "production", label: "production" } as const;

test("the program brings the sample into production, and a second run changes nothing", async () => {
  await using registry = await startRegistry("sqlite");
  const cast = await castOf(registry);
  const histories = readHistories(await readFile(sample, "utf8"));
  const versions = versionsOf(histories);
  const run = () => runProgram(program, [sample, "--url", registry.url], cast.environment);

  const first = await run();
  expect(first.code, first.stderr).toBe(0);
  const said = first.stdout.split("\n");
  expect(said.slice(0, 3)).toEqual([
    `12 prompts with ${versions} versions`,
    `${versions} versions saved, 0 were there already`,
    "12 latest versions published, 0 were served already",
  ]);
  expect(said.at(-2)).toMatch(/^\d+\.\d s, \d+\.\d versions a second$/);
  expect(first.stderr).toMatch(/12 of 12 prompts, last \S/);
  // Kept as plain text and listed, each with the reason.
  const plain = said.filter((line) => line.startsWith("  ")).map((line) => line.slice(2).replace(/:.*/, ""));
  expect(said).toContain(`${plain.length} versions kept as plain text, because they are no templates`);
  expect(plain).toEqual(expect.arrayContaining(["receipt-template, version 1", "site-generator, version 1"]));

  await assertImported(registry, cast, histories);
  await assertPlain(registry, histories, plain);
  const { revision } = await registry.owner.organization.get({});
  const done = await doneEvents(registry);

  const second = await run();
  expect(second.code, second.stderr).toBe(0);
  expect(second.stdout.split("\n").slice(0, 3)).toEqual([
    `12 prompts with ${versions} versions`,
    `0 versions saved, ${versions} were there already`,
    "0 latest versions published, 12 were served already",
  ]);
  expect((await registry.owner.organization.get({})).revision).toBe(revision);
  // Signing in again is recorded, and nothing else.
  expect((await doneEvents(registry)).filter((action) => !action.startsWith("session."))).toEqual(
    done.filter((action) => !action.startsWith("session.")),
  );
  await assertImported(registry, cast, histories);
});

test("an import that ended half-way is gone on with, and a history that grew brings what is new", async () => {
  await using registry = await startRegistry("sqlite");
  const { parties, application } = await castOf(registry);
  const version = (content: string) => ({ at: "2026-01-01T00:00:00Z", content });
  const early = { name: "reply", versions: [version("one {{x}}"), version("two")] };
  const grown = { ...early, versions: [...early.versions, version("one {{x}}"), version("{{{ three")] };
  const plan = { ...names, concurrency: 1 };
  const stopped = {
    ...parties,
    publisher: { ...parties.publisher, request: { ...parties.publisher.request, publish: () => Promise.reject(died) } },
  };
  await expect(importHistories(stopped, { ...plan, histories: [early] }, () => {})).rejects.toBe(died);
  const address = { workspace: "production", path: "reply", label: "production" };

  const next = await importHistories(parties, { ...plan, histories: [early] }, () => {});
  expect(next).toMatchObject({ versions: 2, saved: 0, published: 1 });
  expect((await application.prompts.get(address)).content).toMatchObject({ text: "two" });
  expect((await registry.owner.request.list({})).items).toHaveLength(1);

  const last = await importHistories(parties, { ...plan, histories: [grown] }, () => {});
  expect(last).toMatchObject({ versions: 4, saved: 2, published: 1, plain: [{ name: "reply", number: 4 }] });
  expect(await application.prompts.get(address)).toMatchObject({
    sequence: 2,
    content: { syntax: "plain", text: "{{{ three" },
  });
});

test("the program names what it is not told", async () => {
  expect(await runProgram(program, [], {})).toMatchObject({ code: 1, stderr: expect.stringContaining("Usage:") });
  expect(await runProgram(program, [sample, "--url", "http://127.0.0.1:9"], {})).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("COUNTERSIGN_ENGINEER_KEY"),
  });
});

test("the file of COUNTERSIGN_HISTORIES is brought into production", { timeout: 900_000 }, async ({ skip }) => {
  const file = process.env["COUNTERSIGN_HISTORIES"];
  if (file === undefined || file === "") return skip("COUNTERSIGN_HISTORIES names no file");
  await using registry = await startRegistry("sqlite");
  const cast = await castOf(registry);
  const histories = readHistories(await readFile(file, "utf8"));
  const plan = { ...names, histories, concurrency: 4 };
  const versions = versionsOf(histories);

  const first = await importHistories(cast.parties, plan, () => {});
  expect(first).toMatchObject({ prompts: histories.length, versions, saved: versions, published: histories.length });
  await assertImported(registry, cast, histories);
  const { revision } = await registry.owner.organization.get({});

  const second = await importHistories(cast.parties, plan, () => {});
  expect(second).toEqual({ ...first, saved: 0, published: 0 });
  expect((await registry.owner.organization.get({})).revision).toBe(revision);
});

const died = new Error("The importer's machine went away.");

/** Every history has all its versions in development and serves the bytes of the last one in production. */
async function assertImported({ owner }: Registry, { application }: Cast, histories: readonly History[]) {
  const development = await workspaceId(owner, names.source);
  const resources = await listed(allItems(owner.resource.list, { workspaceId: development }));
  const counts = new Map(resources.map(({ path, drafts }) => [path, drafts?.latestVersion]));
  expect(resources).toHaveLength(histories.length);
  for (const { name, versions } of histories) {
    const path = promptPath(name);
    expect(counts.get(path), path).toBe(versions.length);
    const prompt = await application.prompts.get({ workspace: names.target, path, label: names.label });
    const text = "text" in prompt.content ? prompt.content.text : "";
    // Compared as bytes: a message about 200 kB of difference helps nobody.
    expect(Buffer.from(text).equals(Buffer.from(versions.at(-1)?.content ?? "")), path).toBe(true);
    expect(prompt).toMatchObject({ unreviewed: false, sequence: 1 });
  }
  const releases = await listed(allItems(owner.release.list, { workspaceId: await workspaceId(owner, names.target) }));
  expect(releases).toHaveLength(histories.length);
  for (const { kind, approvals, releasedBy } of releases) {
    expect([kind, approvals.map(({ name }) => name), releasedBy.name]).toEqual(["approved", ["Rita"], "Paul"]);
  }
  expect(await owner.audit.verify({})).toMatchObject({ intact: true, broken: null });
}

/** Those that are listed as plain are, and no others; each holds the text of the file. */
async function assertPlain({ owner }: Registry, histories: readonly History[], listing: readonly string[]) {
  const plain: string[] = [];
  for (const { name, versions } of histories) {
    const resource = await owner.resource.find({ workspace: names.source, path: promptPath(name) });
    for (const summary of await listed(allItems(owner.version.list, { resourceId: resource.id }))) {
      const { content } = await owner.version.get({ versionId: summary.id });
      expect(content).toMatchObject({ type: "text" });
      const isPlain = JSON.stringify(content).includes('"syntax":"plain"');
      if (isPlain) plain.push(`${name}, version ${summary.number}`);
      const text = typeof content === "object" && content !== null && "text" in content ? content["text"] : null;
      expect(text === versions[summary.number - 1]?.content, `${name}, version ${summary.number}`).toBe(true);
    }
  }
  expect([...plain].sort()).toEqual([...listing].sort());
}

async function workspaceId(owner: Registry["owner"], name: string): Promise<string> {
  return (await owner.workspace.list({})).find((workspace) => workspace.name === name)?.id ?? expect.fail(name);
}

async function doneEvents({ owner }: Registry): Promise<readonly string[]> {
  return (await listed(allItems(owner.audit.list, { outcome: "done" }))).map(({ action }) => action);
}

function versionsOf(histories: readonly History[]): number {
  return histories.reduce((sum, { versions }) => sum + versions.length, 0);
}

async function listed<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
