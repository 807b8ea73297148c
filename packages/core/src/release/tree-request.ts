import type { Instant } from "../access/instant.ts";
import type { PolicyVersion } from "../policy/approval-policy.ts";
import type { Judgement } from "../policy/policy-judgement.ts";
import type { NameOf, Satisfies } from "../policy/requirement.ts";
import { err, ok, type Result } from "../result.ts";
import { assessRequest, type RequestChecks, type RequestFacts, type RequestPolicies } from "./assess-request.ts";
import { type Blocker, blockersOf, type JudgedPolicy, judgedPolicies } from "./blocker.ts";
import { type PublicationRefusal, refusalOfBlockers } from "./publication.ts";
import type { PublicationInput } from "./publication-input.ts";
import type { PolicyVersionRef } from "./release.ts";
import type { ReleaseRequest } from "./release-request.ts";
import { type RequestRefusal, transition } from "./request-machine.ts";
import type { Review, ReviewerFacts, UncountedReview } from "./review.ts";
import { treePosition } from "./tree-change.ts";

/*
 * A request for a change of the tree goes through the machine of release requests, state by state: its content is the set
 * of protected addresses that the change touches, its base the same set, and it is stale when the set is another now.
 * Where it differs is that many addresses are concerned. Each address before and each address after is a place with
 * policies and reviewers of its own, each is judged for itself, and the request is approved when all of them are: an
 * approval counts at the places where its giver may review, and at no other.
 */

/** One protected address that a change touches, before or after it, with who may review there. */
export interface TreePlace {
  readonly reviewers: ReviewerFacts;
  readonly policies: RequestPolicies;
  readonly satisfies: Satisfies;
  readonly checks: RequestChecks;
  /** The path of the address, by which its owners are found. */
  readonly path: string;
  /**
   * What would be served there, for which checks are asked; `null` where something stops being served, which no check is
   * asked for.
   */
  readonly digest: string | null;
}

/** All that decides whether a change of the tree may be made now. */
export interface TreeRequestInput {
  /** Its base and content were frozen from the set that was looked at. */
  readonly request: ReleaseRequest;
  /** `treeChangeDigest` of what the change would touch now. */
  readonly currentDigest: string;
  /** The digest computed anew from the set that was frozen into the request. */
  readonly frozenDigest: string;
  readonly reviews: readonly Review[];
  /** At least one; a change that touches no protected address needs no request. */
  readonly places: readonly TreePlace[];
  /** As for releases: among whom to look for possible approvers. */
  readonly people: readonly string[] | null;
  readonly nameOf: NameOf;
}

/** The releases that carry a change of the tree out stand under these. */
export interface TreeChangePlan {
  readonly requestId: string;
  readonly digest: string;
  /** Every policy version that was satisfied, at opening and now, of all places. */
  readonly policyVersions: readonly PolicyVersionRef[];
  /** Ids of the approvals that counted at one place at least. */
  readonly reviews: readonly string[];
}

/** What a policy version asks, at which places. */
export type TreeJudgedPolicy = JudgedPolicy & { readonly places: readonly [TreePlace, ...TreePlace[]] };

/** Judges every place for itself and puts the verdicts together: what the state of the request is derived from. */
export function assessTreeRequest(input: TreeRequestInput, at: Instant): RequestFacts {
  const { request, currentDigest } = input;
  const judged = input.places.map((place) => assessRequest(publicationInput(input, place), at));
  const approvals = new Map(judged.flatMap(({ reviews }) => reviews.approvals.map((one) => [one.id, one] as const)));
  const objections = new Map(judged.flatMap(({ reviews }) => reviews.objections.map((one) => [one.id, one] as const)));
  const uncounted = new Map<string, UncountedReview>();
  for (const { reviews } of judged) {
    for (const one of reviews.uncounted) {
      const { id } = one.review;
      if (!approvals.has(id) && !objections.has(id) && !uncounted.has(id)) uncounted.set(id, one);
    }
  }
  return {
    request,
    current: treePosition(currentDigest),
    reviews: {
      approvals: [...approvals.values()],
      objections: [...objections.values()],
      uncounted: [...uncounted.values()],
    },
    quorum: {
      atOpening: together(judged.map(({ quorum }) => quorum.atOpening)),
      now: together(judged.map(({ quorum }) => quorum.now)),
    },
  };
}

