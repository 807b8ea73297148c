import type { AfterReviewState, ReleaseRecord, RequestStateName } from "@countersign/core";

/** How a thing stands; each state has its word, icon and colour, and all three are always shown together. */
export type ShownState =
  | "draft"
  | "in-review"
  | "changes-requested"
  | "approved"
  | "stale"
  | "rejected"
  | "live"
  | "unreviewed"
  | "published"
  | "cancelled"
  | "expired"
  | "active"
  | "suspended"
  | "superseded"
  | "withdrawn"
  | "archived"
  | "review-owed"
  | "review-overdue"
  | "reviewed-after"
  | "faulted";

/** The word of a state. */
export const stateWords: Readonly<Record<ShownState, string>> = {
  draft: "Draft",
  "in-review": "In review",
  "changes-requested": "Changes requested",
  approved: "Approved",
  stale: "Stale",
  rejected: "Rejected",
  live: "Live",
  unreviewed: "Unreviewed",
  published: "Published",
  cancelled: "Cancelled",
  expired: "Expired",
  active: "Active",
  suspended: "Suspended",
  superseded: "Superseded",
  withdrawn: "Withdrawn",
  archived: "Archived",
  "review-owed": "Review owed",
  "review-overdue": "Review overdue",
  "reviewed-after": "Reviewed afterwards",
  faulted: "Fault found",
};

/** How a release request is shown. */
export function stateOfRequest(state: RequestStateName): ShownState {
  switch (state) {
    case "open":
      return "in-review";
    case "changes_requested":
      return "changes-requested";
    default:
      return state;
  }
}

/** How the review that an emergency release owes is shown. */
export function stateOfEmergency(state: AfterReviewState): ShownState {
  switch (state) {
    case "owed":
      return "review-owed";
    case "overdue":
      return "review-overdue";
    case "reviewed":
      return "reviewed-after";
    case "objected":
      return "faulted";
  }
}

/** How a release is shown: live while its label serves it, openly unreviewed where nobody reviewed it. */
export function stateOfRelease(release: Pick<ReleaseRecord, "kind" | "current">): ShownState {
  if (release.kind === "withdrawn") return "withdrawn";
  if (release.kind === "adopted" || release.kind === "break-glass") return "unreviewed";
  return release.current ? "live" : "superseded";
}
