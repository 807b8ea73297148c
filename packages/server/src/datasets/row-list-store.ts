import { type JsonValue, type ReadRow, rowTextDigest, toHex } from "@countersign/core";
import { sql } from "kysely";
import type { Tx } from "../db/database.ts";

/** Statements of so many rows: SQLite takes 32,766 parameters at most, and PostgreSQL plans larger ones slowly. */
const rowsAStatement = 500;

/** A row of a list, its cells as the canonical JSON that is stored. */
export interface StoredRow {
  readonly position: number;
  readonly cells: string;
}

/** Where a row stands, and what it is compared by. */
export interface RowMark {
  readonly position: number;
  readonly digest: string;
  readonly key: string | null;
}

/** The rows of some version: under this root and with this key column. */
export interface RowListAddress {
  readonly root: string;
  /** `""` where the schema names none. */
  readonly keyColumn: string;
}

/**
 * Appends rows to a list that is open. Rows are stored under their digests, each once for the organization: in the order
 * of their digests, so that two who store the same rows at once wait for each other instead of blocking each other.
 *
 * @returns the digests of the rows, in their order.
 */
export async function insertRows(
  tx: Tx,
  organizationId: string,
  listId: string,
  first: number,
  rows: readonly ReadRow[],
): Promise<readonly Uint8Array[]> {
  const digests = rows.map(({ text }) => rowTextDigest(text));
  const stored = rows.map(({ text, key }, index) => ({
    digest: toHex(digests[index] ?? new Uint8Array()),
    cells: text,
    key,
  }));
  const byDigest = new Map(stored.map(({ digest, cells }) => [digest, cells]));
  const distinct = [...byDigest].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const part of partsOf(distinct)) {
    await tx
      .insertInto("dataset_rows")
      .values(part.map(([digest, cells]) => ({ organization_id: organizationId, digest, cells })))
      .onConflict((conflict) => conflict.columns(["organization_id", "digest"]).doNothing())
      .execute();
  }
  let position = first;
  for (const part of partsOf(stored)) {
    const values = part.map(({ digest, key }) => ({
      organization_id: organizationId,
      list_id: listId,
      position: position++,
      digest,
      key,
    }));
    await tx.insertInto("row_list_entries").values(values).execute();
  }
  return digests;
}

/** Appends rows of one list to another that is open, without reading their cells. */
export async function copyRows(
  tx: Tx,
  organizationId: string,
  copy: {
    readonly fromListId: string;
    readonly from: number;
    readonly count: number;
    readonly toListId: string;
    readonly to: number;
  },
): Promise<void> {
  const shift = copy.to - copy.from;
  await tx
    .insertInto("row_list_entries")
    .columns(["organization_id", "list_id", "position", "digest", "key"])
    .expression((of) =>
      of
        .selectFrom("row_list_entries")
        .select([
          "organization_id",
          sql<string>`cast(${copy.toListId} as text)`.as("list_id"),
          sql<number>`position + cast(${shift} as bigint)`.as("position"),
          "digest",
          "key",
        ])
        .where("organization_id", "=", organizationId)
        .where("list_id", "=", copy.fromListId)
        .where("position", ">=", copy.from)
        .where("position", "<", copy.from + copy.count),
    )
    .execute();
}

/** UTF-8 bytes of the cells of some rows of a list. */
export async function countBytes(
  tx: Tx,
  organizationId: string,
  listId: string,
  from: number,
  count: number,
): Promise<number> {
  const row = await tx
    .selectFrom("row_list_entries as e")
    .innerJoin("dataset_rows as r", (on) =>
      on.onRef("r.organization_id", "=", "e.organization_id").onRef("r.digest", "=", "e.digest"),
    )
    .select(sql<number>`coalesce(sum(octet_length(r.cells)), 0)`.as("bytes"))
    .where("e.organization_id", "=", organizationId)
    .where("e.list_id", "=", listId)
    .where("e.position", ">=", from)
    .where("e.position", "<", from + count)
    .executeTakeFirstOrThrow();
  return Number(row.bytes);
}

