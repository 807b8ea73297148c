import {
  kindPermission,
  openRequest as openedRequest,
  type Page,
  parseLabel,
  type ReleaseTarget,
  type RequestApi,
  type RequestRecord,
  type RequestSummary,
  transition,
  type Verdict,
} from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { readVersion, type StoredVersion } from "../resources/version-store.ts";
import { decodeCursor, encodeCursor } from "../rpc/cursor.ts";
import { defaultPageSize } from "../rpc/fields.ts";
import { closureDigestOf } from "./closure-digest.ts";
import { keepContributors } from "./contributor-finder.ts";
import { ownsRequest, reachesLabel } from "./key-labels.ts";
import { readPolicies } from "./policy-store.ts";
import { readPosition } from "./release-store.ts";
import { type RequestStanding, readSharedFacts, readStanding, type SharedFacts } from "./request-facts.ts";
import { requestRecord, requestSummary } from "./request-records.ts";
import {
  endRequest,
  insertPush,
  insertRequest,
  insertRequestPolicies,
  listRequestRows,
  readRequest,
  type StoredPush,
  type StoredRequest,
  takeRequestNumber,
  touchRequest,
} from "./request-store.ts";
import { type CommentAnchor, insertComment, insertReview, resolveComment } from "./review-store.ts";
import { placeOf, policiesAt, resolveTarget } from "./target-address.ts";

const day = 24 * 60 * 60 * 1000;

/** How long a request stays open when nobody ends it, in milliseconds. */
const requestLifetime = 30 * day;

/** Rows that a list looks at before it gives up on filling a page in one call; the cursor goes on from there. */
const listBatch = 100;

/** Proposes that an address serve a version. Content and closure are frozen into the request. */
export async function openRequest(
  command: Command,
  input: {
    readonly sourceVersionId: string;
    readonly targetWorkspaceId: string;
    readonly targetPath?: string | undefined;
    readonly label: string;
    readonly title?: string | undefined;
    readonly description?: string | undefined;
  },
): Promise<RequestRecord> {
  const { tx, organizationId, now } = command;
  const source = await viewedSource(command, input.sourceVersionId);
  const label = parseLabel(input.label);
  if (!label.ok) refuse(label.error);
  const path = input.targetPath ?? source.path;
  const target = resolveTarget(command, input.targetWorkspaceId, path);
  command.require(kindPermission(source.version.kind, "request"), target.scopeId, label.value);
  if (target.obstacle !== null) {
    refuse({
      code: "conflict",
      message: `The address "${path}" cannot be served: ${target.obstacle}.`,
      remedy: "Choose another path in the target workspace, or restore what is archived.",
    });
  }
  const existing = target.resourceId === null ? undefined : command.state.scopes.get(target.resourceId);
  if (existing?.type === "resource" && existing.kind !== source.version.kind) {
    refuse({
      code: "conflict",
      message: `The address "${path}" is that of a ${existing.kind}, and the version is of a ${source.version.kind}.`,
      remedy: "Choose another path in the target workspace.",
    });
  }
  const base =
    target.resourceId === null
      ? { releaseId: null, sequence: 0 }
      : await readPosition(tx, organizationId, target.resourceId, label.value);
  const request = openedRequest({
    id: newId("req"),
    target: { workspaceId: input.targetWorkspaceId, path, label: label.value },
    base,
    digest: source.version.digest,
    closureDigest: closureDigestOf(source.version.closure),
    at: now,
    expiresAt: new Date(Date.parse(now) + requestLifetime).toISOString(),
  });
  const policies = policiesAt(
    command,
    await readPolicies(tx, organizationId),
    target.scopeId,
    label.value,
    source.version.kind,
  );
  await insertRequest(tx, organizationId, {
    request,
    number: await takeRequestNumber(tx, organizationId),
    kind: source.version.kind,
    title: input.title?.trim() || `Release ${path} version ${source.version.number} to ${label.value}`,
    description: input.description ?? "",
    requesterId: command.actor.principalId,
    targetScopeId: target.scopeId,
    targetResourceId: target.resourceId,
  });
  await insertPush(tx, organizationId, request, pushOf(command, source, 1, "open"));
  await insertRequestPolicies(
    tx,
    organizationId,
    request.id,
    policies.map(({ current }) => ({ policyId: current.policyId, number: current.number })),
  );
  const standing = await standingOf(command, request.id);
  await keepContributors(command, request.id, standing.contribution);
  recordRequest(command, standing, "request.open", { after: request.content.digest });
  return answer(command, request.id);
}

