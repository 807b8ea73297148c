import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../../../packages/sdk/test/fixtures/program.ts";
import { emailOf, startRegistry } from "../../../packages/sdk/test/fixtures/registry.ts";

const program = join(import.meta.dirname, "..", "src", "main.ts");

test("the first run brings access to what the script says, the second leaves it alone", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  const { secret } = await owner.key.create({ name: "CI" });
  const environment = {
    COUNTERSIGN_URL: registry.url,
    COUNTERSIGN_KEY: secret,
    COUNTERSIGN_REVIEWERS: emailOf("Olive"),
  };

  const first = await runProgram(program, [], environment);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(linesOf(first.stdout)).toEqual([
    "changed  workspace production",
    "changed  role prompt-translator",
    "changed  group tone-reviewers",
    "changed  members of tone-reviewers",
    "changed  tone-reviewers review in production",
    "changed  service account support-app",
    "changed  support-app uses production",
    "changed  policy customer-facing",
  ]);

  const { id: workspaceId } = (await owner.workspace.list({}))[0] ?? expect.fail("There is no workspace.");
  const role = (await owner.role.list({})).find(({ name }) => name === "prompt-translator");
  expect(role).toMatchObject({ builtIn: false, managedBy: "access.ts" });
  expect([...(role?.may ?? [])].sort()).toEqual(["prompt:comment", "prompt:edit", "prompt:view"]);
  const bindings = (await owner.binding.list({ scopeId: workspaceId })).items.filter(
    ({ scope }) => scope.id === workspaceId,
  );
  expect(bindings.map(({ holder, role }) => `${holder.name} ${role.id}`).sort()).toEqual([
    "support-app workspace.consumer",
    "tone-reviewers workspace.reviewer",
  ]);
  expect(await owner.policy.list({ scopeId: workspaceId })).toEqual([
    expect.objectContaining({ name: "customer-facing", labelPattern: "production", kinds: ["prompt"] }),
  ]);
  const { revision } = await owner.organization.get({});

  const second = await runProgram(program, [], environment);
  expect(second.code).toBe(0);
  expect(linesOf(second.stdout).map((line) => line.replace(/ {2}.*/, ""))).toEqual(Array(8).fill("as it was"));
  expect((await owner.organization.get({})).revision).toBe(revision);

  // What was changed by hand meanwhile is brought back.
  await owner.role.update({ roleId: role?.id ?? "", permissions: ["prompt:view", "prompt:delete"] });
  const third = await runProgram(program, [], environment);
  expect(linesOf(third.stdout).filter((line) => line.startsWith("changed"))).toEqual([
    "changed  role prompt-translator",
  ]);
});

test("the program ends with what it may not do, and with a key's remedy", async () => {
  await using registry = await startRegistry("sqlite");
  const { id: scopeId } = await registry.owner.workspace.create({ name: "production" });
  const viewer = await registry.join("Vera", [{ roleId: "workspace.viewer", scopeId }]);
  const { secret } = await viewer.key.create({ name: "CI" });
  const ended = await runProgram(program, [], { COUNTERSIGN_URL: registry.url, COUNTERSIGN_KEY: secret });
  expect(ended).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("role:manage") });
  expect((await registry.owner.role.list({})).filter(({ builtIn }) => !builtIn)).toEqual([]);
});

function linesOf(text: string): readonly string[] {
  return text.trimEnd().split("\n");
}
