import { sql } from "kysely";
import { expect, it, onTestFinished } from "vitest";
import type { Database } from "../../src/db/database.ts";
import { migrate } from "../../src/db/migrate.ts";
import { bindInlineRows } from "../../src/db/migrations/0004-dataset-rows.ts";
import { type Engine, openDatabase } from "../../src/db/open-database.ts";
import { emptyDatabase, onEveryEngine } from "../fixtures/every-engine.ts";
import { draft, startStory } from "../fixtures/story.ts";
import { foundTestOrganization, startTestServer } from "../fixtures/test-server.ts";

onEveryEngine("migrating", (engine) => {
  it("I21 a database written by a newer server is refused and left as it is", async () => {
    await using database = await emptyDatabase(engine);
    await migrate(database.target);
    const owner = openDatabase(database.target, "owner");
    await sql`insert into kysely_migration (name, timestamp) values ('9999-newer', '2026-11-23T12:00:00.000Z')`.execute(
      owner,
    );
    const before = await schemaOf(owner, engine);

    await expect(migrate(database.target)).rejects.toThrow(
      'The database was written by a newer Countersign (it has the migration "9999-newer").',
    );
    expect(await schemaOf(owner, engine)).toEqual(before);
    await owner.destroy();
  });

  it("I21 migrating what is up to date writes nothing, and the guards stand afterwards", async () => {
    await using database = await emptyDatabase(engine);
    await migrate(database.target);
    const owner = openDatabase(database.target, "owner");
    const before = await schemaOf(owner, engine);
    expect(before.triggers.length).toBeGreaterThan(20);
    await migrate(database.target);
    expect(await schemaOf(owner, engine)).toEqual(before);
    await owner.destroy();
  });

  it("I12 I21 rows that stood in contents are stored one by one, with the digests that they had", async () => {
    const database = await emptyDatabase(engine);
    onTestFinished(() => database[Symbol.asyncDispose]());
    const server = await startTestServer(engine, { database: database.target });
    const owner = await foundTestOrganization(server);
    const workspaceId = (await owner.api.workspace.create.mutate({ name: "main" })).id;
    const organizationId = owner.me.organization.id;
    const dataset = await owner.api.resource.create.mutate({ kind: "dataset", workspaceId, name: "cases" });
    const written = { schema: { columns: [{ name: "a", type: "number" }] }, rows: [[1], [2], [1]] };
    const now = await owner.api.version.create.mutate({ resourceId: dataset.id, content: written });
    const { db } = server.environment;
    const before = JSON.stringify(written);
    await db.transaction().execute((tx) =>
      sql`insert into versions (organization_id, id, resource_id, number, kind, digest, message, author_id, created_at, content, expanded, closure)
        select organization_id, 'ver_before', resource_id, 2, kind, digest, message, author_id, created_at, ${before}, ${before}, closure
        from versions where organization_id = ${organizationId} and id = ${now.id}`.execute(tx),
    );
    const admin = openDatabase(database.target, "owner");
    const triggers = (await schemaOf(admin, engine)).triggers;
    await bindInlineRows(admin, engine);
    expect((await schemaOf(admin, engine)).triggers).toEqual(triggers);
    await admin.destroy();

    expect(await owner.api.version.get.query({ versionId: "ver_before" })).toMatchObject({
      content: now.content,
      digest: now.digest,
    });
    expect((await owner.api.version.rows.query({ versionId: "ver_before" })).rows).toEqual(written.rows);
    await expect(
      db.transaction().execute((tx) => sql`update versions set message = '' where id = 'ver_before'`.execute(tx)),
    ).rejects.toThrow("written once");
  });

  it("I21 neither an import key nor a claimed author brings in what the normal path refuses", async () => {
    const story = await startStory(engine);
    const [v1] = await draft(story, "refund", ["v1"]);
    const { resourceId } = await story.engineer.api.version.get.query({ versionId: v1 ?? "" });
    const imported = {
      resourceId,
      content: { type: "text", syntax: "plain", text: "imported", variables: [] },
      importKey: "k",
    };

    // The reviewer has nothing in development, the publisher nothing but production.
    for (const { api } of [story.reviewer, story.publisher, story.viewer]) {
      await expect(api.version.create.mutate({ ...imported, claimedAuthor: "erin@acme.test" })).rejects.toThrow();
    }
    expect((await story.engineer.api.version.list.query({ resourceId })).items).toHaveLength(1);

    // What is imported is a draft like any other, and whoever is named as its author still does not count.
    const version = await story.engineer.api.version.create.mutate({ ...imported, claimedAuthor: "rita@acme.test" });
    const { id: requestId, digest } = await story.engineer.api.request.open.mutate({
      sourceVersionId: version.id,
      targetWorkspaceId: story.production,
      label: "production",
    });
    const review = { requestId, verdict: "approve", digest } as const;
    await expect(story.reviewer.api.request.review.mutate(review)).rejects.toThrow("Contributors do not approve");
    await expect(story.publisher.api.request.publish.mutate({ requestId, digest })).rejects.toThrow();
  });
});

/** What stands in the schema, and which migrations made it. */
async function schemaOf(db: Database, engine: Engine) {
  const triggers =
    engine === "sqlite"
      ? sql<{ name: string }>`select name from sqlite_master where type = 'trigger' order by name`
      : sql<{ name: string }>`select tgname as name from pg_trigger where not tgisinternal order by tgname`;
  const migrations = sql<{
    name: string;
    timestamp: string;
  }>`select name, timestamp from kysely_migration order by name`;
  return {
    tables: (await db.introspection.getTables({ withInternalKyselyTables: true })).map(({ name }) => name).sort(),
    triggers: (await triggers.execute(db)).rows.map(({ name }) => name),
    migrations: (await migrations.execute(db)).rows,
  };
}
