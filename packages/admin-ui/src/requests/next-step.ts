import type { RequestAction, RequestRecord } from "@countersign/core";

/** The one thing that matters about a request now, for whoever looks at it. */
export interface NextStep {
  readonly tone: "act" | "wait" | "done" | "ended";
  readonly headline: string;
  /** Says more; `null` when the headline says it all. */
  readonly detail: string | null;
  /** What the viewer does next; `null` when there is nothing for him. */
  readonly action: RequestAction | null;
}

/** What stands between the request and its release, and who moves next. */
export function nextStep(
  request: Pick<RequestRecord, "state" | "blockers" | "actions" | "target" | "release">,
): NextStep {
  const { actions, blockers, target } = request;
  switch (request.state) {
    case "published":
      return ended("done", `Live: ${target.label} serves it`, "It was approved and published; nothing is left to do.");
    case "rejected":
      return ended("ended", "Rejected", "It ended without a release. A new request can propose the content again.");
    case "cancelled":
      return ended("ended", "Cancelled", "It ended without a release.");
    case "expired":
      return ended("ended", "Expired", "Nobody decided in time. A new request can propose the content again.");
    case "stale":
      return actions.rebase.allowed
        ? act(
            "rebase",
            "The label moved meanwhile",
            "Rebase it: it is compared with what is served now and reviewed anew.",
          )
        : wait(
            "The label moved meanwhile",
            `It has to be rebased before anybody can approve it. ${actions.rebase.why}`,
          );
    default:
      break;
  }
  const [first, ...more] = blockers;
  if (first === undefined) {
    return actions.publish.allowed
      ? act(
          "publish",
          "Ready to go live",
          `Everything that was asked for is there. Publishing moves ${target.label} at once.`,
        )
      : wait("Ready, waiting for a publisher", actions.publish.why);
  }
  // What is approved waits for nobody's judgement, only for time to pass.
  if (actions.approve.allowed && request.state !== "approved") {
    return act(
      "approve",
      "It waits for your judgement",
      "Read what would change, then approve it or say what has to change.",
    );
  }
  const rest = more.length === 0 ? "" : ` And ${more.length} more below.`;
  return isMissing(first)
    ? wait("It waits for approval", `${first.message} ${first.remedy}${rest}`)
    : wait(first.message, `${first.remedy}${rest}`);
}

/** What stands in the way besides what the policies' requirements and the next step say. */
export function otherBlockers(
  request: Pick<RequestRecord, "state" | "blockers" | "actions" | "target" | "release">,
): RequestRecord["blockers"] {
  return blockersBeside(request.blockers, nextStep(request));
}

/** What stands in the way besides what the policies' requirements and this next step say. */
export function blockersBeside(blockers: RequestRecord["blockers"], { headline }: NextStep): RequestRecord["blockers"] {
  return blockers.filter((blocker) => !isAskedByPolicy(blocker) && blocker.message !== headline);
}

/** Somebody, or a check, has to say yes. */
export function isMissing({ code }: RequestRecord["blockers"][number]): boolean {
  return code === "requirement_missing" || code === "approval_missing" || code === "check_missing";
}

/** Said among what each policy asks. */
function isAskedByPolicy(blocker: RequestRecord["blockers"][number]): boolean {
  return isMissing(blocker) || blocker.code === "waiting" || blocker.code === "frozen";
}

export function act(action: RequestAction, headline: string, detail: string): NextStep {
  return { tone: "act", headline, detail, action };
}

export function wait(headline: string, detail: string): NextStep {
  return { tone: "wait", headline, detail, action: null };
}

export function ended(tone: "done" | "ended", headline: string, detail: string): NextStep {
  return { tone, headline, detail, action: null };
}
