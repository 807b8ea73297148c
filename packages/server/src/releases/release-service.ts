import {
  decideDirectRelease,
  decideRollback,
  kindPermission,
  type LabelPosition,
  type Page,
  parseLabel,
  type ReleaseRecord,
  type ReleaseTarget,
  type ResourceKind,
} from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { decodeCursor, encodeCursor } from "../rpc/cursor.ts";
import { defaultPageSize } from "../rpc/fields.ts";
import { readLineageVersion } from "./contributor-store.ts";
import { keyLabels, reachesLabel } from "./key-labels.ts";
import { readPolicies } from "./policy-store.ts";
import { recordDirectTrials } from "./policy-trial.ts";
import { releaseRecords } from "./release-records.ts";
import {
  listReleaseRows,
  readLabelHistory,
  readPosition,
  readRelease,
  readServed,
  releaseOf,
} from "./release-store.ts";
import { writeRelease } from "./release-writing.ts";
import { placeOf, policiesOfLabel } from "./target-address.ts";

/** Releases of what one sees, newest first. */
export async function listReleases(
  reading: Reading,
  input: {
    readonly resourceId?: string | undefined;
    readonly label?: string | undefined;
    readonly workspaceId?: string | undefined;
    readonly cursor?: string | undefined;
    readonly limit?: number | undefined;
  },
): Promise<Page<ReleaseRecord>> {
  const limit = input.limit ?? defaultPageSize;
  const { viewedIds, usedIds } = visibleResources(reading, input);
  if (input.resourceId !== undefined && viewedIds.length + usedIds.length === 0) refuse(notFound);
  const rows = await listReleaseRows(reading.tx, reading.organizationId, {
    viewedIds,
    usedIds,
    labels: await listedLabels(reading, input.label, [...viewedIds, ...usedIds]),
    after: decodeCursor(input.cursor),
    limit: limit + 1,
  });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const used = new Set(usedIds);
  const records = await releaseRecords(reading, page);
  return {
    items: records.map((record) => (used.has(record.resourceId) ? withoutHistory(record) : record)),
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last.position) : null,
  };
}

/** The labels to list releases of, as far as the actor's key reaches; `null` for all. */
async function listedLabels(
  reading: Reading,
  asked: string | undefined,
  resourceIds: readonly string[],
): Promise<readonly string[] | null> {
  if (asked !== undefined) return reachesLabel(reading, asked) ? [asked] : [];
  if (keyLabels(reading) === null) return null;
  const served = await readServed(reading.tx, reading.organizationId, resourceIds);
  return [...new Set(served.map(({ label }) => label))].filter((label) => reachesLabel(reading, label));
}

/** Lets an unprotected label serve a version; a protected one takes a release request. */
export async function createRelease(
  command: Command,
  input: {
    readonly resourceId: string;
    readonly label: string;
    readonly versionId: string;
    readonly reason?: string | undefined;
    readonly expectedSequence?: number | undefined;
  },
): Promise<ReleaseRecord> {
  const { tx, organizationId } = command;
  const { kind, target } = addressOf(command, input.resourceId, input.label);
  const label = parseLabel(input.label);
  if (!label.ok) refuse(label.error);
  command.require(kindPermission(kind, "publish"), input.resourceId, input.label);
  const version = await readLineageVersion(tx, organizationId, input.versionId);
  // Who may publish and not view learns nothing of versions: one of another resource is not there.
  if (version === null || version.resourceId !== input.resourceId) refuse(notFound);
  const current = await readPosition(tx, organizationId, input.resourceId, input.label);
  const policies = await policiesOfLabel(command, await readPolicies(tx, organizationId), {
    scopeId: input.resourceId,
    resourceId: input.resourceId,
    target,
    kind,
  });
  const plan = decideDirectRelease(policies, current, input.expectedSequence ?? null);
  if (!plan.ok) refuse(plan.error);
  const id = newId("rel");
  const revision = await command.raiseRevision();
  await writeRelease(command, {
    id,
    resourceId: input.resourceId,
    target,
    sequence: plan.value.sequence,
    kind: "unprotected",
    versionId: version.id,
    digest: version.digest,
    serves: [{ versionId: version.id, digest: version.digest, weight: 1, segment: null }],
    requestId: null,
    rollbackToId: null,
    policyVersions: [],
    reviews: [],
    releasedBy: command.actor.principalId,
    keyId: command.actor.keyId,
    reason: input.reason ?? "",
    revision,
    at: command.now,
  });
  await recordRelease(command, "label.release", {
    id,
    target,
    current,
    digest: version.digest,
    sequence: plan.value.sequence,
    kind: "unprotected",
    resourceId: input.resourceId,
    reason: input.reason ?? "",
  });
  await recordDirectTrials(command, { id, resourceId: input.resourceId, label: input.label, kind });
  return oneRecord(command, id);
}

