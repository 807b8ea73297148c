import { type RequestRecord, transition } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";
import { closureDigestOf } from "./closure-digest.ts";
import { keepContributors } from "./contributor-finder.ts";
import { pushOf, viewedSource } from "./proposed-version.ts";
import { answerRequest, standingOf } from "./request-reading.ts";
import { recordRequest } from "./request-recording.ts";
import { insertPush } from "./request-store.ts";

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
  return answerRequest(command, input.requestId);
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
  return answerRequest(command, input.requestId);
}
