import { findRole } from "@countersign/core";
import { readGroupNames, readPrincipalRefs } from "../access/principal-names.ts";
import type { Reading } from "../command/reading.ts";
import type { StoredEvent } from "./stored-event.ts";

/** Finds what the things of events are called now, so that a list reads well. */
export interface AuditNames {
  actor(event: StoredEvent): string;
  /** The name now, else the one at the time, else the id. */
  target(event: StoredEvent, texts: Readonly<Record<string, string>>): string;
}

/** Names for one page of events, read at once. */
export async function readAuditNames(reading: Reading, events: readonly StoredEvent[]): Promise<AuditNames> {
  const { tx, organizationId, state } = reading;
  const targetIds = events.flatMap(({ target }) => target.id ?? []);
  const actorIds = events.flatMap(({ actor }) => actor.principalId ?? []);
  const principals = await readPrincipalRefs(tx, organizationId, [...actorIds, ...targetIds]);
  const groups = await readGroupNames(tx, organizationId, targetIds);
  const nameOf = (id: string): string | undefined => {
    return principals.get(id)?.name ?? groups.get(id) ?? state.scopes.get(id)?.name ?? findRole(state.roles, id)?.name;
  };
  return {
    actor: ({ actor }) => {
      if (actor.principalId === null) return actor.type === "system" ? "The server" : "Nobody signed in";
      return principals.get(actor.principalId)?.name ?? actor.principalId;
    },
    target: ({ target }, texts) => {
      if (target.id === null) return "";
      return nameOf(target.id) ?? texts["name"] ?? texts["title"] ?? target.id;
    },
  };
}
