import { builtInRoles } from "../access/builtin-roles.ts";
import type { ManifestHolder, ManifestPath, ManifestProblem, ManifestRequirement } from "./manifest.ts";
import type { Planning } from "./planned-change.ts";

/** Names of a manifest that lead nowhere: neither to what stands nor to what it makes. */
export function unknownNames({ inventory, manifest }: Planning): readonly ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  const named = (...lists: readonly (readonly { readonly name: string }[])[]): ReadonlySet<string> =>
    new Set(lists.flatMap((list) => list.map(({ name }) => name)));
  const roles = named(inventory.roles, manifest.roles);
  const groups = named(inventory.groups, manifest.groups);
  const accounts = named(inventory.serviceAccounts, manifest.serviceAccounts);
  const made = named(manifest.workspaces);
  const archived = named(inventory.workspaces.filter((workspace) => workspace.archived));

  const note = (path: ManifestPath, message: string, remedy: string): void =>
    void problems.push({ path, message, remedy });
  const role = (name: string, path: ManifestPath): void => {
    if (builtInRoles.has(name) || roles.has(name)) return;
    note(
      path,
      `There is no role "${name}".`,
      "Name a custom role, one that the manifest makes, or a built-in one by its id.",
    );
  };
  const group = (name: string, path: ManifestPath): void => {
    if (!groups.has(name)) note(path, `There is no group "${name}".`, "Let the manifest make it, or correct its name.");
  };
  const person = (email: string, path: ManifestPath): void => {
    if (inventory.people.has(email)) return;
    note(
      path,
      `Nobody in the organization has the address "${email}".`,
      "Invite the person first, or correct the address.",
    );
  };
  const place = (at: string, path: ManifestPath): void => {
    if (inventory.places.has(at) || (made.has(at) && !archived.has(at))) return;
    note(
      path,
      `There is no place "${at}", or it is archived.`,
      "Make it or restore it first, or correct how it is written.",
    );
  };
  const holder = ({ type, name }: ManifestHolder, path: ManifestPath): void => {
    if (type === "person") person(name, [...path, "person"]);
    else if (type === "group") group(name, [...path, "group"]);
    else if (!accounts.has(name)) {
      note(
        [...path, "serviceAccount"],
        `There is no service account "${name}".`,
        "Let the manifest make it, or correct its name.",
      );
    }
  };
  const requirement = (wanted: ManifestRequirement, path: ManifestPath): void => {
    if (wanted.type === "role") role(wanted.role, [...path, "role"]);
    else if (wanted.type === "group") group(wanted.group, [...path, "group"]);
    else for (const email of wanted.people) person(email, [...path, "people"]);
  };

  for (const { name, path } of manifest.workspaces) {
    if (archived.has(name))
      note(path, `The workspace "${name}" is archived.`, "Restore it first, or take it out of the manifest.");
  }
  for (const { includes, path } of manifest.roles) for (const name of includes) role(name, [...path, "includes"]);
  for (const { members, groups: inner, path } of manifest.groups) {
    for (const email of members ?? []) person(email, [...path, "members"]);
    for (const name of inner ?? []) group(name, [...path, "groups"]);
  }
  for (const { home, name, responsible, path } of manifest.serviceAccounts) {
    place(home, [...path, "home"]);
    for (const email of responsible ?? []) {
      person(email, [...path, "responsible"]);
      if (inventory.people.get(email)?.active === false) {
        note([...path, "responsible"], `"${email}" is suspended, and answers for nothing.`, "Name an active person.");
      }
    }
    const standing = inventory.serviceAccounts.find((account) => account.name === name);
    if (standing !== undefined && standing.home !== home) {
      note(
        [...path, "home"],
        `The service account "${name}" belongs to "${standing.home}", and stays there.`,
        `Write home: ${standing.home}, or make another under another name.`,
      );
    }
  }
  for (const binding of manifest.bindings) {
    holder(binding.holder, binding.path);
    role(binding.role, [...binding.path, "role"]);
    place(binding.at, [...binding.path, "at"]);
  }
  for (const { at, requirements, path } of manifest.policies) {
    place(at, [...path, "at"]);
    for (const [index, wanted] of requirements.entries()) requirement(wanted, [...path, "requirements", index]);
  }
  return problems;
}
