import {
  type ContentProblemRecord,
  canonicalJson,
  type JsonValue,
  type Page,
  type Refusal,
  type VersionApi,
  type VersionRecord,
  type VersionSummary,
} from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { ownUpload, sealUpload, uploadAtOnce } from "../datasets/upload-service.ts";
import { decodeCursor, encodeCursor } from "../rpc/cursor.ts";
import { defaultPageSize } from "../rpc/fields.ts";
import { normalizedContent, type PreparedContent, prepareContent } from "./content-preparation.ts";
import { readServingLabels } from "./label-store.ts";
import { seesResource } from "./resource-record.ts";
import { readScope, type StoredResource } from "./scope-store.ts";
import { closureRecords, versionRecord, versionSummary } from "./version-record.ts";
import {
  insertVersion,
  listVersions as listStoredVersions,
  lockVersions,
  newestVersions,
  readVersion,
  readVersionByImportKey,
  type StoredVersion,
} from "./version-store.ts";

interface VersionInput {
  readonly resourceId: string;
  readonly content: JsonValue;
  readonly message?: string | undefined;
  readonly basedOnVersionId?: string | null | undefined;
  readonly importKey?: string | undefined;
  readonly claimedAuthor?: string | undefined;
  readonly force?: boolean | undefined;
}

/**
 * Saves a version; nothing serves it by that. What it includes is resolved now and never again. A version that names
 * none it was made from counts as made from the newest, so that its lineage never loses an author.
 */
export async function createVersion(
  command: Command,
  input: VersionInput,
): Promise<VersionRecord & { readonly created: boolean }> {
  const { tx, organizationId, environment } = command;
  const resource = await storedResource(command, input.resourceId);
  await lockVersions(tx, environment.engine, organizationId, resource.id);
  const imported = await importedBefore(command, resource, input);
  if (imported !== null) return { ...(await recordOf(command, imported)), created: false };
  const basedOnId = await baseOf(command, resource, input);
  const prepared = await prepareContent(command, resource, input.content, "lock");
  if (!prepared.ok) refuse(invalidContent(resource, prepared.error));
  const id = newId("ver");
  const { message = "", claimedAuthor = null, importKey = null } = input;
  await keepRows(command, resource.id, prepared.value);
  const number = await insertVersion(tx, organizationId, {
    id,
    resourceId: resource.id,
    kind: resource.kind,
    content: prepared.value.content,
    expanded: prepared.value.expanded,
    closure: prepared.value.closure,
    digest: prepared.value.digest,
    message,
    authorId: command.actor.principalId,
    claimedAuthor,
    importKey,
    basedOnId,
    sourceVersionId: null,
    requestId: null,
    keyId: command.actor.keyId,
    at: command.now,
  });
  command.record({
    action: "version.create",
    target: { type: "version", id },
    scopeId: resource.id,
    after: prepared.value.digest,
    details: {
      resourceId: resource.id,
      number,
      digest: prepared.value.digest,
      basedOnId,
      includes: prepared.value.closure.map(({ versionId }) => versionId),
    },
    texts: { message, claimedAuthor: claimedAuthor ?? "", importKey: importKey ?? "" },
  });
  return { ...(await recordOf(command, found(await readVersion(tx, organizationId, id)))), created: true };
}

