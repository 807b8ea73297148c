import {
  labelOf,
  type ReleaseRequest,
  type ResourceKind,
  type TouchedLabel,
  type TreeChange,
  treePosition,
} from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** A request for a change of the tree as it is stored, with what it touches. */
export interface StoredTreeRequest {
  /** Its target is the scope that changes, with an empty label. */
  readonly request: ReleaseRequest;
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly requesterId: string;
  readonly endedReason: string | null;
  readonly endedBy: string | null;
  readonly updatedAt: string;
  readonly change: TreeChange;
  readonly set: StoredSet;
}

/** What the request touches, frozen. */
export interface StoredSet {
  readonly number: number;
  readonly digest: string;
  readonly touched: readonly TouchedLabel[];
  readonly reason: "open" | "rebase";
  readonly setBy: string;
  readonly setAt: string;
}

export interface TreeRequestDraft {
  readonly request: ReleaseRequest;
  readonly number: number;
  readonly title: string;
  readonly description: string;
  readonly requesterId: string;
  readonly change: TreeChange;
  /** That of the first touched label; a list of kinds has no column. */
  readonly kind: ResourceKind;
}

export async function insertTreeRequest(tx: Tx, organizationId: string, draft: TreeRequestDraft): Promise<void> {
  const { request, change } = draft;
  await tx
    .insertInto("requests")
    .values({
      organization_id: organizationId,
      id: request.id,
      number: draft.number,
      kind: draft.kind,
      target_workspace_id: request.target.workspaceId,
      target_scope_id: change.scopeId,
      target_path: request.target.path,
      label: request.target.label,
      title: draft.title,
      description: draft.description,
      requester_id: draft.requesterId,
      base_sequence: 0,
      current_push: 1,
      digest: request.content.digest,
      created_at: request.openedAt,
      updated_at: request.openedAt,
      expires_at: request.expiresAt ?? "9999-12-31T23:59:59.999Z",
    })
    .execute();
  await tx
    .insertInto("tree_requests")
    .values({
      organization_id: organizationId,
      id: request.id,
      change: JSON.stringify(change),
      type: change.type,
      scope_id: change.scopeId,
    })
    .execute();
}

/** Freezes what a request touches, and lets the request speak of it. */
export async function insertSet(tx: Tx, organizationId: string, requestId: string, set: StoredSet): Promise<void> {
  await tx
    .insertInto("tree_request_sets")
    .values({
      organization_id: organizationId,
      request_id: requestId,
      number: set.number,
      digest: set.digest,
      touched: JSON.stringify(set.touched),
      reason: set.reason,
      set_by: set.setBy,
      set_at: set.setAt,
    })
    .execute();
  await tx
    .insertInto("tree_request_addresses")
    .values(
      set.touched.map((one) => ({
        organization_id: organizationId,
        request_id: requestId,
        number: set.number,
        resource_id: one.resourceId,
        label: labelOf(one),
        version_id: one.serves[0]?.versionId ?? "",
        digest: one.serves[0]?.digest ?? "",
        base_sequence: one.position.sequence,
        before_workspace_id: one.before?.target.workspaceId ?? null,
        before_path: one.before?.target.path ?? null,
        after_workspace_id: one.after?.target.workspaceId ?? null,
        after_path: one.after?.target.path ?? null,
      })),
    )
    .execute();
  await tx
    .updateTable("requests")
    .set({ current_push: set.number, digest: set.digest, updated_at: set.setAt })
    .where("organization_id", "=", organizationId)
    .where("id", "=", requestId)
    .execute();
}

function selectTreeRequests(tx: Tx, organizationId: string) {
  return tx
    .selectFrom("requests as q")
    .innerJoin("tree_requests as t", (join) =>
      join.onRef("t.organization_id", "=", "q.organization_id").onRef("t.id", "=", "q.id"),
    )
    .innerJoin("tree_request_sets as s", (join) =>
      join
        .onRef("s.organization_id", "=", "q.organization_id")
        .onRef("s.request_id", "=", "q.id")
        .onRef("s.number", "=", "q.current_push"),
    )
    .select([
      "q.id",
      "q.number",
      "q.target_workspace_id",
      "q.target_path",
      "q.label",
      "q.title",
      "q.description",
      "q.requester_id",
      "q.ended",
      "q.ended_at",
      "q.ended_by",
      "q.ended_reason",
      "q.release_id",
      "q.created_at",
      "q.updated_at",
      "q.expires_at",
      "t.change",
      "s.number as set_number",
      "s.digest",
      "s.touched",
      "s.reason",
      "s.set_by",
      "s.set_at",
    ])
    .where("q.organization_id", "=", organizationId);
}

