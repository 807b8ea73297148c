import type { ResourceKind } from "../access/scope.ts";
import type { AfterReviewState, AfterVerdict } from "../release/break-glass.ts";
import type { Call, Committed } from "./call.ts";
import type { PrincipalRef } from "./principal-api.ts";
import type { RequestActionState } from "./request-api.ts";
import type { Comparison } from "./resource-api.ts";

/** A release past the policies, and the review that it owes. */
export interface EmergencySummary {
  readonly id: string;
  readonly releaseId: string;
  readonly resourceId: string;
  readonly kind: ResourceKind;
  readonly workspaceId: string;
  /** Workspace name and path, at the time. */
  readonly address: string;
  readonly label: string;
  readonly sequence: number;
  /** It is what the label serves now. */
  readonly current: boolean;
  readonly by: PrincipalRef;
  readonly reason: string;
  /** What it answers, as the one who made it named it: a number, an address. */
  readonly incident: string;
  readonly at: string;
  /** From then on the review is overdue, and whoever made it makes no other. */
  readonly dueAt: string;
  /** When enough people had looked; `null` until then. */
  readonly settledAt: string | null;
  readonly state: AfterReviewState;
  /** The signed-in person could look at it and has not. */
  readonly awaitsMe: boolean;
}

export interface EmergencyRecord extends EmergencySummary {
  readonly versionId: string;
  readonly digest: string;
  /** The request whose content it released; `null` for a version of the resource's own. */
  readonly requestId: string | null;
  /** What it went past: the review afterwards is judged by this. */
  readonly policies: readonly {
    readonly policyId: string;
    readonly name: string;
    readonly requirements: readonly {
      readonly text: string;
      readonly required: number;
      readonly metBy: readonly PrincipalRef[];
      /** How many else could. */
      readonly eligibleCount: number;
    }[];
  }[];
  /** Whose look does not count; whoever made it is one. */
  readonly contributors: readonly { readonly principal: PrincipalRef; readonly reason: string }[];
  readonly reviews: readonly {
    readonly id: string;
    readonly reviewer: PrincipalRef;
    readonly verdict: AfterVerdict;
    readonly body: string;
    readonly at: string;
  }[];
  /** What the label served before against what it put there; `null` without `view`. */
  readonly comparison: Comparison | null;
  readonly actions: { readonly review: RequestActionState };
}

export interface EmergencyApi {
  /** Those of what one may view, and one's own; newest first. */
  list: Call<
    {
      readonly resourceId?: string | undefined;
      /** Those that wait for their review, or those that do not. */
      readonly owed?: boolean | undefined;
    },
    readonly EmergencySummary[]
  >;
  /** `<kind>:view`, or one's own. */
  get: Call<{ readonly emergencyId: string }, EmergencyRecord>;
  /**
   * `release:break-glass` at the folder or workspace; a signed-in person alone, never through a key. Lets a protected label
   * serve a version of the resource without the approvals, shown as unreviewed. Whoever may review there is told, and a
   * review is owed.
   */
  releaseVersion: Call<
    {
      readonly resourceId: string;
      readonly label: string;
      readonly versionId: string;
      readonly reason: string;
      readonly incident: string;
      /** What the label's sequence was when this was decided: moved meanwhile is a `conflict`. */
      readonly expectedSequence?: number | undefined;
    },
    EmergencyRecord & Committed
  >;
  /** As `releaseVersion`, for what a request proposes. The request stays, and has to be rebased. */
  releaseRequest: Call<
    {
      readonly requestId: string;
      /** What was looked at. */
      readonly digest: string;
      readonly reason: string;
      readonly incident: string;
    },
    EmergencyRecord & Committed
  >;
  /** `<kind>:review`; people who had no hand in it. `object` says that it was wrong; it is a look as well. */
  review: Call<
    { readonly emergencyId: string; readonly verdict: AfterVerdict; readonly body?: string | undefined },
    EmergencyRecord & Committed
  >;
}

/** What a person is told of. */
export type NotificationRecord = {
  readonly id: string;
  readonly at: string;
  readonly readAt: string | null;
} & (
  | {
      /** Somebody released in an emergency where he may review; or the review of one is overdue. */
      readonly type: "emergency" | "review-overdue";
      readonly emergency: EmergencySummary;
    }
  | {
      /** A publication that he scheduled or asked for did not happen at its hour. */
      readonly type: "schedule-failed";
      readonly request: { readonly id: string; readonly number: number; readonly title: string };
      readonly publishAt: string;
      readonly why: string;
    }
);

export interface NotificationApi {
  /** One's own, newest first, of what one may see; at most 50. */
  list: Call<Record<string, never>, readonly NotificationRecord[]>;
  /** One's own; others stay as they are. */
  read: Call<{ readonly notificationIds: readonly string[] }, Committed>;
}
