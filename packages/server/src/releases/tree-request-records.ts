import {
  allowedIn,
  describeRequirement,
  judgedTreePolicies,
  kindPermission,
  labelOf,
  type RequestActionState,
  type RequestEvent,
  type TouchedLabel,
  type TouchedLabelRecord,
  type TreeChange,
  type TreeChangeRecord,
  type TreePreview,
  type TreeRequestAction,
  type TreeRequestRecord,
  type TreeRequestSummary,
  treeBlockers,
  uncountedReasons,
  whyApprovalWouldNotCount,
} from "@countersign/core";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import { scopeRef } from "../access/scope-names.ts";
import type { Reading } from "../command/reading.ts";
import { readVersion } from "../resources/version-store.ts";
import { releaseRecords } from "./release-records.ts";
import { readRelease } from "./release-store.ts";
import type { SharedFacts } from "./request-facts.ts";
import { approvalsAsked, requestPolicy } from "./request-policies.ts";
import { contributorRecords, reviewRecords } from "./review-records.ts";
import { placeOf } from "./target-address.ts";
import type { TouchedNow } from "./touched-labels.ts";
import { type AskedEnd, policyAddresses } from "./tree-policy-addresses.ts";
import { seesTouched, type TreeStanding } from "./tree-request-facts.ts";
import { listReleasesOf, listSets } from "./tree-request-store.ts";
import { treeTimeline } from "./tree-request-timeline.ts";

/** A request for a change of the tree as lists show it. */
export async function treeRequestSummary(reading: Reading, standing: TreeStanding): Promise<TreeRequestSummary> {
  const { stored, facts } = standing;
  const { request } = stored;
  const refs = await readPrincipalRefs(reading.tx, reading.organizationId, [stored.requesterId]);
  return {
    id: request.id,
    number: stored.number,
    title: stored.title,
    state: standing.state,
    change: changeRecord(reading, stored.change, request.target.path),
    requester: principalRef(refs, stored.requesterId),
    createdAt: request.openedAt,
    updatedAt: stored.updatedAt,
    approvals: {
      counted: facts.reviews.approvals.length,
      required: judgedTreePolicies(standing.input, reading.now).reduce(
        (most, { quorum }) => Math.max(most, approvalsAsked(quorum)),
        0,
      ),
    },
    awaitsMe: awaitsActor(reading, standing),
  };
}

/** The whole of a request for a change of the tree, as its page shows it. */
export async function treeRequestRecord(
  reading: Reading,
  standing: TreeStanding,
  shared: SharedFacts,
): Promise<TreeRequestRecord> {
  const { tx, organizationId } = reading;
  const { stored, input } = standing;
  const { request, set } = stored;
  const sets = await listSets(tx, organizationId, request.id);
  const refs = await readPrincipalRefs(tx, organizationId, [
    stored.requesterId,
    ...standing.contribution.ids,
    ...standing.reviews.map(({ review }) => review.principalId),
    ...sets.map(({ setBy }) => setBy),
    ...(stored.endedBy === null ? [] : [stored.endedBy]),
    ...reading.state.principals.keys(),
  ]);
  const seen = set.touched.filter((one) => seesTouched(reading, one, labelOf(one)));
  const releases = [];
  if (request.ending?.type === "published") {
    const visible = new Set(seen.map((one) => `${one.resourceId} ${labelOf(one)}`));
    for (const id of await listReleasesOf(tx, organizationId, request.id)) {
      const row = await readRelease(tx, organizationId, id);
      if (row !== null && visible.has(`${row.release.resourceId} ${row.release.target.label}`)) releases.push(row);
    }
  }
  return {
    ...(await treeRequestSummary(reading, standing)),
    description: stored.description,
    digest: request.content.digest,
    touched: await Promise.all(seen.map((one) => touchedRecord(reading, one))),
    hidden: set.touched.length - seen.length,
    policies: judgedTreePolicies(input, reading.now).map((judged) => ({
      ...requestPolicy(reading, judged.places[0], shared, refs, judged),
      addresses: policyAddresses(
        reading,
        standing.ends.filter(({ place }) => judged.places.includes(place)),
      ),
    })),
    contributors: contributorRecords(standing, refs),
    reviews: reviewRecords(standing, refs),
    timeline: treeTimeline(standing, sets, refs),
    blockers:
      request.ending === null
        ? treeBlockers(input, reading.now).map(({ code, message, remedy }) => ({ code, message, remedy }))
        : [],
    actions: actionsOf(reading, standing),
    releases: await releaseRecords(reading, releases),
    expiresAt: request.expiresAt ?? "",
  };
}

