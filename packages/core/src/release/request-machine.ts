import type { Instant } from "../access/instant.ts";
import type { Refusal } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import type { RequestFacts } from "./assess-request.ts";
import { type LabelPosition, samePosition } from "./release.ts";
import type { ReleaseRequest, RequestEnding } from "./release-request.ts";
import type { Verdict } from "./review.ts";

/*
 * What is stored of a request is its content, its base, its expiry, its reviews and, once, its ending. The state is
 * derived from these, from where the label stands and from who may review, each time it is asked:
 *
 * open               Nothing ended it, its base is what the label serves, nobody objects, and approvals are missing.
 *                    It may be reviewed, pushed to, rejected, cancelled. Opening a request leads here, and so do a push,
 *                    which dismisses every approval, and a rebase, which does too, unless somebody objects.
 * changes_requested  As open, but at least one person asks for changes. More approvals do not help, and neither does a
 *                    push: that person approves instead, or somebody with the right dismisses what he asked for.
 * approved           As open, but every policy in force at opening and every policy in force now has its approvals and
 *                    checks. It may be published, once no policy lets it wait and none freezes the label. It is open again
 *                    when an approval or a check stops counting, whatever made it stop.
 * stale              The label moved after the request was opened or last rebased. Whatever was approved was approved as
 *                    a change of something else. It may be rebased, commented on, rejected, cancelled.
 * published          Its content was released. The end.
 * rejected           A reviewer ended it. The end.
 * cancelled          Its requester ended it. The end.
 * expired            Its time ran out. The end, whether or not anybody has recorded it: `expire` records it.
 *
 * Where several would hold the first of these holds: an ending, expired, stale, changes_requested, approved, open.
 */

/** Every state of a request. */
export const requestStates = [
  "open",
  "changes_requested",
  "approved",
  "stale",
  "published",
  "rejected",
  "cancelled",
  "expired",
] as const;

/** Where a request stands, as told above. */
export type RequestState = (typeof requestStates)[number];

/** What somebody, or time, wants to happen to a request. Who may want it is decided elsewhere. */
export type RequestEvent =
  | { readonly type: "push"; readonly digest: string; readonly closureDigest: string | null }
  | { readonly type: "review"; readonly verdict: Verdict; readonly digest: string }
  | { readonly type: "dismiss"; readonly reviewId: string }
  | { readonly type: "rebase" }
  | { readonly type: "publish"; readonly digest: string; readonly releaseId: string }
  | { readonly type: "reject"; readonly by: string }
  | { readonly type: "cancel"; readonly by: string }
  | { readonly type: "expire" };

/** Why an event cannot happen to a request as it stands. */
export interface RequestRefusal extends Refusal {
  readonly code: "conflict" | "stale" | "policy_unsatisfied";
  readonly reason:
    | "request_ended"
    | "request_stale"
    | "request_not_stale"
    | "changes_requested"
    | "approvals_missing"
    | "no_objection"
    | "content_unchanged"
    | "content_changed"
    | "not_expired";
  readonly remedy: string;
}

/** Derives where a request stands at a moment. `approved` is derived like the rest, never stored and trusted. */
export function requestState(facts: RequestFacts, at: Instant): RequestState {
  const { request, current, reviews, quorum } = facts;
  if (request.ending !== null) return request.ending.type;
  if (request.expiresAt !== null && !(at < request.expiresAt)) return "expired";
  if (!samePosition(request.base, current)) return "stale";
  if (reviews.objections.length > 0) return "changes_requested";
  return quorum.atOpening.satisfied && quorum.now.satisfied ? "approved" : "open";
}

/**
 * Lets an event happen to a request, or says why it cannot. Answers what is stored of the request from then on; a review
 * and a dismissal leave that as it is and are stored beside it.
 *
 * A review and a publication name the digest that was looked at, and are refused where the content is another by now.
 * Publishing is decided by `decidePublication`, which knows more; what it allows is allowed here.
 */
export function transition(
  facts: RequestFacts,
  event: RequestEvent,
  at: Instant,
): Result<ReleaseRequest, RequestRefusal> {
  const state = requestState(facts, at);
  const refusal = allowedIn(event).includes(state) ? mismatch(facts, event) : refusalIn(state, event, facts.request);
  return refusal === null ? ok(apply(facts, event, at)) : err(refusal);
}

