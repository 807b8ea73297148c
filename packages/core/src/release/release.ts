import type { Instant } from "../access/instant.ts";
import type { ReleaseKind, ReviewedReleaseKind } from "./release-kind.ts";
import { type ReleaseTarget, sameTarget } from "./release-target.ts";

/**
 * The recorded fact that a label serves something from a moment on. Never changes; a label points at the newest one of
 * its own, and a rollback is a new one.
 */
export type Release = ReleaseBase &
  (
    | {
        readonly kind: ReviewedReleaseKind;
        readonly versionId: string;
        readonly digest: string;
        readonly requestId: string;
      }
    | {
        readonly kind: Exclude<ReleaseKind, ReviewedReleaseKind | "withdrawn">;
        readonly versionId: string;
        readonly digest: string;
        readonly requestId: string | null;
      }
    | {
        readonly kind: "withdrawn";
        readonly versionId: null;
        readonly digest: null;
        readonly requestId: string | null;
      }
  );

interface ReleaseBase {
  readonly id: string;
  readonly resourceId: string;
  /** The address at the time of the release; a resource that moved since has others. */
  readonly target: ReleaseTarget;
  /** 1 for a label's first release, one higher each time. */
  readonly sequence: number;
  /** One entry of weight 1 where everybody gets the same, none when withdrawn, several when gradual. */
  readonly serves: readonly Serving[];
  readonly policyVersions: readonly PolicyVersionRef[];
  /** Ids of the approvals that counted. */
  readonly reviews: readonly string[];
  readonly releasedBy: string;
  readonly reason: string;
  readonly at: Instant;
  /** The organization's revision that the decision was made on. */
  readonly revision: number;
}

/** One version that a release serves, and to whom. */
export interface Serving {
  readonly versionId: string;
  readonly digest: string;
  /** A positive share, relative to the other entries of the same segment. */
  readonly weight: number;
  /** `null` for everybody whom no other entry names. */
  readonly segment: string | null;
}

/** A version of a policy, by name. */
export interface PolicyVersionRef {
  readonly policyId: string;
  readonly number: number;
}

/** Where a label stands: its newest release and that one's sequence; `{ releaseId: null, sequence: 0 }` for a new label. */
export interface LabelPosition {
  readonly releaseId: string | null;
  readonly sequence: number;
}

/** The position of a label that has never been released. */
export const NEVER_RELEASED: LabelPosition = { releaseId: null, sequence: 0 };

/** Whether two observations of one label saw the same release. */
export function samePosition(a: LabelPosition, b: LabelPosition): boolean {
  return a.releaseId === b.releaseId && a.sequence === b.sequence;
}

/** The sequence of the release that comes after a position. */
export function nextSequence(current: LabelPosition): number {
  return current.sequence + 1;
}

/**
 * Whether every byte that a release serves was approved for its address: by the release itself, or, for a rollback or
 * the rest of a gradual one, by an earlier release there that had a request behind it. What is not is shown as
 * unreviewed. An `adopted`, `unprotected` or `break-glass` release is always unreviewed; a withdrawn one serves nothing
 * that could be.
 *
 * @param history all releases of the label, in any order.
 */
export function isReviewed(release: Release, history: readonly Release[]): boolean {
  switch (release.kind) {
    case "withdrawn":
      return true;
    case "adopted":
    case "unprotected":
    case "break-glass":
      return false;
    case "approved":
    case "gradual":
    case "rollback": {
      const approved = new Set(
        [...history.filter((earlier) => earlier.sequence < release.sequence), release].flatMap((candidate) =>
          (candidate.kind === "approved" || candidate.kind === "gradual") &&
          sameTarget(candidate.target, release.target)
            ? [candidate.digest]
            : [],
        ),
      );
      return release.serves.length > 0 && release.serves.every(({ digest }) => approved.has(digest));
    }
  }
}
