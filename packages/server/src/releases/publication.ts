import { kindPermission, type ReleaseRecord, type RequestRecord, transition } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { found, refuse } from "../command/refuse.ts";
import { keepContributors } from "./contributor-finder.ts";
import { recordTrials } from "./policy-trial.ts";
import { resourceOfTarget, versionOfTarget } from "./published-version.ts";
import { releaseRecords } from "./release-records.ts";
import { recordRelease } from "./release-service.ts";
import { readRelease } from "./release-store.ts";
import { writeRelease } from "./release-writing.ts";
import { decideStanding, readSharedFacts } from "./request-facts.ts";
import { standingOf } from "./request-reading.ts";
import { requestRecord } from "./request-records.ts";
import { endRequest } from "./request-store.ts";

/**
 * Publishes a request: under the organization's lock everything is decided again, then the version is made in the
 * target, the release written, the label moved and the request ended, in this one transaction. Of two that race, the
 * second finds the request ended or the label moved.
 */
export async function publishRequest(
  command: Command,
  input: { readonly requestId: string; readonly digest: string; readonly reason?: string | undefined },
): Promise<RequestRecord & { readonly release: ReleaseRecord }> {
  const { tx, organizationId, now } = command;
  const standing = await standingOf(command, input.requestId);
  const { stored, target, current } = standing;
  const { request } = stored;
  command.require(kindPermission(stored.kind, "publish"), target.scopeId, request.target.label);
  const plan = decideStanding(standing, now);
  if (!plan.ok) refuse(plan.error);
  const releaseId = newId("rel");
  const published = transition(standing.facts, { type: "publish", digest: input.digest, releaseId }, now);
  if (!published.ok) refuse(published.error);
  if (target.obstacle !== null) {
    refuse({
      code: "conflict",
      message: `The address cannot be served: ${target.obstacle}.`,
      remedy: "Restore it, or open a request for another address.",
    });
  }
  await keepContributors(command, request.id, standing.contribution);
  const resourceId = await resourceOfTarget(command, standing);
  const versionId = await versionOfTarget(command, standing, resourceId);
  const revision = await command.raiseRevision();
  const reason = input.reason ?? "";
  await writeRelease(command, {
    id: releaseId,
    resourceId,
    target: request.target,
    sequence: plan.value.sequence,
    kind: plan.value.kind,
    versionId,
    digest: plan.value.digest,
    serves: [{ versionId, digest: plan.value.digest, weight: 1, segment: null }],
    requestId: request.id,
    rollbackToId: null,
    policyVersions: plan.value.policyVersions,
    reviews: plan.value.reviews,
    releasedBy: command.actor.principalId,
    keyId: command.actor.keyId,
    reason,
    revision,
    at: now,
  });
  await endRequest(tx, organizationId, request.id, {
    as: "published",
    by: command.actor.principalId,
    reason,
    releaseId,
    at: now,
  });
  await recordRelease(command, "label.release", {
    id: releaseId,
    resourceId,
    target: request.target,
    current,
    digest: plan.value.digest,
    sequence: plan.value.sequence,
    kind: plan.value.kind,
    requestId: request.id,
    reviews: plan.value.reviews,
    reason,
  });
  await recordTrials(command, standing, releaseId);
  const shared = await readSharedFacts(command);
  const record = await requestRecord(command, await standingOf(command, request.id, shared), shared);
  const row = found(await readRelease(tx, organizationId, releaseId));
  return { ...record, release: found((await releaseRecords(command, [row]))[0]) };
}