/** In which states an event may happen. */
export function allowedIn(event: RequestEvent): readonly RequestState[] {
  switch (event.type) {
    case "review":
      return event.verdict === "comment" ? notEnded : reviewable;
    case "push":
      return reviewable;
    case "rebase":
      return ["stale"];
    case "publish":
      return ["approved"];
    case "dismiss":
      return ["changes_requested"];
    case "reject":
    case "cancel":
      return notEnded;
    case "expire":
      return ["expired"];
  }
}

const reviewable: readonly RequestState[] = ["open", "changes_requested", "approved"];
const notEnded: readonly RequestState[] = [...reviewable, "stale"];

function apply({ request, current }: RequestFacts, event: RequestEvent, at: Instant): ReleaseRequest {
  switch (event.type) {
    case "push":
      return {
        ...request,
        content: { digest: event.digest, closureDigest: event.closureDigest, pushedAt: at },
      };
    case "review":
    case "dismiss":
      return request;
    case "rebase":
      return rebased(request, current);
    case "publish":
      return ended(request, { type: "published", releaseId: event.releaseId, at });
    case "reject":
      return ended(request, { type: "rejected", by: event.by, at });
    case "cancel":
      return ended(request, { type: "cancelled", by: event.by, at });
    case "expire":
      return ended(request, { type: "expired", at });
  }
}

function rebased(request: ReleaseRequest, base: LabelPosition): ReleaseRequest {
  return { ...request, base };
}

function ended(request: ReleaseRequest, ending: RequestEnding): ReleaseRequest {
  return { ...request, ending };
}

/** What speaks against an event that the state allows. */
function mismatch({ request, reviews }: RequestFacts, event: RequestEvent): RequestRefusal | null {
  const { content } = request;
  switch (event.type) {
    case "push":
      return event.digest === content.digest && event.closureDigest === content.closureDigest
        ? {
            code: "conflict",
            reason: "content_unchanged",
            message: "The request proposes exactly this content already.",
            remedy: "Push a version whose content or includes differ.",
          }
        : null;
    case "review":
    case "publish":
      return event.digest === content.digest
        ? null
        : {
            code: "stale",
            reason: "content_changed",
            message: "The request proposes another content than the one that you looked at.",
            remedy: "Load the request again, look at what it proposes now, and decide on that.",
          };
    case "dismiss":
      return reviews.objections.some(({ id }) => id === event.reviewId) ? null : noObjection;
    case "expire":
      return request.ending === null ? null : endedRefusal("expired");
    default:
      return null;
  }
}

function refusalIn(state: RequestState, event: RequestEvent, request: ReleaseRequest): RequestRefusal {
  switch (state) {
    case "published":
    case "rejected":
    case "cancelled":
    case "expired":
      return endedRefusal(state);
    case "stale":
      if (event.type === "expire") return notExpired(request);
      return {
        code: "conflict",
        reason: "request_stale",
        message: "The label has moved since the request was opened or last rebased.",
        remedy: "Rebase the request: it is then compared with what the label serves now, and reviewed again.",
      };
    case "open":
    case "changes_requested":
    case "approved":
      if (event.type === "expire") return notExpired(request);
      if (event.type === "dismiss") return noObjection;
      if (event.type === "rebase") {
        return {
          code: "conflict",
          reason: "request_not_stale",
          message: "The request is already compared with what the label serves now.",
          remedy: "Rebase it only after the label has moved.",
        };
      }
      return state === "changes_requested"
        ? {
            code: "policy_unsatisfied",
            reason: "changes_requested",
            message: "A reviewer has requested changes.",
            remedy:
              "Have the same reviewer approve it, or somebody who manages the policies dismiss what he asked for.",
          }
        : {
            code: "policy_unsatisfied",
            reason: "approvals_missing",
            message: "The request does not have the approvals and checks that the policies of the label ask for.",
            remedy: "Ask those who may review it; the request's page says which requirements are not met.",
          };
  }
}

const noObjection: RequestRefusal = {
  code: "conflict",
  reason: "no_objection",
  message: "This review asks for no changes that still stand.",
  remedy: "Dismiss the review that blocks the request; what does not count any more needs no dismissal.",
};

function endedRefusal(state: "published" | "rejected" | "cancelled" | "expired"): RequestRefusal {
  return {
    code: "conflict",
    reason: "request_ended",
    message: state === "expired" ? "The request has expired." : `The request was ${state}.`,
    remedy: "Open a new request for the version that the label should serve.",
  };
}

function notExpired({ expiresAt }: ReleaseRequest): RequestRefusal {
  return {
    code: "conflict",
    reason: "not_expired",
    message: expiresAt === null ? "The request never expires." : `The request does not expire before ${expiresAt}.`,
    remedy: "Cancel or reject it, if it should end now.",
  };
}
