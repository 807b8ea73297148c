import { type KindAction, kindPermission, type ResourceKind, type TreeChange } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import type { Locator } from "../command/requirement.ts";
import { parentOf } from "../resources/label-ends.ts";
import { readLabelsBelow } from "../resources/label-store.ts";
import { ownsRequest } from "./key-labels.ts";
import { locateChange } from "./tree-change-check.ts";
import { seesTreeRequest } from "./tree-request-facts.ts";
import { readTreeRequest, type StoredTreeRequest } from "./tree-request-store.ts";

/**
 * What a proposed change is about, by the argument `change`: asked where it is, or where it would come back to, and of the
 * kind of what is served there.
 */
export const changeArgument: Locator<{ readonly change: Pick<TreeChange, "type" | "scopeId"> }> = {
  argument: "change",
  locate: async (reading, { change }) => {
    const located = await locateChange(reading, change);
    const scope = reading.state.scopes.get(change.scopeId);
    if (located === null || scope === undefined) return null;
    const [first] = await readLabelsBelow(reading.tx, reading.organizationId, [scope.id]);
    const kind: ResourceKind = scope.type === "resource" ? scope.kind : (first?.kind ?? "prompt");
    return { ...located, kind };
  },
};

/**
 * A request for a change of the tree by the argument `requestId`. It is about many addresses: the action is asked at the
 * first of them at which the actor may do it, else at the first. What must hold at every one is asked as it acts.
 */
export function treeRequestArgument(action: KindAction): Locator<{ readonly requestId: string }> {
  return {
    argument: "requestId",
    locate: async (reading, input) => {
      const stored = await readTreeRequest(reading.tx, reading.organizationId, input.requestId);
      if (stored === null || !seesTreeRequest(reading, stored)) return null;
      const ends = endsOf(reading, stored);
      const end = ends.find(({ scopeId, kind }) => reading.may(kindPermission(kind, action), scopeId)) ?? ends[0];
      if (end === undefined) return null;
      const { requesterId } = stored;
      return {
        ...end,
        target: { type: "tree-request", id: stored.request.id },
        visibleBy: "always",
        own: ends.some(({ scopeId, kind }) => ownsRequest(reading, { requesterId, kind, scopeId })),
      };
    },
  };
}

/** Where permissions are asked, before and after. */
function endsOf(reading: Reading, { change, set }: StoredTreeRequest) {
  return set.touched.flatMap(({ resourceId, kind, before, after }) => [
    ...(before === null ? [] : [{ scopeId: resourceId, kind }]),
    ...(after !== null && change.type === "move" ? [{ scopeId: change.parentId, kind }] : []),
    ...(after !== null && change.type === "restore" ? [{ scopeId: parentOf(reading, change.scopeId), kind }] : []),
  ]);
}
