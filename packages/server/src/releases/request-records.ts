import {
  allowedIn,
  kindPermission,
  type RequestAction,
  type RequestActionState,
  type RequestEvent,
  type RequestRecord,
  type RequestSummary,
  uncountedReasons,
  whyApprovalWouldNotCount,
} from "@countersign/core";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import { scopeRef } from "../access/scope-names.ts";
import type { Reading } from "../command/reading.ts";
import { readVersion } from "../resources/version-store.ts";
import { listSchedules, type StoredSchedule } from "../schedules/schedule-store.ts";
import { listComments } from "./comment-store.ts";
import { releaseRecords } from "./release-records.ts";
import { readRelease } from "./release-store.ts";
import { comparisonOf } from "./request-comparison.ts";
import { blockersOfStanding, type RequestStanding, type SharedFacts } from "./request-facts.ts";
import { approvalsAsked, changeRecord, requestPolicies, triedOutPolicies } from "./request-policies.ts";
import { listPushes } from "./request-store.ts";
import { timelineOf } from "./request-timeline.ts";
import { contributorRecords, reviewRecords } from "./review-records.ts";
import { containerOf } from "./target-address.ts";

/** A request as lists show it. */
export async function requestSummary(reading: Reading, standing: RequestStanding): Promise<RequestSummary> {
  const { stored, facts, target } = standing;
  const { request } = stored;
  const refs = await readPrincipalRefs(reading.tx, reading.organizationId, [stored.requesterId]);
  const asked = standing.policies.now.length > 0 ? facts.quorum.now : facts.quorum.atOpening;
  return {
    id: request.id,
    number: stored.number,
    title: stored.title,
    state: standing.state,
    kind: stored.kind,
    target: {
      workspaceId: request.target.workspaceId,
      workspaceName: reading.state.scopes.get(request.target.workspaceId)?.name ?? request.target.workspaceId,
      path: request.target.path,
      label: request.target.label,
      resourceId: target.resourceId,
    },
    requester: principalRef(refs, stored.requesterId),
    createdAt: request.openedAt,
    updatedAt: stored.updatedAt,
    approvals: {
      counted: facts.reviews.approvals.length,
      required: asked.policies.reduce((most, policy) => Math.max(most, approvalsAsked(policy)), 0),
    },
    awaitsMe: awaitsActor(reading, standing),
  };
}

/** The whole of a request, as its page shows it. */
export async function requestRecord(
  reading: Reading,
  standing: RequestStanding,
  shared: SharedFacts,
): Promise<RequestRecord> {
  const { tx, organizationId } = reading;
  const { stored } = standing;
  const { request } = stored;
  const summary = await requestSummary(reading, standing);
  const comments = await listComments(tx, organizationId, request.id);
  const pushes = await listPushes(tx, organizationId, request.id);
  const schedules = await listSchedules(tx, organizationId, request.id);
  const refs = await readPrincipalRefs(tx, organizationId, [
    stored.requesterId,
    ...standing.contribution.ids,
    ...standing.reviews.map(({ review }) => review.principalId),
    ...standing.reviews.flatMap(({ dismissal }) => (dismissal === null ? [] : [dismissal.by])),
    ...comments.flatMap(({ principalId, resolved }) =>
      resolved === null ? [principalId] : [principalId, resolved.by],
    ),
    ...pushes.map(({ pushedBy }) => pushedBy),
    ...schedules.flatMap(({ scheduledBy, endedBy }) => (endedBy === null ? [scheduledBy] : [scheduledBy, endedBy])),
    ...(stored.endedBy === null ? [] : [stored.endedBy]),
    ...reading.state.principals.keys(),
  ]);
  const release =
    request.ending?.type === "published" ? await readRelease(tx, organizationId, request.ending.releaseId) : null;
  return {
    ...summary,
    description: stored.description,
    source: await sourceOf(reading, standing),
    digest: request.content.digest,
    comparison: await comparisonOf(reading, standing),
    baseSequence: request.base.sequence,
    currentSequence: standing.current.sequence,
    policies: requestPolicies(reading, standing, shared, refs),
    triedOut: triedOutPolicies(reading, standing, shared, refs),
    change: changeRecord(standing),
    contributors: contributorRecords(standing, refs),
    reviews: reviewRecords(standing, refs),
    comments: comments.map((comment) => ({
      id: comment.id,
      author: principalRef(refs, comment.principalId),
      body: comment.body,
      anchor: comment.anchor,
      threadId: comment.threadId,
      resolvedAt: comment.resolved?.at ?? null,
      resolvedBy: comment.resolved === null ? null : principalRef(refs, comment.resolved.by),
      at: comment.at,
    })),
    openThreads: comments.filter(({ anchor, resolved }) => anchor !== null && resolved === null).length,
    timeline: timelineOf(standing, { pushes, comments, schedules }, refs),
    blockers:
      request.ending === null
        ? blockersOfStanding(standing, reading.now).map(({ code, message, remedy }) => ({ code, message, remedy }))
        : [],
    actions: actionsOf(reading, standing, schedules),
    schedules: schedules.map(({ id, publishAt, scheduledBy, reason, at, state, failure, endedAt }) => ({
      id,
      publishAt,
      by: principalRef(refs, scheduledBy),
      reason,
      at,
      state,
      failure,
      endedAt,
    })),
    release: release === null ? null : ((await releaseRecords(reading, [release]))[0] ?? null),
    expiresAt: request.expiresAt ?? "",
  };
}

/**
 * The actor could review it now, and his approval, not given yet, would meet a requirement that is missing; or he asked
 * for changes, and something else was pushed or the request rebased since.
 */