/** Lets a request propose another version: reviews of the old content count no more. */
export async function pushRequest(
  command: Command,
  input: { readonly requestId: string; readonly sourceVersionId: string },
): Promise<RequestRecord> {
  const before = await standingOf(command, input.requestId);
  const source = await viewedSource(command, input.sourceVersionId);
  const { stored } = before;
  if (source.version.kind !== stored.kind) {
    refuse({
      code: "conflict",
      message: `The request is for a ${stored.kind}, and the version is of a ${source.version.kind}.`,
      remedy: "Push a version of the same kind, or open another request.",
    });
  }
  const moved = transition(
    before.facts,
    { type: "push", digest: source.version.digest, closureDigest: closureDigestOf(source.version.closure) },
    command.now,
  );
  if (!moved.ok) refuse(moved.error);
  await keepContributors(command, input.requestId, before.contribution);
  await insertPush(
    command.tx,
    command.organizationId,
    moved.value,
    pushOf(command, source, stored.push.number + 1, "push"),
  );
  const after = await standingOf(command, input.requestId);
  await keepContributors(command, input.requestId, after.contribution);
  recordRequest(command, after, "request.push", {
    before: stored.push.digest,
    after: source.version.digest,
    dismissed: before.facts.reviews.approvals.map(({ id }) => id),
  });
  return answer(command, input.requestId);
}

/** Compares a stale request with what its label serves now; it must be reviewed again. */
export async function rebaseRequest(command: Command, input: { readonly requestId: string }): Promise<RequestRecord> {
  const before = await standingOf(command, input.requestId);
  const moved = transition(before.facts, { type: "rebase" }, command.now);
  if (!moved.ok) refuse(moved.error);
  await keepContributors(command, input.requestId, before.contribution);
  await insertPush(command.tx, command.organizationId, moved.value, {
    ...before.stored.push,
    number: before.stored.push.number + 1,
    reason: "rebase",
    pushedBy: command.actor.principalId,
    pushedAt: command.now,
  });
  const after = await standingOf(command, input.requestId);
  await keepContributors(command, input.requestId, after.contribution);
  recordRequest(command, after, "request.rebase", { after: before.stored.push.digest });
  return answer(command, input.requestId);
}

/** The requester takes his own request back. */
export async function cancelRequest(
  command: Command,
  input: { readonly requestId: string; readonly reason?: string | undefined },
): Promise<RequestRecord> {
  const standing = await standingOf(command, input.requestId);
  if (standing.stored.requesterId !== command.actor.principalId) {
    refuse({
      code: "forbidden",
      message: "A request is cancelled by its requester alone.",
      remedy: "Ask its requester, or reject it if you may review it.",
    });
  }
  return end(command, standing, "cancelled", input.reason ?? "");
}

/** A reviewer ends a request. */
export async function rejectRequest(
  command: Command,
  input: { readonly requestId: string; readonly reason: string },
): Promise<RequestRecord> {
  return end(command, await standingOf(command, input.requestId), "rejected", input.reason);
}

/** One person's verdict on the content that he looked at, named by its digest. */
export async function reviewRequest(
  command: Command,
  input: {
    readonly requestId: string;
    readonly verdict: Verdict;
    readonly digest: string;
    readonly body?: string | undefined;
  },
): Promise<RequestRecord> {
  const standing = await standingOf(command, input.requestId);
  const { stored, target } = standing;
  command.require(kindPermission(stored.kind, "review"), target.scopeId, stored.request.target.label);
  if (command.actor.type !== "user") {
    refuse({
      code: "forbidden",
      message: "Only people review; a service account cannot.",
      remedy: "Have a person review the request.",
    });
  }
  const given = transition(
    standing.facts,
    { type: "review", verdict: input.verdict, digest: input.digest },
    command.now,
  );
  if (!given.ok) refuse(given.error);
  if (input.verdict === "approve" && standing.contribution.ids.has(command.actor.principalId)) {
    const reason = standing.contribution.contributors.find(
      ({ principalId }) => principalId === command.actor.principalId,
    );
    refuse({
      code: "forbidden",
      message: `Contributors do not approve, and you are one: ${reason?.reason ?? "had a hand in this request"}.`,
      remedy: "Have somebody approve it who had no hand in it.",
    });
  }
  const id = newId("rev");
  await insertReview(
    command.tx,
    command.organizationId,
    {
      review: {
        id,
        requestId: stored.request.id,
        principalId: command.actor.principalId,
        verdict: input.verdict,
        digest: stored.request.content.digest,
        closureDigest: stored.request.content.closureDigest,
        target: stored.request.target,
        baseReleaseId: stored.request.base.releaseId,
        at: command.now,
      },
      body: input.body ?? "",
    },
    command.organization.revision,
  );
  await touchRequest(command.tx, command.organizationId, stored.request.id, command.now);
  await keepContributors(command, stored.request.id, standing.contribution);
  command.record({
    action: "review.submit",
    target: { type: "release-request", id: stored.request.id },
    scopeId: target.scopeId,
    after: input.digest,
    details: { reviewId: id, verdict: input.verdict },
    texts: { body: input.body ?? "" },
  });
  return answer(command, stored.request.id);
}

