import {
  meaningfulOn,
  PermissionSet,
  pathToRoot,
  type Restriction,
  type RestrictionApi,
  type RestrictionRecord,
} from "@countersign/core";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, refuse } from "../command/refuse.ts";
import { askedScope, seesRestrictions } from "./access-locators.ts";
import { insertOpening } from "./opening-store.ts";
import { principalRef, readPrincipalRefs } from "./principal-names.ts";
import { deleteRestriction, insertRestriction, listRestrictionRows, type RestrictionRow } from "./restriction-store.ts";
import { scopeRef } from "./scope-names.ts";

export async function listRestrictions(
  reading: Reading,
  input: Parameters<RestrictionApi["list"]>[0],
): Promise<readonly RestrictionRecord[]> {
  const { tx, organizationId, state } = reading;
  const path = pathToRoot(state.scopes, organizationId, input.scopeId) ?? [];
  const below = input.below === true ? restrictedBelow(reading, input.scopeId) : [];
  const scopeIds = [...path.map(({ id }) => id), ...below];
  return records(reading, await listRestrictionRows(tx, organizationId, scopeIds));
}

/** The scopes below one that are restricted themselves, as far as the actor may see the access to them. */
function restrictedBelow(reading: Reading, scopeId: string): readonly string[] {
  const { organizationId, state } = reading;
  return [...new Set([...state.restrictions.values()].map((restriction) => restriction.scopeId))].filter((id) => {
    const above = pathToRoot(state.scopes, organizationId, id)?.slice(1) ?? [];
    return above.some((scope) => scope.id === scopeId) && seesRestrictions(reading, id);
  });
}

export async function createRestriction(
  command: Command,
  input: Parameters<RestrictionApi["create"]>[0],
): Promise<RestrictionRecord> {
  const scope = found(command.state.scopes.get(input.scopeId));
  const permissions = PermissionSet.of(...input.permissions);
  const idle = permissions.minus(meaningfulOn(scope));
  if (!idle.isEmpty) {
    refuse({
      code: "invalid",
      message: `At the ${scope.type} "${scope.name}" and below it nobody can hold ${idle.toList().join(", ")}.`,
      remedy: "Leave that out, or restrict it at a scope above.",
    });
  }
  const restriction: RestrictionRow = {
    id: newId("rst"),
    scopeId: scope.id,
    permissions,
    reason: input.reason,
    createdBy: command.actor.principalId,
    createdAt: command.now,
  };
  await command.changeAccess(() => insertRestriction(command.tx, command.organizationId, restriction));
  command.record({
    action: "restriction.create",
    target: { type: "restriction", id: restriction.id },
    scopeId: scope.id,
    after: restrictionDigest(restriction),
    details: { permissions: permissions.toList() },
    texts: { reason: restriction.reason },
  });
  const [record] = await records(command, [restriction]);
  return found(record);
}

export async function liftRestriction(command: Command, input: { readonly restrictionId: string }): Promise<object> {
  const restriction = found(command.state.restrictions.get(input.restrictionId));
  const { scopeId, permissions } = restriction;
  await command.changeAccess(async () => {
    await deleteRestriction(command.tx, command.organizationId, restriction.id);
    await insertOpening(command, { type: "lifted", scopeId, permissions });
  });
  command.record({
    action: "restriction.lift",
    target: { type: "restriction", id: restriction.id },
    scopeId: restriction.scopeId,
    before: restrictionDigest(restriction),
    details: { permissions: restriction.permissions.toList() },
  });
  return {};
}

async function records(reading: Reading, rows: readonly RestrictionRow[]): Promise<readonly RestrictionRecord[]> {
  const principals = await readPrincipalRefs(
    reading.tx,
    reading.organizationId,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map((row) => ({
    id: row.id,
    scope: scopeRef(reading.state, row.scopeId),
    askedAt: askedScope(reading.state, row.scopeId, "restriction:manage"),
    permissions: row.permissions.toList(),
    reason: row.reason,
    createdBy: principalRef(principals, row.createdBy),
    createdAt: row.createdAt,
  }));
}

function restrictionDigest({ scopeId, permissions }: Restriction): string {
  return digestOf({ scopeId, permissions: permissions.toHex() });
}
