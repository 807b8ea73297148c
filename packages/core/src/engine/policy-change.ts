import type { AccessState, Binding, Group, Key, Principal, Restriction } from "../access/access-state.ts";
import type { Role } from "../access/role.ts";
import type { ScopeNode } from "../access/scope.ts";
import type { PolicyTables } from "./policy-tables.ts";

/** One row of a policy put in, replaced or taken out; a member put into a group or taken out of it. */
export type PolicyChange =
  | { readonly set: "principal"; readonly row: Principal }
  | { readonly set: "group"; readonly row: Group }
  | { readonly set: "role"; readonly row: Role }
  | { readonly set: "binding"; readonly row: Binding }
  | { readonly set: "restriction"; readonly row: Restriction }
  | { readonly set: "scope"; readonly row: ScopeNode }
  | { readonly set: "key"; readonly row: Key }
  | { readonly remove: PolicyRowType; readonly id: string }
  | { readonly join: string; readonly principalId: string }
  | { readonly leave: string; readonly principalId: string };

export type PolicyRowType = "principal" | "group" | "role" | "binding" | "restriction" | "scope" | "key";

/**
 * What leads from one state to another. Rows that are the same object in both cost nothing but the look; groups that differ
 * come as the members who joined and left, unless their inner groups differ too.
 */
export function changesBetween(before: AccessState, after: AccessState): readonly PolicyChange[] {
  const changes: PolicyChange[] = [];
  const rows = <Row>(
    type: PolicyRowType,
    old: ReadonlyMap<string, Row>,
    now: ReadonlyMap<string, Row>,
    set: (row: Row, was: Row | undefined) => readonly PolicyChange[],
  ): void => {
    for (const [id, row] of now) {
      const was = old.get(id);
      if (was === undefined || !sameRow(was, row)) changes.push(...set(row, was));
    }
    for (const id of old.keys()) if (!now.has(id)) changes.push({ remove: type, id });
  };
  rows("scope", before.scopes, after.scopes, (row) => [{ set: "scope", row }]);
  rows("principal", before.principals, after.principals, (row) => [{ set: "principal", row }]);
  rows("role", before.roles, after.roles, (row) => [{ set: "role", row }]);
  rows("group", before.groups, after.groups, groupChanges);
  rows("restriction", before.restrictions, after.restrictions, (row) => [{ set: "restriction", row }]);
  rows("binding", before.bindings, after.bindings, (row) => [{ set: "binding", row }]);
  rows("key", before.keys, after.keys, (row) => [{ set: "key", row }]);
  return changes;
}

function groupChanges(row: Group, was: Group | undefined): readonly PolicyChange[] {
  if (was === undefined || !sameValue(was.groupIds, row.groupIds)) return [{ set: "group", row }];
  const [old, now] = [new Set(was.memberIds), new Set(row.memberIds)];
  return [
    ...[...now].filter((id) => !old.has(id)).map((principalId) => ({ join: row.id, principalId })),
    ...[...old].filter((id) => !now.has(id)).map((principalId) => ({ leave: row.id, principalId })),
  ];
}

/** Rows are flat: texts, numbers, sets of permissions, and lists and pairs of texts. */
function sameRow(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const one: Readonly<Record<string, unknown>> = { ...a };
  const other: Readonly<Record<string, unknown>> = { ...b };
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => sameValue(one[key], other[key]));
}

function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (!Array.isArray(a) || !Array.isArray(b)) return sameRow(a, b);
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/**
 * Makes a change.
 *
 * @returns the changes that take it back, in their order
 */
export function apply(tables: PolicyTables, change: PolicyChange): readonly PolicyChange[] {
  if ("join" in change) {
    const { join, principalId } = change;
    if (tables.groups.isMemberById(join, principalId)) return [];
    tables.groups.join(join, principalId);
    return [{ leave: join, principalId }];
  }
  if ("leave" in change) {
    const { leave, principalId } = change;
    if (!tables.groups.isMemberById(leave, principalId)) return [];
    tables.groups.leave(leave, principalId);
    return [{ join: leave, principalId }];
  }
  const type = "set" in change ? change.set : change.remove;
  const undo = restoring(tables, type, "set" in change ? change.row.id : change.id);
  if ("remove" in change) remove(tables, change.remove, change.id);
  else put(tables, change);
  return undo;
}