/** Leads a label back to what one of its earlier releases served. */
export async function rollbackRelease(
  command: Command,
  input: {
    readonly resourceId: string;
    readonly label: string;
    readonly toReleaseId: string;
    readonly reason: string;
    readonly expectedSequence?: number | undefined;
  },
): Promise<ReleaseRecord> {
  const { tx, organizationId } = command;
  const { kind, target } = addressOf(command, input.resourceId, input.label);
  command.require(kindPermission(kind, "publish"), input.resourceId, input.label);
  const current = await readPosition(tx, organizationId, input.resourceId, input.label);
  if (input.expectedSequence !== undefined && input.expectedSequence !== current.sequence) {
    refuse({
      code: "conflict",
      message: `The label is at release ${current.sequence} and not at ${input.expectedSequence}: somebody moved it meanwhile.`,
      remedy: "Look at what the label serves now, and decide again.",
    });
  }
  const policies = await policiesOfLabel(command, await readPolicies(tx, organizationId), {
    scopeId: input.resourceId,
    resourceId: input.resourceId,
    target,
    kind,
  });
  const history = await readLabelHistory(tx, organizationId, input.resourceId, input.label);
  const plan = decideRollback(input.toReleaseId, {
    target,
    isProtected: policies.length > 0,
    history: history.map(releaseOf),
  });
  if (!plan.ok) refuse(plan.error);
  const { to, serves, sequence } = plan.value;
  const id = newId("rel");
  const revision = await command.raiseRevision();
  await writeRelease(command, {
    id,
    resourceId: input.resourceId,
    target,
    sequence,
    kind: "rollback",
    versionId: to.versionId,
    digest: to.digest,
    serves,
    requestId: null,
    rollbackToId: to.id,
    policyVersions: policies.map(({ current: version }) => ({ policyId: version.policyId, number: version.number })),
    reviews: to.reviews,
    releasedBy: command.actor.principalId,
    keyId: command.actor.keyId,
    reason: input.reason,
    revision,
    at: command.now,
  });
  await recordRelease(command, "release.rollback", {
    id,
    target,
    current,
    digest: to.digest,
    sequence,
    kind: "rollback",
    resourceId: input.resourceId,
    reason: input.reason,
  });
  if (to.kind !== "approved") {
    await recordDirectTrials(command, { id, resourceId: input.resourceId, label: input.label, kind });
  }
  return oneRecord(command, id);
}

/** Notes the event of a release, the same for all ways in which a label moves. */
export async function recordRelease(
  command: Command,
  action: "label.release" | "release.rollback" | "release.adopt" | "release.withdraw" | "release.break-glass",
  release: {
    readonly id: string;
    readonly resourceId: string;
    readonly target: ReleaseTarget;
    readonly current: LabelPosition;
    readonly digest: string | null;
    readonly sequence: number;
    readonly kind: string;
    readonly requestId?: string;
    readonly reviews?: readonly string[];
    readonly reason: string;
    /** Of an emergency alone: what it answers. */
    readonly incident?: string;
  },
): Promise<void> {
  const before =
    release.current.releaseId === null
      ? null
      : await readRelease(command.tx, command.organizationId, release.current.releaseId);
  command.record({
    action,
    target: { type: "release", id: release.id },
    scopeId: release.resourceId,
    before: before?.release.digest ?? null,
    after: release.digest,
    details: {
      resourceId: release.resourceId,
      workspaceId: release.target.workspaceId,
      label: release.target.label,
      sequence: release.sequence,
      kind: release.kind,
      requestId: release.requestId ?? null,
      reviews: release.reviews ?? [],
    },
    texts: {
      address: release.target.path,
      reason: release.reason,
      ...(release.incident === undefined ? {} : { incident: release.incident }),
    },
  });
}

async function oneRecord(reading: Reading, id: string): Promise<ReleaseRecord> {
  const row = found(await readRelease(reading.tx, reading.organizationId, id));
  return found((await releaseRecords(reading, [row]))[0]);
}

/** The address of a label of a resource, now. */
function addressOf(
  reading: Reading,
  resourceId: string,
  label: string,
): { readonly kind: ResourceKind; readonly target: ReleaseTarget } {
  const scope = reading.state.scopes.get(resourceId);
  if (scope?.type !== "resource") refuse(notFound);
  return { kind: scope.kind, target: { ...placeOf(reading, resourceId), label } };
}

/** What `use` alone shows of a release: what is served, and nothing of how it came to be. */
function withoutHistory(record: ReleaseRecord): ReleaseRecord {
  return {
    ...record,
    requestId: null,
    approvals: [],
    reason: "",
    rollbackTarget: false,
    historyShown: false,
    signed: null,
    emergency: null,
  };
}

function visibleResources(
  reading: Reading,
  input: { readonly resourceId?: string | undefined; readonly workspaceId?: string | undefined },
): { readonly viewedIds: readonly string[]; readonly usedIds: readonly string[] } {
  const viewedIds: string[] = [];
  const usedIds: string[] = [];
  const candidates =
    input.resourceId === undefined ? reading.state.scopes.values() : [reading.state.scopes.get(input.resourceId)];
  for (const scope of candidates) {
    if (scope?.type !== "resource") continue;
    if (input.workspaceId !== undefined && placeOf(reading, scope.id).workspaceId !== input.workspaceId) continue;
    if (reading.may(kindPermission(scope.kind, "view"), scope.id)) viewedIds.push(scope.id);
    else if (reading.may(kindPermission(scope.kind, "use"), scope.id)) usedIds.push(scope.id);
  }
  return { viewedIds, usedIds };
}
