import type { Instant } from "../access/instant.ts";
import type { PolicyVersion } from "../policy/approval-policy.ts";
import type { CheckJudgement, CheckState, NamedCheck } from "../policy/named-check.ts";
import { describeCheck } from "../policy/named-check.ts";
import type { PolicyJudgement } from "../policy/policy-judgement.ts";
import { describeWaiting } from "../policy/policy-terms.ts";
import { couldSatisfy } from "../policy/quorum.ts";
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
    | (BlockerOfPolicy & { readonly code: "policy_empty" | "approval_missing" })
    | (BlockerOfPolicy & {
        readonly code: "check_missing";
        readonly check: NamedCheck;
        readonly state: Exclude<CheckState, "passed">;
      })
    /** Passes by itself at `until`. */
    | (BlockerOfPolicy & { readonly code: "waiting" | "frozen"; readonly until: Instant })
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
  readonly quorum: PolicyJudgement;
}

/** Every policy version in force at opening or now, once, with what of it is met. */
export function judgedPolicies({ policies }: PublicationInput, { quorum }: RequestFacts): readonly JudgedPolicy[] {
  const judged = new Map<string, JudgedPolicy>();
  for (const when of ["atOpening", "now"] as const) {
    for (const [index, version] of policies[when].entries()) {
      const result = quorum[when].policies[index];
      if (result === undefined) continue;
      // With what it asks, so that of two versions that should be one and are not none hides the other.
      const key = JSON.stringify([version.policyId, version.number, version.requirements, version.terms]);
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
  const asOpened = inForce === "at-opening" ? ", as it was when the request was opened," : "";
  const blockers: Blocker[] = [];
  const aged =
    quorum.tooOld.length === 0
      ? ""
      : ` ${quorum.tooOld.length === 1 ? "An approval is" : `${quorum.tooOld.length} approvals are`} older than the ${version.terms.reviewDays} days for which they count.`;
  for (const { requirement, by, missing, ownerOf } of quorum.requirements) {
    if (missing === 0) continue;
    const text = describeRequirement(requirement, input.nameOf);
    blockers.push({
      ...policy,
      code: "requirement_missing",
      requirement,
      by,
      missing,
      message: `The policy ${name}${asOpened} asks for ${text}${ownerOf === null ? "" : `, for paths like ${ownerOf}`}; ${missing} of ${requirement.count} ${missing === 1 ? "is" : "are"} missing.${aged}`,
      remedy: "Ask those who may review it, and had no hand in it, to look at the request.",
    });
  }
  const unsatisfiable = blockers.length === 0 ? [] : unsatisfiableOf(input, quorum, policy, name);
  if (blockers.length === 0 && quorum.approvers.length === 0) {
    blockers.push({
      ...policy,
      code: "approval_missing",
      message: `None of the requirements of the policy ${name}${asOpened} applies to this change, and nobody has approved it: a protected label takes one approval at least.${aged}`,
      remedy: "Ask anybody who may review it, and had no hand in it, to look at the request.",
    });
  }
  return [
    ...blockers,
    ...unsatisfiable,
    ...quorum.checks.flatMap((check) => blockersOfCheck(input, check, policy, `${name}${asOpened}`)),
    ...blockersOfTime(version, quorum, policy, `${name}${asOpened}`),
  ];
}

function unsatisfiableOf(
  input: PublicationInput,
  quorum: PolicyJudgement,
  policy: BlockerOfPolicy,
  name: string,
): readonly Blocker[] {
  const eligible = input.people?.filter((person) => whyApprovalWouldNotCount(person, input.reviewers) === null);
  if (eligible === undefined) return [];
  const applying = quorum.requirements.filter(({ applies }) => applies).map(({ requirement }) => requirement);
  return couldSatisfy(applying, eligible, input.satisfies).requirements.flatMap(
    ({ requirement, candidates, missing }): readonly Blocker[] =>
      missing === 0
        ? []
        : [
            {
              ...policy,
              code: "requirement_unsatisfiable",
              requirement,
              candidates,
              missing,
              message: `Too few people could meet this requirement of the policy ${name}: ${describeRequirement(requirement, input.nameOf)}.`,
              remedy:
                "Give more people the right to review here, or propose another requirement; nobody who contributed may be one of them.",
            },
          ],
  );
}

const checkProblems: Readonly<
  Record<Exclude<CheckState, "passed">, { readonly message: string; readonly remedy: string }>
> = {
  missing: { message: "nobody has reported it for this digest.", remedy: "Let the check run on what is proposed." },
  failed: { message: "it failed.", remedy: "Push a version that passes, or let the check run again." },
  expired: { message: "its report has expired.", remedy: "Let the check run again." },
  "contributors-own": {
    message: "somebody who had a hand in the request is responsible for that service account or made a key of it.",
    remedy: "Have the check run by a service account in which no contributor has a hand, and name it in the policy.",
  },
};

function blockersOfCheck(
  input: PublicationInput,
  { check, applies, state }: CheckJudgement,
  policy: BlockerOfPolicy,
  name: string,
): readonly Blocker[] {
  if (!applies || state === "passed") return [];
  const text = describeCheck(check, input.nameOf("principal", check.serviceAccountId));
  const { message, remedy } = checkProblems[state];
  return [
    {
      ...policy,
      code: "check_missing",
      check,
      state,
      message: `The policy ${name} asks for ${text}; ${message}`,
      remedy,
    },
  ];
}

function blockersOfTime(
  { terms }: PolicyVersion,
  { waitsUntil, freeze }: PolicyJudgement,
  policy: BlockerOfPolicy,
  name: string,
): readonly Blocker[] {
  const blockers: Blocker[] = [];
  if (waitsUntil !== null && terms.waiting !== null) {
    blockers.push({
      ...policy,
      code: "waiting",
      until: waitsUntil,
      message: `The policy ${name} lets nothing be published before ${describeWaiting(terms.waiting)}, which is at ${waitsUntil}.`,
      remedy: "Publish it then.",
    });
  }
  if (freeze !== null) {
    blockers.push({
      ...policy,
      code: "frozen",
      until: freeze.until,
      message: `The policy ${name} freezes the label ("${freeze.name}") until ${freeze.until}.`,
      remedy: "Publish it then.",
    });
  }
  return blockers;
}
