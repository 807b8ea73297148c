import type { JsonValue } from "@countersign/core";
import { contentDigest, datasetRoot, parseContent, rowDigest } from "@countersign/core";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { sweepUploads } from "../../src/datasets/upload-sweep.ts";
import { onEveryEngine } from "../fixtures/every-engine.ts";
import { refusalOf } from "../fixtures/refusals.ts";
import { type Api, foundTestOrganization, withKey } from "../fixtures/test-server.ts";
import { addKey, type Registry, release, startRegistry } from "./registry.ts";

const columns = [
  { name: "id", type: "text" },
  { name: "question", type: "text" },
  { name: "score", type: "number" },
];
const schema = { columns, key: "id" };
const row = (index: number, question = `What is ${index}?`): JsonValue[] => [`q-${index}`, question, index % 7];
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(index));

onEveryEngine("datasets", (engine) => {
  it("are uploaded in parts, saved as one version, and read page by page", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const dataset = await datasetOf(registry);
    const erin = await registry.person("Erin", ["workspace.editor", workspaceId]);
    const all = rows(2_500);
    const upload = await uploadOf(erin.api, dataset, schema, all, 1_000);
    expect(await erin.api.upload.get.query({ uploadId: upload })).toMatchObject({ rowCount: 2_500, schema });
    // Before it is saved nobody else knows of it, and it is no version.
    expect(await refusalOf(owner.api.upload.get.query({ uploadId: upload }))).toMatchObject({ code: "not_found" });
    expect((await erin.api.version.list.query({ resourceId: dataset })).items).toEqual([]);

    const version = await erin.api.version.create.mutate({ resourceId: dataset, content: { upload }, message: "All" });
    const root = datasetRoot(all.map(rowDigest));
    expect(version).toMatchObject({ number: 1, content: { schema, rowCount: 2_500, root } });
    const content = parseContent("dataset", version.content);
    expect(content.ok && content.value.kind === "dataset" && contentDigest(content.value)).toBe(version.digest);
    expect(await refusalOf(erin.api.version.create.mutate({ resourceId: dataset, content: { upload } }))).toMatchObject(
      {
        code: "not_found",
      },
    );

    const first = await erin.api.version.rows.query({ versionId: version.id, limit: 2 });
    expect(first).toEqual({ rowCount: 2_500, from: 0, rows: all.slice(0, 2), next: 2 });
    const last = await erin.api.version.rows.query({ versionId: version.id, from: 1_990, limit: 1_000 });
    expect(last).toEqual({ rowCount: 2_500, from: 1_990, rows: all.slice(1_990), next: null });
    expect(await erin.api.version.rows.query({ versionId: version.id, from: 2_500 })).toMatchObject({
      rows: [],
      next: null,
    });
  });

  it("refuse a part whole, name row and column, and go on where they were", async () => {
    const registry = await startRegistry(engine);
    const { api } = registry.owner;
    const dataset = await datasetOf(registry);
    const { id: uploadId } = await api.upload.open.mutate({ resourceId: dataset, schema });
    await api.upload.append.mutate({ uploadId, position: 0, rows: rows(3) });
    const bad = await refusalOf(
      api.upload.append.mutate({ uploadId, position: 3, rows: [row(3), ["q-4", "x", "seven"], ["q-5"]] }),
    );
    expect(bad).toMatchObject({
      code: "invalid",
      details: {
        problems: [
          { path: "/rows/4/2", code: "wrong-type", message: expect.stringContaining('Row 5, column "score"') },
          { path: "/rows/5", code: "invalid", message: expect.stringContaining("Row 6 has 1 cells") },
        ],
      },
    });
    expect(await refusalOf(api.upload.append.mutate({ uploadId, position: 3, rows: [row(7), row(1)] }))).toMatchObject({
      details: {
        problems: [{ path: "/rows/4/0", code: "duplicate", message: expect.stringContaining("in row 2 already") }],
      },
    });
    expect(await api.upload.get.query({ uploadId })).toMatchObject({ rowCount: 3 });
    expect(await refusalOf(api.upload.append.mutate({ uploadId, position: 2, rows: rows(1) }))).toMatchObject({
      code: "conflict",
      details: { rowCount: 3 },
    });
    await api.upload.append.mutate({ uploadId, position: 3, rows: [row(3)] });
    const version = await api.version.create.mutate({ resourceId: dataset, content: { upload: uploadId } });
    expect((await api.version.rows.query({ versionId: version.id })).rows).toEqual(rows(4));
  });

  it("compare rows by their key, otherwise by bytes and places, counts first and then by pages", async () => {
    const registry = await startRegistry(engine);
    const { api } = registry.owner;
    const dataset = await datasetOf(registry);
    const before = rows(1_200);
    const after = [row(5_000), ...before.slice(1, 700), row(700, "Changed"), ...before.slice(701, 1_190), row(1_195)];
    const small = { columns };
    for (const [by, used] of [
      ["key", schema],
      ["position", small],
    ] as const) {
      const v1 = await saved(api, dataset, used, before);
      const v2 = await saved(api, dataset, used, after);
      const compared = await api.version.compareRows.query({ beforeId: v1, afterId: v2, limit: 3 });
      const replaced = by === "position" ? 1 : 0;
      expect(compared).toMatchObject({
        by,
        columnsBefore: columns,
        counts: {
          before: 1_200,
          after: 1_191,
          changed: 1 + replaced,
          added: 1 - replaced,
          removed: 10 - replaced,
          moved: 0,
          unchanged: 1_189,
        },
      });
      expect(compared.changes).toContainEqual({
        type: "changed",
        before: { position: 700, cells: row(700) },
        after: { position: 700, cells: row(700, "Changed") },
      });
      const removed = await api.version.compareRows.query({ beforeId: v1, afterId: v2, show: "removed", from: 8 });
      expect(removed.changes.at(-1)).toEqual({ type: "removed", before: { position: 1_199, cells: row(1_199) } });
      expect(removed.next).toBeNull();
      expect(await api.version.compareRows.query({ beforeId: null, afterId: v1, limit: 1 })).toMatchObject({
        counts: { added: 1_200, changed: 0, removed: 0 },
        next: 1,
      });
    }
  });

  it("share the rows of versions, copy them without sending them again, and have their own again with another schema", async () => {
    const registry = await startRegistry(engine);
    const { api } = registry.owner;
    const dataset = await datasetOf(registry);
    const v1 = await saved(api, dataset, schema, rows(900));
    const { id: uploadId } = await api.upload.open.mutate({ resourceId: dataset, schema });
    await api.upload.copy.mutate({ uploadId, position: 0, versionId: v1, from: 0, count: 400 });
    await api.upload.append.mutate({ uploadId, position: 400, rows: [row(400, "Edited")] });
    expect(
      await refusalOf(api.upload.copy.mutate({ uploadId, position: 401, versionId: v1, from: 10, count: 5 })),
    ).toMatchObject({ details: { problems: [{ path: "/rows/401/0", code: "duplicate" }] } });
    expect(
      await refusalOf(api.upload.copy.mutate({ uploadId, position: 401, versionId: v1, from: 401, count: 500 })),
    ).toMatchObject({ code: "invalid", message: expect.stringContaining("The version has 900 rows") });
    await api.upload.copy.mutate({ uploadId, position: 401, versionId: v1, from: 401, count: 499 });
    const v2 = await api.version.create.mutate({ resourceId: dataset, content: { upload: uploadId } });
    const expected = rows(900).with(400, row(400, "Edited"));
    expect(v2.content).toMatchObject({ rowCount: 900, root: datasetRoot(expected.map(rowDigest)) });
    expect(await countOf(registry, "dataset_rows")).toBe(901);

    // What a version says can be saved again, with other words about its columns but for the same rows.
    const described = columns.map((column) => ({ ...column, description: "Known" }));
    const content = v2.content as { readonly schema: JsonValue; readonly rowCount: number; readonly root: string };
    const again = { ...content, schema: { columns: described, key: "id" } };
    const v3 = await api.version.create.mutate({ resourceId: dataset, content: again });
    expect((await api.version.rows.query({ versionId: v3.id, from: 400, limit: 1 })).rows).toEqual([
      row(400, "Edited"),
    ]);
    const renamed = { ...content, schema: { columns: columns.with(1, { name: "asked", type: "text" }), key: "id" } };
    expect(await refusalOf(api.version.create.mutate({ resourceId: dataset, content: renamed }))).toMatchObject({
      details: { problems: [{ path: "/schema", code: "unknown-rows" }] },
    });
    // Went wrong in thought: who knows a root could have read rows of a dataset that is hidden from him.
    const other = await datasetOf(registry, "other");
    expect(await refusalOf(api.version.create.mutate({ resourceId: other, content: again }))).toMatchObject({
      details: { problems: [{ path: "/root", code: "unknown-rows" }] },
    });
  });

  it("I12 the rows of a saved version never change, in SQL too", async () => {
    const registry = await startRegistry(engine);
    const { api } = registry.owner;
    const dataset = await datasetOf(registry);
    await saved(api, dataset, schema, rows(3));
    const { db } = registry.server.environment;
    for (const statement of [
      sql`update dataset_rows set cells = '[]'`,
      sql`update row_list_entries set position = position + 10`,
      sql`delete from row_list_entries where position = 2`,
      sql`insert into row_list_entries select organization_id, list_id, 9, digest, 'other' from row_list_entries where position = 0`,
      sql`update row_lists set row_count = 2`,
      sql`update row_lists set state = 'open'`,
      sql`delete from row_lists`,
      sql`delete from dataset_rows`,
      sql`update row_roots set root = 'sha256:0'`,
      sql`delete from row_roots`,
    ]) {
      await expect(db.transaction().execute((tx) => statement.execute(tx))).rejects.toThrow(/countersign|foreign key/i);
    }
    // Nor is a list sealed that lacks a row.
    const { id: uploadId } = await api.upload.open.mutate({ resourceId: dataset, schema });
    await api.upload.append.mutate({ uploadId, position: 0, rows: rows(2) });
    await expect(
      db
        .transaction()
        .execute((tx) => sql`update row_lists set state = 'sealed', row_count = 3 where state = 'open'`.execute(tx)),
    ).rejects.toThrow("countersign: a version has all of its rows");
  });

  it("are served page by page to whoever may use them, and drafts to those alone who may view them", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId } = registry;
    const dataset = await datasetOf(registry);
    const v1 = await saved(owner.api, dataset, schema, rows(30));
    await release(owner.api, dataset, "live", v1);
    const consumer = await registry.person("Cora", ["workspace.consumer", workspaceId]);
    const nobody = await registry.person("Nora");
    const address = { workspace: "main", path: "cases", label: "live" };
    const page = await consumer.api.delivery.rows.query({ ...address, from: 28, limit: 5 });
    expect(page).toMatchObject({
      kind: "dataset",
      version: 1,
      rowCount: 30,
      from: 28,
      rows: rows(30).slice(28),
      next: null,
    });
    expect(await refusalOf(consumer.api.version.rows.query({ versionId: v1 }))).toMatchObject({ code: "not_found" });
    expect(await refusalOf(nobody.api.delivery.rows.query(address))).toMatchObject({ code: "not_found" });
    const prompt = await registry.prompt("plain");
    const text = { type: "text", syntax: "plain", text: "x", variables: [] };
    const { id } = await owner.api.version.create.mutate({ resourceId: prompt, content: text });
    await release(owner.api, prompt, "live", id);
    expect(await refusalOf(consumer.api.delivery.rows.query({ ...address, path: "plain" }))).toMatchObject({
      code: "invalid",
    });
    expect(await refusalOf(owner.api.version.rows.query({ versionId: id }))).toMatchObject({ code: "invalid" });

    const key = await addKey(registry, consumer.me.principal.id, { permissions: ["dataset:use"], labels: ["live"] });
    const fetched = (query: string, headers: Record<string, string> = {}) =>
      registry.server.fetch(
        new Request(`http://127.0.0.1/v1/datasets/main/cases?label=live${query}`, {
          headers: { authorization: `Bearer ${key}`, ...headers },
        }),
      );
    expect(await (await fetched("")).json()).toMatchObject({ content: { rowCount: 30, schema } });
    const answer = await fetched(`&from=10&limit=2&digest=${page.digest}`);
    expect(await answer.json()).toEqual({
      ...page,
      from: 10,
      next: 12,
      rows: rows(30).slice(10, 12),
    });
    const etag = answer.headers.get("etag") ?? "";
    expect((await fetched("&from=10&limit=2", { "if-none-match": etag })).status).toBe(304);
    expect((await fetched("&from=12&limit=2", { "if-none-match": etag })).status).toBe(200);
    expect((await fetched("&from=-1")).status).toBe(400);
    expect((await fetched("&limit=1001")).status).toBe(400);
    // A label that moves between two pages is noticed.
    await release(owner.api, dataset, "live", await saved(owner.api, dataset, schema, rows(31)));
    expect(
      await refusalOf(withKey(registry.server, key).delivery.rows.query({ ...address, digest: page.digest })),
    ).toMatchObject({
      code: "stale",
    });
  });

  it("I19 an upload and its rows stay in their organization, and with whoever opened it", async () => {
    const registry = await startRegistry(engine);
    const { owner, workspaceId, server } = registry;
    const dataset = await datasetOf(registry);
    const stranger = await foundTestOrganization(server, "Other", "owner@other.test");
    const erin = await registry.person("Erin", ["workspace.editor", workspaceId]);
    const uploadId = await uploadOf(erin.api, dataset, schema, rows(2), 10);
    const version = await saved(owner.api, dataset, schema, rows(2));
    for (const { api } of [stranger, owner]) {
      for (const call of [
        () => api.upload.get.query({ uploadId }),
        () => api.upload.append.mutate({ uploadId, position: 2, rows: [row(2)] }),
        () => api.upload.copy.mutate({ uploadId, position: 2, versionId: version, from: 0, count: 1 }),
        () => api.upload.discard.mutate({ uploadId }),
        () => api.version.create.mutate({ resourceId: dataset, content: { upload: uploadId } }),
      ]) {
        expect(await refusalOf(call())).toMatchObject({ code: "not_found" });
      }
    }
    const theirs = await stranger.api.workspace.create.mutate({ name: "main" });
    const foreign = await stranger.api.resource.create.mutate({
      kind: "dataset",
      workspaceId: theirs.id,
      name: "cases",
    });
    const { id } = await stranger.api.upload.open.mutate({ resourceId: foreign.id, schema });
    expect(
      await refusalOf(
        stranger.api.upload.copy.mutate({ uploadId: id, position: 0, versionId: version, from: 0, count: 1 }),
      ),
    ).toMatchObject({ code: "not_found" });
    // The same rows are stored once in each.
    await saved(stranger.api, foreign.id, schema, rows(2));
    expect(await countOf(registry, "dataset_rows")).toBe(4);

    // Who may edit no more, uploads and saves no more.
    const [binding] = (await owner.api.binding.list.query({ holderId: erin.me.principal.id })).items;
    await owner.api.binding.delete.mutate({ bindingId: binding?.id ?? "" });
    expect(await refusalOf(erin.api.upload.append.mutate({ uploadId, position: 2, rows: [row(2)] }))).toMatchObject({
      code: "not_found",
    });
  });

  it("what is discarded or left alone for a day goes, but for rows that a version has", async () => {
    let now = Date.now();
    const registry = await startRegistry(engine);
    const { api } = registry.owner;
    const { environment } = registry.server;
    const dataset = await datasetOf(registry);
    await saved(api, dataset, schema, rows(5));
    const left = await uploadOf(api, dataset, schema, rows(2_600), 1_000);
    const discarded = await uploadOf(api, dataset, schema, [row(9_000)], 10);
    await api.upload.discard.mutate({ uploadId: discarded });
    const at = (moment: number) => ({
      ...environment,
      clock: { now: () => new Date(moment).toISOString(), inside: async () => new Date(moment).toISOString() },
    });
    while (await sweepUploads(at(now)));
    expect(await countOf(registry, "dataset_rows")).toBe(2_600);
    expect(await api.upload.get.query({ uploadId: left })).toMatchObject({ rowCount: 2_600 });
    now += 25 * 60 * 60_000;
    let steps = 0;
    while (await sweepUploads(at(now))) steps += 1;
    expect(steps).toBe(3);
    expect(await countOf(registry, "dataset_rows")).toBe(5);
    expect(await countOf(registry, "row_lists")).toBe(1);
  });
});

async function datasetOf({ owner, workspaceId }: Registry, name = "cases"): Promise<string> {
  return (await owner.api.resource.create.mutate({ kind: "dataset", workspaceId, name })).id;
}

async function uploadOf(
  api: Api,
  resourceId: string,
  used: JsonValue,
  all: readonly JsonValue[],
  part: number,
): Promise<string> {
  const { id: uploadId } = await api.upload.open.mutate({ resourceId, schema: used });
  for (let position = 0; position < all.length; position += part) {
    await api.upload.append.mutate({ uploadId, position, rows: all.slice(position, position + part) });
  }
  return uploadId;
}

/** A version of these rows; few are said at once, many uploaded before. */
async function saved(api: Api, resourceId: string, used: JsonValue, all: readonly JsonValue[]): Promise<string> {
  const content =
    all.length <= 1_000 ? { schema: used, rows: all } : { upload: await uploadOf(api, resourceId, used, all, 1_000) };
  return (await api.version.create.mutate({ resourceId, content, force: true })).id;
}

async function countOf({ server }: Registry, table: "dataset_rows" | "row_lists"): Promise<number> {
  return server.environment.db
    .transaction()
    .execute(async (tx) => (await tx.selectFrom(table).select("organization_id").execute()).length);
}