/** What a change would touch and who would have to approve it, as far as the actor may know. */
export async function previewRecord(
  reading: Reading,
  change: TreeChange,
  found: readonly TouchedNow[],
  shared: SharedFacts,
): Promise<TreePreview> {
  const seen = found.filter(({ touched }) => seesTouched(reading, touched, labelOf(touched)));
  const policies = new Map(
    found
      .flatMap(({ before, after }) => [...(before?.policies ?? []), ...(after?.policies ?? [])])
      .map((policy) => [policy.id, policy]),
  );
  return {
    change: changeRecord(reading, change, pathInside(reading, change.scopeId)),
    touched: await Promise.all(seen.map(({ touched }) => touchedRecord(reading, touched))),
    hidden: found.length - seen.length,
    policies: [...policies.values()].map(({ id, name, scopeId, current }) => ({
      policyId: id,
      name,
      scope: scopeRef(reading.state, scopeId),
      requirements: current.requirements.map((requirement) => describeRequirement(requirement, shared.nameOf)),
      addresses: policyAddresses(
        reading,
        found.flatMap((one) => endsOf(one).flatMap((end) => (end.policies.includes(id) ? [end] : []))),
      ),
    })),
  };
}

/** The ends of a touched label, each with the ids of the policies that protect it. */
function endsOf({
  touched,
  before,
  after,
}: TouchedNow): readonly (AskedEnd & { readonly policies: readonly string[] })[] {
  const end = (now: TouchedNow["before"], address: TouchedLabel["before"]) =>
    now === null || address === null
      ? []
      : [{ touched, target: address.target, policies: now.policies.map((policy) => policy.id) }];
  return [...end(before, touched.before), ...end(after, touched.after)];
}

/** A change of the tree in words, as a request for it is called where nobody names it. */
export function describeChange(reading: Reading, change: TreeChange): string {
  const { path } = scopeRef(reading.state, change.scopeId);
  switch (change.type) {
    case "move": {
      const parent = scopeRef(reading.state, change.parentId);
      const verb = reading.state.scopes.get(change.scopeId)?.parentId === change.parentId ? "Rename" : "Move";
      return `${verb} ${path} to ${parent.path}/${change.name}`;
    }
    case "archive":
      return `Archive ${path}`;
    case "restore":
      return `Restore ${path}`;
    case "withdraw":
      return `Withdraw ${change.label} of ${path}`;
  }
}

function changeRecord(reading: Reading, change: TreeChange, path: string): TreeChangeRecord {
  const ref = scopeRef(reading.state, change.scopeId);
  const scope = reading.state.scopes.get(change.scopeId);
  return {
    type: change.type,
    scope: ref,
    kind: scope?.type === "resource" ? scope.kind : null,
    from: path,
    parentId: change.type === "move" ? change.parentId : null,
    name: change.type === "move" ? change.name : null,
    to: change.type === "move" ? `${scopeRef(reading.state, change.parentId).path}/${change.name}` : null,
    label: change.type === "withdraw" ? change.label : null,
  };
}

/** The path of a scope below its workspace; empty for the workspace itself. */
function pathInside(reading: Reading, scopeId: string): string {
  return reading.state.scopes.get(scopeId)?.type === "workspace" ? "" : placeOf(reading, scopeId).path;
}

