import type { Command } from "../command/command.ts";
import type { RequestStanding } from "./request-facts.ts";

/** Notes an event of a request. */
export function recordRequest(
  command: Command,
  standing: RequestStanding,
  action: "request.open" | "request.push" | "request.rebase" | "request.cancel" | "request.reject",
  change: {
    readonly before?: string;
    readonly after?: string;
    readonly dismissed?: readonly string[];
    readonly reason?: string;
  },
): void {
  const { stored, target } = standing;
  command.record({
    action,
    target: { type: "release-request", id: stored.request.id },
    scopeId: target.scopeId,
    before: change.before ?? null,
    after: change.after ?? null,
    details: {
      number: stored.number,
      workspaceId: stored.request.target.workspaceId,
      label: stored.request.target.label,
      baseSequence: stored.request.base.sequence,
      sourceVersionId: stored.push.sourceVersionId,
      dismissedReviews: change.dismissed ?? [],
      contributors: standing.contribution.contributors.map(({ principalId }) => principalId),
    },
    texts: { title: stored.title, path: stored.request.target.path, reason: change.reason ?? "" },
  });
}
