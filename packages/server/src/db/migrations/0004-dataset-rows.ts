import {
  boundRows,
  canonicalJson,
  emptyFrontier,
  extendFrontier,
  type JsonValue,
  parseDatasetInput,
  rowTextDigest,
  toHex,
} from "@countersign/core";
import { sql } from "kysely";
import type { Database } from "../database.ts";
import type { Engine } from "../open-database.ts";
import { type Guard, postgresGuard, sqliteGuard, withoutGuard, writtenOnce } from "./guard.ts";
import type { SchemaStep } from "./schema-step.ts";

const listOf = (row: "new" | "old") =>
  `(select l.state from row_lists l where l.organization_id = ${row}.organization_id and l.id = ${row}.list_id)`;

const guards: readonly Guard[] = [
  {
    name: "dataset_rows_no_update",
    table: "dataset_rows",
    on: "update",
    violatedWhen: "1 = 1",
    message: "dataset_rows are written once",
  },
  {
    name: "row_lists_sealed",
    table: "row_lists",
    on: "update",
    violatedWhen: `old.state = 'sealed' or new.organization_id <> old.organization_id or new.id <> old.id
      or (old.state = 'discarded' and new.state <> 'discarded')`,
    message: "the rows of a saved version never change",
  },
  {
    name: "row_lists_whole",
    table: "row_lists",
    on: "update",
    violatedWhen: `new.state = 'sealed' and new.row_count <> (select count(*) from row_list_entries e
      where e.organization_id = new.organization_id and e.list_id = new.id and e.position < new.row_count)`,
    message: "a version has all of its rows",
  },
  {
    name: "row_lists_stay",
    table: "row_lists",
    on: "delete",
    violatedWhen: "old.state = 'sealed'",
    message: "the rows of a saved version never change",
  },
  {
    name: "row_list_entries_open",
    table: "row_list_entries",
    on: "insert",
    violatedWhen: `${listOf("new")} <> 'open'`,
    message: "the rows of a saved version never change",
  },
  {
    name: "row_list_entries_no_update",
    table: "row_list_entries",
    on: "update",
    violatedWhen: "1 = 1",
    message: "row_list_entries are written once",
  },
  {
    name: "row_list_entries_stay",
    table: "row_list_entries",
    on: "delete",
    violatedWhen: `${listOf("old")} = 'sealed'`,
    message: "the rows of a saved version never change",
  },
  {
    name: "row_roots_sealed",
    table: "row_roots",
    on: "insert",
    violatedWhen: `coalesce((select l.state from row_lists l where l.organization_id = new.organization_id
      and l.id = new.list_id and l.key_column = new.key_column), '') <> 'sealed'`,
    message: "a root names rows that never change",
  },
  ...writtenOnce("row_roots"),
];

/**
 * The rows of datasets, one by one. A row is stored once for an organization, under its digest; a list says which rows
 * stand where. A list is open while it is uploaded and sealed once a version has it. Versions name their rows by their
 * root, so versions with the same rows, wherever they are, have one list.
 */
export const datasetRows: SchemaStep = {
  statements: [
    `create table dataset_rows (
    organization_id text not null references organizations (id),
    digest text not null,
    cells text not null,
    primary key (organization_id, digest)
  )`,
    // `key_column` is '' where the schema names none. `frontier` is what the root is computed from as rows come.
    `create table row_lists (
    organization_id text not null,
    id text not null,
    resource_id text not null,
    opened_by text not null,
    opened_at text not null,
    touched_at text not null,
    schema text not null,
    key_column text not null,
    row_count bigint not null default 0,
    byte_count bigint not null default 0,
    frontier text not null default '',
    state text not null default 'open' check (state in ('open', 'sealed', 'discarded')),
    primary key (organization_id, id),
    foreign key (organization_id, resource_id) references resources (organization_id, id),
    foreign key (organization_id, opened_by) references principals (organization_id, id)
  )`,
    `create index row_lists_unsaved on row_lists (state, touched_at) where state <> 'sealed'`,
    `create index row_lists_of_opener on row_lists (organization_id, opened_by) where state = 'open'`,
    `create table row_list_entries (
    organization_id text not null,
    list_id text not null,
    position bigint not null,
    digest text not null,
    key text,
    primary key (organization_id, list_id, position),
    foreign key (organization_id, list_id) references row_lists (organization_id, id),
    foreign key (organization_id, digest) references dataset_rows (organization_id, digest)
  )`,
    `create unique index row_list_entries_by_key on row_list_entries (organization_id, list_id, key) where key is not null`,
    // Whether a row of a list that was discarded is in any other.
    `create index row_list_entries_by_digest on row_list_entries (organization_id, digest)`,
    `create table row_roots (
    organization_id text not null,
    root text not null,
    key_column text not null,
    list_id text not null,
    primary key (organization_id, root, key_column),
    foreign key (organization_id, list_id) references row_lists (organization_id, id)
  )`,
  ],
  guards,
  writtenOnce: ["dataset_rows", "row_lists", "row_list_entries", "row_roots"],
};

