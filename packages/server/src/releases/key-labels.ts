import { matchesLabel } from "@countersign/core";
import type { Reading } from "../command/reading.ts";

/** The label patterns that the actor's key is for; `null` without a key, or where it is for all. */
export function keyLabels(reading: Reading): readonly string[] | null {
  const { keyId } = reading.actor;
  return keyId === null ? null : (reading.state.keys.get(keyId)?.labels ?? null);
}

/** Whether the actor's key reaches a label: of others it knows no releases and no requests. */
export function reachesLabel(reading: Reading, label: string): boolean {
  return keyLabels(reading)?.some((pattern) => matchesLabel(pattern, label)) ?? true;
}
