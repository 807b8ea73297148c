import {
  CONTENT_LIMITS,
  type ContentProblemRecord,
  type DatasetContent,
  type DatasetSchema,
  duplicateKeyMessage,
  emptyFrontier,
  extendFrontier,
  frontierRoot,
  type JsonValue,
  parseDatasetRows,
  parseDatasetSchema,
  type ReadRow,
  type Refusal,
  type RootFrontier,
  takesSameRows,
  type UploadRecord,
} from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { copyRows, countBytes, findKey, findSealed, insertRows, nameSealed, readMarks } from "./row-list-store.ts";
import { sealedRows } from "./stored-rows.ts";
import {
  countOpenUploads,
  endUpload,
  insertUpload,
  readUpload,
  type StoredUpload,
  writeProgress,
} from "./upload-store.ts";
import { uploadLifetime } from "./upload-sweep.ts";

/** How many uploads one principal may have open at once. */
const mostOpen = 20;

/** Begins an upload of rows for a new version of a dataset. Until a version is saved with it, nobody sees a row of it. */
export async function openUpload(
  command: Command,
  input: { readonly resourceId: string; readonly schema: JsonValue },
): Promise<UploadRecord> {
  const { tx, organizationId, now, actor } = command;
  const scope = found(command.state.scopes.get(input.resourceId));
  if (scope.type !== "resource" || scope.kind !== "dataset") {
    refuse({
      code: "invalid",
      message: "Rows are uploaded for datasets, and this is none.",
      remedy: "Name a dataset.",
    });
  }
  const schema = parseDatasetSchema(input.schema);
  if (!schema.ok) refuse(invalidRows("This is no valid schema", schema.error));
  const open = await countOpenUploads(tx, organizationId, actor.principalId, abandonedSince(command));
  if (open >= mostOpen) {
    refuse({
      code: "conflict",
      message: `You have ${open} uploads open, and ${mostOpen} may be at once.`,
      remedy: "Save or discard one of them; one that is not touched for a day goes by itself.",
    });
  }
  const id = newId("upl");
  await insertUpload(tx, organizationId, {
    id,
    resourceId: input.resourceId,
    openedBy: actor.principalId,
    schema: schema.value,
    at: now,
  });
  return uploadRecord(await ownUpload(command, id, "look"));
}

/** Appends rows. A problem with one of them refuses all of this call, and leaves what was there as it is. */
export async function appendToUpload(
  command: Command,
  input: { readonly uploadId: string; readonly position: number; readonly rows: JsonValue },
): Promise<UploadRecord> {
  const upload = await ownUpload(command, input.uploadId, "lock");
  assertContinues(upload, input.position);
  const rows = parseDatasetRows(upload.schema, input.rows, upload.frontier.count);
  if (!rows.ok) refuse(invalidRows("These rows do not fit", rows.error));
  const byteCount = upload.byteCount + rows.value.reduce((sum, { bytes }) => sum + bytes, 0);
  assertFits(upload.frontier.count + rows.value.length, byteCount);
  await assertNewKeys(command, upload, rows.value);
  const digests = await insertRows(command.tx, command.organizationId, upload.id, upload.frontier.count, rows.value);
  return progressed(command, upload, extendFrontier(upload.frontier, digests), byteCount);
}

/** Appends rows that a version has already, so that who changes a few of many need not send the others again. */
export async function copyToUpload(
  command: Command,
  input: {
    readonly uploadId: string;
    readonly position: number;
    readonly versionId: string;
    readonly from: number;
    readonly count: number;
  },
): Promise<UploadRecord> {
  const { tx, organizationId } = command;
  const { from, count } = input;
  const upload = await ownUpload(command, input.uploadId, "lock");
  assertContinues(upload, input.position);
  const source = await sealedRows(command, input.versionId);
  if (!takesSameRows(source.content.schema, upload.schema)) {
    refuse({
      code: "invalid",
      message: "The version's rows have other columns or another key than this upload.",
      remedy: "Copy from a version with the same columns, or send the rows.",
    });
  }
  if (from + count > source.content.rowCount) {
    refuse({
      code: "invalid",
      message: `The version has ${source.content.rowCount} rows, and rows up to ${from + count} were asked for.`,
      remedy: "Ask for rows that it has.",
    });
  }
  const to = upload.frontier.count;
  const marks = await readMarks(tx, organizationId, source.listId, from, count);
  const byteCount = upload.byteCount + (await countBytes(tx, organizationId, source.listId, from, count));
  assertFits(to + marks.length, byteCount);
  const keys = marks.flatMap(({ key }) => (key === null ? [] : [key]));
  await assertKeysAbsent(command, upload, keys);
  await copyRows(tx, organizationId, { fromListId: source.listId, from, count, toListId: upload.id, to });
  const digests = marks.map(({ digest }) => Uint8Array.from(Buffer.from(digest, "hex")));
  return progressed(command, upload, extendFrontier(upload.frontier, digests), byteCount);
}

export async function getUpload(reading: Reading, input: { readonly uploadId: string }): Promise<UploadRecord> {
  return uploadRecord(await ownUpload(reading, input.uploadId, "look"));
}

/** Throws an upload away. Its rows go by and by. */
export async function discardUpload(
  command: Command,
  input: { readonly uploadId: string },
): Promise<Record<string, never>> {
  const upload = await ownUpload(command, input.uploadId, "lock");
  await endUpload(command.tx, command.organizationId, upload.id, "discarded");
  return {};
}

