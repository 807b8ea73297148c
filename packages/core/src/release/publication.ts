import type { Instant } from "../access/instant.ts";
import type { Refusal } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import { assessRequest } from "./assess-request.ts";
import { type Blocker, blockersOf, judgedPolicies } from "./blocker.ts";
import type { PublicationInput } from "./publication-input.ts";
import { type LabelPosition, nextSequence, type PolicyVersionRef } from "./release.ts";

/** The release that publishes a request. */
export interface PublicationPlan {
  /** `unprotected` where no policy applied, neither at opening nor now. */
  readonly kind: "approved" | "unprotected";
  readonly requestId: string;
  readonly digest: string;
  readonly closureDigest: string | null;
  readonly base: LabelPosition;
  readonly sequence: number;
  /** Every policy version that was satisfied, at opening and now. */
  readonly policyVersions: readonly PolicyVersionRef[];
  /** Ids of the approvals that counted. */
  readonly reviews: readonly string[];
}

/** Why a request cannot be published now: every reason at once, at least one. */
export interface PublicationRefusal extends Refusal {
  /** `conflict` where somebody was faster: the request ended or the label moved. */
  readonly code: "conflict" | "policy_unsatisfied";
  readonly remedy: string;
  readonly blockers: readonly [Blocker, ...Blocker[]];
}

/**
 * Decides whether a request may be published now, and as what. The one place that does: the command that publishes asks
 * it inside its transaction, after its locks; the page of the request asks it for what blocks and who must still approve.
 *
 * Ok exactly when the request's state is `approved`, its frozen content still has its digest, no policy lets it wait and
 * none freezes its label now. Whether the actor may
 * publish at all is decided elsewhere.
 */
export function decidePublication(input: PublicationInput, at: Instant): Result<PublicationPlan, PublicationRefusal> {
  const facts = assessRequest(input, at);
  const [first, ...rest] = blockersOf(input, facts, at);
  if (first !== undefined) return err(refusalOfBlockers([first, ...rest]));
  const { request, current, reviews } = facts;
  const judged = judgedPolicies(input, facts);
  const policyVersions = judged.map(({ version: { policyId, number } }) => ({ policyId, number }));
  const counted = ({ principalId }: { readonly principalId: string }) =>
    judged.length === 0 || judged.some(({ quorum }) => quorum.approvers.includes(principalId));
  return ok({
    kind: policyVersions.length === 0 ? "unprotected" : "approved",
    requestId: request.id,
    digest: request.content.digest,
    closureDigest: request.content.closureDigest,
    base: request.base,
    sequence: nextSequence(current),
    policyVersions,
    reviews: reviews.approvals.filter(counted).map(({ id }) => id),
  });
}

/** The refusal to publish while something stands in the way; the first thing names the remedy. */
export function refusalOfBlockers([first, ...rest]: readonly [Blocker, ...Blocker[]]): PublicationRefusal {
  const moved = first.code === "ended" || first.code === "stale" || first.code === "digest_mismatch";
  return {
    code: moved ? "conflict" : "policy_unsatisfied",
    message: [first, ...rest].map(({ message }) => message).join(" "),
    remedy: first.remedy,
    details: { blockers: [first.code, ...rest.map(({ code }) => code)] },
    blockers: [first, ...rest],
  };
}
