import type { EmergencyRecord, EmergencySummary } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { found } from "../command/refuse.ts";
import { readSharedFacts, type SharedFacts } from "../releases/request-facts.ts";
import { emergencyRecord, emergencySummary, seesEmergency } from "./emergency-records.ts";
import { readEmergencyStanding } from "./emergency-standing.ts";
import { listEmergencyRows, readEmergency, type StoredEmergency } from "./emergency-store.ts";

export async function getEmergency(
  reading: Reading,
  input: { readonly emergencyId: string },
): Promise<EmergencyRecord> {
  const shared = await readSharedFacts(reading);
  const emergency = found(await readEmergency(reading.tx, reading.organizationId, input.emergencyId));
  return emergencyRecord(reading, await readEmergencyStanding(reading, emergency, shared), shared);
}

/** The emergencies that one sees, newest first. */
export async function listEmergencies(
  reading: Reading,
  input: { readonly resourceId?: string | undefined; readonly owed?: boolean | undefined },
): Promise<readonly EmergencySummary[]> {
  const rows = await listEmergencyRows(reading.tx, reading.organizationId, {
    resourceId: input.resourceId ?? null,
    settled: input.owed === undefined ? null : !input.owed,
    principalId: null,
  });
  const shared = await readSharedFacts(reading);
  const summaries: EmergencySummary[] = [];
  for (const row of rows) {
    if (seesEmergency(reading, row)) summaries.push(await summaryOf(reading, row, shared));
  }
  return summaries;
}

/** An emergency by its id as the actor may see it; `null` where it is hidden from him. */
export async function visibleEmergency(
  reading: Reading,
  emergencyId: string,
  shared: SharedFacts,
): Promise<EmergencySummary | null> {
  const row = await readEmergency(reading.tx, reading.organizationId, emergencyId);
  return row === null || !seesEmergency(reading, row) ? null : summaryOf(reading, row, shared);
}

async function summaryOf(reading: Reading, row: StoredEmergency, shared: SharedFacts): Promise<EmergencySummary> {
  return emergencySummary(reading, await readEmergencyStanding(reading, row, shared));
}