/** What a version with all rows of an upload says. */
export function uploadedContent({ schema, frontier }: StoredUpload): DatasetContent {
  return { schema, rowCount: frontier.count, root: frontierRoot(frontier) };
}

/** Stores rows that came with their version, as an upload of which this is the only part; returns the upload. */
export async function uploadAtOnce(
  command: Command,
  resourceId: string,
  schema: DatasetSchema,
  rows: readonly ReadRow[],
): Promise<StoredUpload> {
  const { tx, organizationId, now, actor } = command;
  const id = newId("upl");
  await insertUpload(tx, organizationId, { id, resourceId, openedBy: actor.principalId, schema, at: now });
  const digests = await insertRows(tx, organizationId, id, 0, rows);
  const frontier = extendFrontier(emptyFrontier, digests);
  const byteCount = rows.reduce((sum, { bytes }) => sum + bytes, 0);
  await writeProgress(tx, organizationId, id, { frontier, byteCount, at: now });
  return { id, resourceId, openedBy: actor.principalId, openedAt: now, touchedAt: now, schema, byteCount, frontier };
}

/**
 * Gives all rows of an upload to the version that is being saved. Where the organization has the same rows already, they
 * are that version's, and the upload goes.
 */
export async function sealUpload(command: Command, upload: StoredUpload): Promise<void> {
  const { tx, organizationId } = command;
  const address = { root: frontierRoot(upload.frontier), keyColumn: upload.schema.key ?? "" };
  if ((await findSealed(tx, organizationId, address)) !== null) {
    await endUpload(tx, organizationId, upload.id, "discarded");
    return;
  }
  await endUpload(tx, organizationId, upload.id, "sealed");
  await nameSealed(tx, organizationId, upload.id, address);
}

/** An upload of the actor that is still open; locked for whoever goes on with it. Its place was decided before. */
export async function ownUpload(reading: Reading, uploadId: string, mode: "look" | "lock"): Promise<StoredUpload> {
  const { tx, organizationId, actor, environment } = reading;
  const upload = await readUpload(tx, organizationId, uploadId, mode === "lock" ? environment.engine : null);
  if (upload === null || upload.openedBy !== actor.principalId) return refuse(notFound);
  return upload.touchedAt > abandonedSince(reading) ? upload : refuse(notFound);
}

async function progressed(
  command: Command,
  upload: StoredUpload,
  frontier: RootFrontier,
  byteCount: number,
): Promise<UploadRecord> {
  await writeProgress(command.tx, command.organizationId, upload.id, { frontier, byteCount, at: command.now });
  return uploadRecord({ ...upload, frontier, byteCount, touchedAt: command.now });
}

function uploadRecord({
  id,
  resourceId,
  schema,
  frontier,
  byteCount,
  openedAt,
  touchedAt,
}: StoredUpload): UploadRecord {
  const expiresAt = new Date(Date.parse(touchedAt) + uploadLifetime).toISOString();
  return { id, resourceId, schema, rowCount: frontier.count, byteCount, openedAt, expiresAt };
}

function abandonedSince({ now }: Reading): string {
  return new Date(Date.parse(now) - uploadLifetime).toISOString();
}

/** Parts come in order, each once: a part that is sent again is told how far the upload is. */
function assertContinues(upload: StoredUpload, position: number): void {
  const { count } = upload.frontier;
  if (position === count) return;
  refuse({
    code: "conflict",
    message: `The upload has ${count} rows, and these were to come after ${position}.`,
    remedy: "Go on after the rows that it has.",
    details: { rowCount: count },
  });
}

function assertFits(rowCount: number, byteCount: number): void {
  const { datasetRows, datasetBytes } = CONTENT_LIMITS;
  if (rowCount <= datasetRows && byteCount <= datasetBytes) return;
  refuse({
    code: "too_large",
    message:
      rowCount > datasetRows
        ? `The dataset would have ${rowCount} rows, and ${datasetRows} may be in one.`
        : `The rows would have ${byteCount} bytes, and ${datasetBytes} may be in one dataset.`,
    remedy: "Split it into several datasets.",
  });
}

async function assertNewKeys(command: Command, upload: StoredUpload, rows: readonly ReadRow[]): Promise<void> {
  await assertKeysAbsent(
    command,
    upload,
    rows.flatMap(({ key }) => (key === null ? [] : [key])),
  );
}

async function assertKeysAbsent(command: Command, upload: StoredUpload, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const known = await findKey(command.tx, command.organizationId, upload.id, keys);
  if (known === null) return;
  const { schema, frontier } = upload;
  const row = frontier.count + keys.indexOf(known.key);
  const column = schema.columns.findIndex(({ name }) => name === schema.key);
  const message = duplicateKeyMessage(schema, row, known.position, known.key);
  refuse(invalidRows("These rows do not fit", [{ path: `/rows/${row}/${column}`, code: "duplicate", message }]));
}

function invalidRows(what: string, problems: readonly ContentProblemRecord[]): Refusal {
  return {
    code: "invalid",
    message: `${what}: ${problems[0]?.message ?? "they cannot be read."}`,
    remedy: "Correct what the problems name and send them again; nothing of this part was kept.",
    details: { problems: problems.map(({ path, code, message }) => ({ path, code, message })) },
  };
}
