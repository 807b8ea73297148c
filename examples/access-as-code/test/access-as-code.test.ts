import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../../../packages/sdk/test/fixtures/program.ts";
import { startRegistry } from "../../../packages/sdk/test/fixtures/registry.ts";

const program = join(import.meta.dirname, "..", "..", "..", "packages", "cli", "src", "main.ts");
const fileOf = (name: string) => join(import.meta.dirname, "..", "src", name);

test("the manifests are planned, applied and checked by the command line, in YAML and in TypeScript", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  for (const name of ["ada", "ruth", "emil"]) {
    const { token } = await owner.invitation.create({ email: `${name}@northwind.example`, bindings: [], groupIds: [] });
    await registry
      .clientWith({ session: "memory" })
      .invitation.accept({ token, name, password: "correct horse battery staple" });
  }
  const production = await owner.workspace.create({ name: "production", description: "What customers see" });
  await owner.folder.create({ workspaceId: production.id, name: "support" });
  const { secret } = await owner.key.create({ name: "CI" });
  const run = (...words: readonly string[]) =>
    runProgram(program, words, { COUNTERSIGN_URL: registry.url, COUNTERSIGN_API_KEY: secret });

  for (const file of [fileOf("access.yaml"), fileOf("translators.ts")]) {
    const planned = await run("plan", file, "--exit-code");
    expect(planned.code, planned.stderr).toBe(2);
    const applied = await run("apply", file, "--yes");
    expect(applied.code, applied.stderr).toBe(0);
    expect(await run("check", file)).toMatchObject({ code: 0, stdout: "" });
  }
  const roles = (await owner.role.list({})).filter(({ builtIn }) => !builtIn);
  expect(roles.map(({ name, managedBy }) => [name, managedBy])).toEqual([
    ["tone-reviewer", "manifest platform"],
    ["translator", "manifest translators"],
  ]);
});