export async function commentOnRequest(
  command: Command,
  input: { readonly requestId: string; readonly body: string; readonly anchor?: CommentAnchor | null | undefined },
): Promise<RequestRecord> {
  const standing = await standingOf(command, input.requestId);
  const id = newId("cmt");
  await insertComment(command.tx, command.organizationId, {
    id,
    requestId: input.requestId,
    principalId: command.actor.principalId,
    body: input.body,
    anchor: input.anchor ?? null,
    resolvedAt: null,
    at: command.now,
  });
  await touchRequest(command.tx, command.organizationId, input.requestId, command.now);
  command.record({
    action: "comment.create",
    target: { type: "release-request", id: input.requestId },
    scopeId: standing.target.scopeId,
    details: { commentId: id },
    texts: { body: input.body },
  });
  return answer(command, input.requestId);
}

export async function resolveRequestComment(
  command: Command,
  input: { readonly requestId: string; readonly commentId: string; readonly resolved: boolean },
): Promise<RequestRecord> {
  const standing = await standingOf(command, input.requestId);
  const changed = await resolveComment(command.tx, command.organizationId, input.requestId, input.commentId, {
    at: input.resolved ? command.now : null,
    by: input.resolved ? command.actor.principalId : null,
  });
  if (!changed) refuse(notFound);
  command.record({
    action: "comment.resolve",
    target: { type: "release-request", id: input.requestId },
    scopeId: standing.target.scopeId,
    details: { commentId: input.commentId, resolved: input.resolved },
  });
  return answer(command, input.requestId);
}

export async function getRequest(reading: Reading, input: { readonly requestId: string }): Promise<RequestRecord> {
  return answer(reading, input.requestId);
}

/** Requests that one sees, newest first. */
export async function listRequests(
  reading: Reading,
  input: Parameters<RequestApi["list"]>[0],
): Promise<Page<RequestSummary>> {
  const limit = input.limit ?? defaultPageSize;
  const shared = await readSharedFacts(reading);
  const items: RequestSummary[] = [];
  const openedUntil =
    input.olderThanDays === undefined
      ? null
      : new Date(Date.parse(reading.now) - input.olderThanDays * day).toISOString();
  let after = numberIn(decodeCursor(input.cursor));
  for (;;) {
    const rows = await listRequestRows(reading.tx, reading.organizationId, {
      order: input.order ?? "newest",
      after,
      openedUntil,
      // What is recorded as ended is not worked out again. What has expired is ended too, recorded or not: the state
      // decides below.
      ended: input.filter === "awaiting-me" || input.state === "open" ? false : null,
      workspaceId: input.workspaceId ?? null,
      path: null,
      label: input.label ?? null,
      requesterId: input.filter === "mine" ? reading.actor.principalId : null,
      limit: listBatch,
    });
    for (const stored of rows) {
      after = stored.number;
      if (!seesRequest(reading, { ...stored, target: stored.request.target })) continue;
      const standing = await readStanding(reading, stored, shared);
      if (input.resourceId !== undefined && standing.target.resourceId !== input.resourceId) continue;
      const summary = await requestSummary(reading, standing);
      const ended = endedStates.has(standing.state);
      if (input.state !== undefined && ended !== (input.state === "ended")) continue;
      if (input.filter === "awaiting-me" && !summary.awaitsMe) continue;
      if (items.length === limit) return { items, nextCursor: encodeCursor(String(items.at(-1)?.number ?? 0)) };
      items.push(summary);
    }
    if (rows.length < listBatch) return { items, nextCursor: null };
  }
}

