import type { ApprovalPolicy } from "../policy/approval-policy.ts";
import type { Refusal } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import { type LabelPosition, nextSequence } from "./release.ts";

/** The release that lets an unprotected label serve a version without a request. */
export interface DirectReleasePlan {
  readonly kind: "unprotected";
  readonly sequence: number;
}

/** Why a label cannot be moved without a request. */
export interface DirectReleaseRefusal extends Refusal {
  readonly code: "policy_unsatisfied" | "conflict";
  readonly remedy: string;
}

/**
 * Decides whether a label may be moved without a request: only where no policy at all matches it.
 *
 * @param policies those that `policiesFor` finds for the label, now.
 * @param expectedSequence where the actor last saw the label; `null` when that does not matter to him.
 */
export function decideDirectRelease(
  policies: readonly ApprovalPolicy[],
  current: LabelPosition,
  expectedSequence: number | null,
): Result<DirectReleasePlan, DirectReleaseRefusal> {
  if (policies.length > 0) {
    return err({
      code: "policy_unsatisfied",
      message: `The label is protected by ${policies.map(({ name }) => `the policy ${JSON.stringify(name)}`).join(" and ")}.`,
      remedy: "Open a release request; it is published once the approvals are there.",
    });
  }
  if (expectedSequence !== null && expectedSequence !== current.sequence) {
    return err({
      code: "conflict",
      message: `The label is at release ${current.sequence} and not at ${expectedSequence}: somebody moved it meanwhile.`,
      remedy: "Look at what the label serves now, and decide again.",
    });
  }
  return ok({ kind: "unprotected", sequence: nextSequence(current) });
}
