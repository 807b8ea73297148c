import { canonicalJson, type DatasetSchema, parseDatasetSchema, type RootFrontier, toHex } from "@countersign/core";
import type { Tx } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";

/** Rows that are being uploaded for a new version of a dataset. */
export interface StoredUpload {
  readonly id: string;
  readonly resourceId: string;
  readonly openedBy: string;
  readonly openedAt: string;
  readonly touchedAt: string;
  readonly schema: DatasetSchema;
  readonly byteCount: number;
  /** Its count is the number of rows so far. */
  readonly frontier: RootFrontier;
}

export async function insertUpload(
  tx: Tx,
  organizationId: string,
  upload: {
    readonly id: string;
    readonly resourceId: string;
    readonly openedBy: string;
    readonly schema: DatasetSchema;
    readonly at: string;
  },
): Promise<void> {
  await tx
    .insertInto("row_lists")
    .values({
      organization_id: organizationId,
      id: upload.id,
      resource_id: upload.resourceId,
      opened_by: upload.openedBy,
      opened_at: upload.at,
      touched_at: upload.at,
      schema: canonicalJson(upload.schema),
      key_column: upload.schema.key ?? "",
    })
    .execute();
}

/** An upload that is still open; locked until the transaction ends where it is asked for that. */
export async function readUpload(
  tx: Tx,
  organizationId: string,
  uploadId: string,
  lockedOn: Engine | null = null,
): Promise<StoredUpload | null> {
  const query = tx
    .selectFrom("row_lists")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where("id", "=", uploadId)
    .where("state", "=", "open");
  const row = await (lockedOn === "postgres" ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined) return null;
  const schema = parseDatasetSchema(JSON.parse(row.schema));
  if (!schema.ok) throw new Error(`The stored schema of the upload ${row.id} cannot be read.`);
  return {
    id: row.id,
    resourceId: row.resource_id,
    openedBy: row.opened_by,
    openedAt: row.opened_at,
    touchedAt: row.touched_at,
    schema: schema.value,
    byteCount: row.byte_count,
    frontier: { count: row.row_count, nodes: nodesIn(row.frontier) },
  };
}

/** How many uploads somebody has open that have not run out. */
export async function countOpenUploads(
  tx: Tx,
  organizationId: string,
  openedBy: string,
  touchedAfter: string,
): Promise<number> {
  const row = await tx
    .selectFrom("row_lists")
    .select((of) => of.fn.countAll<number>().as("count"))
    .where("organization_id", "=", organizationId)
    .where("opened_by", "=", openedBy)
    .where("state", "=", "open")
    .where("touched_at", ">", touchedAfter)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Notes how far an upload has come. */
export async function writeProgress(
  tx: Tx,
  organizationId: string,
  uploadId: string,
  progress: { readonly frontier: RootFrontier; readonly byteCount: number; readonly at: string },
): Promise<void> {
  await tx
    .updateTable("row_lists")
    .set({
      row_count: progress.frontier.count,
      byte_count: progress.byteCount,
      frontier: progress.frontier.nodes.map(toHex).join(""),
      touched_at: progress.at,
    })
    .where("organization_id", "=", organizationId)
    .where("id", "=", uploadId)
    .execute();
}

/** Ends an upload: its rows are those of a version from now on, or nobody's. */
export async function endUpload(
  tx: Tx,
  organizationId: string,
  uploadId: string,
  state: "sealed" | "discarded",
): Promise<void> {
  await tx
    .updateTable("row_lists")
    .set({ state })
    .where("organization_id", "=", organizationId)
    .where("id", "=", uploadId)
    .where("state", "=", "open")
    .execute();
}

/** An upload that was discarded, or not touched since `abandonedSince`; `null` where there is none. */
export async function findUnsaved(
  tx: Tx,
  abandonedSince: string,
): Promise<{ readonly organizationId: string; readonly uploadId: string } | null> {
  const row = await tx
    .selectFrom("row_lists")
    .select(["organization_id", "id"])
    .where((where) =>
      where.or([
        where("state", "=", "discarded"),
        where.and([where("state", "=", "open"), where("touched_at", "<", abandonedSince)]),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { organizationId: row.organization_id, uploadId: row.id };
}

/**
 * Takes away the last rows of an upload that was discarded, at most `limit` of them, and the upload itself once it has
 * none. Rows that are in no other list go with them. Needs the organization's exclusive lock: whoever stores a row that
 * is there already relies on it to stay.
 */
export async function removeDiscarded(tx: Tx, organizationId: string, uploadId: string, limit: number): Promise<void> {
  const entries = await tx
    .selectFrom("row_list_entries")
    .select(["position", "digest"])
    .where("organization_id", "=", organizationId)
    .where("list_id", "=", uploadId)
    .orderBy("position", "desc")
    .limit(limit)
    .execute();
  const last = entries.at(-1);
  if (last === undefined) {
    await tx
      .deleteFrom("row_lists")
      .where("organization_id", "=", organizationId)
      .where("id", "=", uploadId)
      .where("state", "=", "discarded")
      .execute();
    return;
  }
  await tx
    .deleteFrom("row_list_entries")
    .where("organization_id", "=", organizationId)
    .where("list_id", "=", uploadId)
    .where("position", ">=", last.position)
    .execute();
  const digests = [...new Set(entries.map(({ digest }) => digest))];
  for (let from = 0; from < digests.length; from += 500) {
    await tx
      .deleteFrom("dataset_rows")
      .where("organization_id", "=", organizationId)
      .where("digest", "in", digests.slice(from, from + 500))
      .where((where) =>
        where.not(
          where.exists(
            where
              .selectFrom("row_list_entries as e")
              .select("e.digest")
              .whereRef("e.organization_id", "=", "dataset_rows.organization_id")
              .whereRef("e.digest", "=", "dataset_rows.digest"),
          ),
        ),
      )
      .execute();
  }
}

function nodesIn(hex: string): readonly Uint8Array[] {
  const bytes = Buffer.from(hex, "hex");
  return Array.from({ length: bytes.length / 32 }, (_, index) =>
    Uint8Array.from(bytes.subarray(index * 32, index * 32 + 32)),
  );
}
