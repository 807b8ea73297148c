/** A fault that could be made in the compiled policy: a piece of its source, and what it would be replaced by. */
export interface Fault {
  readonly name: string;
  /** A file of `src/engine`. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/** Each must be found by the proof; see `faults.test.ts`. */
export const faults: readonly Fault[] = [
  {
    name: "suspended principals keep what they had",
    file: "policy-tables.ts",
    from: "const active = this.principals.standing[principal] === ACTIVE;",
    to: "const active = this.principals.standing[principal] !== 0;",
  },
  {
    name: "a moment that is none is asked about all the same",
    file: "policy-tables.ts",
    from: "mark === NOBODY || !Number.isFinite(at)",
    to: "mark === NOBODY",
  },
  {
    name: "restrictions are forgotten where one question is asked",
    file: "policy-tables.ts",
    from: "const restricted = removed[scope] !== 0;",
    to: "const restricted = removed[scope] === -1;",
  },
  {
    name: "groups are not looked at",
    file: "policy-tables.ts",
    from: "return set === 0 ? bits :",
    to: "return set >= 0 ? bits :",
  },
  {
    name: "owners keep everything that is restricted, wherever they are bound",
    file: "policy-tables.ts",
    from: "role === this.roles.owner && boundAt === this.scopes.root",
    to: "role === this.roles.owner",
  },
  {
    name: "what a permission requires is not asked for",
    file: "permission-words.ts",
    from: "for (const required of permissionCatalogue[one].requires) all.add(required);",
    to: "void permissionCatalogue;",
  },
  {
    name: "permissions mean something everywhere",
    file: "permission-words.ts",
    from: "filter((scope) => meaningfulOn(scope).has(permission))",
    to: "filter((scope) => meaningfulOn(scope).has(permission) || scope.type === 'folder')",
  },
  {
    name: "a binding that ends counts at its end",
    file: "binding-table.ts",
    from: "at < (this.#ends[window] ?? at)",
    to: "at <= (this.#ends[window] ?? at)",
  },
  {
    name: "a binding counts before it begins",
    file: "binding-table.ts",
    from: "(this.#starts[window] ?? at) <= at && ",
    to: "",
  },
  {
    name: "a removed binding stays in the list of its group",
    file: "binding-table.ts",
    from: "if (holder < 0) this.ofGroup.remove(~holder, this.#key(number), number);",
    to: "if (holder < 0) void number;",
  },
  {
    name: "rows of a group are kept when something is bound to it",
    file: "policy-tables.ts",
    from: "for (const set of this.groups.setsWith(~holder)) this.#dropRowsOf(set);",
    to: "",
  },
  {
    name: "an edited role is worked out by itself and not where it is included",
    file: "role-table.ts",
    from: "this.load([role]);",
    to: "this.#roles.set(role.id, role); this.#settleOne(this.number(role.id));",
  },
  {
    name: "a removed role goes on giving",
    file: "role-table.ts",
    from: "this.#roles.delete(id);\n    this.#settle();",
    to: "this.#roles.delete(id);",
  },
  {
    name: "who leaves a group stays in the groups around it",
    file: "group-table.ts",
    from: "this.#leave(group, principal);\n    this.#settle(principal);",
    to: "this.#leave(group, principal);",
  },
  {
    name: "a group that is put into another does not bring its members",
    file: "group-table.ts",
    from: "for (const group of reached) for (const outer of this.#outer[group] ?? []) reached.add(outer);",
    to: "",
  },
  {
    name: "what is below a moved scope stays as it was",
    file: "scope-table.ts",
    from: "if (seen.has(child)) continue;",
    to: "if (seen.size > 0) continue;",
  },
  {
    name: "a restriction works at its own scope alone",
    file: "scope-table.ts",
    from: "const above = parent < 0 ? 0 : (this.removed[parent] ?? 0);",
    to: "const above = 0;",
  },
  {
    name: "what is archived is open",
    file: "scope-table.ts",
    from: "const shut = node?.archived !== false || ",
    to: "const shut = ",
  },
  {
    name: "a key works everywhere",
    file: "key-table.ts",
    from: "this.coversScope(key, scope) && ",
    to: "",
  },
  {
    name: "a key of somebody else is as good",
    file: "key-table.ts",
    from: " && key.principal === principal",
    to: "",
  },
  {
    name: "a key's labels are not asked",
    file: "key-table.ts",
    from: "labels.some((pattern) => matchesLabel(pattern, label))",
    to: "labels.length >= 0",
  },
  {
    name: "a page begins with what the page before ended with",
    file: "resource-listing.ts",
    from: "(onCursor && rest.length === 0)",
    to: "(onCursor && rest.length < 0)",
  },
  {
    name: "folders in which one has nothing oneself are not entered",
    file: "resource-listing.ts",
    from: "if (below.length === 0 && !this.#leading.has(child)) continue;",
    to: "if (below.length === 0) continue;",
  },
  {
    name: "members of groups are no holders",
    file: "principal-listing.ts",
    from: "if (set === 0 || standing[principal] !== ACTIVE) continue;",
    to: "if (set >= 0 || standing[principal] !== ACTIVE) continue;",
  },
];
