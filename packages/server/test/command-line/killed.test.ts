import { join } from "node:path";
import SqliteConnection from "better-sqlite3";
import { expect, it } from "vitest";
import { runProcess, startServing, temporaryFolder } from "./server-process.ts";

const first = { name: "Olive", email: "olive@acme.test", password: "the password of the first attempt" };
const second = { ...first, password: "the password of the second one" };

it("killed between the credential and the owner that it is for, nothing works, and the next attempt repairs it", async () => {
  const environment = { COUNTERSIGN_DATA: temporaryFolder() };
  const token = (await runProcess(["setup"], environment)).stdout.trim();
  const setUp = { token, organizationName: "Acme" };
  await killedWhileWriting(environment, "organizations", first.email, (origin) =>
    call(origin, "session.setUp", { ...setUp, ...first }),
  );

  const server = await startServing(["serve"], environment);
  expect(server.stderr()).toContain("There is no organization yet");
  expect(await call(server.origin, "session.signIn", signInOf(first))).toBe("unauthenticated");
  expect(await call(server.origin, "session.setUp", { ...setUp, ...second })).toBe("answered");
  expect(await call(server.origin, "session.signIn", signInOf(first))).toBe("unauthenticated");
  expect(await call(server.origin, "session.signIn", signInOf(second))).toBe("answered");
  expect(await call(server.origin, "session.setUp", { ...setUp, ...second })).toBe("unauthenticated");
});

it("killed between the credential and the member that it is for, nothing works, and the next attempt repairs it", async () => {
  const environment = { COUNTERSIGN_DATA: temporaryFolder() };
  const token = (await runProcess(["setup"], environment)).stdout.trim();
  const founding = await startServing(["serve"], environment);
  const founded = await send(founding.origin, "session.setUp", { token, organizationName: "Acme", ...first });
  const cookie = founded.headers.getSetCookie().map((one) => one.split(";")[0]);
  const invited = await send(
    founding.origin,
    "invitation.create",
    { email: "iris@acme.test", bindings: [], groupIds: [] },
    { cookie: cookie.join("; ") },
  );
  const invitation = /"token":"(cin_\w+)"/.exec(await invited.text())?.[1] ?? "";
  founding.child.kill("SIGTERM");
  await founding.ended;
  const iris = { name: "Iris", email: "iris@acme.test", password: "what Iris chose at first" };
  await killedWhileWriting(environment, "principals", iris.email, (origin) =>
    call(origin, "invitation.accept", { token: invitation, name: iris.name, password: iris.password }),
  );

  const server = await startServing(["serve"], environment);
  expect(await call(server.origin, "session.signIn", signInOf(iris))).toBe("unauthenticated");
  const again = { token: invitation, name: "Iris", password: "what Iris chose then" };
  expect(await call(server.origin, "invitation.accept", again)).toBe("answered");
  expect(await call(server.origin, "session.signIn", signInOf(iris))).toBe("unauthenticated");
  expect(await call(server.origin, "session.signIn", { email: iris.email, password: again.password })).toBe("answered");
  expect(await call(server.origin, "invitation.accept", again)).toBe("not_found");
});

/**
 * Serves, makes the call, and kills the process with SIGKILL while it writes its first row of the table: the trigger lets
 * that take hours, and the credential, committed before, can be seen from outside by then.
 */
async function killedWhileWriting(
  environment: { readonly COUNTERSIGN_DATA: string },
  table: string,
  email: string,
  go: (origin: string) => Promise<unknown>,
): Promise<void> {
  const filename = join(environment.COUNTERSIGN_DATA, "countersign.db");
  using database = open(filename);
  database.connection.exec(`
    create table slow (n integer);
    insert into slow select value from json_each('[${Array.from({ length: 1_000 }, (_, n) => n).join()}]');
    create trigger slowly before insert on ${table}
      begin select count(*) from slow a, slow b, slow c, slow d where a.n + b.n + c.n + d.n = -1; end`);
  const server = await startServing(["serve"], environment);
  const cut = go(server.origin).catch(() => "cut");
  const passwords = database.connection.prepare(
    `select "password" from auth_account a join auth_user u on u."id" = a."userId" where u."email" = ?`,
  );
  await expect.poll(() => passwords.all(email).length, { timeout: 20_000, interval: 20 }).toBe(1);
  // The transaction that follows has begun when nobody else can write.
  await expect.poll(() => isLocked(database.connection), { timeout: 20_000, interval: 20 }).toBe(true);
  server.child.kill("SIGKILL");
  await server.ended;
  expect(await cut).toBe("cut");
  database.connection.exec("drop trigger slowly; drop table slow");
}

function open(filename: string): { readonly connection: SqliteConnection.Database } & Disposable {
  const connection = new SqliteConnection(filename);
  connection.pragma("busy_timeout = 0");
  return { connection, [Symbol.dispose]: () => void connection.close() };
}

function isLocked(connection: SqliteConnection.Database): boolean {
  try {
    connection.exec("begin immediate; rollback");
    return false;
  } catch (error) {
    if (error instanceof Error && error.message.includes("locked")) return true;
    throw error;
  }
}

function signInOf({ email, password }: { readonly email: string; readonly password: string }) {
  return { email, password };
}

/** `answered`, or the code of the refusal. */
async function call(origin: string, procedure: string, input: object): Promise<string> {
  const answer = await send(origin, procedure, input);
  const body = await answer.text();
  return answer.ok ? "answered" : (/"countersign":\{"code":"(\w+)"/.exec(body)?.[1] ?? body);
}

function send(
  origin: string,
  procedure: string,
  input: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return fetch(`${origin}/trpc/${procedure}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-countersign-client": "1", ...headers },
    body: JSON.stringify(input),
  });
}
