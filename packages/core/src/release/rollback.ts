import type { Refusal } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import { nextSequence, type Release, type Serving } from "./release.ts";
import { type ReleaseTarget, sameTarget } from "./release-target.ts";

/** A label and the ways back that it might take. */
export interface RollbackFacts {
  /** The address as it is now. */
  readonly target: ReleaseTarget;
  /** Whether a policy matches the label now. */
  readonly isProtected: boolean;
  /** All releases of the label, in any order. */
  readonly history: readonly Release[];
}

/** The release that leads a label back. */
export interface RollbackPlan {
  readonly kind: "rollback";
  readonly to: Release;
  readonly serves: readonly Serving[];
  readonly sequence: number;
}

/** Why a label cannot be led back to a release. */
export interface RollbackRefusal extends Refusal {
  readonly code: "conflict" | "not_found" | "policy_unsatisfied";
  readonly reason: RollbackObstacle;
  readonly remedy: string;
}

/** What stands against a rollback. */
export type RollbackObstacle =
  | "never_released"
  | "not_in_history"
  | "serves_nothing"
  | "other_address"
  | "not_approved"
  | "serves_it_already";

/**
 * The releases that a label may be led back to without new reviews, newest first, one for each thing served.
 *
 * Under a protected label that is only what an `approved` release of the same address served: never what a release of
 * another address, an adopted, unprotected, gradual or break-glass one, or another rollback served. An unprotected label
 * may go back to anything that it served.
 */
export function rollbackTargets(facts: RollbackFacts): readonly Release[] {
  const targets: Release[] = [];
  for (const release of [...facts.history].sort((a, b) => b.sequence - a.sequence)) {
    if (whyNot(release, facts) !== null) continue;
    if (!targets.some((target) => sameServes(target.serves, release.serves))) targets.push(release);
  }
  return targets;
}

/** Decides a rollback to one release; ok exactly when it serves what one of `rollbackTargets` serves. */
export function decideRollback(toReleaseId: string, facts: RollbackFacts): Result<RollbackPlan, RollbackRefusal> {
  const to = facts.history.find(({ id }) => id === toReleaseId);
  const current = currentOf(facts.history);
  if (current === null) return refuse("never_released");
  if (to === undefined) return refuse("not_in_history");
  const obstacle = whyNot(to, facts);
  if (obstacle !== null) return refuse(obstacle);
  return ok({
    kind: "rollback",
    to,
    serves: to.serves,
    sequence: nextSequence({ releaseId: current.id, sequence: current.sequence }),
  });
}

const refusals: Readonly<Record<RollbackObstacle, Omit<RollbackRefusal, "reason">>> = {
  never_released: {
    code: "conflict",
    message: "The label has never served anything.",
    remedy: "Release a version to it first.",
  },
  not_in_history: {
    code: "not_found",
    message: "This release is none of the label's own.",
    remedy: "Choose one of the label's own releases.",
  },
  serves_nothing: {
    code: "conflict",
    message: "This release withdrew the label and served nothing.",
    remedy: "Choose one that served a version.",
  },
  other_address: {
    code: "conflict",
    message: "This release was for another address than the one that the resource has now.",
    remedy: "Open a release request for the version that it served.",
  },
  not_approved: {
    code: "policy_unsatisfied",
    message: "The label is protected, and what this release served was not approved by it for this address.",
    remedy: "Choose an approved release, or open a release request for the version that it served.",
  },
  serves_it_already: {
    code: "conflict",
    message: "The label serves exactly this already.",
    remedy: "Choose another release.",
  },
};

function whyNot(release: Release, { target, isProtected, history }: RollbackFacts): RollbackObstacle | null {
  if (release.kind === "withdrawn" || release.serves.length === 0) return "serves_nothing";
  if (!sameTarget(release.target, target)) return "other_address";
  if (isProtected && release.kind !== "approved") return "not_approved";
  return sameServes(release.serves, currentOf(history)?.serves ?? []) ? "serves_it_already" : null;
}

function currentOf(history: readonly Release[]): Release | null {
  return history.reduce<Release | null>(
    (newest, release) => (newest === null || release.sequence > newest.sequence ? release : newest),
    null,
  );
}

function sameServes(a: readonly Serving[], b: readonly Serving[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ versionId, digest, weight, segment }) =>
      b.some(
        (other) =>
          other.versionId === versionId &&
          other.digest === digest &&
          other.weight === weight &&
          other.segment === segment,
      ),
    )
  );
}

function refuse(reason: RollbackObstacle): Result<never, RollbackRefusal> {
  return err({ reason, ...refusals[reason] });
}
