import type { ClosureEntry, Digest, JsonValue, ResourceKind } from "@countersign/core";
import { canonicalJson, isDigest } from "@countersign/core";
import type { Tx } from "../db/database.ts";
import type { Engine } from "../db/open-database.ts";

/** One immutable content of a resource, as it is stored. */
export interface StoredVersion extends StoredVersionSummary {
  /** As it was written. */
  readonly content: JsonValue;
  /** With every include resolved: what is served. */
  readonly expanded: JsonValue;
  readonly closure: readonly ClosureEntry[];
}

/** A version without its content. */
export interface StoredVersionSummary {
  readonly id: string;
  readonly resourceId: string;
  readonly number: number;
  readonly kind: ResourceKind;
  readonly digest: Digest;
  readonly message: string;
  readonly authorId: string;
  readonly authorName: string;
  readonly authorType: "user" | "service-account";
  readonly claimedAuthor: string | null;
  readonly importKey: string | null;
  readonly basedOnId: string | null;
  readonly sourceVersionId: string | null;
  readonly requestId: string | null;
  readonly keyId: string | null;
  readonly createdAt: string;
}

/** What a new version is made of. Its number is the next of its resource. */
export interface VersionDraft {
  readonly id: string;
  readonly resourceId: string;
  readonly kind: ResourceKind;
  readonly content: JsonValue;
  readonly expanded: JsonValue;
  readonly closure: readonly ClosureEntry[];
  readonly digest: Digest;
  readonly message: string;
  readonly authorId: string;
  readonly claimedAuthor: string | null;
  readonly importKey: string | null;
  /** The version of the same resource that it was made from. */
  readonly basedOnId: string | null;
  /** The version of whatever resource that it is a copy of. */
  readonly sourceVersionId: string | null;
  /** The release request whose publication makes it. */
  readonly requestId: string | null;
  readonly keyId: string | null;
  readonly at: string;
}

/**
 * Stores a version under the next number of its resource. Numbers have no gaps: the counter's row is locked until the
 * transaction ends, and goes back with it.
 *
 * @returns the number.
 */
export async function insertVersion(tx: Tx, organizationId: string, draft: VersionDraft): Promise<number> {
  const { next } = await tx
    .updateTable("resources")
    .set((of) => ({ next_version_number: of("next_version_number", "+", 1) }))
    .where("organization_id", "=", organizationId)
    .where("id", "=", draft.resourceId)
    .where("kind", "=", draft.kind)
    .returning("next_version_number as next")
    .executeTakeFirstOrThrow();
  const number = next - 1;
  await tx
    .insertInto("versions")
    .values({
      organization_id: organizationId,
      id: draft.id,
      resource_id: draft.resourceId,
      number,
      kind: draft.kind,
      content: canonicalJson(draft.content),
      expanded: canonicalJson(draft.expanded),
      closure: JSON.stringify(draft.closure),
      digest: draft.digest,
      message: draft.message,
      author_id: draft.authorId,
      claimed_author: draft.claimedAuthor,
      import_key: draft.importKey,
      based_on_id: draft.basedOnId,
      source_version_id: draft.sourceVersionId,
      request_id: draft.requestId,
      key_id: draft.keyId,
      created_at: draft.at,
    })
    .execute();
  return number;
}

/** Keeps everybody else from saving a version of the resource until the transaction ends. */
export async function lockVersions(tx: Tx, engine: Engine, organizationId: string, resourceId: string): Promise<void> {
  const query = tx
    .selectFrom("resources")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("id", "=", resourceId);
  await (engine === "postgres" ? query.forUpdate() : query).executeTakeFirstOrThrow();
}

/** The version with this id, whatever its resource; `null` where the organization has none. */
export async function readVersion(tx: Tx, organizationId: string, versionId: string): Promise<StoredVersion | null> {
  const row = await selectVersions(tx, organizationId)
    .select(["v.content", "v.expanded", "v.closure"])
    .where("v.id", "=", versionId)
    .executeTakeFirst();
  return row === undefined ? null : storedVersion(row);
}

/** The version of a resource by its number. */
export async function readVersionByNumber(
  tx: Tx,
  organizationId: string,
  resourceId: string,
  number: number,
): Promise<StoredVersion | null> {
  const row = await selectVersions(tx, organizationId)
    .select(["v.content", "v.expanded", "v.closure"])
    .where("v.resource_id", "=", resourceId)
    .where("v.number", "=", number)
    .executeTakeFirst();
  return row === undefined ? null : storedVersion(row);
}