/** Everything that stands between a request for a change of the tree and that change, each thing once. */
export function treeBlockers(input: TreeRequestInput, at: Instant): readonly Blocker[] {
  const blockers = new Map<string, Blocker>();
  for (const place of input.places) {
    const asked = publicationInput(input, place);
    for (const blocker of blockersOf(asked, assessRequest(asked, at), at)) {
      const said = inWordsOfTheTree(blocker);
      blockers.set(`${said.code} ${said.message}`, said);
    }
  }
  return [...blockers.values()];
}

/**
 * Decides whether a change of the tree may be made now: every place is satisfied, nobody objects, nothing ended the
 * request, and the change touches exactly what was approved. Whether the actors may make it is decided elsewhere.
 */
export function decideTreeChange(input: TreeRequestInput, at: Instant): Result<TreeChangePlan, PublicationRefusal> {
  if (input.places.length === 0) return err(refusalOfBlockers([nothingTouched]));
  const [first, ...rest] = treeBlockers(input, at);
  if (first !== undefined) return err(refusalOfBlockers([first, ...rest]));
  const { request } = input;
  const judged = judgedTreePolicies(input, at);
  const versions = new Map(
    judged.map(({ version: { policyId, number } }) => [`${policyId} ${number}`, { policyId, number }]),
  );
  return ok({
    requestId: request.id,
    digest: request.content.digest,
    policyVersions: [...versions.values()],
    reviews: assessTreeRequest(input, at)
      .reviews.approvals.filter(({ principalId }) =>
        judged.some(({ quorum }) => quorum.approvers.includes(principalId)),
      )
      .map(({ id }) => id),
  });
}

/** Lets a stale request name what the change touches now; it must be reviewed again. */
export function rebaseTreeRequest(facts: RequestFacts, at: Instant): Result<ReleaseRequest, RequestRefusal> {
  const rebased = transition(facts, { type: "rebase" }, at);
  if (!rebased.ok) return rebased;
  const digest = facts.current.releaseId ?? "";
  return ok({ ...rebased.value, content: { digest, closureDigest: null, pushedAt: at } });
}

/**
 * What each policy version asks at each place and what of it is met there; the same demand met by the same people once, with
 * every place that it stands at.
 */
export function judgedTreePolicies(input: TreeRequestInput, at: Instant): readonly TreeJudgedPolicy[] {
  const judged = new Map<string, TreeJudgedPolicy>();
  for (const place of input.places) {
    const asked = publicationInput(input, place);
    for (const one of judgedPolicies(asked, assessRequest(asked, at))) {
      const key = JSON.stringify([one.version.policyId, one.version.number, one.inForce, one.quorum]);
      const known = judged.get(key);
      judged.set(
        key,
        known === undefined ? { ...one, places: [place] } : { ...known, places: [...known.places, place] },
      );
    }
  }
  return [...judged.values()];
}

/**
 * A place as a request of its own. What an address would serve instead of nothing, and nothing instead of what it serves,
 * cannot be compared: every condition of a policy is true of it.
 */
function publicationInput(input: TreeRequestInput, place: TreePlace): PublicationInput {
  const { request, currentDigest, frozenDigest, reviews, people, nameOf } = input;
  const { reviewers, satisfies, checks, path, digest, policies } = place;
  const asked = (versions: readonly PolicyVersion[]) => (digest === null ? versions.map(withoutChecks) : versions);
  return {
    request,
    current: treePosition(currentDigest),
    frozenDigest,
    reviews,
    people,
    nameOf,
    reviewers,
    satisfies,
    checks,
    policies: { atOpening: asked(policies.atOpening), now: asked(policies.now) },
    change: { type: "everything" },
    subject: { path, digest: digest ?? "" },
  };
}

function withoutChecks(version: PolicyVersion): PolicyVersion {
  return { ...version, terms: { ...version.terms, checks: [] } };
}

/** No place at all is not satisfied: what nobody had to approve is no approved change. */
function together(quorums: readonly Judgement[]): Judgement {
  return {
    satisfied: quorums.length > 0 && quorums.every(({ satisfied }) => satisfied),
    policies: quorums.flatMap(({ policies }) => policies),
  };
}

const nothingTouched: Blocker = {
  code: "stale",
  base: treePosition(""),
  current: treePosition(""),
  message: "The change touches no protected address any more.",
  remedy: "Make it directly: it needs no request.",
};

function inWordsOfTheTree(blocker: Blocker): Blocker {
  if (blocker.code !== "stale") return blocker;
  return {
    ...blocker,
    message: "What the change touches is not what the request was made for: a label has moved, appeared or gone since.",
    remedy: "Rebase the request: it then names what is touched now, and is reviewed again.",
  };
}
