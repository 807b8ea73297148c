import { eventHash, SYSTEM_CHAIN } from "@countersign/core";
import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import { verifyDatabase } from "../../src/audit/verify-command.ts";
import type { Database } from "../../src/db/database.ts";
import { openDatabase } from "../../src/db/open-database.ts";
import { onEveryEngine, testDatabase } from "../fixtures/every-engine.ts";
import { addPerson } from "../fixtures/people.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { type Api, foundTestOrganization, startTestServer } from "../fixtures/test-server.ts";

onEveryEngine("the audit log", (engine) => {
  it("is read newest first, by filters, and exported byte by byte", async () => {
    const server = await startTestServer(engine);
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const organizationId = owner.me.organization.id;
    const role = await api.role.create.mutate({ name: "Translator", permissions: ["prompt:view"] });
    await api.role.update.mutate({ roleId: role.id, name: "Interpreter" });
    await refusalOf(api.role.create.mutate({ name: "Interpreter", permissions: [] }));
    const bo = await addPerson(server, organizationId, { email: "bo@acme.test", name: "Bo" });
    const session = await bo.signIn();
    expect(await refusalOf(session.api.audit.list.query({}))).toMatchObject({ permission: "audit:view" });
    expect(await refusalOf(session.api.audit.verify.query({}))).toMatchObject({ permission: "audit:view" });
    expect(await refusalOf(session.api.audit.export.mutate({}))).toMatchObject({ permission: "audit:export" });

    const first = await api.audit.list.query({ limit: 4 });
    expect(first.items.map(({ action, outcome }) => [action, outcome])).toEqual([
      ["audit.export", "refused"],
      ["session.sign-in", "done"],
      ["role.create", "refused"],
      ["role.update", "done"],
    ]);
    expect(first.items[0]).toMatchObject({ actor: { name: "Bo", type: "user" }, code: "forbidden" });
    expect(first.items[3]).toMatchObject({
      target: { type: "role", id: role.id, name: "Interpreter" },
      scope: { id: organizationId, path: "Acme" },
      texts: { name: "Interpreter" },
    });
    const rest = await api.audit.list.query({ cursor: first.nextCursor ?? "" });
    expect(rest.items.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["role.create", "organization.create"]),
    );
    expect(rest.items.at(-1)).toMatchObject({ seq: 1, actor: { name: "The server" } });
    expect(rest.nextCursor).toBeNull();
    expect((await api.audit.list.query({ actorId: bo.principalId, outcome: "refused" })).items).toHaveLength(1);
    expect((await api.audit.list.query({ targetId: role.id })).items).toHaveLength(2);
    const { at } = first.items[1] ?? { at: "" };
    expect((await api.audit.list.query({ from: at })).items.at(-1)?.at).toBe(at);
    expect((await api.audit.list.query({ to: at })).items.map((event) => event.at >= at)).not.toContain(true);

    const exported = await exportAll(api);
    expect(exported.map(({ seq }) => seq)).toEqual(exported.map((_, index) => index + 1));
    for (const { bytes, hash } of exported) expect(eventHash(bytes)).toBe(hash);
    expect(JSON.parse(exported[1]?.bytes ?? "")).toMatchObject({ prev: exported[0]?.hash });
    const exports = await api.audit.list.query({ action: "audit.export", outcome: "done" });
    expect(exports.items.length).toBeGreaterThan(1);
    expect(exports.items.at(-1)).toMatchObject({ details: { afterSeq: 0, events: 4 } });
    const state = await api.audit.verify.query({});
    expect(state).toMatchObject({ intact: true, broken: null });
    expect(state.head?.seq).toBe(state.events);
  });

  it("I12 shows whoever owns the database what he changed", async () => {
    const database = await testDatabase(engine);
    const server = await startTestServer(engine, { database: database.target });
    const owner = await foundTestOrganization(server);
    const { api } = owner;
    const chain = owner.me.organization.id;
    for (const name of ["One", "Two", "Three", "Four"]) await api.role.create.mutate({ name, permissions: [] });
    // The application itself is refused, whatever it asks.
    await expect(
      server.environment.db
        .updateTable("audit_events")
        .set({ chain: "x" } as object)
        .execute(),
    ).rejects.toThrow();
    await expect(server.environment.db.deleteFrom("audit_events").execute()).rejects.toThrow(/written once/);

    const attacker = engine === "sqlite" ? server.environment.db : openDatabase(database.target, "owner");
    onTestFinished(async () => {
      if (engine === "postgres") await attacker.destroy();
    });
    await dropGuards(attacker, engine);
    const problemAfter = async (...statements: readonly ReturnType<typeof sql>[]) => {
      const kept = await copyOf(attacker);
      for (const statement of statements) await statement.execute(attacker);
      const { intact, broken } = await api.audit.verify.query({});
      const report = await verifyDatabase(server.environment.db, engine);
      expect(report.intact).toBe(intact);
      expect(report.chains.map((one) => one.chain)).toEqual([SYSTEM_CHAIN, chain]);
      expect(report.chains[1]?.broken).toEqual(broken);
      await restore(attacker, kept);
      expect((await api.audit.verify.query({})).intact).toBe(true);
      return intact ? null : [broken?.seq, broken?.problem];
    };
    const at = (seq: number) => sql`chain = ${chain} and seq = ${seq}`;
    const said = (words: string) => expect.stringContaining(words);

    expect(
      await problemAfter(sql`update audit_events set bytes = replace(bytes, '"done"', '"dune"') where ${at(3)}`),
    ).toEqual([3, said("changed")]);
    expect(await problemAfter(sql`update audit_events set actor_id = 'prn_other' where ${at(4)}`)).toEqual([
      4,
      said("actorId"),
    ]);
    expect(await problemAfter(sql`delete from audit_events where ${at(3)}`)).toEqual([3, said("missing")]);
    expect(
      await problemAfter(
        sql`update audit_events set seq = 1003 where ${at(3)}`,
        sql`update audit_events set seq = 3 where ${at(4)}`,
        sql`update audit_events set seq = 4 where ${at(1003)}`,
      ),
    ).toEqual([3, said("out of order")]);
    const { head } = await api.audit.verify.query({});
    const last = head?.seq ?? 0;
    expect(await problemAfter(sql`delete from audit_events where ${at(last)}`)).toEqual([last, said("cut off")]);
    expect(
      await problemAfter(
        sql`delete from audit_events where ${at(last)}`,
        sql`delete from audit_heads where chain = ${chain}`,
      ),
    ).toEqual([last, said("head")]);
    expect(
      await problemAfter(
        sql`delete from audit_events where chain = ${chain}`,
        sql`delete from audit_heads where chain = ${chain}`,
      ),
    ).toEqual([1, said("empty")]);
    expect(await problemAfter(sql`update audit_texts set text = 'Nothing to see' where ${at(3)}`)).toEqual([
      3,
      said("text"),
    ]);
    // Erasing free text is not tampering: the event says only its salted digest.
    expect(await problemAfter(sql`delete from audit_texts where ${at(3)}`)).toBeNull();

    await sql`update audit_texts set text = 'Nothing to see' where ${at(3)}`.execute(attacker);
    const shown = (await api.audit.list.query({ to: new Date(Date.now() + 1000).toISOString() })).items;
    expect(shown.find(({ seq }) => seq === 3)).toMatchObject({ texts: {} });
    await sql`update audit_events set bytes = 'gone' where ${at(4)}`.execute(attacker);
    const after = (await api.audit.list.query({})).items.find(({ seq }) => seq === 4);
    expect(after).toMatchObject({ action: "role.create", details: { unreadable: true } });
  });
});

