import {
  type ClosureEntry,
  canonicalJson,
  type JsonValue,
  type ReleaseRequest,
  type RequestEnding,
  type ResourceKind,
} from "@countersign/core";
import type { Tx } from "../db/database.ts";
import { endSchedulesOf } from "../schedules/schedule-store.ts";

/** A release request as it is stored, with its newest push. */
export interface StoredRequest {
  readonly request: ReleaseRequest;
  readonly number: number;
  readonly kind: ResourceKind;
  readonly title: string;
  readonly description: string;
  readonly requesterId: string;
  readonly endedReason: string | null;
  readonly endedBy: string | null;
  readonly updatedAt: string;
  readonly push: StoredPush;
}

/** What was proposed, frozen. */
export interface StoredPush {
  readonly number: number;
  readonly sourceVersionId: string;
  readonly sourceScopeId: string;
  readonly content: JsonValue;
  readonly expanded: JsonValue;
  readonly closure: readonly ClosureEntry[];
  readonly digest: string;
  readonly closureDigest: string | null;
  readonly reason: "open" | "push" | "rebase";
  readonly pushedBy: string;
  readonly pushedAt: string;
}

function selectRequests(tx: Tx, organizationId: string) {
  return tx
    .selectFrom("requests")
    .innerJoin("request_pushes as push", (join) =>
      join
        .onRef("push.organization_id", "=", "requests.organization_id")
        .onRef("push.request_id", "=", "requests.id")
        .onRef("push.number", "=", "requests.current_push"),
    )
    .select([
      "requests.id",
      "requests.number",
      "requests.kind",
      "requests.target_workspace_id",
      "requests.target_path",
      "requests.label",
      "requests.title",
      "requests.description",
      "requests.requester_id",
      "requests.base_release_id",
      "requests.base_sequence",
      "requests.ended",
      "requests.ended_at",
      "requests.ended_by",
      "requests.ended_reason",
      "requests.release_id",
      "requests.created_at",
      "requests.updated_at",
      "requests.expires_at",
      "push.number as push_number",
      "push.source_version_id",
      "push.source_scope_id",
      "push.content",
      "push.expanded",
      "push.closure",
      "push.digest",
      "push.closure_digest",
      "push.reason",
      "push.pushed_by",
      "push.pushed_at",
    ])
    .where("requests.organization_id", "=", organizationId);
}

type SelectedRequest = Awaited<ReturnType<ReturnType<typeof selectRequests>["execute"]>>[number];

export async function readRequest(tx: Tx, organizationId: string, id: string): Promise<StoredRequest | null> {
  const row = await selectRequests(tx, organizationId).where("requests.id", "=", id).executeTakeFirst();
  return row === undefined ? null : requestOf(row);
}

/**
 * Requests by their numbers, which is by when they were opened, after the number that a page before ended with; visibility
 * is decided by the caller.
 */
export async function listRequestRows(
  tx: Tx,
  organizationId: string,
  filter: {
    readonly order: "newest" | "oldest";
    readonly after: number | null;
    /** Opened then or before. */
    readonly openedUntil: string | null;
    readonly ended: boolean | null;
    readonly workspaceId: string | null;
    readonly path: string | null;
    readonly label: string | null;
    readonly requesterId: string | null;
    readonly limit: number;
  },
): Promise<readonly StoredRequest[]> {
  let query = selectRequests(tx, organizationId);
  const newestFirst = filter.order === "newest";
  if (filter.after !== null) query = query.where("requests.number", newestFirst ? "<" : ">", filter.after);
  if (filter.openedUntil !== null) query = query.where("requests.created_at", "<=", filter.openedUntil);
  if (filter.ended !== null) query = query.where("requests.ended", filter.ended ? "is not" : "is", null);
  if (filter.workspaceId !== null) query = query.where("requests.target_workspace_id", "=", filter.workspaceId);
  if (filter.path !== null) query = query.where("requests.target_path", "=", filter.path);
  if (filter.label !== null) query = query.where("requests.label", "=", filter.label);
  if (filter.requesterId !== null) query = query.where("requests.requester_id", "=", filter.requesterId);
  const rows = await query
    .orderBy("requests.number", newestFirst ? "desc" : "asc")
    .limit(filter.limit)
    .execute();
  return rows.map(requestOf);
}

/** Takes the next number of a request in the organization; its row is locked. */
export async function takeRequestNumber(tx: Tx, organizationId: string): Promise<number> {
  const row = await tx
    .updateTable("organizations")
    .set((of) => ({ next_request_number: of("next_request_number", "+", 1) }))
    .where("id", "=", organizationId)
    .returning("next_request_number")
    .executeTakeFirstOrThrow();
  return row.next_request_number - 1;
}

export interface RequestDraft {
  readonly request: ReleaseRequest;
  readonly number: number;
  readonly kind: ResourceKind;
  readonly title: string;
  readonly description: string;
  readonly requesterId: string;
  /** The deepest scope of the target address that exists. */
  readonly targetScopeId: string;
  readonly targetResourceId: string | null;
}