const endedStates: ReadonlySet<string> = new Set(["published", "rejected", "cancelled", "expired"]);

/** A request is seen by `view` at its target, and by its requester; a key sees those of its labels. */
export function seesRequest(
  reading: Reading,
  request: Pick<StoredRequest, "requesterId" | "kind"> & { readonly target: ReleaseTarget },
): boolean {
  const { requesterId, kind, target } = request;
  if (!reachesLabel(reading, target.label)) return false;
  const { scopeId } = resolveTarget(reading, target.workspaceId, target.path);
  return ownsRequest(reading, { requesterId, kind, scopeId }) || reading.may(kindPermission(kind, "view"), scopeId);
}

/** Where a request of the organization stands; its visibility is decided already. */
export async function standingOf(reading: Reading, requestId: string, shared?: SharedFacts): Promise<RequestStanding> {
  const stored = found(await readRequest(reading.tx, reading.organizationId, requestId));
  return readStanding(reading, stored, shared ?? (await readSharedFacts(reading)));
}

/** Notes an event of a request. */
function recordRequest(
  command: Command,
  standing: RequestStanding,
  action: "request.open" | "request.push" | "request.rebase" | "request.cancel" | "request.reject",
  change: {
    readonly before?: string;
    readonly after?: string;
    readonly dismissed?: readonly string[];
    readonly reason?: string;
  },
): void {
  const { stored, target } = standing;
  command.record({
    action,
    target: { type: "release-request", id: stored.request.id },
    scopeId: target.scopeId,
    before: change.before ?? null,
    after: change.after ?? null,
    details: {
      number: stored.number,
      workspaceId: stored.request.target.workspaceId,
      label: stored.request.target.label,
      baseSequence: stored.request.base.sequence,
      sourceVersionId: stored.push.sourceVersionId,
      dismissedReviews: change.dismissed ?? [],
      contributors: standing.contribution.contributors.map(({ principalId }) => principalId),
    },
    texts: { title: stored.title, path: stored.request.target.path, reason: change.reason ?? "" },
  });
}

async function end(
  command: Command,
  standing: RequestStanding,
  as: "cancelled" | "rejected",
  reason: string,
): Promise<RequestRecord> {
  const by = command.actor.principalId;
  const ended = transition(standing.facts, { type: as === "cancelled" ? "cancel" : "reject", by }, command.now);
  if (!ended.ok) refuse(ended.error);
  const { id } = standing.stored.request;
  await endRequest(command.tx, command.organizationId, id, { as, by, reason, releaseId: null, at: command.now });
  recordRequest(command, standing, as === "cancelled" ? "request.cancel" : "request.reject", { reason });
  return answer(command, id);
}

/** The version that is proposed, which the actor must be able to view where it stands. */
async function viewedSource(
  command: Command,
  versionId: string,
): Promise<{ readonly version: StoredVersion; readonly path: string }> {
  const version = await readVersion(command.tx, command.organizationId, versionId);
  if (version === null || !command.may(kindPermission(version.kind, "view"), version.resourceId)) refuse(notFound);
  return { version, path: placeOf(command, version.resourceId).path };
}

function pushOf(
  command: Command,
  { version }: { readonly version: StoredVersion },
  number: number,
  reason: StoredPush["reason"],
): StoredPush {
  return {
    number,
    sourceVersionId: version.id,
    sourceScopeId: version.resourceId,
    content: version.content,
    expanded: version.expanded,
    closure: version.closure,
    digest: version.digest,
    closureDigest: closureDigestOf(version.closure),
    reason,
    pushedBy: command.actor.principalId,
    pushedAt: command.now,
  };
}

async function answer(reading: Reading, requestId: string): Promise<RequestRecord> {
  const shared = await readSharedFacts(reading);
  return requestRecord(reading, await standingOf(reading, requestId, shared), shared);
}

function numberIn(cursor: string | null): number | null {
  if (cursor === null) return null;
  const number = Number(cursor);
  return Number.isSafeInteger(number) ? number : null;
}
