import type { Reading } from "../command/reading.ts";
import { readOtherSelves, readServiceAccountPeople } from "./contributor-store.ts";

/**
 * Answers who stands, or ever stood, behind a principal: itself, the same person under an earlier id, and for a service
 * account everybody who is or was responsible for it or made a key of it.
 */
export async function readPeopleBehind(reading: Reading): Promise<(principalId: string) => readonly string[]> {
  const { tx, organizationId } = reading;
  const people = await readServiceAccountPeople(tx, organizationId);
  const otherSelves = await readOtherSelves(tx, organizationId);
  return (principalId) => {
    const seen = new Set<string>();
    const pending = [principalId];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const { responsible = [], keyMakers = [] } = people.get(id) ?? {};
      pending.push(...responsible, ...keyMakers, ...(otherSelves.get(id) ?? []));
    }
    return [...seen];
  };
}

/** Whether what a principal did counts as done by a person: by himself, under an earlier id, or by a service account of his. */
export async function standsBehind(reading: Reading, personId: string, principalId: string): Promise<boolean> {
  return (await readPeopleBehind(reading))(principalId).includes(personId);
}