export async function insertRequest(tx: Tx, organizationId: string, draft: RequestDraft): Promise<void> {
  const { request } = draft;
  await tx
    .insertInto("requests")
    .values({
      organization_id: organizationId,
      id: request.id,
      number: draft.number,
      kind: draft.kind,
      target_workspace_id: request.target.workspaceId,
      target_scope_id: draft.targetScopeId,
      target_resource_id: draft.targetResourceId,
      target_path: request.target.path,
      label: request.target.label,
      title: draft.title,
      description: draft.description,
      requester_id: draft.requesterId,
      base_release_id: request.base.releaseId,
      base_sequence: request.base.sequence,
      current_push: 1,
      digest: request.content.digest,
      created_at: request.openedAt,
      updated_at: request.openedAt,
      expires_at: request.expiresAt ?? "9999-12-31T23:59:59.999Z",
    })
    .execute();
}

/** Adds a push and lets the request propose it. */
export async function insertPush(
  tx: Tx,
  organizationId: string,
  request: ReleaseRequest,
  push: StoredPush,
): Promise<void> {
  await tx
    .insertInto("request_pushes")
    .values({
      organization_id: organizationId,
      request_id: request.id,
      number: push.number,
      source_version_id: push.sourceVersionId,
      source_scope_id: push.sourceScopeId,
      content: canonicalJson(push.content),
      expanded: canonicalJson(push.expanded),
      closure: JSON.stringify(push.closure),
      digest: push.digest,
      closure_digest: push.closureDigest,
      base_release_id: request.base.releaseId,
      base_sequence: request.base.sequence,
      reason: push.reason,
      pushed_by: push.pushedBy,
      pushed_at: push.pushedAt,
    })
    .execute();
  await tx
    .updateTable("requests")
    .set({
      current_push: push.number,
      digest: push.digest,
      base_release_id: request.base.releaseId,
      base_sequence: request.base.sequence,
      updated_at: push.pushedAt,
    })
    .where("organization_id", "=", organizationId)
    .where("id", "=", request.id)
    .execute();
}

/** Every push of a request, oldest first. */
export async function listPushes(tx: Tx, organizationId: string, requestId: string): Promise<readonly StoredPush[]> {
  const rows = await tx
    .selectFrom("request_pushes")
    .selectAll()
    .where("organization_id", "=", organizationId)
    .where("request_id", "=", requestId)
    .orderBy("number")
    .execute();
  return rows.map((row) => ({
    number: row.number,
    sourceVersionId: row.source_version_id,
    sourceScopeId: row.source_scope_id,
    ...frozenOf(row),
    digest: row.digest,
    closureDigest: row.closure_digest,
    reason: row.reason,
    pushedBy: row.pushed_by,
    pushedAt: row.pushed_at,
  }));
}

/** Stores how a request ended. */
export async function endRequest(
  tx: Tx,
  organizationId: string,
  requestId: string,
  ending: {
    readonly as: "published" | "rejected" | "cancelled" | "expired";
    readonly by: string | null;
    readonly reason: string;
    readonly releaseId: string | null;
    readonly at: string;
  },
): Promise<void> {
  await tx
    .updateTable("requests")
    .set({
      ended: ending.as,
      ended_at: ending.at,
      ended_by: ending.by,
      ended_reason: ending.reason,
      release_id: ending.releaseId,
      updated_at: ending.at,
    })
    .where("organization_id", "=", organizationId)
    .where("id", "=", requestId)
    .execute();
  await endSchedulesOf(tx, organizationId, requestId, ending);
}

export async function touchRequest(tx: Tx, organizationId: string, requestId: string, at: string): Promise<void> {
  await tx
    .updateTable("requests")
    .set({ updated_at: at })
    .where("organization_id", "=", organizationId)
    .where("id", "=", requestId)
    .execute();
}

/** Notes the policy versions that a request must satisfy whatever happens to them. */
export async function insertRequestPolicies(
  tx: Tx,
  organizationId: string,
  requestId: string,
  versions: readonly { readonly policyId: string; readonly number: number }[],
): Promise<void> {
  for (const version of versions) {
    await tx
      .insertInto("request_policies")
      .values({
        organization_id: organizationId,
        request_id: requestId,
        policy_id: version.policyId,
        number: version.number,
      })
      .execute();
  }
}

function requestOf(row: SelectedRequest): StoredRequest {
  return {
    request: {
      id: row.id,
      target: { workspaceId: row.target_workspace_id, path: row.target_path, label: row.label },
      base: { releaseId: row.base_release_id, sequence: row.base_sequence },
      content: { digest: row.digest, closureDigest: row.closure_digest, pushedAt: row.pushed_at },
      openedAt: row.created_at,
      expiresAt: row.expires_at,
      ending: endingOf(row),
    },
    number: row.number,
    kind: row.kind,
    title: row.title,
    description: row.description,
    requesterId: row.requester_id,
    endedReason: row.ended_reason,
    endedBy: row.ended_by,
    updatedAt: row.updated_at,
    push: {
      number: row.push_number,
      sourceVersionId: row.source_version_id,
      sourceScopeId: row.source_scope_id,
      ...frozenOf(row),
      digest: row.digest,
      closureDigest: row.closure_digest,
      reason: row.reason,
      pushedBy: row.pushed_by,
      pushedAt: row.pushed_at,
    },
  };
}

/** What `insertPush` wrote as JSON. */
function frozenOf(row: {
  readonly content: string;
  readonly expanded: string;
  readonly closure: string;
}): Pick<StoredPush, "content" | "expanded" | "closure"> {
  const content: JsonValue = JSON.parse(row.content);
  const expanded: JsonValue = JSON.parse(row.expanded);
  const closure: readonly ClosureEntry[] = JSON.parse(row.closure);
  return { content, expanded, closure };
}

function endingOf(row: SelectedRequest): RequestEnding | null {
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
