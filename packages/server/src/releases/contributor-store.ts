import type { Tx } from "../db/database.ts";

/** A version as far as its lineage is concerned. */
export interface LineageVersion {
  readonly id: string;
  readonly resourceId: string;
  readonly number: number;
  readonly digest: string;
  readonly authorId: string;
  readonly claimedAuthor: string | null;
  /** The version of the same resource that it was made from. */
  readonly basedOnId: string | null;
  readonly sourceVersionId: string | null;
  readonly createdAt: string;
}

function selectLineage(tx: Tx, organizationId: string) {
  return tx
    .selectFrom("versions")
    .select([
      "id",
      "resource_id as resourceId",
      "number",
      "digest",
      "author_id as authorId",
      "claimed_author as claimedAuthor",
      "based_on_id as basedOnId",
      "source_version_id as sourceVersionId",
      "created_at as createdAt",
    ])
    .where("organization_id", "=", organizationId);
}

export async function readLineageVersion(tx: Tx, organizationId: string, id: string): Promise<LineageVersion | null> {
  return (await selectLineage(tx, organizationId).where("id", "=", id).executeTakeFirst()) ?? null;
}

/** The versions of a resource up to a number. */
export async function listLineageUpTo(
  tx: Tx,
  organizationId: string,
  resourceId: string,
  number: number,
): Promise<readonly LineageVersion[]> {
  return selectLineage(tx, organizationId)
    .where("resource_id", "=", resourceId)
    .where("number", "<=", number)
    .orderBy("number")
    .execute();
}

/** Every version of the organization with a digest. */
export async function listVersionsWithDigest(
  tx: Tx,
  organizationId: string,
  digest: string,
): Promise<readonly LineageVersion[]> {
  // Ordered here: asked to order by id, SQLite takes the primary key and walks through the whole organization.
  const versions = await selectLineage(tx, organizationId).where("digest", "=", digest).execute();
  return versions.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Who is or was responsible for each service account, and who ever made a key of it. */
export async function readServiceAccountPeople(
  tx: Tx,
  organizationId: string,
): Promise<ReadonlyMap<string, { readonly responsible: readonly string[]; readonly keyMakers: readonly string[] }>> {
  const accounts = await tx
    .selectFrom("principals")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("type", "=", "service-account")
    .execute();
  const responsibles = await tx
    .selectFrom("service_account_responsibles")
    .select(["service_account_id", "principal_id"])
    .where("organization_id", "=", organizationId)
    .execute();
  const keys = await tx
    .selectFrom("keys")
    .select(["principal_id", "created_by"])
    .where("organization_id", "=", organizationId)
    .execute();
  return new Map(
    accounts.map(({ id }) => [
      id,
      {
        responsible: responsibles.filter((row) => row.service_account_id === id).map((row) => row.principal_id),
        keyMakers: keys.filter((row) => row.principal_id === id).map((row) => row.created_by),
      },
    ]),
  );
}

/** For people who were removed and joined again: the other principals of the same person, by principal. */
export async function readOtherSelves(tx: Tx, organizationId: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await tx
    .selectFrom("principals as one")
    .innerJoin("principals as other", (join) =>
      join
        .onRef("other.organization_id", "=", "one.organization_id")
        .onRef("other.user_id", "=", "one.user_id")
        .onRef("other.id", "<>", "one.id"),
    )
    .select(["one.id", "other.id as otherId"])
    .where("one.organization_id", "=", organizationId)
    .execute();
  const selves = new Map<string, string[]>();
  for (const { id, otherId } of rows) selves.set(id, [...(selves.get(id) ?? []), otherId]);
  return selves;
}

/** Principals by the address of their person: what a claimed author may be written as. */
export async function readPrincipalsByEmail(tx: Tx, organizationId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .selectFrom("principals")
    .innerJoin("users", "users.id", "principals.user_id")
    .select(["principals.id", "users.email"])
    .where("principals.organization_id", "=", organizationId)
    .orderBy("principals.created_at")
    .execute();
  return new Map(rows.map((row) => [row.email, row.id]));
}

/** Contributors as they were written down, each with the reasons known then. */
export async function listContributors(
  tx: Tx,
  organizationId: string,
  requestId: string,
): Promise<readonly { readonly principalId: string; readonly reason: string }[]> {
  return tx
    .selectFrom("request_contributors")
    .select(["principal_id as principalId", "reason"])
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", requestId)
    .orderBy("principal_id")
    .execute();
}

/** Writes down those who are not yet; nobody ever leaves. */
export async function addContributors(
  tx: Tx,
  organizationId: string,
  requestId: string,
  contributors: readonly { readonly principalId: string; readonly reason: string }[],
  at: string,
): Promise<void> {
  for (const contributor of contributors) {
    await tx
      .insertInto("request_contributors")
      .values({
        organization_id: organizationId,
        request_id: requestId,
        principal_id: contributor.principalId,
        reason: contributor.reason,
        added_at: at,
      })
      .onConflict((conflict) => conflict.columns(["organization_id", "request_id", "principal_id"]).doNothing())
      .execute();
  }
}

/** Who gave each binding, membership and custom role its present form, and when. */
export interface Grantors {
  readonly bindings: ReadonlyMap<string, GrantStep>;
  /** By group and member: `group/principal`. */
  readonly memberships: ReadonlyMap<string, GrantStep>;
  /** By group and group within it: `group/child`. */
  readonly nestings: ReadonlyMap<string, GrantStep>;
  readonly roles: ReadonlyMap<string, GrantStep>;
}

export interface GrantStep {
  readonly grantedBy: string | null;
  readonly at: string;
}

export async function readGrantors(tx: Tx, organizationId: string): Promise<Grantors> {
  const bindings = await tx
    .selectFrom("bindings")
    .select(["id", "granted_by", "granted_at"])
    .where("organization_id", "=", organizationId)
    .execute();
  const members = await tx
    .selectFrom("group_members")
    .select(["group_id", "principal_id", "added_by", "added_at"])
    .where("organization_id", "=", organizationId)
    .execute();
  const nested = await tx
    .selectFrom("group_groups")
    .select(["group_id", "child_group_id", "added_by", "added_at"])
    .where("organization_id", "=", organizationId)
    .execute();
  const roles = await tx
    .selectFrom("roles")
    .select(["id", "updated_by", "updated_at"])
    .where("organization_id", "=", organizationId)
    .where("built_in", "=", 0)
    .execute();
  return {
    bindings: new Map(bindings.map((row) => [row.id, { grantedBy: row.granted_by, at: row.granted_at }])),
    memberships: new Map(
      members.map((row) => [`${row.group_id}/${row.principal_id}`, { grantedBy: row.added_by, at: row.added_at }]),
    ),
    nestings: new Map(
      nested.map((row) => [`${row.group_id}/${row.child_group_id}`, { grantedBy: row.added_by, at: row.added_at }]),
    ),
    roles: new Map(roles.map((row) => [row.id, { grantedBy: row.updated_by, at: row.updated_at }])),
  };
}

/** Everybody who opened or pushed to a request. */
export async function listPushesBy(tx: Tx, organizationId: string, requestId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom("request_pushes")
    .select("pushed_by")
    .distinct()
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", requestId)
    .where("reason", "in", ["open", "push"])
    .execute();
  return rows.map((row) => row.pushed_by);
}
