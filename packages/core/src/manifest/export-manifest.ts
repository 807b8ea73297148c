import { builtInRoles } from "../access/builtin-roles.ts";
import { type AccessInventory, type InventoryBinding, isGone } from "./access-inventory.ts";
import type { ManifestRequirement } from "./manifest.ts";
import type { BindingSource, ManifestSource, RequirementSource } from "./manifest-source.ts";

/** Today's state as a manifest: a plan of it is empty. */
export function exportManifest(inventory: AccessInventory, name: string): ManifestSource {
  const { workspaces, roles, groups, serviceAccounts, bindings, policies } = inventory;
  return {
    manifest: name,
    workspaces: record(
      workspaces.filter(({ archived }) => !archived),
      ({ description }) => described(description),
    ),
    roles: record(
      roles.filter((role) => !builtInRoles.has(role.name)),
      ({ description, permissions, includes }) => ({
        ...described(description),
        permissions,
        ...(includes.length === 0 ? {} : { includes }),
      }),
    ),
    groups: record(groups, ({ description, members, groups: inner }) => ({
      ...described(description),
      members,
      ...(inner.length === 0 ? {} : { groups: inner }),
    })),
    serviceAccounts: record(
      serviceAccounts.filter(({ home }) => inventory.places.has(home)),
      ({ description, home, responsible }) => ({
        ...described(description),
        ...(home === "/" ? {} : { home }),
        ...(responsible.length === 0 ? {} : { responsible }),
      }),
    ),
    bindings: bindings.map((binding) => bindingSource(binding, inventory.at)),
    policies: policies
      .filter((policy) => !policy.requirements.some(asksForWhatIsGone))
      .map(({ name: policy, at, label, kinds, mode, requirements }) => ({
        name: policy,
        at,
        label,
        ...(kinds === null ? {} : { kinds }),
        ...(mode === null || mode === "enforce" ? {} : { mode }),
        requirements: requirements.map(requirementSource),
      })),
  };
}

function bindingSource({ holder, role, at, ...one }: InventoryBinding, now: string): BindingSource {
  const rest = {
    role,
    at,
    ...(one.notBefore === null || one.notBefore <= now ? {} : { notBefore: one.notBefore }),
    ...(one.expiresAt === null ? {} : { expiresAt: one.expiresAt }),
    ...(one.reason === "" ? {} : { reason: one.reason }),
  };
  switch (holder.type) {
    case "person":
      return { person: holder.name, ...rest };
    case "group":
      return { group: holder.name, ...rest };
    case "service-account":
      return { serviceAccount: holder.name, ...rest };
  }
}

function requirementSource(requirement: ManifestRequirement): RequirementSource {
  const { count, when } = requirement;
  const common = { count, ...(when === null ? {} : { when }) };
  switch (requirement.type) {
    case "role":
      return { ...common, role: requirement.role };
    case "group":
      return { ...common, group: requirement.group };
    case "people":
      return { ...common, people: requirement.people };
  }
}

function record<T extends { readonly name: string }, Source>(
  items: readonly T[],
  source: (item: T) => Source,
): Readonly<Record<string, Source>> {
  return Object.fromEntries(
    [...items].sort((a, b) => (a.name < b.name ? -1 : 1)).map((item) => [item.name, source(item)]),
  );
}

function described(description: string): { readonly description?: string } {
  return description === "" ? {} : { description };
}

/** Nobody can write down a requirement of a role, a group or a person that is gone. */
function asksForWhatIsGone(requirement: ManifestRequirement): boolean {
  switch (requirement.type) {
    case "role":
      return isGone(requirement.role);
    case "group":
      return isGone(requirement.group);
    case "people":
      return requirement.people.some(isGone);
  }
}
