import type { BindingRecord, PrincipalRef, StaleAccess } from "@countersign/core";
import { toCsv } from "../interface/csv.ts";

/** What can be cleaned away: a principal to suspend, a key to revoke, a binding to take. */
export type StaleRow = StalePrincipal | StaleKey | StaleBinding;

interface StalePrincipal {
  readonly sort: "principal";
  readonly id: string;
  readonly principal: PrincipalRef;
  readonly lastUsedAt: string | null;
  readonly since: string;
}

interface StaleKey {
  readonly sort: "key";
  readonly id: string;
  readonly name: string;
  readonly principal: PrincipalRef;
  readonly lastUsedAt: string | null;
  readonly since: string;
}

interface StaleBinding {
  readonly sort: "binding";
  readonly id: string;
  readonly why: "expired" | "never used";
  readonly binding: BindingRecord;
  readonly lastUsedAt: string | null;
  readonly since: string;
}

/** Everything stale, principals first. A binding that is both expired and never used is listed once, as expired. */
export function staleRows(stale: StaleAccess): readonly StaleRow[] {
  const expired = new Set(stale.expiredBindings.map(({ id }) => id));
  const ofBindings = (bindings: readonly BindingRecord[], why: StaleBinding["why"]) =>
    bindings.map((binding): StaleBinding => {
      const { id, lastUsedAt, grantedAt } = binding;
      return { sort: "binding", id, why, binding, lastUsedAt, since: grantedAt };
    });
  return [
    ...stale.unusedPrincipals.map(
      ({ principal, lastUsedAt, createdAt }): StalePrincipal => ({
        sort: "principal",
        id: principal.id,
        principal,
        lastUsedAt,
        since: createdAt,
      }),
    ),
    ...stale.unusedKeys.map(
      ({ id, name, principal, lastUsedAt, createdAt }): StaleKey => ({
        sort: "key",
        id,
        name,
        principal,
        lastUsedAt,
        since: createdAt,
      }),
    ),
    ...ofBindings(stale.expiredBindings, "expired"),
    ...ofBindings(
      stale.neverUsedBindings.filter(({ id }) => !expired.has(id)),
      "never used",
    ),
  ];
}

/** What a row is called, for people. */
export function staleName(row: StaleRow): string {
  switch (row.sort) {
    case "principal":
      return row.principal.name;
    case "key":
      return `${row.name} of ${row.principal.name}`;
    case "binding":
      return `${row.binding.role.name} of ${row.binding.holder.name} on ${row.binding.scope.path}`;
  }
}

/** What removing the chosen rows does, in sentences. */
export function removalWords(rows: readonly StaleRow[]): readonly string[] {
  const count = (sort: StaleRow["sort"]) => rows.filter((row) => row.sort === sort).length;
  const said = (number: number, one: string, many: string, then: string) =>
    number === 0 ? [] : [`${number === 1 ? one : `${number} ${many}`} ${then}`];
  return [
    ...said(
      count("principal"),
      "1 principal is",
      "principals are",
      "suspended: nothing of theirs is lost, and they can be reactivated.",
    ),
    ...said(count("key"), "1 key is", "keys are", "revoked for good."),
    ...said(count("binding"), "1 role is", "roles are", "taken; what is taken can be given again."),
  ];
}

/** Everything stale as a table file. */
export function staleCsv(rows: readonly StaleRow[]): string {
  const header = ["what", "id", "name", "holder", "role", "place", "why", "last used", "since", "ends", "reason"];
  return toCsv(header, rows.map(csvCells));
}

function csvCells(row: StaleRow): readonly (string | null)[] {
  const { id, lastUsedAt, since } = row;
  switch (row.sort) {
    case "principal": {
      const { type, name } = row.principal;
      return [type, id, name, name, null, null, "unused", lastUsedAt, since, null, null];
    }
    case "key":
      return ["key", id, row.name, row.principal.name, null, null, "unused", lastUsedAt, since, null, null];
    case "binding": {
      const { holder, role, scope, expiresAt, reason } = row.binding;
      const place = [holder.name, role.name, scope.path];
      return ["binding", id, staleName(row), ...place, row.why, lastUsedAt, since, expiresAt, reason];
    }
  }
}
