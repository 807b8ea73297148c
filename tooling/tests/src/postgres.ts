import { type ChildProcess, type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "./free-port.ts";
import { postgresAccount } from "./postgres-account.ts";
import { postgresBinaries } from "./postgres-binaries.ts";
import { stopPostgresWhenThisProcessEnds } from "./postgres-guardian.ts";

/** A running PostgreSQL 18 of one's own; disposing of it stops it and deletes its data. */
export interface Postgres extends AsyncDisposable {
  /** `postgresql://postgres:…@127.0.0.1:PORT/postgres`, a superuser's. */
  readonly superuserUrl: string;
}

/** Where a database is, and the two roles that use it. */
export interface DatabaseAddress {
  readonly name: string;
  /** As the role that owns the database and its `public` schema: migrates. */
  readonly ownerUrl: string;
  /** As a role that may connect and owns nothing: it can do what the owner grants it, and serves. */
  readonly appUrl: string;
}

/** A database of one's own; disposing of it drops it, and the roles that came with it. */
export interface Database extends DatabaseAddress, AsyncDisposable {}

export interface PostgresOptions {
  /**
   * Whether a commit waits until it would outlast a crash of the machine, as in every installation. Default: true.
   * Without it all answers are the same, and a database is made in a tenth of the time.
   */
  readonly synced?: boolean;
}

/**
 * Starts a PostgreSQL 18 on a free port of 127.0.0.1, with its data in the system's temporary folder.
 *
 * Takes a few seconds (`initdb`), so a test run starts one and makes databases of it. Its collation is a linguistic
 * one, as in most installations: a query that relies on the order of bytes has to say `collate "C"`.
 * It ends with this process, also when this process is killed.
 */
export async function startPostgres({ synced = true }: PostgresOptions = {}): Promise<Postgres> {
  const attempts = 3;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(synced);
    } catch (error) {
      // The port was free when it was looked for, not reserved; a second look finds another one.
      if (attempt === attempts) throw error;
    }
  }
}

/** Makes a database with an owner and an application role, of a PostgreSQL that `superuserUrl` is a superuser of. */
export async function createDatabase(superuserUrl: string): Promise<Database> {
  const name = newName();
  const owner = { user: `${name}_owner`, password: randomBytes(12).toString("hex") };
  const app = { user: `${name}_app`, password: randomBytes(12).toString("hex") };
  await asSuperuser(superuserUrl, [
    `create role ${owner.user} login password '${owner.password}'`,
    `create role ${app.user} login password '${app.password}'`,
    ...making(name, owner.user, app.user),
  ]);
  const url = (as: { readonly user: string; readonly password: string }): string => {
    const made = new URL(superuserUrl);
    made.username = as.user;
    made.password = as.password;
    return of(name, made.href);
  };
  return {
    name,
    ownerUrl: url(owner),
    appUrl: url(app),
    [Symbol.asyncDispose]: () =>
      asSuperuser(superuserUrl, [
        `drop database if exists ${name} with (force)`,
        `drop role if exists ${app.user}`,
        `drop role if exists ${owner.user}`,
      ]),
  };
}

/**
 * Makes a database with all that stands in another one, to which nobody may be connected meanwhile. It belongs to the
 * same two roles; what else the application's role was granted on tables comes along.
 */
export async function copyDatabase(superuserUrl: string, original: DatabaseAddress): Promise<Database> {
  const name = newName();
  const [owner, app] = [original.ownerUrl, original.appUrl].map((url) => decodeURIComponent(new URL(url).username));
  await asSuperuser(superuserUrl, making(name, owner ?? "", app ?? "", original.name));
  return {
    name,
    ownerUrl: of(name, original.ownerUrl),
    appUrl: of(name, original.appUrl),
    [Symbol.asyncDispose]: () => asSuperuser(superuserUrl, [`drop database if exists ${name} with (force)`]),
  };
}

function newName(): string {
  return `countersign_${randomBytes(6).toString("hex")}`;
}

function making(name: string, owner: string, app: string, original?: string): readonly string[] {
  return [
    `create database ${name} owner ${owner}${original === undefined ? "" : ` template ${original}`}`,
    `revoke all on database ${name} from public`,
    `grant connect on database ${name} to ${app}`,
  ];
}

/** The address of another database of the same server, for the same role. */
function of(name: string, url: string): string {
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.href;
}

async function startOnce(synced: boolean): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "countersign-postgres-"));
  const guardian = stopPostgresWhenThisProcessEnds(folder);
  const leave = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    guardian.release();
  };
  try {
    const port = await freePort();
    const password = randomBytes(12).toString("hex");
    const server = await serve(folder, port, password, synced);
    const dispose = async (): Promise<void> => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      // A fast shutdown: it doesn't wait for clients.
      if (server.exitCode === null && server.kill("SIGINT")) await ended;
      await leave();
    };
    const superuserUrl = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
    return { superuserUrl, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await leave();
    throw error;
  }
}

/** Makes a cluster in `folder` and serves it; resolves when it accepts connections. */
async function serve(folder: string, port: number, password: string, synced: boolean): Promise<ChildProcess> {
  const account = postgresAccount();
  // Another account has to be able to walk to the data.
  await chmod(folder, 0o755);
  const [data, passwordFile] = [join(folder, "data"), join(folder, "password")];
  await mkdir(data);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account.kind === "other") for (const path of [data, passwordFile]) await chown(path, account.uid, account.gid);
  const binaries = await postgresBinaries(account, folder);
  const options = {
    cwd: folder,
    env: { ...process.env, LC_ALL: "C" },
    ...(account.kind === "other" ? { uid: account.uid, gid: account.gid } : {}),
  };
  const locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US"];
  const login = ["--username=postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  const waiting = synced ? [] : ["--no-sync"];
  await promisify(execFile)(binaries.initdb, [`--pgdata=${data}`, ...locale, ...login, ...waiting], options);
  await rm(passwordFile);
  const settings = ["listen_addresses=127.0.0.1", `port=${port}`, "unix_socket_directories=", "max_connections=300"];
  if (!synced) settings.push("fsync=off", "full_page_writes=off");
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])];
  const server = spawn(binaries.postgres, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
  await untilReady(server, port);
  return server;
}

/** Resolves when the server says that it is ready; rejects with what it said when it ends before. */
function untilReady(server: ChildProcessByStdio<null, null, Readable>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    let ready = false;
    // Read to its end: a server whose log nobody reads stands still one day.
    server.stderr.on("data", (chunk) => {
      if (ready) return;
      said += String(chunk);
      ready = said.includes("ready to accept connections");
      if (ready) resolve();
    });
    server.once("error", reject);
    server.once("exit", () => reject(new Error(`PostgreSQL did not start on port ${port}. It said:\n${said}`)));
  });
}

async function asSuperuser(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
