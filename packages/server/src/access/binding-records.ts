import { type BindingPhase, type BindingRecord, findRole, type PrincipalRef, phaseOf } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { type BindingRow, listBindingRows } from "./binding-store.ts";
import { principalRef, readGroupNames, readPrincipalRefs } from "./principal-names.ts";
import { scopeRef } from "./scope-names.ts";

/** Bindings as they are shown, in the order of the rows. Whether the actor may see them is the caller's question. */
export async function bindingRecords(reading: Reading, rows: readonly BindingRow[]): Promise<readonly BindingRecord[]> {
  const { tx, organizationId, state, now } = reading;
  const principalIds = rows.flatMap(({ holder, grantedBy }) =>
    holder.type === "principal" ? [holder.id, grantedBy] : [grantedBy],
  );
  const groupIds = rows.flatMap(({ holder }) => (holder.type === "group" ? [holder.id] : []));
  const principals = await readPrincipalRefs(tx, organizationId, principalIds);
  const groups = await readGroupNames(tx, organizationId, groupIds);
  return rows.map((row) => ({
    id: row.id,
    holder: holderRecord(row, principals, groups),
    role: roleRef(reading, row.roleId),
    scope: scopeRef(state, row.scopeId),
    state: stateNames[phaseOf(row, now)],
    notBefore: row.notBefore,
    expiresAt: row.expiresAt,
    reason: row.reason,
    grantedBy: principalRef(principals, row.grantedBy),
    grantedAt: row.grantedAt,
    lastUsedAt: row.lastUsedAt,
    managedBy: row.managedBy,
  }));
}

/**
 * The bindings that name each of these principals and groups themselves, those that ended included, newest first. For
 * lists of members, groups and service accounts, whose services decide who may see them.
 */
export async function bindingRecordsOf(
  reading: Reading,
  holderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly BindingRecord[]>> {
  const rows =
    holderIds.length === 0 ? [] : await listBindingRows(reading.tx, reading.organizationId, { holderIds }, null);
  const lists = new Map<string, BindingRecord[]>();
  for (const record of await bindingRecords(reading, rows)) {
    const list = lists.get(record.holder.id);
    if (list === undefined) lists.set(record.holder.id, [record]);
    else list.push(record);
  }
  return lists;
}

/** A role by id with its name. */
export function roleRef(reading: Reading, roleId: string): { readonly id: string; readonly name: string } {
  return { id: roleId, name: findRole(reading.state.roles, roleId)?.name ?? roleId };
}

const stateNames: Readonly<Record<BindingPhase, BindingRecord["state"]>> = {
  "not-yet": "not-yet",
  live: "active",
  expired: "expired",
};

function holderRecord(
  { holder }: BindingRow,
  principals: ReadonlyMap<string, PrincipalRef>,
  groups: ReadonlyMap<string, string>,
): BindingRecord["holder"] {
  if (holder.type === "principal") return principalRef(principals, holder.id);
  return { type: "group", id: holder.id, name: groups.get(holder.id) ?? holder.id };
}
