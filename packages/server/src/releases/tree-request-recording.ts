import { labelOf } from "@countersign/core";
import type { Command } from "../command/command.ts";
import type { StoredTreeRequest } from "./tree-request-store.ts";

/** Notes an event of a request for a change of the tree. */
export function recordTreeRequest(
  command: Command,
  { request, number, title, change, set }: StoredTreeRequest,
  action: "request.open" | "request.rebase" | "request.cancel" | "request.reject" | "request.act",
  said: {
    readonly before?: string;
    readonly after?: string;
    readonly reason?: string;
    readonly releaseIds?: readonly string[];
  },
): void {
  command.record({
    action,
    target: { type: "tree-request", id: request.id },
    scopeId: change.scopeId,
    before: said.before ?? null,
    after: said.after ?? null,
    details: {
      number,
      change: change.type,
      parentId: change.type === "move" ? change.parentId : null,
      touched: set.touched.map((one) => ({
        resourceId: one.resourceId,
        label: labelOf(one),
        sequence: one.position.sequence,
      })),
      releases: said.releaseIds ?? [],
    },
    texts: {
      title,
      path: request.target.path,
      name: change.type === "move" ? change.name : "",
      reason: said.reason ?? "",
    },
  });
}
