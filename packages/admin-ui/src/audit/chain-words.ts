import type { ChainState } from "@countersign/core";

/** What verifying the chain found, in a sentence; `null` before it was verified. */
export function chainWords(chain: ChainState | null): string {
  if (chain === null) return "The chain has not been verified here yet";
  const events = chain.events === 1 ? "1 event" : `${chain.events.toLocaleString("en")} events`;
  if (chain.broken !== null) return `The chain is broken at event ${chain.broken.seq}: ${chain.broken.problem}`;
  return chain.intact
    ? `The record is whole: ${events}, each linked to the one before`
    : `The chain of ${events} is not intact`;
}