/**
 * Takes the rows out of the contents that datasets had before: until then they stood in them. Digests stay as they are,
 * because they always covered schema, row count and root. Of what is written once, these columns alone are rewritten,
 * and their guards stand again before anything else happens.
 */
export async function bindInlineRows(db: Database, engine: Engine): Promise<void> {
  const tables = ["versions", "request_pushes"] as const;
  const guardsOfTables = tables.flatMap((table) => writtenOnce(table).filter(({ on }) => on === "update"));
  for (const guard of guardsOfTables) await runAll(db, withoutGuard(engine, guard));
  const versions = await db
    .selectFrom("versions")
    .select(["organization_id", "id", "resource_id", "author_id", "created_at", "content"])
    .where("kind", "=", "dataset")
    .execute();
  for (const version of versions) {
    const bound = await keepInlineRows(db, version);
    if (bound === null) continue;
    await sql`update versions set content = ${bound}, expanded = ${bound}
      where organization_id = ${version.organization_id} and id = ${version.id}`.execute(db);
    await sql`update request_pushes set content = ${bound}, expanded = ${bound}
      where organization_id = ${version.organization_id} and source_version_id = ${version.id}`.execute(db);
  }
  for (const guard of guardsOfTables) {
    await runAll(db, engine === "sqlite" ? [sqliteGuard(guard)] : postgresGuard(guard));
  }
}

async function keepInlineRows(
  db: Database,
  version: {
    readonly organization_id: string;
    readonly id: string;
    readonly resource_id: string;
    readonly author_id: string;
    readonly created_at: string;
    readonly content: string;
  },
): Promise<string | null> {
  const content: JsonValue = JSON.parse(version.content);
  const parsed = parseDatasetInput(content);
  if (!parsed.ok || parsed.value.type !== "rows") return null;
  const { schema, rows } = parsed.value;
  const bound = boundRows(schema, rows);
  const organizationId = version.organization_id;
  const keyColumn = schema.key ?? "";
  const known = await db
    .selectFrom("row_roots")
    .select("list_id")
    .where("organization_id", "=", organizationId)
    .where("root", "=", bound.root)
    .where("key_column", "=", keyColumn)
    .executeTakeFirst();
  if (known === undefined) {
    const listId = version.id.replace("ver_", "upl_");
    const digests = rows.map(({ text }) => rowTextDigest(text));
    await db
      .insertInto("row_lists")
      .values({
        organization_id: organizationId,
        id: listId,
        resource_id: version.resource_id,
        opened_by: version.author_id,
        opened_at: version.created_at,
        touched_at: version.created_at,
        schema: canonicalJson(schema),
        key_column: keyColumn,
        row_count: rows.length,
        byte_count: rows.reduce((sum, { bytes }) => sum + bytes, 0),
        frontier: extendFrontier(emptyFrontier, digests).nodes.map(toHex).join(""),
      })
      .execute();
    for (const [position, row] of rows.entries()) {
      const digest = toHex(digests[position] ?? new Uint8Array());
      await db
        .insertInto("dataset_rows")
        .values({ organization_id: organizationId, digest, cells: row.text })
        .onConflict((conflict) => conflict.columns(["organization_id", "digest"]).doNothing())
        .execute();
      await db
        .insertInto("row_list_entries")
        .values({ organization_id: organizationId, list_id: listId, position, digest, key: row.key })
        .execute();
    }
    await db
      .updateTable("row_lists")
      .set({ state: "sealed" })
      .where("organization_id", "=", organizationId)
      .where("id", "=", listId)
      .execute();
    await db
      .insertInto("row_roots")
      .values({ organization_id: organizationId, root: bound.root, key_column: keyColumn, list_id: listId })
      .execute();
  }
  return canonicalJson(bound);
}

async function runAll(db: Database, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
