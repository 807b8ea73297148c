import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { csvColumns, type ExportReport, ExportVerification, isCsvHeading, readExportLine } from "@countersign/core";
import { expect, it, onTestFinished } from "vitest";
import { retainAudit } from "../../src/audit/retention.ts";
import { verifyExportFile } from "../../src/command-line/audit-verify-file.ts";
import { type CountersignServer, createCountersignServer } from "../../src/compose.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { verifySignature } from "../../src/signing/verify-signature.ts";
import { sealedTo, tamperedExports } from "../fixtures/audit-tampering.ts";
import { emptyDatabase, onEveryEngine } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { testKey } from "../fixtures/signing-key.ts";
import { foundTestOrganization, type SignedIn, startTestServer } from "../fixtures/test-server.ts";

const often = { events: 10, age: 3_600_000 };

onEveryEngine("a sealed audit log", (engine) => {
  it("I12 is sealed after so many events, exported whole in two formats, and verified without the server", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    await addEvents(owner, 15);
    await server.environment.sealing.seal();
    expect(await owner.api.audit.verify.query({})).toMatchObject({ intact: true, sealed: null });
    await server.environment.sealing.seal("everything");
    await addEvents(owner, 12);
    await server.environment.sealing.seal("everything");
    await addEvents(owner, 3);
    expect(await owner.api.audit.verify.query({})).toMatchObject({
      intact: true,
      sealed: { keyId: testKey.read().kid },
    });

    for (const format of ["jsonl", "csv"] as const) {
      const { lines, events } = await exported(server, owner, format);
      const report = await verified(lines);
      expect(report).toMatchObject({ from: 1, to: events, broken: null, chain: owner.me.organization.id });
      expect(report.sealed?.seq).toBeGreaterThan(20);
      expect(report.notYetSealed).toBe(events - (report.sealed?.seq ?? 0));
      expect(report.notYetSealed).toBeGreaterThan(2);
      expect((await verified(lines, new Set(["A".repeat(43)]))).broken?.seq).toBe(1);
    }
    // The host's command line says the same of a file, and needs no database for it.
    const { lines: whole } = await exported(server, owner, "jsonl");
    const said: string[] = [];
    const output = { data: (line: string) => void said.push(line), words: () => undefined };
    const onFile = (changed: readonly string[], flags: readonly (readonly ["key", string])[] = []) => {
      const folder = mkdtempSync(join(tmpdir(), "countersign-export-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      writeFileSync(join(folder, "export"), `${changed.join("\n")}\n`);
      return verifyExportFile(join(folder, "export"), new Map(flags), output);
    };
    expect(await onFile(whole)).toBe("done");
    expect(await onFile(whole, [["key", testKey.read().kid]])).toBe("done");
    expect(await onFile(whole, [["key", "A".repeat(43)]])).toBe("broken");
    expect(await onFile(whole.filter((_, index) => index !== 5))).toBe("broken");
    expect(said.at(-1)).toMatch(/\tbroken at 5$/);
    // A spreadsheet that shows something else than its data is no export.
    const { lines } = await exported(server, owner, "csv");
    const shown = lines.map((line) => line.replace(",role.create,", ",role.delete,"));
    expect((await verified(shown)).broken).not.toBeNull();
    expect(await owner.api.audit.list.query({ action: "audit.export", limit: 1 })).toMatchObject({
      items: [{ details: { from: 1, format: "csv" } }],
    });
  });

  it("I1 I11 exports to nobody without the right, and the refused try leaves an event", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const bo = await addPerson(server, owner.me.organization.id, { email: "bo@acme.test", name: "Bo" });
    const { cookie } = await bo.signIn();
    expect((await ask(server, cookie, "jsonl")).status).toBe(403);
    expect((await server.fetch(new Request("http://127.0.0.1/v1/audit/export"))).status).toBe(401);
    expect((await ask(server, owner.cookie, "xml")).status).toBe(400);
    const refused = await owner.api.audit.list.query({ action: "audit.export", outcome: "refused" });
    expect(refused.items).toMatchObject([{ actor: { name: "Bo" }, code: "forbidden" }]);
  });

  it("I12 old events are dropped up to a checkpoint that stays, on the host alone, with an event", async () => {
    await using resources = new AsyncDisposableStack();
    const database = resources.use(await emptyDatabase(engine));
    const options = {
      database: database.target,
      secret: "s".repeat(32),
      publicUrl: "http://127.0.0.1",
      flushing: false,
    };
    const server = await createCountersignServer({ ...options, signingKey: testKey, passwordCost: 4 });
    resources.defer(() => server.close());
    const owner = await foundTestOrganization(server);
    const chain = owner.me.organization.id;
    await addEvents(owner, 12);
    const db = openDatabase(database.target, "owner");
    resources.defer(() => db.destroy());
    const place = { db, engine, clock: server.environment.clock };
    expect(await retainAudit(place, chain, "2999-01-01T00:00:00.000Z")).toMatchObject({ type: "nothing" });
    await server.environment.sealing.seal("everything");
    await addEvents(owner, 2);
    const dropped = await retainAudit(place, chain, "2999-01-01T00:00:00.000Z");
    expect(dropped).toMatchObject({ type: "dropped", from: 1 });
    expect(await owner.api.audit.verify.query({})).toMatchObject({ intact: true });
    await addEvents(owner, 2);
    expect(await owner.api.audit.verify.query({})).toMatchObject({ intact: true });
    const { lines } = await exported(server, owner, "jsonl");
    const to = dropped.type === "dropped" ? dropped.to : 0;
    expect(await verified(lines)).toMatchObject({ from: to + 1, broken: null, sealed: { seq: to } });
    // Without the checkpoint, or without the event that says so, it is a gap.
    expect((await verified(lines.filter((line) => !line.startsWith('{"type":"checkpoint"')))).broken?.seq).toBe(1);
    await expect(server.environment.db.deleteFrom("audit_events").where("chain", "=", chain).execute()).rejects.toThrow(
      "written once",
    );
    await expect(db.deleteFrom("audit_events").where("chain", "=", chain).execute()).rejects.toThrow("written once");
  });
});

