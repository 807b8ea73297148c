import type { Command } from "../command/command.ts";
import { readOtherSelves, readServiceAccountPeople } from "./contributor-store.ts";

/** Whether what a principal did counts as done by a person: by himself, under an earlier id, or by a service account of his. */
export async function standsBehind(command: Command, personId: string, principalId: string): Promise<boolean> {
  const { tx, organizationId } = command;
  const people = await readServiceAccountPeople(tx, organizationId);
  const otherSelves = await readOtherSelves(tx, organizationId);
  const seen = new Set<string>();
  const pending = [principalId];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const { responsible = [], keyMakers = [] } = people.get(id) ?? {};
    pending.push(...responsible, ...keyMakers, ...(otherSelves.get(id) ?? []));
  }
  return seen.has(personId);
}
