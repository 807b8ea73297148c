import { builtInRoles } from "../access/builtin-roles.ts";
import type { AccessInventory } from "./access-inventory.ts";
import type { ManifestHolder } from "./manifest.ts";
import type { PlannedChange } from "./planned-change.ts";

/** What ids are made for. */
export type NewThing = "workspace" | "role" | "group" | "service-account";

/** The ids that the names of a plan stand for, those of things that it makes included. */
export interface PlanIds {
  readonly place: (at: string) => string;
  readonly role: (name: string) => string;
  readonly group: (name: string) => string;
  readonly account: (name: string) => string;
  readonly person: (email: string) => string;
  readonly holder: (holder: ManifestHolder) => { readonly type: "principal" | "group"; readonly id: string };
}

/**
 * @param idFor a new id for something that the plan makes; asked once for each
 * @throws an Error for a name that a plan cannot hold: planning has turned unknown ones away.
 */
export function planIds(
  inventory: AccessInventory,
  changes: readonly PlannedChange[],
  idFor: (thing: NewThing, name: string) => string,
): PlanIds {
  const ids = (items: readonly { readonly name: string; readonly id: string }[]): Map<string, string> =>
    new Map(items.map(({ name, id }) => [name, id]));
  const roles = ids(inventory.roles);
  const groups = ids(inventory.groups);
  const accounts = ids(inventory.serviceAccounts);
  const places = new Map(inventory.places);
  for (const change of changes) {
    if (change.do === "create-workspace") places.set(change.workspace.name, idFor("workspace", change.workspace.name));
    if (change.do === "create-role") roles.set(change.role.name, idFor("role", change.role.name));
    if (change.do === "create-group") groups.set(change.name, idFor("group", change.name));
    if (change.do === "create-service-account") {
      accounts.set(change.account.name, idFor("service-account", change.account.name));
    }
  }
  const lookUp =
    (what: string, known: ReadonlyMap<string, string>) =>
    (name: string): string => {
      const id = known.get(name);
      if (id === undefined) throw new Error(`The plan names the ${what} "${name}", which is not there.`);
      return id;
    };
  const role = lookUp("role", roles);
  const group = lookUp("group", groups);
  const account = lookUp("service account", accounts);
  const person = lookUp("person", new Map([...inventory.people].map(([email, { id }]) => [email, id])));
  return {
    place: lookUp("place", places),
    role: (name) => (builtInRoles.has(name) ? name : role(name)),
    group,
    account,
    person,
    holder: ({ type, name }) => {
      if (type === "group") return { type: "group", id: group(name) };
      return { type: "principal", id: type === "person" ? person(name) : account(name) };
    },
  };
}