/** The first of these keys that is in the list already, and where. */
export async function findKey(
  tx: Tx,
  organizationId: string,
  listId: string,
  keys: readonly string[],
): Promise<{ readonly key: string; readonly position: number } | null> {
  for (const part of partsOf(keys)) {
    const row = await tx
      .selectFrom("row_list_entries")
      .select(["key", "position"])
      .where("organization_id", "=", organizationId)
      .where("list_id", "=", listId)
      .where("key", "in", part)
      .orderBy("position")
      .limit(1)
      .executeTakeFirst();
    if (row !== undefined && row.key !== null) return { key: row.key, position: row.position };
  }
  return null;
}

/** Rows of a list from a position on, in order. */
export async function readRows(
  tx: Tx,
  organizationId: string,
  listId: string,
  from: number,
  count: number,
): Promise<readonly StoredRow[]> {
  return selectRows(tx, organizationId, listId)
    .where("e.position", ">=", from)
    .where("e.position", "<", from + count)
    .orderBy("e.position")
    .execute();
}

/** The rows of a list at these positions. */
export async function readRowsAt(
  tx: Tx,
  organizationId: string,
  listId: string,
  positions: readonly number[],
): Promise<ReadonlyMap<number, StoredRow>> {
  if (positions.length === 0) return new Map();
  const rows = await selectRows(tx, organizationId, listId)
    .where("e.position", "in", [...positions])
    .execute();
  return new Map(rows.map((row) => [row.position, row]));
}

/** What the rows of a list are compared by, from a position on, in order. */
export async function readMarks(
  tx: Tx,
  organizationId: string,
  listId: string,
  from: number,
  count: number,
): Promise<readonly RowMark[]> {
  return tx
    .selectFrom("row_list_entries")
    .select(["position", "digest", "key"])
    .where("organization_id", "=", organizationId)
    .where("list_id", "=", listId)
    .where("position", ">=", from)
    .where("position", "<", from + count)
    .orderBy("position")
    .execute();
}

/** The sealed list of some rows; `null` where the organization has none. */
export async function findSealed(tx: Tx, organizationId: string, address: RowListAddress): Promise<string | null> {
  const row = await tx
    .selectFrom("row_roots")
    .select("list_id")
    .where("organization_id", "=", organizationId)
    .where("root", "=", address.root)
    .where("key_column", "=", address.keyColumn)
    .executeTakeFirst();
  return row?.list_id ?? null;
}

/** Names a sealed list by its root; whoever did it first, has. */
export async function nameSealed(
  tx: Tx,
  organizationId: string,
  listId: string,
  address: RowListAddress,
): Promise<void> {
  await tx
    .insertInto("row_roots")
    .values({ organization_id: organizationId, root: address.root, key_column: address.keyColumn, list_id: listId })
    .onConflict((conflict) => conflict.columns(["organization_id", "root", "key_column"]).doNothing())
    .execute();
}

/** What the newest version of a resource with rows of this root says; `null` where it has none. */
export async function newestContentWithRoot(
  tx: Tx,
  organizationId: string,
  resourceId: string,
  root: string,
): Promise<JsonValue> {
  const row = await tx
    .selectFrom("versions")
    .select("content")
    .where("organization_id", "=", organizationId)
    .where("resource_id", "=", resourceId)
    .where("content", "like", `%"root":"${root}"%`)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  const content: JsonValue = row === undefined ? null : JSON.parse(row.content);
  return content;
}

function selectRows(tx: Tx, organizationId: string, listId: string) {
  return tx
    .selectFrom("row_list_entries as e")
    .innerJoin("dataset_rows as r", (on) =>
      on.onRef("r.organization_id", "=", "e.organization_id").onRef("r.digest", "=", "e.digest"),
    )
    .select(["e.position", "r.cells"])
    .where("e.organization_id", "=", organizationId)
    .where("e.list_id", "=", listId);
}

function* partsOf<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < items.length; from += rowsAStatement) yield items.slice(from, from + rowsAStatement);
}
