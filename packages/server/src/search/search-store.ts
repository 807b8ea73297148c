import type { ResourceKind } from "@countersign/core";
import { type Expression, type RawBuilder, sql } from "kysely";
import type { Tx } from "../db/database.ts";

/** Ids asked for in one statement. */
const chunkSize = 500;

export interface FoundRequest {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly kind: ResourceKind;
  readonly workspaceId: string;
  readonly path: string;
  readonly label: string;
  readonly requesterId: string;
}

/** Release requests with a fitting title or this number, the newest first. */
export async function findRequests(
  tx: Tx,
  organizationId: string,
  pattern: string,
  number: number | null,
): Promise<readonly FoundRequest[]> {
  const rows = await tx
    .selectFrom("requests")
    .select(["id", "number", "title", "kind", "target_workspace_id", "target_path", "label", "requester_id"])
    .where("organization_id", "=", organizationId)
    // A request for a change of the tree names no label.
    .where("label", "<>", "")
    .where((where) => where.or([like(where.ref("title"), pattern), where("number", "=", number ?? -1)]))
    .orderBy("number", "desc")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    kind: row.kind,
    workspaceId: row.target_workspace_id,
    path: row.target_path,
    label: row.label,
    requesterId: row.requester_id,
  }));
}

/** Members with a fitting name or address. */
export async function findMembers(
  tx: Tx,
  organizationId: string,
  pattern: string,
): Promise<readonly { readonly id: string; readonly name: string; readonly email: string }[]> {
  return tx
    .selectFrom("principals as p")
    .innerJoin("users as u", "u.id", "p.user_id")
    .select(["p.id", "p.name", "u.email"])
    .where("p.organization_id", "=", organizationId)
    .where("p.state", "<>", "removed")
    .where((where) => where.or([like(where.ref("p.name"), pattern), like(where.ref("u.email"), pattern)]))
    .execute();
}

/** Service accounts with a fitting name, each with the scope whose managers run it. */
export async function findServiceAccounts(
  tx: Tx,
  organizationId: string,
  pattern: string,
): Promise<
  readonly { readonly id: string; readonly name: string; readonly description: string; readonly homeScopeId: string }[]
> {
  const rows = await tx
    .selectFrom("principals")
    .select(["id", "name", "description", "home_scope_id"])
    .where("organization_id", "=", organizationId)
    .where("type", "=", "service-account")
    .where("state", "<>", "removed")
    .where((where) => like(where.ref("name"), pattern))
    .execute();
  return rows.flatMap(({ id, name, description, home_scope_id: homeScopeId }) =>
    homeScopeId === null ? [] : [{ id, name, description, homeScopeId }],
  );
}

/** Groups with a fitting name. */
export async function findGroups(
  tx: Tx,
  organizationId: string,
  pattern: string,
): Promise<readonly { readonly id: string; readonly name: string; readonly description: string }[]> {
  return tx
    .selectFrom("groups")
    .select(["id", "name", "description"])
    .where("organization_id", "=", organizationId)
    .where((where) => like(where.ref("name"), pattern))
    .execute();
}

/** A content in which something may be found. */
export interface FoundContent {
  readonly resourceId: string;
  /** The label that serves it; `null` for the newest version. */
  readonly label: string | null;
  /** Canonical JSON. */
  readonly json: string;
}

/** The newest versions of these resources, as they were written, where they may fit. */
export async function findNewestContents(
  tx: Tx,
  organizationId: string,
  resourceIds: readonly string[],
  pattern: string,
): Promise<readonly FoundContent[]> {
  const found: FoundContent[] = [];
  for (const chunk of chunksOf(resourceIds)) {
    const rows = await tx
      .selectFrom("versions as v")
      .select(["v.resource_id", "v.content"])
      .where("v.organization_id", "=", organizationId)
      .where("v.resource_id", "in", chunk)
      .where((where) =>
        where(
          "v.number",
          "=",
          where
            .selectFrom("versions as n")
            .select((of) => of.fn.max("n.number").as("newest"))
            .whereRef("n.organization_id", "=", "v.organization_id")
            .whereRef("n.resource_id", "=", "v.resource_id"),
        ),
      )
      .where((where) => like(where.ref("v.content"), pattern))
      .execute();
    found.push(...rows.map((row) => ({ resourceId: row.resource_id, label: null, json: row.content })));
  }
  return found;
}

/** What the labels of these resources serve, includes resolved, where it may fit. */
export async function findServedContents(
  tx: Tx,
  organizationId: string,
  resourceIds: readonly string[],
  pattern: string,
): Promise<readonly FoundContent[]> {
  const found: FoundContent[] = [];
  for (const chunk of chunksOf(resourceIds)) {
    const rows = await tx
      .selectFrom("labels as l")
      .innerJoin("releases as r", (on) =>
        on.onRef("r.organization_id", "=", "l.organization_id").onRef("r.id", "=", "l.release_id"),
      )
      .innerJoin("versions as v", (on) =>
        on.onRef("v.organization_id", "=", "r.organization_id").onRef("v.id", "=", "r.version_id"),
      )
      .select(["l.resource_id", "l.name", "v.expanded"])
      .where("l.organization_id", "=", organizationId)
      .where("l.resource_id", "in", chunk)
      .where((where) => like(where.ref("v.expanded"), pattern))
      .orderBy("l.resource_id")
      .orderBy("l.name")
      .execute();
    found.push(...rows.map((row) => ({ resourceId: row.resource_id, label: row.name, json: row.expanded })));
  }
  return found;
}

function like(column: Expression<string>, pattern: string): RawBuilder<boolean> {
  return sql<boolean>`lower(${column}) like ${pattern} escape '\\'`;
}

function chunksOf(ids: readonly string[]): readonly (readonly string[])[] {
  const chunks: (readonly string[])[] = [];
  for (let from = 0; from < ids.length; from += chunkSize) chunks.push(ids.slice(from, from + chunkSize));
  return chunks;
}
