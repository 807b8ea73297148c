import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import type { Home, Me, Page, RequestRecord, ResourceRecord, ServerStatus } from "@countersign/core";
import { expect, it } from "vitest";
import {
  type RunningServer,
  runProcess,
  type ServerProcess,
  startProcess,
  startServing,
  temporaryFolder,
} from "../command-line/server-process.ts";

it("tells its story, to each of its people, and goes on after a restart until it is begun anew", async () => {
  const data = temporaryFolder();
  const first = await startServing(["demo"], { COUNTERSIGN_DATA: data });
  const people = await signInAll(first);
  expect(people.map(({ part }) => part)).toEqual([
    "owner",
    "prompt engineer",
    "reviewer",
    "publisher",
    "viewer",
    "auditor",
    "developer who may use production only",
  ]);
  const [owner, engineer, reviewer, publisher, viewer, auditor, consumer] = people;

  // Everybody has three next clicks, and the places they lead to are his to see.
  for (const person of people) {
    const home = await person.ask<Home>("home.get", {});
    expect(home.nextSteps).toHaveLength(3);
    for (const { to } of home.nextSteps) {
      const [, page, id = ""] = to.split(/[/?]/);
      if (page === "requests") await person.ask("request.get", { requestId: id });
      if (page === "resources") await person.ask("resource.get", { resourceId: id });
      if (page === "policies" && id !== "") await person.ask("policy.get", { policyId: id });
      if (page === "roles") await person.ask("role.get", { roleId: id });
    }
  }

  // One request waits for the reviewer, one for the engineer; there were releases, a rollback, and refusals.
  const due = (await reviewer?.ask<Home>("home.get", {}))?.reviewsDue ?? [];
  expect(due.map(({ title, state }) => [title, state])).toEqual([["Say what happens next", "open"]]);
  const mine = (await engineer?.ask<Home>("home.get", {}))?.myRequests ?? [];
  expect(mine.map(({ state }) => state).sort()).toEqual(["changes_requested", "open"]);
  const releases = await publisher?.ask<Page<{ readonly kind: string }>>("release.list", { limit: 200 });
  expect(new Set(releases?.items.map(({ kind }) => kind))).toEqual(new Set(["approved", "rollback", "unprotected"]));
  const refused = await auditor?.ask<Page<object>>("audit.list", { outcome: "refused" });
  expect(refused?.items.length).toBeGreaterThanOrEqual(5);
  expect(await auditor?.ask("audit.verify", {})).toMatchObject({ intact: true });
  expect(await owner?.ask("access.stale", {})).toMatchObject({ expiredBindings: [expect.anything()] });
  expect((await viewer?.ask<Home>("home.get", {}))?.endingAccess).toHaveLength(1);
  const kinds = await viewer?.ask<Page<ResourceRecord>>("resource.list", {
    workspaceId: await workspaceId(viewer, "development"),
  });
  expect(new Set(kinds?.items.map(({ kind }) => kind))).toEqual(
    new Set(["prompt", "dataset", "workflow", "evaluation"]),
  );
  const seen = await consumer?.ask<Page<ResourceRecord>>("resource.list", {
    workspaceId: await workspaceId(consumer, "production"),
  });
  expect(seen?.items.map(({ drafts }) => drafts)).toEqual([null]);

  // The line that it prints fetches the live prompt.
  const [, key = "", address = ""] = /curl -H 'Authorization: Bearer (\S+)' '(\S+)'/.exec(first.stdout()) ?? [];
  const live = await fetch(address, { headers: { authorization: `Bearer ${key}` } });
  expect(await live.json()).toMatchObject({ path: "support/refund-reply", label: "production", unreviewed: false });

  // The story can go on to its end.
  const waiting = await reviewer?.ask<RequestRecord>("request.get", { requestId: due[0]?.id });
  const of = { requestId: waiting?.id, digest: waiting?.digest };
  await reviewer?.ask("request.review", { ...of, verdict: "approve" });
  expect(await publisher?.ask("request.publish", of)).toMatchObject({ state: "published" });

  // Whoever leads another name to this machine learns nothing.
  expect(await statusUnderName(first, "evil.test")).toBe(403);
  expect(await statusUnderName(first, "localhost")).toBe(200);
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  for (const file of ["secret", "demo/demo.json", "demo/countersign.db"]) {
    expect(statSync(join(data, file)).mode & 0o077).toBe(0);
  }

  const second = await startServing(["demo"], { COUNTERSIGN_DATA: data });
  expect(passwordsOf(second)).toEqual(passwordsOf(first));
  expect(second.stderr()).toBe("");
  const again = await signInAll(second);
  expect(await again[2]?.ask<RequestRecord>("request.get", { requestId: due[0]?.id })).toMatchObject({
    state: "published",
  });
  second.child.kill("SIGTERM");
  expect(await second.ended).toBe(0);

  const fresh = await startServing(["demo", "--fresh"], { COUNTERSIGN_DATA: data });
  expect(passwordsOf(fresh).some((one) => passwordsOf(first).includes(one))).toBe(false);
  const anew = await signInAll(fresh);
  expect((await anew[2]?.ask<Home>("home.get", {}))?.reviewsDue).toHaveLength(1);
});

