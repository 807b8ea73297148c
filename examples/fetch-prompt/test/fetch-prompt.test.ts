import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../../../packages/sdk/test/fixtures/program.ts";
import { type Registry, startRegistry } from "../../../packages/sdk/test/fixtures/registry.ts";

const program = join(import.meta.dirname, "..", "src", "main.ts");

test("the program says what production serves, and nothing any more once its key is revoked", async () => {
  await using registry = await startRegistry("sqlite");
  const { owner } = registry;
  const { workspaceId, release } = await servedPrompt(registry, "You answer for {{company}}, in a {{tone}} tone.");
  const application = await registry.addApplication("support-app", [
    { roleId: "workspace.consumer", scopeId: workspaceId },
  ]);
  const environment = { COUNTERSIGN_URL: registry.url, COUNTERSIGN_KEY: application.secret };

  const first = await runProgram(program, ["Where is my train?"], environment);
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(JSON.parse(first.stdout)).toEqual([
    { role: "system", content: "You answer for Northwind, in a friendly tone." },
    { role: "user", content: "Where is my train?" },
  ]);

  // The program stays as it is; what it says is released elsewhere.
  await release("{{company}} answers, {{tone}} as ever.");
  const second = await runProgram(program, ["And now?"], environment);
  expect(JSON.parse(second.stdout)[0]).toEqual({ role: "system", content: "Northwind answers, friendly as ever." });

  await owner.key.revoke({ keyId: application.keyId });
  const third = await runProgram(program, ["And now?"], environment);
  expect(third).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/\w/) });
  expect(third.stderr).not.toContain(application.secret);
});

test("the program says what it needs where it is given nothing", async () => {
  expect(await runProgram(program, ["Where is my train?"], {})).toEqual({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining("Usage:"),
  });
});

/** Serves a text as the prompt that the program fetches. */
async function servedPrompt({ owner }: Registry, text: string) {
  const { id: workspaceId } = await owner.workspace.create({ name: "production" });
  const release = async (content: string): Promise<void> => {
    const { version } = await owner.prompts.push({ workspace: "production", path: "support/answer", content });
    await owner.release.create({ resourceId: version.resourceId, label: "production", versionId: version.id });
  };
  await release(text);
  return { workspaceId, release };
}
