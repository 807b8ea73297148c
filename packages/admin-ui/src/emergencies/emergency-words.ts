import type { EmergencyRecord } from "@countersign/core";

/** What matters about an emergency release now, for whoever looks at it. */
export function emergencyStep(emergency: Pick<EmergencyRecord, "state" | "actions" | "by" | "current" | "label">): {
  readonly tone: "act" | "wait" | "done";
  readonly headline: string;
  readonly detail: string;
} {
  const { state, actions, by, current, label } = emergency;
  const serves = current
    ? `${label} serves it, and still shows it as unreviewed.`
    : `${label} serves something else by now.`;
  if (state === "reviewed") {
    return { tone: "done", headline: "Reviewed afterwards", detail: `Enough people have looked at it. ${serves}` };
  }
  if (state === "objected") {
    return {
      tone: "done",
      headline: "Looked at, and fault was found",
      detail: `Enough people have looked at it. ${serves}`,
    };
  }
  if (actions.review.allowed) {
    return {
      tone: "act",
      headline: "It waits for your look",
      detail: "It went live without approvals. Read what changed, and say whether that was right.",
    };
  }
  const overdue = state === "overdue" ? ` It is overdue: until then ${by.name} makes no other emergency release.` : "";
  return { tone: "wait", headline: "It has to be looked at", detail: `${actions.review.why}${overdue}` };
}
