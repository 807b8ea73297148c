import { labelOf, type TouchedAddress, type TouchedLabel } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { seesTouched } from "./tree-request-facts.ts";

/** Where something is asked of a change of the tree. */
export interface AskedEnd {
  readonly touched: TouchedLabel;
  readonly target: TouchedAddress["target"];
}

/** These addresses with their labels, as far as the actor may know of them: `production/support/refund@production`. */
export function policyAddresses(reading: Reading, ends: readonly AskedEnd[]): readonly string[] {
  const seen = ends.filter(({ touched }) => seesTouched(reading, touched, labelOf(touched)));
  const written = seen.map(({ target }) => {
    const workspace = reading.state.scopes.get(target.workspaceId)?.name ?? target.workspaceId;
    return `${workspace}/${target.path}@${target.label}`;
  });
  return [...new Set(written)].sort();
}
