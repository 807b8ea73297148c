import {
  decideTreeChange,
  labelOf,
  type TouchedAddress,
  type TouchedLabel,
  type TreeChangePlan,
  type TreeRequestRecord,
  transition,
} from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { assertKeyReaches } from "../resources/protected-address.ts";
import { keepContributors } from "./contributor-finder.ts";
import { recordRelease } from "./release-service.ts";
import { writeRelease } from "./release-writing.ts";
import { endRequest } from "./request-store.ts";
import { assertGainsNothing, carryOut } from "./tree-change-check.ts";
import { requireAtEnds } from "./tree-request-opening.ts";
import { answerTreeRequest, seenTreeRequest } from "./tree-request-reading.ts";
import { recordTreeRequest } from "./tree-request-recording.ts";

/**
 * Carries out an approved change of the tree: under the organization's lock everything is decided again; every touched
 * label is withdrawn at its address, the tree is changed, and every label is released at its new address; in this one
 * transaction.
 *
 * Who does it must be able to publish at every protected end. The change itself is made on the authority of who proposed
 * it, as that is now: nobody's move, archiving or restoring is let through that he could not make himself.
 */
export async function publishTreeRequest(
  command: Command,
  input: { readonly requestId: string; readonly digest: string; readonly reason?: string | undefined },
): Promise<TreeRequestRecord> {
  const { tx, organizationId, now } = command;
  const standing = await seenTreeRequest(command, input.requestId);
  const { stored, touched: found } = standing;
  const { request, change } = stored;
  requireAtEnds(command, found, "publish");
  await assertKeyReaches(command, change.scopeId);
  const plan = decideTreeChange(standing.input, now);
  if (!plan.ok) refuse(plan.error);
  const published = transition(standing.facts, { type: "publish", digest: input.digest, releaseId: request.id }, now);
  if (!published.ok) refuse(published.error);
  if (change.type === "move") assertGainsNothing(command, change);
  await keepContributors(command, request.id, standing.contribution);

  const reason = input.reason ?? "";
  const releaseIds: string[] = [];
  const touched = found.map((one) => one.touched);
  for (const one of touched) {
    if (one.before !== null) releaseIds.push(await withdraw(command, plan.value, one, one.before, reason));
  }
  const requester = command.state.principals.get(stored.requesterId);
  if (requester?.active !== true) refuse(requesterGone);
  await command.onAuthorityOf(requester, (part) => carryOut(part, change, { requestId: request.id }));
  for (const one of touched) {
    if (one.after !== null) releaseIds.push(await release(command, plan.value, one, one.after, reason));
  }
  await endRequest(tx, organizationId, request.id, {
    as: "published",
    by: command.actor.principalId,
    reason,
    releaseId: releaseIds[0] ?? null,
    at: now,
  });
  recordTreeRequest(command, stored, "request.act", { after: plan.value.digest, reason, releaseIds });
  return answerTreeRequest(command, request.id);
}

/** The label serves nothing at its old address from then on. */
async function withdraw(
  command: Command,
  plan: TreeChangePlan,
  label: TouchedLabel,
  { target, policies }: TouchedAddress,
  reason: string,
): Promise<string> {
  const { resourceId, position } = label;
  const id = newId("rel");
  const sequence = position.sequence + 1;
  await writeRelease(command, {
    ...by(command, plan, reason),
    id,
    resourceId,
    target,
    sequence,
    kind: "withdrawn",
    versionId: null,
    digest: null,
    serves: [],
    policyVersions: policies,
    revision: await command.raiseRevision(),
  });
  const about = { id, resourceId, target, sequence, reason, current: position, digest: null, kind: "withdrawn" };
  await recordRelease(command, "release.withdraw", { ...about, requestId: plan.requestId, reviews: plan.reviews });
  return id;
}

/** The label serves at its new address what was approved for it there; unprotected, where no policy waits there. */
async function release(
  command: Command,
  plan: TreeChangePlan,
  label: TouchedLabel,
  { target, policies }: TouchedAddress,
  reason: string,
): Promise<string> {
  const { resourceId, position, serves, before } = label;
  const [first] = serves;
  if (first === undefined) throw new Error(`The label ${labelOf(label)} of ${resourceId} serves nothing.`);
  const id = newId("rel");
  const sequence = position.sequence + (before === null ? 1 : 2);
  const reviewed = serves.length > 1 ? "gradual" : "approved";
  const kind = policies.length === 0 ? "unprotected" : reviewed;
  await writeRelease(command, {
    ...by(command, plan, reason),
    id,
    resourceId,
    target,
    sequence,
    kind,
    versionId: first.versionId,
    digest: first.digest,
    serves,
    policyVersions: policies.length === 0 ? [] : plan.policyVersions,
    revision: await command.raiseRevision(),
  });
  const about = { id, resourceId, target, sequence, reason, current: position, digest: first.digest, kind };
  await recordRelease(command, "label.release", { ...about, requestId: plan.requestId, reviews: plan.reviews });
  return id;
}

function by(command: Command, plan: TreeChangePlan, reason: string) {
  return {
    requestId: plan.requestId,
    rollbackToId: null,
    reviews: plan.reviews,
    releasedBy: command.actor.principalId,
    keyId: command.actor.keyId,
    reason,
    at: command.now,
  };
}

const requesterGone = {
  code: "forbidden",
  message: "Who proposed the change is not active any more, and it is made on his authority.",
  remedy: "Reject the request, and have somebody else propose the change.",
} as const;