it("killed while it is being written, it is written again from the beginning", async () => {
  const data = temporaryFolder();
  await endedWhileWriting(data, "SIGKILL");
  expect(readdirSync(data).filter((name) => /writing/.test(name))).toHaveLength(1);
  expect(existsSync(join(data, "demo"))).toBe(false);

  const told = await endedWhileWriting(data, "SIGTERM");
  expect(await told.ended).toBe(0);
  expect(told.stderr().trim().split("\n")).toHaveLength(1);
  expect(readdirSync(data).sort()).toEqual(["secret", "signing-key.json"]);

  const whole = await startServing(["demo"], { COUNTERSIGN_DATA: data });
  expect(readdirSync(data).sort()).toEqual(["demo", "secret", "signing-key.json"]);
  expect(await signInAll(whole)).toHaveLength(7);
});

it("refuses other addresses, and a demo that it did not write", async () => {
  for (const host of ["0.0.0.0", "::"]) {
    const run = await runProcess(["demo", "--port", "0", "--host", host], { COUNTERSIGN_DATA: temporaryFolder() });
    expect(run).toMatchObject({ code: 1, stdout: "" });
    expect(run.stderr).toMatch(/^The demo listens on 127\.0\.0\.1 alone .*\.\n$/);
  }
  const data = temporaryFolder();
  mkdirSync(join(data, "demo"));
  writeFileSync(join(data, "demo", "demo.json"), '{"format":2}');
  const run = await runProcess(["demo", "--port", "0"], { COUNTERSIGN_DATA: data });
  expect(run).toMatchObject({ code: 1, stdout: "", stderr: expect.stringMatching(/^\S+demo\.json .*--fresh\.\n$/) });
});

/** Starts the demo and ends it while it is being written; once more where it was whole before the signal came. */
async function endedWhileWriting(data: string, signal: NodeJS.Signals): Promise<ServerProcess> {
  for (;;) {
    const run = startProcess(["demo", "--port", "0"], { COUNTERSIGN_DATA: data });
    await expect.poll(run.stderr, { interval: 20 }).toContain("writing the demo");
    run.child.kill(signal);
    await run.ended;
    if (!existsSync(join(data, "demo"))) return run;
    rmSync(join(data, "demo"), { recursive: true });
  }
}

/** What a browser gets that reaches this server under another name. */
function statusUnderName(server: RunningServer, name: string): Promise<number> {
  const { port } = new URL(server.origin);
  return new Promise((resolve, reject) => {
    get(`${server.origin}/trpc/session.status?input={}`, { headers: { host: `${name}:${port}` } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    }).on("error", reject);
  });
}

interface Visitor {
  readonly part: string;
  ask<T>(procedure: string, input: object): Promise<T>;
}

/** Signs everybody in by what the sign-in page shows. */
async function signInAll(server: RunningServer): Promise<readonly Visitor[]> {
  const status = await post<ServerStatus>(server, "session.status", {}, "");
  const people = status.answer.demo?.people ?? [];
  const visitors: Visitor[] = [];
  for (const { email, password, part, name } of people) {
    const { answer, cookie } = await post<Me>(server, "session.signIn", { email, password }, "");
    expect(answer.principal.name).toBe(name);
    const ask = async <T>(procedure: string, input: object): Promise<T> =>
      (await post<T>(server, procedure, input, cookie)).answer;
    visitors.push({ part, ask });
  }
  return visitors;
}

async function workspaceId(visitor: Visitor | undefined, name: string): Promise<string> {
  const all =
    (await visitor?.ask<readonly { readonly id: string; readonly name: string }[]>("workspace.list", {})) ?? [];
  return all.find((one) => one.name === name)?.id ?? "";
}

async function post<T>(
  server: RunningServer,
  procedure: string,
  input: object,
  cookie: string,
): Promise<{ readonly answer: T; readonly cookie: string }> {
  const answer = await fetch(`${server.origin}/trpc/${procedure}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-countersign-client": "test", origin: server.origin, cookie },
    body: JSON.stringify(input),
  });
  const body = (await answer.json()) as { readonly result?: { readonly data: T } }; // the wire's shape
  if (body.result === undefined) throw new Error(`${procedure}: ${JSON.stringify(body)}`);
  return {
    answer: body.result.data,
    cookie: answer.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; "),
  };
}

function passwordsOf(server: RunningServer): readonly string[] {
  return [...server.stdout().matchAll(/\.example\s+(\S+)\s/g)].map(([, one = ""]) => one);
}
