import { kindPermission, rebaseTreeRequest, type TreeRequestRecord, transition, type Verdict } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { keepContributors } from "./contributor-finder.ts";
import { insertRequestPolicies, touchRequest } from "./request-store.ts";
import { insertReview } from "./review-store.ts";
import { assertMayChange } from "./tree-change-check.ts";
import { type TreeStanding, treeStandingOf } from "./tree-request-facts.ts";
import { policyVersionsOf, requireAtEnds } from "./tree-request-opening.ts";
import { answerTreeRequest, seenTreeRequest } from "./tree-request-reading.ts";
import { recordTreeRequest } from "./tree-request-recording.ts";
import { insertSet } from "./tree-request-store.ts";

/** One person's verdict on exactly what the change touches, named by its digest. */
export async function reviewTreeRequest(
  command: Command,
  input: {
    readonly requestId: string;
    readonly verdict: Verdict;
    readonly digest: string;
    readonly body?: string | undefined;
  },
): Promise<TreeRequestRecord> {
  const standing = await seenTreeRequest(command, input.requestId);
  const { stored, contribution } = standing;
  const { request, change } = stored;
  requireReview(command, standing);
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
  const me = command.actor.principalId;
  if (input.verdict === "approve" && contribution.ids.has(me)) {
    const reason = contribution.contributors.find(({ principalId }) => principalId === me)?.reason;
    refuse({
      code: "forbidden",
      message: `Contributors do not approve, and you are one: ${reason ?? "had a hand in this request"}.`,
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
        requestId: request.id,
        principalId: me,
        verdict: input.verdict,
        digest: request.content.digest,
        closureDigest: null,
        target: request.target,
        baseReleaseId: request.base.releaseId,
        dismissed: false,
        at: command.now,
      },
      body: input.body ?? "",
    },
    command.organization.revision,
  );
  await touchRequest(command.tx, command.organizationId, request.id, command.now);
  await keepContributors(command, request.id, contribution);
  command.record({
    action: "review.submit",
    target: { type: "tree-request", id: request.id },
    scopeId: change.scopeId,
    after: input.digest,
    details: { reviewId: id, verdict: input.verdict },
    texts: { body: input.body ?? "" },
  });
  return answerTreeRequest(command, request.id);
}

/** Lets a stale request name what the change touches now; who rebases it must be able to propose it. */
export async function rebaseTree(command: Command, input: { readonly requestId: string }): Promise<TreeRequestRecord> {
  const { tx, organizationId, now } = command;
  const standing = await seenTreeRequest(command, input.requestId);
  const { stored, touched: found } = standing;
  const rebased = rebaseTreeRequest(standing.facts, now);
  if (!rebased.ok) refuse(rebased.error);
  await assertMayChange(command, stored.change);
  if (found.length === 0) {
    refuse({
      code: "conflict",
      message: "The change touches no protected address any more.",
      remedy: "Cancel the request and make the change directly: it needs none.",
    });
  }
  requireAtEnds(command, found, "request");
  await keepContributors(command, stored.request.id, standing.contribution);
  const touched = found.map((one) => one.touched);
  const known = new Set(policyVersionsOf(stored.set.touched).map(({ policyId, number }) => `${policyId} ${number}`));
  await insertRequestPolicies(
    tx,
    organizationId,
    stored.request.id,
    policyVersionsOf(touched).filter(({ policyId, number }) => !known.has(`${policyId} ${number}`)),
  );
  await insertSet(tx, organizationId, stored.request.id, {
    number: stored.set.number + 1,
    digest: rebased.value.content.digest,
    touched,
    reason: "rebase",
    setBy: command.actor.principalId,
    setAt: now,
  });
  const after = await treeStandingOf(command, stored.request.id);
  await keepContributors(command, stored.request.id, after.contribution);
  recordTreeRequest(command, after.stored, "request.rebase", {
    before: stored.set.digest,
    after: after.stored.set.digest,
  });
  return answerTreeRequest(command, stored.request.id);
}

/** Goes on only if the actor may review at one of the protected ends at least: there his verdict counts. */
export function requireReview(command: Command, { ends, stored }: TreeStanding): void {
  if (ends.some(({ kind, scopeId, label }) => command.may(kindPermission(kind, "review"), scopeId, label))) return;
  const [first] = stored.set.touched;
  if (first === undefined) throw new Error(`The request ${stored.request.id} touches nothing.`);
  const [end] = ends;
  command.require(kindPermission(first.kind, "review"), end?.scopeId ?? first.resourceId);
}