function awaitsActor(reading: Reading, standing: RequestStanding): boolean {
  const me = reading.actor.principalId;
  if (standing.state === "changes_requested") return answersActor(standing, me) && mayReview(reading, standing);
  if (standing.state !== "open") return false;
  const { reviewers, satisfies } = standing.eligibility;
  if (whyApprovalWouldNotCount(me, reviewers) !== null || !mayReview(reading, standing)) return false;
  const { atOpening, now } = standing.facts.quorum;
  return [...atOpening.policies, ...now.policies].some(
    ({ requirements, approvers }) =>
      !approvers.includes(me) &&
      (requirements.some(({ requirement, missing }) => missing > 0 && satisfies(requirement, me)) ||
        (approvers.length === 0 && requirements.every(({ applies }) => !applies))),
  );
}

/** What the actor asked for was asked of something else than what is proposed now. */
function answersActor({ facts, stored }: RequestStanding, me: string): boolean {
  const { content, base } = stored.request;
  return facts.reviews.objections.some(
    ({ principalId, digest, closureDigest, baseReleaseId, at }) =>
      principalId === me &&
      (digest !== content.digest ||
        closureDigest !== content.closureDigest ||
        baseReleaseId !== base.releaseId ||
        at < content.pushedAt),
  );
}

function mayReview(reading: Reading, { target, stored }: RequestStanding): boolean {
  return reading.may(kindPermission(stored.kind, "review"), target.scopeId, stored.request.target.label);
}

async function sourceOf(reading: Reading, { stored }: RequestStanding): Promise<RequestRecord["source"]> {
  const scope = reading.state.scopes.get(stored.push.sourceScopeId);
  const visible = scope?.type === "resource" && reading.may(kindPermission(scope.kind, "view"), scope.id);
  const version = visible ? await readVersion(reading.tx, reading.organizationId, stored.push.sourceVersionId) : null;
  if (version === null || !visible) return { versionId: null, versionNumber: null, address: null };
  return { versionId: version.id, versionNumber: version.number, address: scopeRef(reading.state, scope.id).path };
}

/** What the actor may do with the request now; each no with its reason. */
function actionsOf(
  reading: Reading,
  standing: RequestStanding,
  schedules: readonly StoredSchedule[],
): Readonly<Record<RequestAction, RequestActionState>> {
  const { stored, state } = standing;
  const { digest, closureDigest } = stored.request.content;
  const me = reading.actor.principalId;
  const review = { type: "review", verdict: "approve", digest } as const;
  const whyNoReviewer = whyApprovalWouldNotCount(me, standing.eligibility.reviewers);
  const own = stored.requesterId === me;
  const permitted = (action: "review" | "comment" | "request" | "publish"): string | null =>
    reading.may(kindPermission(stored.kind, action), standing.target.scopeId, stored.request.target.label)
      ? null
      : `You need the permission ${kindPermission(stored.kind, action)} at the target.`;
  const possible = (event: RequestEvent): string | null =>
    allowedIn(event).includes(state) ? null : `The request is ${stateWords[state]}.`;
  const scheduled = schedules.some((one) => one.state === "waiting");
  const firstBlocker = blockersOfStanding(standing, reading.now)[0];
  return {
    approve: action(
      permitted("review") ??
        possible(review) ??
        (whyNoReviewer === null ? null : `Your approval would not count. ${uncountedReasons[whyNoReviewer]}`),
    ),
    request_changes: action(permitted("review") ?? possible({ ...review, verdict: "request_changes" })),
    comment: action(permitted("comment") ?? possible({ ...review, verdict: "comment" })),
    push: action(permitted("request") ?? possible({ type: "push", digest, closureDigest })),
    rebase: action(permitted("request") ?? possible({ type: "rebase" })),
    cancel: action(
      possible({ type: "cancel", by: me }) ?? (own ? permitted("request") : "Only its requester cancels a request."),
    ),
    dismiss: action(
      (reading.may("policy:manage", containerOf(reading, standing.target.scopeId), stored.request.target.label)
        ? null
        : "You need the permission policy:manage at the target.") ??
        possible({ type: "dismiss", reviewId: "" }) ??
        (standing.contribution.ids.has(me)
          ? "Contributors dismiss nothing, and you had a hand in this request."
          : reading.actor.type === "user"
            ? null
            : "Only people dismiss what a reviewer asked for."),
    ),
    break_glass: action(
      (reading.may("release:break-glass", containerOf(reading, standing.target.scopeId), stored.request.target.label)
        ? null
        : "You need the permission release:break-glass at the target.") ??
        (reading.actor.type === "user" && reading.actor.keyId === null
          ? null
          : "An emergency release is made by a person who signed in.") ??
        possible({ type: "reject", by: me }) ??
        (standing.policies.now.length > 0 ? null : "No approval policy protects it, so there is nothing to go past."),
    ),
    reject: action(permitted("review") ?? possible({ type: "reject", by: me })),
    schedule: action(
      permitted("publish") ??
        (state === "approved" ? null : "Only what is approved is scheduled.") ??
        (scheduled ? "It is scheduled already." : null),
    ),
    unschedule: action(permitted("publish") ?? (scheduled ? null : "It is not scheduled.")),
    publish: action(permitted("publish") ?? (firstBlocker === undefined ? null : firstBlocker.message)),
  };
}

function action(why: string | null): RequestActionState {
  return why === null ? { allowed: true } : { allowed: false, why };
}

const stateWords: Readonly<Record<RequestStanding["state"], string>> = {
  open: "open: approvals or checks are missing",
  changes_requested: "waiting for changes that a reviewer requested",
  approved: "approved already",
  stale: "stale: its label has moved since",
  published: "published",
  rejected: "rejected",
  cancelled: "cancelled",
  expired: "expired",
};
