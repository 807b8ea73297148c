import {
  authorityOn,
  holdingsOf,
  type KeyApi,
  type KeyDraft,
  type Permission,
  PermissionSet,
  type Principal,
  parseLabelPattern,
  pathToRoot,
  potentialOn,
} from "@countersign/core";
import { seesScope } from "../access/visibility.ts";
import type { Command } from "../command/command.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { findKey, type KeyRow } from "./key-store.ts";

type Input = Parameters<KeyApi["create"]>[0];

/** What a new key can do at most, and until when. */
export interface JudgedDraft extends KeyDraft {
  readonly expiresAt: string | null;
}

/**
 * Reads what a key is asked to be, fills in what is left open, and refuses what its maker could not hand to it. What the
 * key could do through its principal is judged again by the change of access itself.
 */
export async function draftKey(command: Command, principal: Principal, input: Input): Promise<JudgedDraft> {
  const maker =
    command.actor.keyId === null ? null : await findKey(command.tx, command.organizationId, command.actor.keyId);
  const scopeIds = scopesOf(command, principal, input.scopeIds);
  const labels = labelsOf(input.labels ?? null);
  const permissions =
    input.permissions === undefined
      ? defaultPermissions(command, principal, scopeIds)
      : askedPermissions(command, principal, scopeIds, input.permissions);
  const expiresAt = expiryOf(command, principal, maker, input.expiresAt);
  if (maker !== null) assertWithin(command, maker, { permissions, scopeIds, expiresAt });
  return { principalId: principal.id, permissions, scopeIds, labels, expiresAt };
}

/** The scopes, each known to the maker. What lies below another one adds nothing. */
function scopesOf(command: Command, principal: Principal, asked: readonly string[] | undefined): readonly string[] {
  const home = principal.type === "service-account" ? principal.homeScopeId : command.organizationId;
  const ids = [...new Set(asked ?? [home])].sort();
  if (ids.length === 0) {
    refuse({
      code: "invalid",
      message: "A key without scopes opens nothing.",
      remedy: "Name the scopes that it is for, or leave them out for the default.",
    });
  }
  for (const id of ids) if (!seesScope(command, id)) refuse(notFound);
  return ids;
}

function labelsOf(asked: readonly string[] | null): readonly string[] | null {
  if (asked === null) return null;
  for (const label of asked) {
    const parsed = parseLabelPattern(label);
    if (!parsed.ok) refuse({ code: "invalid", message: parsed.error.message, remedy: parsed.error.remedy });
  }
  if (asked.length > 0) return [...new Set(asked)].sort();
  return refuse({
    code: "invalid",
    message: "A key for no label fetches nothing.",
    remedy: "Name the labels that it is for, or leave them out for all.",
  });
}

/** All that the principal could do there and the maker may as well. */
function defaultPermissions(command: Command, principal: Principal, scopeIds: readonly string[]): PermissionSet {
  const could = couldDo(command, principal, scopeIds);
  const permissions = isSignedInAs(command, principal) ? could : could.intersect(held(command, scopeIds));
  if (!permissions.isEmpty) return permissions;
  return refuse({
    code: "conflict",
    message: "There is nothing at these scopes that both the key's principal and you may do.",
    remedy: "Bind a role to the principal first, or name the permissions and scopes that the key is for.",
  });
}

/** Of a person himself what he could do somewhere there; for others, what the maker holds at every one of the scopes. */
function askedPermissions(
  command: Command,
  principal: Principal,
  scopeIds: readonly string[],
  asked: readonly Permission[],
): PermissionSet {
  const permissions = PermissionSet.of(...asked);
  const most = isSignedInAs(command, principal) ? couldDo(command, principal, scopeIds) : held(command, scopeIds);
  const missing = permissions.minus(most).toList();
  const [first] = missing;
  if (first !== undefined) {
    refuse({
      code: "forbidden",
      message: `A key can be given only what its maker holds, and at these scopes you do not hold ${missing.join(", ")}.`,
      remedy: "Leave that out, or name scopes where you hold it.",
      permission: first,
    });
  }
  if (!permissions.isEmpty) return permissions;
  return refuse({
    code: "invalid",
    message: "A key without permissions opens nothing.",
    remedy: "Name what it is for, or leave the permissions out for the default.",
  });
}

function isSignedInAs({ actor }: Command, principal: Principal): boolean {
  return actor.keyId === null && actor.principalId === principal.id;
}

/** What the principal could come to do at the scopes and below. */
function couldDo(command: Command, principal: Principal, scopeIds: readonly string[]): PermissionSet {
  const { state, now } = command;
  const bound = holdingsOf(state, principal.id).map(({ binding }) => binding.scopeId);
  const places = [...scopeIds, ...bound].filter((place) => liesWithin(command, place, scopeIds));
  return PermissionSet.union(...places.map((place) => potentialOn(state, principal.id, place, now).may));
}

/** What the maker may at every one of the scopes. */
function held(command: Command, scopeIds: readonly string[]): PermissionSet {
  return scopeIds
    .map((scopeId) => authorityOn(command.state, command.asker, scopeId, command.now).may)
    .reduce((all, one) => all.intersect(one), PermissionSet.all);
}

const day = 24 * 60 * 60 * 1000;

function expiryOf(
  command: Command,
  principal: Principal,
  maker: KeyRow | null,
  asked: string | null | undefined,
): string | null {
  if (asked === undefined) {
    const days = principal.type === "user" ? 90 : 365;
    const expiry = new Date(Date.parse(command.now) + days * day).toISOString();
    return maker?.expiresAt !== undefined && maker.expiresAt !== null && maker.expiresAt < expiry
      ? maker.expiresAt
      : expiry;
  }
  if (asked === null || asked > command.now) return asked;
  return refuse({
    code: "invalid",
    message: `The key would have expired already, at ${asked}.`,
    remedy: "Choose a time in the future.",
  });
}

/** A key that is made through a key is within it: permissions, scopes, labels and time. */
function assertWithin(
  command: Command,
  maker: KeyRow,
  draft: {
    readonly permissions: PermissionSet;
    readonly scopeIds: readonly string[];
    readonly expiresAt: string | null;
  },
): void {
  const within =
    draft.permissions.isSubsetOf(PermissionSet.of(...maker.permissions)) &&
    draft.scopeIds.every((scopeId) => liesWithin(command, scopeId, maker.scopeIds)) &&
    maker.labels === null &&
    (maker.expiresAt === null || (draft.expiresAt !== null && draft.expiresAt <= maker.expiresAt));
  if (within) return;
  refuse({
    code: "forbidden",
    message: "A key that is made through a key cannot do more, elsewhere or longer than that one.",
    remedy: "Narrow it to what your key has, or sign in and make it yourself.",
  });
}

function liesWithin(command: Command, scopeId: string, scopeIds: readonly string[]): boolean {
  const path = pathToRoot(command.state.scopes, command.organizationId, scopeId) ?? [];
  return path.some(({ id }) => scopeIds.includes(id));
}

/** The principal of a new key: oneself or a service account. */
export function keyPrincipal(command: Command, principalId: string): Principal {
  const principal = found(command.state.principals.get(principalId));
  if (principal.type === "user" && principal.id !== command.actor.principalId) {
    refuse({
      code: "forbidden",
      message: "A person's key is made by the person alone.",
      remedy: "Make a key for a service account instead.",
    });
  }
  if (!principal.active) {
    refuse({
      code: "conflict",
      message: "The service account is suspended, and its keys open nothing.",
      remedy: "Reactivate it first.",
    });
  }
  return principal;
}
