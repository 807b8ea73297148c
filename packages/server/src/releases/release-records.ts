import { type ReleaseRecord, rollbackTargets } from "@countersign/core";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import type { Reading } from "../command/reading.ts";
import { readEmergenciesOf, type StoredEmergency } from "../emergencies/emergency-store.ts";
import { readPolicies } from "./policy-store.ts";
import { type ReleaseRow, readLabelHistory, readSignatures, releaseOf } from "./release-store.ts";
import { readReviewers } from "./review-store.ts";
import { policiesOfLabel } from "./target-address.ts";

/** Releases as the API shows them, in the order given. */
export async function releaseRecords(reading: Reading, rows: readonly ReleaseRow[]): Promise<readonly ReleaseRecord[]> {
  const { tx, organizationId, state } = reading;
  const reviewers = await readReviewers(
    tx,
    organizationId,
    rows.flatMap(({ release }) => release.reviews),
  );
  const names = await readPrincipalRefs(tx, organizationId, [
    ...rows.map(({ release }) => release.releasedBy),
    ...reviewers.values(),
  ]);
  const targets = await rollbackTargetIds(reading, rows);
  const signatures = await readSignatures(
    tx,
    organizationId,
    rows.map(({ release }) => release.id),
  );
  const emergencies = await readEmergenciesOf(
    tx,
    organizationId,
    rows.flatMap(({ release }) => (release.kind === "break-glass" ? [release.id] : [])),
  );
  return rows.map(({ release, versionNumber, current }) => ({
    id: release.id,
    resourceId: release.resourceId,
    workspaceId: release.target.workspaceId,
    address: `${state.scopes.get(release.target.workspaceId)?.name ?? release.target.workspaceId}/${release.target.path}`,
    label: release.target.label,
    sequence: release.sequence,
    kind: release.kind,
    versionId: release.versionId,
    versionNumber,
    digest: release.digest,
    requestId: release.requestId,
    approvals: release.reviews.flatMap((id) => {
      const reviewer = reviewers.get(id);
      return reviewer === undefined ? [] : [principalRef(names, reviewer)];
    }),
    releasedBy: principalRef(names, release.releasedBy),
    reason: release.reason,
    at: release.at,
    current,
    rollbackTarget: targets.has(release.id),
    historyShown: true,
    signed: signatures.get(release.id) ?? null,
    emergency: owedBy(reading, emergencies.get(release.id)),
  }));
}

function owedBy({ now }: Reading, emergency: StoredEmergency | undefined): ReleaseRecord["emergency"] {
  if (emergency === undefined) return null;
  const { id, dueAt, settledAt } = emergency;
  return { id, dueAt, settledAt, overdue: settledAt === null && !(now < dueAt) };
}

/** Which of the releases a label could be led back to. */
async function rollbackTargetIds(reading: Reading, rows: readonly ReleaseRow[]): Promise<ReadonlySet<string>> {
  const policies = await readPolicies(reading.tx, reading.organizationId);
  const ids = new Set<string>();
  const seen = new Set<string>();
  for (const { release } of rows) {
    const { resourceId, target } = release;
    const key = `${resourceId}/${target.label}`;
    const scope = reading.state.scopes.get(resourceId);
    if (seen.has(key) || scope?.type !== "resource") continue;
    seen.add(key);
    const history = await readLabelHistory(reading.tx, reading.organizationId, resourceId, target.label);
    const newest = history.at(-1)?.release.target ?? target;
    const found = await policiesOfLabel(reading, policies, {
      scopeId: resourceId,
      resourceId,
      target: newest,
      kind: scope.kind,
    });
    const isProtected = found.length > 0;
    for (const one of rollbackTargets({ target: newest, isProtected, history: history.map(releaseOf) }))
      ids.add(one.id);
  }
  return ids;
}