type TreeRequestRow = Awaited<ReturnType<ReturnType<typeof selectTreeRequests>["executeTakeFirstOrThrow"]>>;

export async function readTreeRequest(tx: Tx, organizationId: string, id: string): Promise<StoredTreeRequest | null> {
  const row = await selectTreeRequests(tx, organizationId).where("q.id", "=", id).executeTakeFirst();
  return row === undefined ? null : stored(row);
}

/** Requests for changes of the tree, newest first, after the number that a page before ended with. */
export async function listTreeRequestRows(
  tx: Tx,
  organizationId: string,
  filter: {
    readonly after: number | null;
    readonly ended: boolean | null;
    readonly requesterId: string | null;
    readonly limit: number;
  },
): Promise<readonly StoredTreeRequest[]> {
  let query = selectTreeRequests(tx, organizationId);
  if (filter.after !== null) query = query.where("q.number", "<", filter.after);
  if (filter.ended !== null) query = query.where("q.ended", filter.ended ? "is not" : "is", null);
  if (filter.requesterId !== null) query = query.where("q.requester_id", "=", filter.requesterId);
  const rows = await query.orderBy("q.number", "desc").limit(filter.limit).execute();
  return rows.map(stored);
}

/** Every set of a request, oldest first. */
export async function listSets(tx: Tx, organizationId: string, requestId: string): Promise<readonly StoredSet[]> {
  const rows = await tx
    .selectFrom("tree_request_sets")
    .select(["number as set_number", "digest", "touched", "reason", "set_by", "set_at"])
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", requestId)
    .orderBy("number")
    .execute();
  return rows.map(setOf);
}

/** Ids of the releases that carried a request out, in the order in which they were written. */
export async function listReleasesOf(tx: Tx, organizationId: string, requestId: string): Promise<readonly string[]> {
  const rows = await tx
    .selectFrom("releases")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", requestId)
    .orderBy("resource_id")
    .orderBy("label")
    .orderBy("sequence")
    .execute();
  return rows.map(({ id }) => id);
}

function stored(row: TreeRequestRow): StoredTreeRequest {
  const change: TreeChange = JSON.parse(row.change); // as `insertTreeRequest` wrote it
  const set = setOf(row);
  return {
    request: {
      id: row.id,
      target: { workspaceId: row.target_workspace_id, path: row.target_path, label: row.label },
      base: treePosition(row.digest),
      content: { digest: row.digest, closureDigest: null, pushedAt: row.set_at },
      openedAt: row.created_at,
      expiresAt: row.expires_at,
      ending: endingOf(row),
    },
    number: row.number,
    title: row.title,
    description: row.description,
    requesterId: row.requester_id,
    endedReason: row.ended_reason,
    endedBy: row.ended_by,
    updatedAt: row.updated_at,
    change,
    set,
  };
}

function setOf(
  row: Pick<TreeRequestRow, "set_number" | "digest" | "touched" | "reason" | "set_by" | "set_at">,
): StoredSet {
  const touched: readonly TouchedLabel[] = JSON.parse(row.touched); // as `insertSet` wrote it
  const { set_number: number, digest, reason, set_by: setBy, set_at: setAt } = row;
  return { number, digest, touched, reason, setBy, setAt };
}

function endingOf(row: TreeRequestRow): ReleaseRequest["ending"] {
  if (row.ended === null) return null;
  const at = row.ended_at ?? row.updated_at;
  switch (row.ended) {
    case "published":
      return { type: "published", releaseId: row.release_id ?? "", at };
    case "expired":
      return { type: "expired", at };
    case "rejected":
    case "cancelled":
      return { type: row.ended, by: row.ended_by ?? "", at };
  }
}
