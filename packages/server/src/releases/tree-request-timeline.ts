import type { PrincipalRef, TimelineEntry } from "@countersign/core";
import type { TreeStanding } from "./tree-request-facts.ts";
import type { StoredSet } from "./tree-request-store.ts";

/** Everything that happened to a request for a change of the tree, oldest first. */
export function treeTimeline(
  { stored, reviews }: TreeStanding,
  sets: readonly StoredSet[],
  refs: ReadonlyMap<string, PrincipalRef>,
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  const add = (at: string, actorId: string, event: string, text: string): void => {
    entries.push({ at, actor: refs.get(actorId) ?? { type: "user", id: actorId, name: actorId }, event, text });
  };
  for (const set of sets) add(set.setAt, set.setBy, set.reason === "open" ? "opened" : "rebased", set.digest);
  for (const { review, body } of reviews) add(review.at, review.principalId, reviewEvents[review.verdict], body);
  const { ending } = stored.request;
  if (ending !== null) {
    add(ending.at, stored.endedBy ?? stored.requesterId, ending.type, stored.endedReason ?? "");
  }
  return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const reviewEvents = { approve: "approved", request_changes: "changes-requested", comment: "commented" } as const;
