import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Registry, startRegistry } from "../../sdk/test/fixtures/registry.ts";
import { openTerminal, type Terminal } from "./fixtures/terminal.ts";

const manifest = `# who may do what
manifest: platform
workspaces:
  production: { description: What customers see }
roles:
  tone-reviewer:
    permissions: [prompt:view, prompt:review]
groups:
  reviewers:
    members: [rita@acme.test]
bindings:
  - { group: reviewers, role: tone-reviewer, at: production, expiresAt: 2099-01-01T00:00:00Z }
`;

describe("access as code", () => {
  let registry: Registry;
  let key: string;
  let terminal: Terminal;
  const write = (text: string, file = "access.yaml") => writeFileSync(join(terminal.folder, file), text);

  beforeAll(async () => {
    registry = await startRegistry("sqlite");
    await registry.join("Rita", []);
    key = (await registry.owner.key.create({ name: "command line" })).secret;
    terminal = openTerminal({ COUNTERSIGN_URL: registry.url, COUNTERSIGN_API_KEY: key });
  });
  afterAll(async () => {
    terminal[Symbol.dispose]();
    await registry[Symbol.asyncDispose]();
  });

  test("a manifest is begun, planned, applied once, and checked", async () => {
    expect(await terminal.run(["plan"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("countersign init"),
    });
    expect(await terminal.run(["init", "--name", "platform"])).toMatchObject({ code: 0 });
    expect(await terminal.run(["init"])).toMatchObject({ code: 1 });
    expect(await terminal.run(["check"])).toMatchObject({ code: 0, stdout: "" });

    write(manifest);
    const plan = await terminal.run(["plan", "--exit-code"]);
    expect(plan.code).toBe(2);
    expect(plan.stdout).toBe(
      [
        "+ make the workspace production",
        "+ make the role tone-reviewer with prompt:review, prompt:view",
        "+ make the group reviewers",
        "~ put rita@acme.test into the group reviewers",
        "+ give the group reviewers the role tone-reviewer at production until 2099-01-01T00:00:00.000Z",
        "",
        "By that",
        "  Rita gains at production: prompt:view, prompt:review",
        "",
      ].join("\n"),
    );
    expect(await terminal.run(["check"])).toMatchObject({ code: 2 });
    // Nothing is applied that nobody has looked at.
    expect(await terminal.run(["apply"])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringContaining("--yes"),
    });
    expect(await terminal.run(["apply"], { answers: ["n"] })).toMatchObject({ code: 1, stdout: "" });
    expect(await terminal.run(["apply"], { answers: ["y"] })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("5 changes are applied"),
    });
    expect(await terminal.run(["check"])).toMatchObject({ code: 0, stdout: "" });
    expect(await terminal.run(["apply", "--yes"])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("Nothing was to be done"),
    });
  });

  test("a plan that was kept is applied as it is, twice is once, and another plan is not", async () => {
    write(manifest.replace("prompt:review]", "prompt:review, prompt:comment]"));
    expect(await terminal.run(["plan", "--out", "plan.json"])).toMatchObject({ code: 0 });
    // Something else changes, and the plan is still the same one.
    await registry.owner.group.create({ name: "elsewhere" });
    expect(await terminal.run(["apply", "--plan", "plan.json"])).toMatchObject({
      code: 0,
      stdout: "change the role tone-reviewer: add prompt:comment\n",
    });
    expect(await terminal.run(["apply", "--plan", "plan.json"])).toMatchObject({ code: 0, stdout: "" });

    write(manifest);
    await terminal.run(["plan", "--out", "plan.json"]);
    const [role] = (await registry.owner.role.list({})).filter(({ name }) => name === "tone-reviewer");
    await registry.owner.role.update({ roleId: role?.id ?? "", permissions: ["prompt:view"] });
    expect(await terminal.run(["apply", "--plan", "plan.json"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Plan again"),
    });
    expect((await registry.owner.role.get({ roleId: role?.id ?? "" })).permissions).toEqual(["prompt:view"]);
    await terminal.run(["apply", "--yes"]);
  });

  test("every mistake is told with its line", async () => {
    write(
      manifest
        .replace("rita@acme.test", "rito@acme.test")
        .replace("at: production", "at: prod")
        .replace("prompt:view,", "prompt:veiw,"),
      "wrong.yaml",
    );
    const wrong = await terminal.run(["plan", "wrong.yaml"]);
    expect(wrong).toMatchObject({ code: 1, stdout: "" });
    expect(wrong.stderr).toBe(
      'wrong.yaml:7: "prompt:veiw" is no permission. Write one of the catalogue, for example prompt:view.\n',
    );
    write(manifest.replace("rita@acme.test", "rito@acme.test").replace("at: production", "at: prod"), "wrong.yaml");
    expect((await terminal.run(["check", "wrong.yaml"])).stderr.match(/^wrong\.yaml:\d+/gm)).toEqual([
      "wrong.yaml:10",
      "wrong.yaml:12",
    ]);
    write("manifest: [\n", "wrong.yaml");
    expect(await terminal.run(["check", "wrong.yaml"])).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^wrong\.yaml:\d: /),
    });
    write("a: 1\na: 2\n", "wrong.yaml");
    expect(await terminal.run(["check", "wrong.yaml"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("unique"),
    });
    write("roles: {}\n", "wrong.yaml");
    expect(await terminal.run(["check", "wrong.yaml"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("no name"),
    });
    expect(await terminal.run(["plan", "--prune", "bindins"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Did you mean bindings?"),
    });
  });

  test("what stands is exported, and a check of that finds nothing", async () => {
    expect(await terminal.run(["export", "--name", "platform", "--out", "today.yaml"])).toMatchObject({
      code: 0,
      stdout: "",
    });
    expect(readFileSync(join(terminal.folder, "today.yaml"), "utf8")).toContain(
      "  reviewers:\n    members:\n      - rita@acme.test\n",
    );
    expect(await terminal.run(["check", "today.yaml"])).toMatchObject({ code: 0, stdout: "" });
    expect(await terminal.run(["export", "--out", "today.yaml"])).toMatchObject({ code: 1 });
    write("manifest: platform\nroles: { tone-reviewer: { permissions: [prompt:view, prompt:review] } }\n", "less.yaml");
    const less = await terminal.run(["plan", "less.yaml"]);
    expect(less.stdout).toContain(
      "kept; --prune KIND takes it away\n  bindings: group reviewers: tone-reviewer at production\n",
    );
    expect((await terminal.run(["plan", "less.yaml", "--prune", "bindings"])).stdout).toContain(
      "- take away the group reviewers the role tone-reviewer at production until 2099-01-01T00:00:00.000Z\n",
    );
  });
});
