import type { Instant } from "../access/instant.ts";
import type { PolicyVersion } from "../policy/approval-policy.ts";
import { couldSatisfy, type PolicyQuorum } from "../policy/quorum.ts";
import { describeRequirement, type Requirement } from "../policy/requirement.ts";
import type { RequestFacts } from "./assess-request.ts";
import type { PublicationInput } from "./publication-input.ts";
import { type LabelPosition, type PolicyVersionRef, samePosition } from "./release.ts";
import { requestState } from "./request-machine.ts";
import { whyApprovalWouldNotCount } from "./review.ts";

/** One thing that stands between a request and its release. */
export type Blocker = BlockerText &
  (
    | { readonly code: "ended"; readonly state: "published" | "rejected" | "cancelled" | "expired" }
    | { readonly code: "stale"; readonly base: LabelPosition; readonly current: LabelPosition }
    | { readonly code: "digest_mismatch"; readonly recorded: string; readonly computed: string }
    | { readonly code: "changes_requested"; readonly principalId: string; readonly reviewId: string }
    | (BlockerOfPolicy & {
        readonly code: "requirement_missing";
        readonly requirement: Requirement;
        readonly by: readonly string[];
        readonly missing: number;
      })
    | (BlockerOfPolicy & {
        readonly code: "requirement_unsatisfiable";
        readonly requirement: Requirement;
        readonly candidates: number;
        readonly missing: number;
      })
    | (BlockerOfPolicy & { readonly code: "policy_empty" })
  );

interface BlockerText {
  readonly message: string;
  readonly remedy: string;
}

interface BlockerOfPolicy extends PolicyVersionRef {
  /** When the policy version was in force: at opening, now, or both. */
  readonly inForce: "at-opening" | "now" | "both";
}

/** Everything that stands between a request and its release; nothing exactly when it may be published. */
export function blockersOf(input: PublicationInput, facts: RequestFacts, at: Instant): readonly Blocker[] {
  const state = requestState(facts, at);
  if (state === "published" || state === "rejected" || state === "cancelled" || state === "expired") {
    return [
      {
        code: "ended",
        state,
        message: state === "expired" ? "The request has expired." : `The request was ${state}.`,
        remedy: "Open a new request for the version that the label should serve.",
      },
    ];
  }
  const { request, current, reviews } = facts;
  const blockers: Blocker[] = [];
  if (!samePosition(request.base, current)) {
    blockers.push({
      code: "stale",
      base: request.base,
      current,
      message: `The request was made against release ${request.base.sequence} of the label, which is at ${current.sequence} now.`,
      remedy: "Rebase the request: it is then compared with what the label serves now, and reviewed again.",
    });
  }
  if (input.frozenDigest !== request.content.digest) {
    blockers.push({
      code: "digest_mismatch",
      recorded: request.content.digest,
      computed: input.frozenDigest,
      message: "The content frozen into the request is not the content that its digest names.",
      remedy:
        "Cancel the request, open a new one from the version, and have the database looked at: nothing changes this content but tampering or a defect.",
    });
  }
  for (const { id, principalId } of reviews.objections) {
    blockers.push({
      code: "changes_requested",
      principalId,
      reviewId: id,
      message: `${input.nameOf("principal", principalId)} has requested changes.`,
      remedy:
        "Push a version that answers them and have the same reviewer approve it, or have the request for changes dismissed by somebody who manages the policies here.",
    });
  }
  for (const judged of judgedPolicies(input, facts)) blockers.push(...blockersOfPolicy(input, judged));
  return blockers;
}

/** A policy version that a request must satisfy. */
export interface JudgedPolicy {
  readonly version: PolicyVersion;
  readonly inForce: BlockerOfPolicy["inForce"];
  readonly quorum: PolicyQuorum;
}

/** Every policy version in force at opening or now, once, with what of it is met. */
export function judgedPolicies({ policies }: PublicationInput, { quorum }: RequestFacts): readonly JudgedPolicy[] {
  const judged = new Map<string, JudgedPolicy>();
  for (const when of ["atOpening", "now"] as const) {
    for (const [index, version] of policies[when].entries()) {
      const result = quorum[when].policies[index];
      if (result === undefined) continue;
      // With the requirements, so that of two versions that should be one and are not none hides the other.
      const key = JSON.stringify([version.policyId, version.number, version.requirements]);
      const known = judged.get(key);
      const inForce =
        when === "atOpening" ? "at-opening" : known === undefined || known.inForce === "now" ? "now" : "both";
      judged.set(key, { version, quorum: result, inForce });
    }
  }
  return [...judged.values()];
}

function blockersOfPolicy(input: PublicationInput, { version, inForce, quorum }: JudgedPolicy): readonly Blocker[] {
  const policy = { policyId: version.policyId, number: version.number, inForce };
  const name = input.nameOf("policy", version.policyId);
  if (version.requirements.length === 0) {
    return [
      {
        ...policy,
        code: "policy_empty",
        message: `Version ${version.number} of the policy ${name} asks for nobody's approval, so nobody can give it.`,
        remedy: "Add a requirement to the policy, then open a new request.",
      },
    ];
  }
  const blockers: Blocker[] = [];
  for (const { requirement, by, missing } of quorum.requirements) {
    if (missing === 0) continue;
    const text = describeRequirement(requirement, input.nameOf);
    blockers.push({
      ...policy,
      code: "requirement_missing",
      requirement,
      by,
      missing,
      message: `The policy ${name}${inForce === "at-opening" ? ", as it was when the request was opened," : ""} asks for ${text}; ${missing} of ${requirement.count} ${missing === 1 ? "is" : "are"} missing.`,
      remedy: "Ask those who may review it, and had no hand in it, to look at the request.",
    });
  }
  if (input.people === null || blockers.length === 0) return blockers;
  const eligible = input.people.filter((person) => whyApprovalWouldNotCount(person, input.reviewers) === null);
  for (const { requirement, candidates, missing } of couldSatisfy(version.requirements, eligible, input.satisfies)
    .requirements) {
    if (missing === 0) continue;
    blockers.push({
      ...policy,
      code: "requirement_unsatisfiable",
      requirement,
      candidates,
      missing,
      message: `Too few people could meet this requirement of the policy ${name}: ${describeRequirement(requirement, input.nameOf)}.`,
      remedy:
        "Give more people the right to review here, or propose another requirement; nobody who contributed may be one of them.",
    });
  }
  return blockers;
}
