import { kindPermission, type RequestRecord, transition, type Verdict } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { refuse } from "../command/refuse.ts";
import { keepContributors } from "./contributor-finder.ts";
import { answerRequest, standingOf } from "./request-reading.ts";
import { touchRequest } from "./request-store.ts";
import { insertReview } from "./review-store.ts";

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
        dismissed: false,
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
  return answerRequest(command, stored.request.id);
}
