import type { Home } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { readProfile } from "../identity/session-store.ts";

/** The next clicks of the story for whoever reads; none where the server tells no story. */
export async function readNextSteps(reading: Reading): Promise<Home["nextSteps"]> {
  const profile = await readProfile(reading.tx, reading.organizationId, reading.actor.principalId);
  return profile?.email == null ? [] : reading.environment.nextSteps(profile.email);
}
