import type { TreeRequestRecord } from "@countersign/core";
import { act, ended, isMissing, type NextStep, wait } from "./next-step.ts";

/** What stands between a request for a change of the tree and that change, and who moves next. */
export function treeNextStep({
  state,
  blockers,
  actions,
}: Pick<TreeRequestRecord, "state" | "blockers" | "actions">): NextStep {
  switch (state) {
    case "published":
      return ended("done", "Carried out", "The old addresses were withdrawn and the new ones released, all at once.");
    case "rejected":
      return ended("ended", "Rejected", "It ended, and nothing changed.");
    case "cancelled":
      return ended("ended", "Cancelled", "It ended, and nothing changed.");
    case "expired":
      return ended("ended", "Expired", "Nobody decided in time, and nothing changed. A new request can ask again.");
    case "stale":
      return actions.rebase.allowed
        ? act("rebase", "What it touches has changed", "Rebase it: it names what it touches now and is reviewed anew.")
        : wait(
            "What it touches has changed",
            `It has to be rebased before anybody can approve it. ${actions.rebase.why}`,
          );
    default:
      break;
  }
  const [first, ...more] = blockers;
  if (first === undefined) {
    return actions.publish.allowed
      ? act("publish", "Ready to be carried out", "Everything that was asked for is there.")
      : wait("Ready, waiting for a publisher", actions.publish.why);
  }
  if (actions.approve.allowed && state !== "approved") {
    return act(
      "approve",
      "It waits for your judgement",
      "Look at what changes at each address, then approve it or say what has to change.",
    );
  }
  const rest = more.length === 0 ? "" : ` And ${more.length} more below.`;
  return isMissing(first)
    ? wait("It waits for approval", `${first.message} ${first.remedy}${rest}`)
    : wait(first.message, `${first.remedy}${rest}`);
}