async function touchedRecord(reading: Reading, touched: TouchedLabel): Promise<TouchedLabelRecord> {
  const [serving] = touched.serves;
  const views = reading.may(kindPermission(touched.kind, "view"), touched.resourceId);
  const version =
    serving === undefined || !views ? null : await readVersion(reading.tx, reading.organizationId, serving.versionId);
  const release =
    touched.position.releaseId === null
      ? null
      : await readRelease(reading.tx, reading.organizationId, touched.position.releaseId);
  const workspace = (id: string) => reading.state.scopes.get(id)?.name ?? id;
  const address = (end: TouchedLabel["before"]) =>
    end === null
      ? null
      : {
          address: `${workspace(end.target.workspaceId)}/${end.target.path}`,
          protected: end.policies.length > 0,
        };
  return {
    resourceId: touched.resourceId,
    kind: touched.kind,
    label: labelOf(touched),
    sequence: touched.position.sequence,
    versionId: version?.id ?? null,
    versionNumber: version?.number ?? null,
    digest: serving?.digest ?? null,
    releaseKind: release?.release.kind ?? null,
    before: address(touched.before),
    after: address(touched.after),
  };
}

/** The actor's approval, not given yet, would meet at some place a requirement that is missing. */
function awaitsActor(reading: Reading, { state, ends, facts, input }: TreeStanding): boolean {
  const me = reading.actor.principalId;
  if (state !== "open" || facts.reviews.approvals.some(({ principalId }) => principalId === me)) return false;
  return judgedTreePolicies(input, reading.now).some(({ places, quorum }) =>
    ends.some(
      ({ place, kind, scopeId, label }) =>
        places.includes(place) &&
        reading.may(kindPermission(kind, "review"), scopeId, label) &&
        whyApprovalWouldNotCount(me, place.reviewers) === null &&
        quorum.requirements.some(({ requirement, missing }) => missing > 0 && place.satisfies(requirement, me)),
    ),
  );
}

/** What the actor may do with the request now; each no with its reason. */
function actionsOf(
  reading: Reading,
  { stored, state, ends, input, touched }: TreeStanding,
): Readonly<Record<TreeRequestAction, RequestActionState>> {
  const { digest } = stored.request.content;
  const me = reading.actor.principalId;
  const review = { type: "review", verdict: "approve", digest } as const;
  const own = stored.requesterId === me;
  const possible = (event: RequestEvent): string | null =>
    allowedIn(event).includes(state) ? null : `The request is ${stateWords[state]}.`;
  const reviewable = ends.filter(({ kind, scopeId, label }) =>
    reading.may(kindPermission(kind, "review"), scopeId, label),
  );
  const mayReview = reviewable.length > 0 ? null : "You need the permission to review at one of the addresses.";
  const [why] = reviewable.map(({ place }) => whyApprovalWouldNotCount(me, place.reviewers)).sort();
  const everywhere = (action: "request" | "publish"): string | null => {
    const lacks = touched.some((one) =>
      [one.before, one.after].some(
        (end) =>
          end !== null && !reading.may(kindPermission(one.touched.kind, action), end.scopeId, labelOf(one.touched)),
      ),
    );
    return lacks ? `You need the permission to ${action} at every address that it touches.` : null;
  };
  const blocker = treeBlockers(input, reading.now)[0];
  return {
    approve: action(
      possible(review) ??
        mayReview ??
        (why === null || why === undefined ? null : `Your approval would not count. ${uncountedReasons[why]}`),
    ),
    request_changes: action(possible({ ...review, verdict: "request_changes" }) ?? mayReview),
    rebase: action(possible({ type: "rebase" }) ?? everywhere("request")),
    cancel: action(possible({ type: "cancel", by: me }) ?? (own ? null : "Only its requester cancels a request.")),
    reject: action(possible({ type: "reject", by: me }) ?? mayReview),
    publish: action(
      possible({ type: "cancel", by: me }) ?? everywhere("publish") ?? (blocker === undefined ? null : blocker.message),
    ),
  };
}

function action(why: string | null): RequestActionState {
  return why === null ? { allowed: true } : { allowed: false, why };
}

const stateWords: Readonly<Record<TreeStanding["state"], string>> = {
  open: "open: approvals are missing",
  changes_requested: "waiting for an objection to be answered",
  approved: "approved already",
  stale: "stale: what it touches has changed since",
  published: "carried out",
  rejected: "rejected",
  cancelled: "cancelled",
  expired: "expired",
};