/** The principals whom changes can concern, as the policy stands; everybody where a scope or restriction is among them. */
export function concernedBy(tables: PolicyTables, changes: readonly PolicyChange[]): ReadonlySet<string> {
  const concerned = new Set<number>();
  const add = (numbers: Iterable<number>): void => {
    for (const number of numbers) concerned.add(number);
  };
  const addPrincipal = (id: string): void => {
    const number = tables.principals.find(id);
    if (number !== undefined) concerned.add(number);
  };
  const addHolder = (holder: number): void => add(holder < 0 ? tables.groups.everybodyIn(~holder) : [holder]);
  const roles = new Set<string>();
  for (const change of changes) {
    if ("join" in change || "leave" in change) {
      addPrincipal(change.principalId);
      continue;
    }
    const type = "set" in change ? change.set : change.remove;
    const id = "set" in change ? change.row.id : change.id;
    if (type === "scope" || type === "restriction") return new Set(tables.principals.ids());
    if (type === "principal") addPrincipal(id);
    if (type === "group") add(tables.groups.everybodyIn(tables.groups.find(id) ?? -1));
    if (type === "role") roles.add(id);
    if (type !== "binding") continue;
    const binding = tables.bindings.find(id);
    if (binding >= 0) addHolder(tables.bindings.holder(binding));
  }
  if (roles.size > 0) {
    const reached = tables.roles.including(roles);
    for (const binding of tables.bindings.all()) {
      if (reached.has(tables.bindings.role(binding))) addHolder(tables.bindings.holder(binding));
    }
  }
  return new Set([...concerned].map((number) => tables.principals.id(number)));
}

function put(tables: PolicyTables, change: Extract<PolicyChange, { readonly set: PolicyRowType }>): void {
  switch (change.set) {
    case "principal":
      tables.principals.set(change.row);
      break;
    case "group":
      tables.groups.set(change.row);
      break;
    case "role":
      tables.roles.set(change.row);
      break;
    case "binding":
      tables.addBinding(change.row);
      break;
    case "restriction":
      tables.scopes.restrict(change.row);
      break;
    case "scope":
      tables.scopes.set(change.row);
      break;
    case "key":
      tables.keys.set(change.row);
  }
}

function remove(tables: PolicyTables, type: PolicyRowType, id: string): void {
  const removal: Readonly<Record<PolicyRowType, () => void>> = {
    principal: () => tables.principals.remove(id),
    group: () => tables.groups.remove(id),
    role: () => tables.roles.remove(id),
    binding: () => tables.removeBinding(id),
    restriction: () => tables.scopes.lift(id),
    scope: () => tables.scopes.remove(id),
    key: () => tables.keys.remove(id),
  };
  removal[type]();
}

/** The change that brings a row back to what it is now. */
function restoring(tables: PolicyTables, type: PolicyRowType, id: string): readonly PolicyChange[] {
  const back = rowOf(tables, type, id);
  return [back ?? { remove: type, id }];
}

function rowOf(tables: PolicyTables, type: PolicyRowType, id: string): PolicyChange | undefined {
  const set = <Type extends PolicyRowType, Row>(name: Type, row: Row | undefined) => {
    return row === undefined ? undefined : { set: name, row };
  };
  switch (type) {
    case "principal":
      return set(type, tables.principals.row(tables.principals.find(id) ?? -1));
    case "group":
      return set(type, tables.groups.row(tables.groups.find(id) ?? -1));
    case "role":
      return set(type, tables.roles.custom.get(id));
    case "binding": {
      const binding = tables.bindings.find(id);
      return set(type, binding < 0 ? undefined : tables.bindings.row(binding));
    }
    case "restriction":
      return set(type, tables.scopes.restrictions.get(id));
    case "scope":
      return set(type, tables.scopes.node(tables.scopes.find(id) ?? -1));
    case "key":
      return set(type, tables.keys.get(id)?.row);
  }
}
