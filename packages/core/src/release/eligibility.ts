import type { Instant } from "../access/instant.ts";
/** One grant that a way to `review`, or into a role or group, consists of: a binding, a membership, an edit of a role. */
export interface EligibilityStep {
  /** `null` where no principal granted it, as when the organization was set up. */
  readonly grantedBy: string | null;
  readonly at: Instant;
}

/** One way in which a person is eligible: all the grants that it needs, at least one. */
export type EligibilityPath = readonly EligibilityStep[];

/**
 * Whether somebody is eligible by at least one way in which no contributor had a hand since the work began. A person
 * whom contributors made eligible while the work was under way does not count, and neither does one who is eligible by
 * no way that is known.
 *
 * @param workBeganAt when the oldest version of the lineage since the one now served was saved.
 */
export function isEligibleIndependently(
  paths: readonly EligibilityPath[],
  contributors: ReadonlySet<string>,
  workBeganAt: Instant,
): boolean {
  return paths.some(
    (path) =>
      path.length > 0 &&
      path.every(({ grantedBy, at }) => grantedBy === null || !contributors.has(grantedBy) || at < workBeganAt),
  );
}
