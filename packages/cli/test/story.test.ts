import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runProgram } from "../../sdk/test/fixtures/program.ts";
import { type Registry, startRegistry } from "../../sdk/test/fixtures/registry.ts";
import { openTerminal, type Terminal } from "./fixtures/terminal.ts";

const program = join(import.meta.dirname, "..", "src", "main.ts");

describe.each(["sqlite", "postgres"] as const)("the commands on %s", (engine) => {
  let registry: Registry;
  let erin: Terminal;
  let rita: Terminal;
  let paul: Terminal;
  let owner: Terminal;
  let ownerKey: string;

  beforeAll(async () => {
    registry = await startRegistry(engine);
    const { id: development } = await registry.owner.workspace.create({ name: "development" });
    const { id: production } = await registry.owner.workspace.create({ name: "production" });
    const terminalOf = async (client: Registry["owner"]) => {
      const { secret } = await client.key.create({ name: "command line" });
      return { secret, terminal: openTerminal({ COUNTERSIGN_URL: registry.url, COUNTERSIGN_API_KEY: secret }) };
    };
    const join = async (name: string, roles: Parameters<Registry["join"]>[1]) =>
      (await terminalOf(await registry.join(name, roles))).terminal;
    erin = await join("Erin", [
      { roleId: "workspace.editor", scopeId: development },
      { roleId: "workspace.requester", scopeId: production },
    ]);
    rita = await join("Rita", [{ roleId: "workspace.reviewer", scopeId: production }]);
    paul = await join("Paul", [{ roleId: "workspace.publisher", scopeId: production }]);
    await registry.owner.provision.ensurePolicy({
      name: "Production",
      scope: { workspace: "production" },
      labelPattern: "production",
      requirements: [{ role: "workspace.reviewer", count: 1 }],
    });
    const { secret, terminal } = await terminalOf(registry.owner);
    [owner, ownerKey] = [terminal, secret];
  });
  afterAll(async () => {
    for (const terminal of [erin, rita, paul, owner]) terminal[Symbol.dispose]();
    await registry[Symbol.asyncDispose]();
  });

  test("a prompt goes from a file through review into production, and back", async () => {
    writeFileSync(join(erin.folder, "reply.txt"), "Dear {{name}},\nthank you.\n");
    const pushed = await erin.run(["push", "development/reply", "reply.txt", "--message", "First"]);
    expect(pushed).toMatchObject({ code: 0, stdout: "development/reply#1\n" });
    expect(pushed.stderr).toContain("Next: countersign request development/reply#1");

    const opened = await erin.run(["request", "development/reply", "--to", "production", "--label", "production"]);
    expect(opened).toMatchObject({ code: 0, stdout: "#1\n" });
    expect(await erin.run(["publish", "1", "--digest", "sha256:0"])).toMatchObject({ code: 1, stdout: "" });

    expect(await rita.run(["request", "list", "--awaiting-me"])).toMatchObject({
      stdout: expect.stringMatching(/^#1 {2}open {2}0\/1 {2}production\/reply@production {2}Erin {2}/),
    });
    const shown = await rita.run(["request", "show", "1"]);
    expect(shown.stdout).toContain("+ Dear {{name}},");
    const digest = /digest (sha256:[0-9a-f]{64})/.exec(shown.stdout)?.[1] ?? "";
    // A review is of what somebody looked at, never of what happens to be there.
    expect(await rita.run(["review", "1", "--approve"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("say what you looked at"),
    });
    expect(await rita.run(["review", "1", "--approve", "--digest", digest.replace(/.$/, "x")])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("and not sha256:"),
    });
    expect(await rita.run(["review", "1", "--approve"], { answers: ["n"] })).toMatchObject({ code: 1 });
    expect(await rita.run(["review", "1", "--approve"], { answers: ["y"] })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("Request #1 is approved, with 1 of 1 approvals."),
    });

    expect(await rita.run(["publish", "1", "--digest", digest])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("prompt:publish"),
    });
    expect(await paul.run(["publish", "1", "--digest", digest])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("production/reply@production serves version 1"),
    });
    expect((await paul.run(["pull", "production/reply@production"])).stdout).toBe("Dear {{name}},\nthank you.\n");

    writeFileSync(join(erin.folder, "reply.txt"), "Dear {{name}},\nthanks a lot.\n");
    const difference = await erin.run(["diff", "development/reply#1", "reply.txt", "--exit-code"]);
    expect(difference).toMatchObject({ code: 2 });
    expect(difference.stdout).toContain("-thank you.\n+thanks a lot.\n");
    await erin.run(["push", "development/reply", "reply.txt", "--based-on", "1"]);
    expect(await erin.run(["push", "development/reply", "reply.txt", "--based-on", "1"])).toMatchObject({ code: 1 });
    expect(await erin.run(["diff", "development/reply", "reply.txt", "--exit-code"])).toMatchObject({
      code: 0,
      stdout: "",
    });
    await erin.json(["request", "development/reply#2", "--to", "production", "--label", "production"]);
    const again = await rita.json(["request", "show", "2"]);
    expect(again).toMatchObject({ number: 2, state: "open" });
    await rita.run(["review", "2", "--approve"], { answers: ["yes"] });
    await paul.run(["publish", "2"], { answers: ["y"] });
    expect((await paul.run(["pull", "production/reply@production"])).stdout).toBe("Dear {{name}},\nthanks a lot.\n");

    expect(await paul.run(["rollback", "production/reply@production"])).toMatchObject({ code: 1 });
    expect(await paul.run(["rollback", "production/reply@production", "--reason", "Too much"])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("serves version 1 again"),
    });
    expect((await paul.run(["pull", "production/reply@production"])).stdout).toBe("Dear {{name}},\nthank you.\n");

    const declared = await paul.run(["types"]);
    expect(declared.stdout).toContain(
      "    production: {\n      reply: {\n        production: { readonly name: string | number | boolean };\n",
    );
    const file = join(paul.folder, "prompts.d.ts");
    expect(await paul.json(["types", "production", "--out", "prompts.d.ts"])).toMatchObject({
      changed: true,
      labels: 1,
    });
    expect(readFileSync(file, "utf8")).toBe(declared.stdout);
    expect(await paul.json(["types", "production", "--out", "prompts.d.ts"])).toMatchObject({ changed: false });
    expect(await paul.json(["types", "none"])).toEqual([]);
    expect(await paul.run(["types", "--out", "none/prompts.d.ts"])).toMatchObject({ code: 1 });
  });

  test("who may do what is asked, and a refusal names the remedy", async () => {
    expect(await erin.run(["explain", "prompt:publish", "production"])).toMatchObject({
      code: 4,
      stdout: expect.stringMatching(/^denied: /),
    });
    expect(await owner.run(["explain", "prompt:review", "production", "--who", "rita@acme.test"])).toMatchObject({
      code: 0,
      stdout: "allowed\n  Reviewer at production\n",
    });
    expect((await owner.run(["who-can", "prompt:publish", "production"])).stdout).toContain(
      "Paul\n  Publisher at production\n",
    );
    expect(await owner.run(["who-can", "prompt:publisch", "production"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("Did you mean prompt:publish?"),
    });
    expect(await owner.run(["who-can", "prompt:publish", "prodution"])).toMatchObject({ code: 1, stdout: "" });
    expect(await erin.run(["who-can", "prompt:publish", "production", "--json"])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('"code": "forbidden"'),
    });
  });

  test("a key is made, listed and revoked, and its secret is all that stands on standard output", async () => {
    const made = await owner.run(["key", "create", "checkout", "--permission", "prompt:use", "--at", "production"]);
    expect(made.stdout).toMatch(/^\S+\n$/);
    expect(made.stderr).not.toContain(made.stdout.trim());
    const used = await owner.run(["pull", "production/reply@production"], {
      environment: { COUNTERSIGN_API_KEY: made.stdout.trim() },
    });
    expect(used).toMatchObject({ code: 0 });
    const listed = await owner.run(["key", "list"]);
    const id = /^(\S+) +checkout /m.exec(listed.stdout)?.[1] ?? "";
    expect(await owner.run(["key", "revoke", id])).toMatchObject({ code: 0 });
    const after = { environment: { COUNTERSIGN_API_KEY: made.stdout.trim() } };
    expect(await owner.run(["pull", "production/reply@production"], after)).toMatchObject({ code: 1, stdout: "" });
  });

  test("the audit chain is verified, and written a row a line", async () => {
    expect(await owner.run(["audit", "verify"])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\t[0-9a-f]{64}\n$/),
    });
    expect(await owner.run(["audit", "export", "--out", "audit.jsonl"])).toMatchObject({ code: 0, stdout: "" });
    const rows = readFileSync(join(owner.folder, "audit.jsonl"), "utf8").trimEnd().split("\n");
    expect(rows.map((row) => JSON.parse(row).seq)).toEqual(rows.map((_, index) => index + 1));
    expect(await owner.run(["audit", "export", "--out", "audit.jsonl"])).toMatchObject({ code: 1 });
    expect(await rita.run(["audit", "verify"])).toMatchObject({ code: 1, stdout: "" });
  });

  test("a key that is kept is nobody else's to read, and goes to its own server alone", async () => {
    using terminal = openTerminal();
    expect(await terminal.run(["pull", "a/b"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("not signed in"),
    });
    const login = await terminal.run(["login", "--url", `${registry.url}/`, "--with-key"], { input: `${ownerKey}\n` });
    expect(login).toMatchObject({ code: 0, stdout: "", stderr: expect.stringContaining("as Olive Owner, in Acme") });
    const file = join(terminal.folder, "config", "sign-ins.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await terminal.run(["doctor"])).toMatchObject({ code: 0, stdout: expect.not.stringContaining("wrong") });
    expect(await terminal.run(["audit", "verify", "--url", "http://127.0.0.1:9"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("not signed in to http://127.0.0.1:9"),
    });
    const elsewhere = { environment: { COUNTERSIGN_API_KEY: ownerKey } };
    expect(await terminal.run(["audit", "verify"], elsewhere)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("not for which server"),
    });
    chmodSync(file, 0o644);
    expect(await terminal.run(["audit", "verify"])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("chmod 600"),
    });
    chmodSync(file, 0o600);
    expect(await terminal.run(["logout"])).toMatchObject({ code: 0 });
    expect(readFileSync(file, "utf8")).not.toContain(ownerKey);
    expect(await terminal.run(["audit", "verify"])).toMatchObject({ code: 1 });
  });

  test("a wrong key is refused and not kept", async () => {
    using terminal = openTerminal();
    const login = ["login", "--url", registry.url, "--with-key"];
    expect(await terminal.run(login, { input: "wrong" })).toMatchObject({ code: 1, stdout: "" });
    expect(await terminal.run(login, { input: "" })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("No key"),
    });
    expect(await terminal.run(["login", "--url", "http://prompts.example"], { input: ownerKey })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("not encrypted"),
    });
    expect(await terminal.run(["doctor"])).toMatchObject({ code: 1 });
  });

  test("the program itself: data on standard output, words on standard error, the exit code", async () => {
    const environment = { COUNTERSIGN_URL: registry.url, COUNTERSIGN_API_KEY: ownerKey };
    const pulled = await runProgram(program, ["pull", "production/reply@production"], environment);
    expect(pulled).toMatchObject({ code: 0, stdout: "Dear {{name}},\nthank you.\n" });
    expect(pulled.stderr).toContain("Version 1 of production/reply");
    expect(await runProgram(program, ["pusch"], {})).toMatchObject({ code: 64, stdout: "" });
  });
});
