import type { Instant } from "../access/instant.ts";
import type { ApprovalPolicy, PolicyVersion } from "../policy/approval-policy.ts";
import { ownerOf } from "../policy/path-owner.ts";
import { evaluateQuorum, type Quorum } from "../policy/quorum.ts";
import type { Satisfies } from "../policy/requirement.ts";
import type { Refusal } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import { type LabelPosition, nextSequence, type PolicyVersionRef } from "./release.ts";
import { type ReviewerFacts, whyApprovalWouldNotCount } from "./review.ts";

/** What decides whether somebody may release in an emergency, past the policies. */
export interface EmergencyFacts {
  /** Those that `policiesFor` finds for the label, now. */
  readonly policies: readonly ApprovalPolicy[];
  readonly current: LabelPosition;
  /** Where the actor last saw the label; `null` when that does not matter to him. */
  readonly expectedSequence: number | null;
  /** A person who signed in acts; through a key nobody does. */
  readonly bySignedInPerson: boolean;
  /** The reviews afterwards that this person's earlier emergencies still owe. */
  readonly owed: readonly OwedReview[];
}

/** A review that an emergency release owes. */
export interface OwedReview {
  readonly useId: string;
  readonly dueAt: Instant;
}

/** The release that skips the policies, and nothing else. */
export interface EmergencyPlan {
  readonly kind: "break-glass";
  readonly sequence: number;
  /** What it skipped, and what the review afterwards is judged by. */
  readonly policyVersions: readonly PolicyVersionRef[];
}

/** Why somebody cannot release in an emergency. */
export interface EmergencyRefusal extends Refusal {
  readonly code: "forbidden" | "conflict";
  readonly reason: "no_person" | "not_protected" | "review_overdue" | "label_moved";
  readonly remedy: string;
}

/**
 * Decides a release in an emergency. It needs no approval; everything else stands: a person who signed in does it and no
 * key, where a policy protects the label, and only while none of his earlier emergencies waits for its review longer
 * than it may. Whether he holds `release:break-glass` is decided elsewhere.
 */
export function decideEmergency(facts: EmergencyFacts, at: Instant): Result<EmergencyPlan, EmergencyRefusal> {
  const { policies, current, expectedSequence, bySignedInPerson, owed } = facts;
  if (!bySignedInPerson) {
    return err({
      code: "forbidden",
      reason: "no_person",
      message: "An emergency release is made by a person who signed in, not through a key.",
      remedy: "Sign in and make it in the console, so that somebody answers for it.",
    });
  }
  if (policies.length === 0) {
    return err({
      code: "conflict",
      reason: "not_protected",
      message: "No approval policy protects this label, so there is nothing to go past.",
      remedy: "Have somebody who may publish move the label; it asks for no approval.",
    });
  }
  const overdue = owed.filter(({ dueAt }) => !(at < dueAt));
  if (overdue.length > 0) {
    return err({
      code: "conflict",
      reason: "review_overdue",
      message: `${overdue.length === 1 ? "An earlier emergency release of yours has" : `${overdue.length} earlier emergency releases of yours have`} not been reviewed in time.`,
      remedy: "Have it reviewed first, or have somebody else make this release who holds the permission.",
      details: { useIds: overdue.map(({ useId }) => useId) },
    });
  }
  if (expectedSequence !== null && expectedSequence !== current.sequence) {
    return err({
      code: "conflict",
      reason: "label_moved",
      message: `The label is at release ${current.sequence} and not at ${expectedSequence}: somebody moved it meanwhile.`,
      remedy: "Look at what the label serves now, and decide again.",
    });
  }
  return ok({
    kind: "break-glass",
    sequence: nextSequence(current),
    policyVersions: policies.map(({ current: version }) => ({ policyId: version.policyId, number: version.number })),
  });
}

/** What somebody says who looks at an emergency afterwards: that it was right, or that it was not. Both are a look. */
export type AfterVerdict = "approve" | "object";

/** One person's look at an emergency release afterwards. */
export interface AfterReview {
  readonly id: string;
  readonly principalId: string;
  readonly verdict: AfterVerdict;
  readonly at: Instant;
}

/** Where the review that an emergency owes stands. */
export type AfterReviewState = "owed" | "overdue" | "reviewed" | "objected";

/** What is true of a review afterwards now. */
export interface AfterReviewFacts {
  /** The policy versions that the release went past. */
  readonly policies: readonly PolicyVersion[];
  /** The path that it released to: whoever owns it there has to look as well. */
  readonly path: string;
  readonly reviews: readonly AfterReview[];
  /** Whoever made the release is among the contributors. */
  readonly reviewers: ReviewerFacts;
  readonly satisfies: Satisfies;
}

/**
 * Whether an emergency has been looked at as its policies ask: by people who could have approved it, whoever made it and
 * whoever contributed never counting. A look that finds fault is a look. Requirements that ask by what changed are asked
 * in any case: nobody judged the change before.
 */
export function afterReviewQuorum({ policies, path, reviews, reviewers, satisfies }: AfterReviewFacts): Quorum {
  const people = [...new Set(reviews.map(({ principalId }) => principalId))];
  return evaluateQuorum(
    policies.map((version) => {
      const owner = ownerOf(version.terms.owners, path);
      return owner === null ? version : { ...version, requirements: [...version.requirements, owner.requirement] };
    }),
    people.filter((person) => whyApprovalWouldNotCount(person, reviewers) === null),
    satisfies,
  );
}

/**
 * Where a review afterwards stands. Once enough people have looked that is recorded, and nothing undoes it: neither does
 * a reviewer who loses his right later.
 */
export function afterReviewState(
  use: { readonly dueAt: Instant; readonly settledAt: Instant | null },
  reviews: readonly Pick<AfterReview, "verdict">[],
  at: Instant,
): AfterReviewState {
  if (use.settledAt === null) return at < use.dueAt ? "owed" : "overdue";
  return reviews.some(({ verdict }) => verdict === "object") ? "objected" : "reviewed";
}
