import { isDigest, kindPermission, type ReleaseRecord, type RequestRecord, transition } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { found, refuse } from "../command/refuse.ts";
import { insertScope } from "../resources/scope-store.ts";
import { insertVersion } from "../resources/version-store.ts";
import { keepContributors } from "./contributor-finder.ts";
import { recordTrials } from "./policy-trial.ts";
import { releaseRecords } from "./release-records.ts";
import { recordRelease } from "./release-service.ts";
import { readRelease } from "./release-store.ts";
import { writeRelease } from "./release-writing.ts";
import { decideStanding, type RequestStanding, readSharedFacts } from "./request-facts.ts";
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

/** The resource at the target's address, made with its folders where there is none yet: `publish` alone makes it. */
async function resourceOfTarget(command: Command, { stored, target }: RequestStanding): Promise<string> {
  if (target.resourceId !== null) return target.resourceId;
  const { tx, organizationId, now } = command;
  const by = command.actor.principalId;
  let parentId = target.scopeId;
  for (const [index, name] of target.missing.entries()) {
    const id = newId("scp");
    const isResource = index === target.missing.length - 1;
    const type = isResource ? { type: "resource" as const, kind: stored.kind } : { type: "folder" as const };
    const place = { id, parentId, name };
    await command.growTree({ ...place, ...type, archived: false }, () =>
      insertScope(tx, organizationId, { ...place, ...type, at: now, by }),
    );
    command.record({
      action: isResource ? "resource.create" : "folder.create",
      target: { type: isResource ? "resource" : "folder", id },
      scopeId: parentId,
      details: { requestId: stored.request.id, parentId },
      texts: { name },
    });
    parentId = id;
  }
  return parentId;
}

/** The version that the label will serve: the proposed one where it is of this very resource, else a copy of it. */
async function versionOfTarget(command: Command, { stored }: RequestStanding, resourceId: string): Promise<string> {
  const { push, request } = stored;
  if (push.sourceScopeId === resourceId) return push.sourceVersionId;
  if (!isDigest(push.digest)) throw new Error(`The request ${request.id} has no digest.`);
  const id = newId("ver");
  const number = await insertVersion(command.tx, command.organizationId, {
    id,
    resourceId,
    kind: stored.kind,
    content: push.content,
    expanded: push.expanded,
    closure: push.closure,
    digest: push.digest,
    message: stored.title,
    authorId: push.pushedBy,
    claimedAuthor: null,
    importKey: null,
    basedOnId: null,
    sourceVersionId: push.sourceVersionId,
    requestId: request.id,
    keyId: command.actor.keyId,
    at: command.now,
  });
  command.record({
    action: "version.create",
    target: { type: "version", id },
    scopeId: resourceId,
    after: push.digest,
    details: { resourceId, number, requestId: request.id, sourceVersionId: push.sourceVersionId },
  });
  return id;
}