async function exportAll(api: Api) {
  const rows: { readonly seq: number; readonly bytes: string; readonly hash: string }[] = [];
  for (let afterSeq: number | null = 0; afterSeq !== null; ) {
    const page: Awaited<ReturnType<Api["audit"]["export"]["mutate"]>> = await api.audit.export.mutate({
      afterSeq,
      limit: 4,
    });
    rows.push(...page.rows);
    afterSeq = page.nextSeq;
  }
  return rows;
}

async function dropGuards(db: Database, engine: "sqlite" | "postgres"): Promise<void> {
  for (const name of ["audit_continues", "audit_events_no_update", "audit_events_no_delete"]) {
    await sql.raw(`drop trigger guard_${name}${engine === "sqlite" ? "" : " on audit_events"}`).execute(db);
  }
}

async function copyOf(db: Database) {
  return {
    events: await db.selectFrom("audit_events").selectAll().orderBy("chain").orderBy("seq").execute(),
    heads: await db.selectFrom("audit_heads").selectAll().execute(),
    texts: await db.selectFrom("audit_texts").selectAll().execute(),
  };
}

async function restore(db: Database, kept: Awaited<ReturnType<typeof copyOf>>): Promise<void> {
  await db.deleteFrom("audit_events").execute();
  await db.deleteFrom("audit_heads").execute();
  await db.deleteFrom("audit_texts").execute();
  await db.insertInto("audit_events").values(kept.events).execute();
  await db.insertInto("audit_heads").values(kept.heads).execute();
  await db.insertInto("audit_texts").values(kept.texts).execute();
}
