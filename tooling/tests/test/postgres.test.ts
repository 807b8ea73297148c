import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { createDatabase } from "../src/postgres.ts";

test("the PostgreSQL of a run is a version 18 that syncs what it commits and sorts as people do", async () => {
  const [settings] = await query(
    inject("postgresUrl"),
    "select current_setting('server_version_num')::int / 10000 as version, current_setting('fsync') as fsync, 'a' < 'B' as linguistic",
  );
  expect(settings).toEqual({ version: 18, fsync: "on", linguistic: true });
});

test("the owner of a database makes tables, and the application's role does only what it is granted", async () => {
  await using database = await createDatabase(inject("postgresUrl"));
  await query(database.ownerUrl, "create table word (text text not null)");
  await query(database.ownerUrl, "insert into word values ('hello')");

  await expect(query(database.appUrl, "select * from word")).rejects.toThrow("permission denied for table word");
  await expect(query(database.appUrl, "create table mine (id int)")).rejects.toThrow(
    "permission denied for schema public",
  );
  await query(database.ownerUrl, `grant select on word to ${new URL(database.appUrl).username}`);
  expect(await query(database.appUrl, "select * from word")).toEqual([{ text: "hello" }]);
  await expect(query(database.appUrl, "alter table word disable trigger all")).rejects.toThrow("must be owner");
  await expect(query(database.appUrl, "delete from word")).rejects.toThrow("permission denied");
});

test("databases don't see each other, and a disposed one leaves nothing", async () => {
  const [one, other] = await Promise.all([
    createDatabase(inject("postgresUrl")),
    createDatabase(inject("postgresUrl")),
  ]);
  const intruder = new URL(one.ownerUrl);
  intruder.pathname = new URL(other.ownerUrl).pathname;
  await expect(query(intruder.href, "select 1")).rejects.toThrow("permission denied for database");

  await one[Symbol.asyncDispose]();
  await other[Symbol.asyncDispose]();
  const left = await query(
    inject("postgresUrl"),
    "select datname from pg_database where datname in ($1, $2) union all select rolname from pg_roles where rolname like $1 || '%' or rolname like $2 || '%'",
    [one.name, other.name],
  );
  expect(left).toEqual([]);
});

test("a killed process leaves neither its PostgreSQL nor the data behind", async () => {
  const program = `
    import { startPostgres } from ${JSON.stringify(import.meta.resolve("../src/postgres.ts"))};
    import pg from ${JSON.stringify(import.meta.resolve("pg"))};
    const { superuserUrl } = await startPostgres();
    const client = new pg.Client({ connectionString: superuserUrl });
    await client.connect();
    const { rows } = await client.query("select pg_postmaster_start_time() as started, current_setting('data_directory') as data");
    console.log(JSON.stringify({ superuserUrl, data: rows[0].data }));
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    cwd: dirname(fileURLToPath(import.meta.url)),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout, "data");
  const { superuserUrl, data } = JSON.parse(String(line)) as { superuserUrl: string; data: string };
  expect(existsSync(data)).toBe(true);

  child.kill("SIGKILL");

  await expect.poll(() => existsSync(dirname(data)), { timeout: 30_000 }).toBe(false);
  await sleep(100);
  await expect(query(superuserUrl, "select 1")).rejects.toThrow("ECONNREFUSED");
});

async function query(url: string, text: string, values: readonly unknown[] = []): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // A connection that is ended by the server's going away reports it here too; the query's own error is what counts.
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text, [...values])).rows;
  } finally {
    await client.end();
  }
}
