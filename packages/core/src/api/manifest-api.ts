import type { DescribedChange } from "../manifest/describe-change.ts";
import type { ManifestProblem } from "../manifest/manifest.ts";
import type { ManifestKind, ManifestSource } from "../manifest/manifest-source.ts";
import type { KeptThing } from "../manifest/planned-change.ts";
import type { Call, Committed } from "./call.ts";
import type { AccessDifference } from "./role-api.ts";

/** A manifest, and how far it goes. */
export interface ManifestInput {
  readonly manifest: ManifestSource;
  /** The kinds of which goes what the manifest owns and does not name any more. Default: none. */
  readonly prune?: readonly ManifestKind[] | undefined;
  /** Take over what the manifest names and does not own yet. Default: no. */
  readonly adopt?: boolean | undefined;
}

export type PlannedChangeRecord = DescribedChange;

/** What an apply of a manifest would do. */
export interface ManifestPlanRecord {
  /** The revision of the organization that the plan was made against. */
  readonly revision: number;
  /** Names this very plan. */
  readonly digest: string;
  /** Why there is no plan; empty where there is one. */
  readonly problems: readonly ManifestProblem[];
  /** In the order in which they would be done; empty where nothing is to be done. */
  readonly changes: readonly PlannedChangeRecord[];
  /** What the manifest owns and does not name any more, of kinds that are not pruned. */
  readonly kept: readonly KeptThing[];
  /** Who would gain and lose what, now and when what begins later has begun. */
  readonly differences: readonly AccessDifference[];
  /** Why whoever asks could not apply it; `null` where nothing is known that speaks against it. */
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

export interface ManifestApi {
  /** `access:view` and `member:view` at the organization. Changes nothing. */
  plan: Call<ManifestInput, ManifestPlanRecord>;
  /**
   * `access:view` and `member:view` at the organization, and for each change what it takes by hand: all or nothing, in one
   * transaction. Refused with `stale` where the organization has changed since the plan, or the plan is another.
   */
  applyPlan: Call<
    ManifestInput & { readonly revision: number; readonly digest: string },
    Committed & {
      readonly changes: readonly PlannedChangeRecord[];
      /** Loosenings of policies that wait for their decision now, by the names of the policies. */
      readonly proposals: readonly string[];
    }
  >;
  /** `access:view` and `member:view` at the organization. Today's state as a manifest of this name; a plan of it is empty. */
  export: Call<{ readonly name: string }, { readonly revision: number; readonly manifest: ManifestSource }>;
}