/** The version of a resource that an importer named. */
export async function readVersionByImportKey(
  tx: Tx,
  organizationId: string,
  resourceId: string,
  importKey: string,
): Promise<StoredVersion | null> {
  const row = await selectVersions(tx, organizationId)
    .select(["v.content", "v.expanded", "v.closure"])
    .where("v.resource_id", "=", resourceId)
    .where("v.import_key", "=", importKey)
    .executeTakeFirst();
  return row === undefined ? null : storedVersion(row);
}

/** The resource of a version; `null` where the organization has no such version. */
export async function readResourceOfVersion(tx: Tx, organizationId: string, versionId: string): Promise<string | null> {
  const row = await tx
    .selectFrom("versions")
    .select("resource_id")
    .where("organization_id", "=", organizationId)
    .where("id", "=", versionId)
    .executeTakeFirst();
  return row?.resource_id ?? null;
}

/** Versions of a resource, the newest first, from below a number on. */
export async function listVersions(
  tx: Tx,
  organizationId: string,
  resourceId: string,
  from: { readonly below: number | null; readonly limit: number },
): Promise<readonly StoredVersionSummary[]> {
  let query = selectVersions(tx, organizationId).where("v.resource_id", "=", resourceId);
  if (from.below !== null) query = query.where("v.number", "<", from.below);
  const rows = await query.orderBy("v.number", "desc").limit(from.limit).execute();
  return rows.map(storedSummary);
}

/** The newest version of each resource that has one. */
export async function newestVersions(
  tx: Tx,
  organizationId: string,
  resourceIds: readonly string[],
): Promise<ReadonlyMap<string, StoredVersionSummary>> {
  if (resourceIds.length === 0) return new Map();
  const rows = await selectVersions(tx, organizationId)
    .innerJoin("resources as r", (on) =>
      on.onRef("r.organization_id", "=", "v.organization_id").onRef("r.id", "=", "v.resource_id"),
    )
    .where("v.resource_id", "in", resourceIds)
    .whereRef("v.number", "=", (of) => of("r.next_version_number", "-", 1))
    .execute();
  return new Map(rows.map((row) => [row.resource_id, storedSummary(row)]));
}

function selectVersions(tx: Tx, organizationId: string) {
  return tx
    .selectFrom("versions as v")
    .innerJoin("principals as p", (on) =>
      on.onRef("p.organization_id", "=", "v.organization_id").onRef("p.id", "=", "v.author_id"),
    )
    .select([
      "v.id",
      "v.resource_id",
      "v.number",
      "v.kind",
      "v.digest",
      "v.message",
      "v.author_id",
      "p.name as author_name",
      "p.type as author_type",
      "v.claimed_author",
      "v.import_key",
      "v.based_on_id",
      "v.source_version_id",
      "v.request_id",
      "v.key_id",
      "v.created_at",
    ])
    .where("v.organization_id", "=", organizationId);
}

type SummaryRow = Awaited<ReturnType<ReturnType<typeof selectVersions>["executeTakeFirstOrThrow"]>>;

function storedVersion(
  row: SummaryRow & { readonly content: string; readonly expanded: string; readonly closure: string },
): StoredVersion {
  const content: JsonValue = JSON.parse(row.content);
  const expanded: JsonValue = JSON.parse(row.expanded);
  const closure: readonly ClosureEntry[] = JSON.parse(row.closure);
  return { ...storedSummary(row), content, expanded, closure };
}

function storedSummary(row: SummaryRow): StoredVersionSummary {
  if (!isDigest(row.digest)) throw new Error(`The version ${row.id} has no digest.`);
  return {
    id: row.id,
    resourceId: row.resource_id,
    number: row.number,
    kind: row.kind,
    digest: row.digest,
    message: row.message,
    authorId: row.author_id,
    authorName: row.author_name,
    authorType: row.author_type,
    claimedAuthor: row.claimed_author,
    importKey: row.import_key,
    basedOnId: row.based_on_id,
    sourceVersionId: row.source_version_id,
    requestId: row.request_id,
    keyId: row.key_id,
    createdAt: row.created_at,
  };
}
