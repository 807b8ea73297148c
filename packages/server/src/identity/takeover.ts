import { judgeTakeover } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { refuse } from "../command/refuse.ts";

/** Goes on only if everything that the principal could come to have lies within what the actor may hand on. */
export function assertMayTakeOver(reading: Reading, principalId: string): void {
  const judged = judgeTakeover(reading.state, reading.asker, principalId, reading.now);
  if (judged.ok) return;
  // The judge speaks of giving; here somebody's access is taken or taken over.
  refuse({
    ...judged.error,
    message: "This principal has access, or could come to have it, that you may not hand on.",
    remedy: "Ask somebody who may hand on all that it has, an owner for example, to do this.",
  });
}