export async function listVersions(
  reading: Reading,
  input: {
    readonly resourceId: string;
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Page<VersionSummary>> {
  const { resourceId, limit = defaultPageSize } = input;
  const cursor = decodeCursor(input.cursor);
  const below = cursor === null ? null : Number(cursor);
  if (below !== null && !Number.isSafeInteger(below)) {
    refuse({
      code: "invalid",
      message: "The cursor is none that this list has given out.",
      remedy: "Begin again with the first page, without a cursor.",
    });
  }
  const { tx, organizationId } = reading;
  const versions = await listStoredVersions(tx, organizationId, resourceId, { below, limit: limit + 1 });
  const labels = await servingLabels(reading, resourceId);
  const page = versions.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((version) => versionSummary(version, labels.get(version.id) ?? [])),
    nextCursor: versions.length > limit && last !== undefined ? encodeCursor(String(last.number)) : null,
  };
}

export async function getVersion(reading: Reading, input: { readonly versionId: string }): Promise<VersionRecord> {
  return recordOf(reading, found(await readVersion(reading.tx, reading.organizationId, input.versionId)));
}

/** What saving a content would say. An alias, because the router's declarations repeat it and cannot name an interface. */
type ContentCheck = Awaited<ReturnType<VersionApi["check"]>>;

export async function checkVersion(
  reading: Reading,
  input: { readonly resourceId: string; readonly content: JsonValue },
): Promise<ContentCheck> {
  const prepared = await prepareContent(
    reading,
    await storedResource(reading, input.resourceId),
    input.content,
    "look",
  );
  if (!prepared.ok) return { problems: prepared.error, expanded: null, digest: null, closure: [] };
  const { expanded, digest, closure } = prepared.value;
  return { problems: [], expanded, digest, closure: closureRecords(reading, closure) };
}

/** Lets the rows that a version was made of be its own: from now on they never change. */
async function keepRows(command: Command, resourceId: string, { rows }: PreparedContent): Promise<void> {
  if (rows === null) return;
  await sealUpload(
    command,
    rows.type === "upload"
      ? await ownUpload(command, rows.uploadId, "lock")
      : await uploadAtOnce(command, resourceId, rows.schema, rows.rows),
  );
}

/** The version that an importer has saved under this key before, if its content is the same. */
async function importedBefore(
  command: Command,
  resource: StoredResource,
  input: VersionInput,
): Promise<StoredVersion | null> {
  if (input.importKey === undefined) return null;
  const known = await readVersionByImportKey(command.tx, command.organizationId, resource.id, input.importKey);
  if (known === null) return null;
  const content = await normalizedContent(command, resource, input.content);
  if (!content.ok) refuse(invalidContent(resource, content.error));
  if (canonicalJson(content.value) === canonicalJson(known.content)) return known;
  refuse({
    code: "conflict",
    message: `The import key "${input.importKey}" names version ${known.number} here, which has another content.`,
    remedy: "Use a new import key for a new content.",
    details: { versionId: known.id },
  });
}

/**
 * The version that the new one is made from.
 *
 * @throws a refusal `conflict` where somebody has saved a newer one, unless that is forced.
 */
async function baseOf(command: Command, resource: StoredResource, input: VersionInput): Promise<string | null> {
  const { tx, organizationId } = command;
  const newest = (await newestVersions(tx, organizationId, [resource.id])).get(resource.id) ?? null;
  const { basedOnVersionId: named, force = false } = input;
  if (named === undefined) return newest?.id ?? null;
  if (named !== null) {
    const base = await readVersion(tx, organizationId, named);
    if (base?.resourceId !== resource.id) refuse(notFound);
  }
  if (named !== (newest?.id ?? null) && !force) {
    refuse({
      code: "conflict",
      message: `The ${resource.kind} "${resource.path}" has a newer version: number ${newest?.number ?? 0}.`,
      remedy: "Look at it and bring your changes into it, or save yours over it with `force`.",
      details: { newestVersionId: newest?.id ?? null, newestNumber: newest?.number ?? 0 },
    });
  }
  return named ?? newest?.id ?? null;
}

async function recordOf(reading: Reading, version: StoredVersion): Promise<VersionRecord> {
  const labels = await servingLabels(reading, version.resourceId);
  return versionRecord(reading, version, labels.get(version.id) ?? []);
}

/** The labels that serve each version, as far as the actor's key reaches. */
async function servingLabels(reading: Reading, resourceId: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const scope = reading.state.scopes.get(resourceId);
  if (scope?.type !== "resource") return new Map();
  const labels = await readServingLabels(reading.tx, reading.organizationId, resourceId);
  return new Map(
    [...labels].map(([versionId, names]) => [
      versionId,
      names.filter((label) => seesResource(reading, scope.kind, resourceId, label)),
    ]),
  );
}

async function storedResource(reading: Reading, resourceId: string): Promise<StoredResource> {
  const scope = found(await readScope(reading.tx, reading.organizationId, resourceId));
  return scope.type === "resource" ? scope : refuse(notFound);
}

function invalidContent(resource: StoredResource, problems: readonly ContentProblemRecord[]): Refusal {
  return {
    code: "invalid",
    message: `This is no valid content of a ${resource.kind}: ${problems[0]?.message ?? "it cannot be read."}`,
    remedy: "Correct what the problems name and save it again.",
    details: { problems: problems.map(({ path, code, message }) => ({ path, code, message })) },
  };
}
