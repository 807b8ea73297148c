import { type Permission, parsePermission, permissionCatalogue } from "@countersign/core";
import type { Actor } from "../fixtures/world.ts";
import type { Case, Place } from "../fixtures/world-cases.ts";
import type { MatrixRow } from "./access-matrix.ts";

/** How a call should end: answered, or refused with a code. */
export type Expected = "answered" | "unauthenticated" | "forbidden" | "not_found" | "escalation" | (string & {});

/**
 * What the matrix says of one call by one actor. It knows the catalogue and the masks of the built-in roles and nothing
 * of the server: one role, bound at the organization or at one workspace, reaches what lies below.
 */
export function expectedAnswer(row: MatrixRow, one: Case, actor: Actor | null): Expected {
  const { place } = one;
  if (row.permission === "public") return endOf(one, actor);
  if (actor === null) return "unauthenticated";
  if (place.stage === "foreign") return row.hidden ?? "not_found";
  const mine = one.owns?.(actor) ?? false;
  const sees = isSeen(one.seenBy ?? row.seenBy ?? "always", place, actor);
  if (!sees && !(mine && one.ownNeedsSight !== true)) return row.hidden ?? "not_found";
  if (!isLetThrough(row, one, actor, mine)) return "forbidden";
  if (!isOneOf(row.only, actor)) return "forbidden";
  for (const permission of row.also ?? []) {
    if (!holds(actor, permission, one.alsoAt ?? place)) return "forbidden";
  }
  if (one.absent !== undefined) return one.absent;
  if (one.hands !== undefined && !one.hands.every((permission) => mayHandOn(actor, permission))) return "escalation";
  return endOf(one, actor);
}

function endOf({ ends }: Case, actor: Actor | null): Expected {
  return (typeof ends === "function" ? ends(actor) : ends) ?? "answered";
}

/** Whether the actor may see anything at all of the place. */
export function seesAnything(actor: Actor, stage: "alpha" | "beta"): boolean {
  return isSeen("anything-there", { stage, type: "workspace" }, actor);
}

/** Whether the actor holds a permission, `<kind>:` standing for the kind of the place. */
export function holds(actor: Actor, named: string, place: Place): boolean {
  const permission = parsePermission(named.replace("<kind>", place.kind ?? "prompt"));
  if (permission === null) throw new Error(`The matrix names ${named}, which is no permission.`);
  return reaches(actor, place) && isEffective(actor, permission, place);
}

function isLetThrough(row: MatrixRow, one: Case, actor: Actor, mine: boolean): boolean {
  if (row.permission === "member" || mine) return true;
  return [row.permission, ...(row.or ?? [])].some((permission) => holds(actor, permission, one.place));
}

function isSeen(seenBy: NonNullable<Case["seenBy"]>, place: Place, actor: Actor): boolean {
  if (seenBy === "always") return true;
  if (seenBy !== "anything-there") return seenBy.some((permission) => holds(actor, permission, place));
  if (!reaches(actor, place)) return false;
  return actor.role?.permissions.some((permission) => isEffective(actor, permission, place)) ?? false;
}

function isOneOf(only: MatrixRow["only"], actor: Actor): boolean {
  switch (only) {
    case undefined:
      return true;
    case "session":
      return actor.by === "session";
    case "person":
      return actor.type === "user";
    case "requester":
      return actor.isAuthor;
    case "owner-session":
      return actor.isOwner && actor.by === "session";
    case "named-account":
      // No policy of the world names anybody; the tests of checks do.
      return false;
  }
}

function reaches(actor: Actor, place: Place): boolean {
  if (actor.role === null || place.stage === "foreign") return false;
  return actor.boundAt === "organization" || place.stage === actor.boundAt;
}

function isEffective(actor: Actor, permission: Permission, place: Place): boolean {
  const { scopes, requires } = permissionCatalogue[permission];
  const boundAt = actor.boundAt === "organization" ? "organization" : "workspace";
  if (!scopes.includes(place.type) || !scopes.includes(boundAt)) return false;
  if (!(actor.role?.permissions.includes(permission) ?? false)) return false;
  return requires.every((needed) => isEffective(actor, needed, place));
}

function mayHandOn(actor: Actor, permission: Permission): boolean {
  return actor.role?.mayGrant.includes(permission) ?? false;
}