it("I12 a thousand changes of an export: what is sealed is found, the rest is never called sealed", async () => {
  const server = await startTestServer("sqlite");
  const owner = await foundTestOrganization(server);
  for (const count of [9, 12, 11, 7]) {
    await addEvents(owner, count);
    if (count !== 7) await server.environment.sealing.seal("everything");
  }
  const { lines } = await exported(server, owner, "jsonl");
  const sealed = sealedTo(lines);
  expect(sealed).toBeGreaterThan(25);
  const faults: string[] = [];
  const tally = { sealed: 0, later: 0, anew: 0 };
  for (const { what, seq, lines: changed } of tamperedExports(lines, 1_050)) {
    const report = await verified(changed);
    tally[seq <= sealed ? "sealed" : "later"] += 1;
    if (what.endsWith("anew")) tally.anew += 1;
    const called = report.sealed?.seq ?? 0;
    if (called >= seq) faults.push(`${what} at ${seq} is called sealed up to ${called}`);
    if (report.broken === null) faults.push(`${what} at ${seq} is not found`);
    else if (report.broken.seq > seq || report.broken.through < seq) {
      // Where hashes were computed anew, all that is known is between which seals it lies.
      faults.push(`${what} at ${seq} is found at ${report.broken.seq} to ${report.broken.through}`);
    }
  }
  expect(faults).toEqual([]);
  expect(tally.sealed).toBeGreaterThan(500);
  expect(tally.later).toBeGreaterThan(100);
  expect(tally.anew).toBeGreaterThan(300);
});

it("checkpoints are written outside the database, and a database that contradicts them does not start", async () => {
  const folder = mkdtempSync(join(tmpdir(), "countersign-seals-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "checkpoints.jsonl");
  const options = {
    database: { engine: "sqlite", filename: join(folder, "countersign.db") },
    secret: "s".repeat(32),
    publicUrl: "http://127.0.0.1",
    signingKey: testKey,
    sealing: often,
    checkpoints: { file },
    flushing: false,
    passwordCost: 4,
  } as const;
  const server = await createCountersignServer(options);
  const owner = await foundTestOrganization(server);
  await addEvents(owner, 12);
  await server.flush();
  await server.close();
  const written = readFileSync(file, "utf8").trim().split("\n");
  expect(written.length).toBe(1);
  expect(written[0]).toContain(owner.me.organization.id);

  const again = await createCountersignServer(options);
  await again.flush();
  await again.close();
  expect(readFileSync(file, "utf8").trim().split("\n")).toEqual(written);
  const changed = (written[0] ?? "").replace(/\\"hash\\":\\"..../, '\\"hash\\":\\"0000');
  writeFileSync(file, `${changed}\n`);
  await expect(createCountersignServer(options)).rejects.toThrow("was rewritten, or is an older copy");
  await expect(
    createCountersignServer({ ...options, checkpoints: { file: join(folder, "none", "file") } }),
  ).rejects.toThrow("can't be written");
});

async function addEvents({ api }: SignedIn, count: number): Promise<void> {
  const name = `${Date.now()}${Math.round(performance.now() * 1000)}`;
  for (let index = 0; index < count; index += 1) {
    await api.role.create.mutate({ name: `r${name}-${index}`, permissions: ["prompt:view"] });
  }
}

function ask(server: CountersignServer, cookie: string, format: string): Promise<Response> {
  return server.fetch(
    new Request(`http://127.0.0.1/v1/audit/export?format=${format}`, {
      headers: { cookie, "x-countersign-client": "1" },
    }),
  );
}

async function exported(server: CountersignServer, { cookie }: SignedIn, format: "jsonl" | "csv") {
  const answer = await ask(server, cookie, format);
  expect(answer.status).toBe(200);
  const lines = (await answer.text()).trimEnd().split("\n");
  return { lines, events: Number(answer.headers.get("x-countersign-events")) };
}

async function verified(
  lines: readonly string[],
  thumbprints: ReadonlySet<string> | null = null,
): Promise<ExportReport> {
  const [first = ""] = lines;
  const format = isCsvHeading(first) ? "csv" : "jsonl";
  const verification = new ExportVerification({ verify: verifySignature, thumbprints, anchors: [] });
  for (const line of format === "csv" ? lines.slice(1) : lines) await verification.take(readExportLine(format, line));
  if (format === "csv") expect(first.split(",")).toEqual([...csvColumns]);
  return verification.report();
}
