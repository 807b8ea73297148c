import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import SqliteConnection from "better-sqlite3";
import { expect, it } from "vitest";
import { runProcess, startProcess, startServing, temporaryFolder } from "./server-process.ts";

it("misuse ends with 2, help and version with 0", async () => {
  const [misused, help, version] = await Promise.all([
    runProcess(["begin"]),
    runProcess(["--help"]),
    runProcess(["--version"]),
  ]);
  expect(misused).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining('"begin"') });
  expect(help).toMatchObject({ code: 0, stderr: "" });
  expect(version).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/), stderr: "" });
});

it("a port in use gets one sentence that names it, and nothing is written", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as AddressInfo; // it listens on a port, not on a pipe
  const data = join(temporaryFolder(), "data");
  for (const command of ["serve", "demo"]) {
    const run = await runProcess([command, "--port", String(port), "--data", data]);
    expect(run).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(new RegExp(`^Port ${port} .*\\.\n$`)),
    });
  }
  expect(() => statSync(data)).toThrow();
  other.close();
});

it("a data folder that cannot be written gets one sentence that names it", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  for (const data of [join(folder, "file"), join(folder, "file", "below"), "/proc/countersign"]) {
    const run = await runProcess(["serve", "--port", "0", "--data", data]);
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/^The data folder .*\.\n$/);
    expect(run.stderr).toContain(data);
  }
});

it("faults of the configuration are all named, without a trace", async () => {
  const run = await runProcess(["serve"], { PORT: "x", COUNTERSIGN_SECRET: "x" });
  expect(run.code).toBe(1);
  expect(run.stderr.trim().split("\n")).toHaveLength(2);
  const unreachable = await runProcess(["serve", "--port", "0"], {
    DATABASE_URL: "postgres://nobody@127.0.0.1:9/none",
    COUNTERSIGN_SECRET: "x".repeat(32),
  });
  expect(unreachable).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^The database can't be opened \(.*\)\.\n$/),
  });
});

it("setup, serve, audit verify and recover-owner, from an empty folder to an owner", async () => {
  const data = join(temporaryFolder(), "a", "data");
  const environment = { COUNTERSIGN_DATA: data };
  const setup = await runProcess(["setup"], environment);
  const token = setup.stdout.trim();
  expect(setup).toMatchObject({ code: 0, stdout: expect.stringMatching(/^cst_\w{32}\n$/) });
  expect(statSync(join(data, "secret")).mode & 0o777).toBe(0o600);
  expect(statSync(join(data, "countersign.db")).mode & 0o077).toBe(0);
  expect(await runProcess(["recover-owner", "olive@acme.test"], environment)).toMatchObject({ code: 1 });

  const server = await startServing(["serve"], environment);
  expect(server.stderr()).toContain("There is no organization yet");
  const founded = await call(server.origin, "session.setUp", {
    token,
    organizationName: "Acme",
    name: "Olive",
    email: "olive@acme.test",
    password: "correct horse battery staple",
  });
  expect(founded.status).toBe(200);
  server.child.kill("SIGTERM");
  expect(await server.ended).toBe(0);

  expect(await runProcess(["migrate"], environment)).toMatchObject({ code: 0, stdout: "" });
  const intact = await runProcess(["audit", "verify"], environment);
  expect(intact).toMatchObject({ code: 0, stderr: "Every chain is intact.\n" });
  expect(intact.stdout).toMatch(/^system\t\d+\tintact\t\w+\tsealed to 0\norg_\w+\t\d+\tintact\t\w+\tsealed to 0\n$/);

  const stranger = await runProcess(["recover-owner", "new@acme.test"], environment);
  expect(stranger).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\/#\/invitation\/\S+\n$/) });
  expect(await runProcess(["recover-owner", "no address"], environment)).toMatchObject({ code: 1 });
  const elsewhere = await runProcess(["recover-owner", "a@acme.test", "--organization", "org_none"], environment);
  expect(elsewhere).toMatchObject({ code: 1, stderr: expect.stringContaining("There is no organization org_none") });

  // Somebody writes past the server, its guards taken away.
  const database = new SqliteConnection(join(data, "countersign.db"));
  for (const { name } of database
    .prepare<[], { readonly name: string }>(
      "select name from sqlite_master where type = 'trigger' and tbl_name = 'audit_events'",
    )
    .all()) {
    database.exec(`drop trigger "${name}"`);
  }
  database.exec(
    "update audit_events set bytes = replace(bytes, 'organization.create', 'organization.update') where seq = 1",
  );
  database.close();
  const broken = await runProcess(["audit", "verify"], environment);
  expect(broken).toMatchObject({ code: 3, stdout: expect.stringMatching(/\tbroken at 1\t/) });
});

it("there is nothing to verify where there is no database", async () => {
  const data = temporaryFolder();
  expect(await runProcess(["audit", "verify", "--data", data])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("There is no database"),
  });
  mkdirSync(join(data, "site"));
  expect(
    await runProcess(["serve", "--port", "0", "--data", data], { COUNTERSIGN_CONSOLE: join(data, "site") }),
  ).toMatchObject({ code: 1, stderr: expect.stringContaining("holds no built console") });
});

it("ends in good order by SIGINT, also when it is sent twice", async () => {
  const run = startProcess(["serve", "--port", "0", "--data", join(temporaryFolder(), "data")]);
  await expect.poll(run.stderr, { timeout: 30_000 }).toContain("Serving");
  run.child.kill("SIGINT");
  run.child.kill("SIGINT");
  expect(await run.ended).toBe(0);
});

function call(origin: string, procedure: string, input: unknown): Promise<Response> {
  return fetch(`${origin}/trpc/${procedure}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-countersign-client": "test" },
    body: JSON.stringify(input),
  });
}
