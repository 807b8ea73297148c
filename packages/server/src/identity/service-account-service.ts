import type { Page, PageInput, ServiceAccountRecord } from "@countersign/core";
import { governs } from "../access/access-locators.ts";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, refuse } from "../command/refuse.ts";
import { fold, pageOf } from "./paging.ts";
import {
  findServiceAccount,
  insertServiceAccount,
  listServiceAccountRows,
  type ServiceAccountRow,
  updateServiceAccount as updateServiceAccountRow,
} from "./service-account-store.ts";
import { answers } from "./service-account-succession.ts";
import { shownBindings } from "./shown-bindings.ts";

/** Those that the actor may manage. */
export async function listServiceAccounts(reading: Reading, input: PageInput): Promise<Page<ServiceAccountRecord>> {
  const rows = (await listServiceAccountRows(reading.tx, reading.organizationId)).filter((row) =>
    governs(reading, "service-account:manage", row.homeScopeId),
  );
  const page = pageOf(rows, (row) => [fold(row.name), row.id], input);
  return { ...page, items: await records(reading, page.items) };
}

export async function getServiceAccount(
  reading: Reading,
  input: { readonly serviceAccountId: string },
): Promise<ServiceAccountRecord> {
  const row = await accountOf(reading, input.serviceAccountId);
  return found((await records(reading, [row]))[0]);
}

export async function createServiceAccount(
  command: Command,
  input: {
    readonly name: string;
    readonly description?: string | undefined;
    readonly homeScopeId: string;
    readonly responsibleIds?: readonly string[] | undefined;
    readonly managedBy?: string | undefined;
  },
): Promise<ServiceAccountRecord> {
  const responsibleIds = responsible(command, input.responsibleIds ?? responsibleByDefault(command));
  await assertNameFree(command, input.name, null);
  const id = newId("prn");
  await command.changeAccess(() =>
    insertServiceAccount(command.tx, command.organizationId, {
      id,
      name: input.name,
      description: input.description?.trim() ?? "",
      homeScopeId: input.homeScopeId,
      managedBy: input.managedBy ?? null,
      responsibleIds,
      at: command.now,
    }),
  );
  command.record({
    action: "service-account.create",
    target: { type: "principal", id },
    scopeId: input.homeScopeId,
    details: { responsible: responsibleIds },
    texts: { name: input.name },
  });
  return getServiceAccount(command, { serviceAccountId: id });
}

export async function updateServiceAccount(
  command: Command,
  input: {
    readonly serviceAccountId: string;
    readonly name?: string | undefined;
    readonly description?: string | undefined;
    readonly responsibleIds?: readonly string[] | undefined;
  },
): Promise<ServiceAccountRecord> {
  const current = await accountOf(command, input.serviceAccountId);
  const before = responsibleFor(command, current.id);
  const after = {
    id: current.id,
    name: input.name ?? current.name,
    description: input.description?.trim() ?? current.description,
    responsibleIds: input.responsibleIds === undefined ? before : responsible(command, input.responsibleIds),
    at: command.now,
  };
  const same =
    after.name === current.name &&
    after.description === current.description &&
    after.responsibleIds.join() === before.join();
  if (same) return getServiceAccount(command, input);
  await assertNameFree(command, after.name, current.id);
  await command.changeAccess(() => updateServiceAccountRow(command.tx, command.organizationId, after));
  command.record({
    action: "service-account.update",
    target: { type: "principal", id: current.id },
    scopeId: current.homeScopeId,
    details: { responsible: after.responsibleIds, responsibleBefore: before },
    texts: { name: after.name },
  });
  return getServiceAccount(command, input);
}

/** A service account by id, or the one answer for what is not there. */
export async function accountOf(reading: Reading, id: string): Promise<ServiceAccountRow> {
  return found(await findServiceAccount(reading.tx, reading.organizationId, id));
}

/** The people who answer for a service account, by id. */
function responsibleFor(reading: Reading, id: string): readonly string[] {
  const principal = reading.state.principals.get(id);
  return principal?.type === "service-account" ? [...principal.responsibleIds].sort() : [];
}

/** Whoever makes a service account answers for it; where that is one itself, those who answer for it do. */
function responsibleByDefault(command: Command): readonly string[] {
  const { principalId, type } = command.actor;
  if (type === "user") return [principalId];
  return responsibleFor(command, principalId).filter((id) => answers(command.state, id));
}

function responsible(command: Command, ids: readonly string[]): readonly string[] {
  const distinct = [...new Set(ids)].sort();
  const wrong = distinct.find((id) => !answers(command.state, id));
  if (distinct.length > 0 && wrong === undefined) return distinct;
  return refuse({
    code: "invalid",
    message:
      wrong === undefined
        ? "A service account needs at least one person who answers for it."
        : `"${wrong}" is no active person of this organization, and only such a one can answer for a service account.`,
    remedy: "Name active members by their ids.",
  });
}

async function assertNameFree(command: Command, name: string, ownId: string | null): Promise<void> {
  const rows = await listServiceAccountRows(command.tx, command.organizationId);
  if (!rows.some((row) => row.name === name && row.id !== ownId)) return;
  refuse({
    code: "conflict",
    message: `A service account cannot be named "${name}": the name is taken in this organization.`,
    remedy: "Choose another name.",
  });
}

async function records(reading: Reading, rows: readonly ServiceAccountRow[]): Promise<readonly ServiceAccountRecord[]> {
  const { tx, organizationId, state } = reading;
  const bindings = await shownBindings(
    reading,
    rows.map(({ id }) => id),
  );
  const people = await readPrincipalRefs(
    tx,
    organizationId,
    rows.flatMap(({ id }) => responsibleFor(reading, id)),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    state: row.state,
    homeScopeId: row.homeScopeId,
    responsible: responsibleFor(reading, row.id).map((id) => principalRef(people, id)),
    bindings: bindings(row.id),
    keyCount: [...state.keys.values()].filter((key) => key.principalId === row.id).length,
    managedBy: row.managedBy,
    lastUsedAt: row.lastUsedAt,
    createdAt: row.createdAt,
  }));
}
