import {
  type AccessInventory,
  bindingName,
  builtInRoles,
  goneName,
  type ManifestHolder,
  type ManifestRequirement,
  type ManifestRule,
  pathToRoot,
  phaseOf,
  policyName,
  type Requirement,
} from "@countersign/core";
import { listBindingRows } from "../access/binding-store.ts";
import { listRoleRows } from "../access/role-store.ts";
import type { Reading } from "../command/reading.ts";
import { listGroupRows } from "../identity/group-store.ts";
import { listMemberRows } from "../identity/member-store.ts";
import { listServiceAccountRows } from "../identity/service-account-store.ts";
import { type ProposedPolicy, readOpenProposals } from "../releases/policy-proposal-store.ts";
import { readPolicies } from "../releases/policy-store.ts";
import { compareBytes } from "../resources/byte-order.ts";
import { listWorkspaceOwnership } from "./manifest-store.ts";

/** What stands, by names. Whether the actor may know all of it is the caller's question. */
export async function readInventory(reading: Reading): Promise<AccessInventory> {
  const { tx, organizationId, state, now } = reading;
  const members = await listMemberRows(tx, organizationId);
  const accounts = await listServiceAccountRows(tx, organizationId);
  const groups = await listGroupRows(tx, organizationId);
  const roles = (await listRoleRows(tx, organizationId)).filter(({ builtIn }) => !builtIn);
  const bindings = await listBindingRows(tx, organizationId, {}, null);
  const policies = await readPolicies(tx, organizationId);
  const proposals = await readOpenProposals(tx, organizationId);

  const names = {
    people: new Map(members.map(({ id, email }) => [id, email.toLowerCase()])),
    accounts: new Map(accounts.map(({ id, name }) => [id, name])),
    groups: new Map(groups.map(({ id, name }) => [id, name])),
    roles: new Map([
      ...[...builtInRoles.keys()].map((id) => [id, id] as const),
      ...roles.map(({ id, name }) => [id, name] as const),
    ]),
  };
  const nameIn = (known: ReadonlyMap<string, string>, id: string): string => known.get(id) ?? goneName(id);
  const paths = pathsOf(reading);
  const holderOf = (holder: { readonly type: "principal" | "group"; readonly id: string }): ManifestHolder => {
    if (holder.type === "group") return { type: "group", name: nameIn(names.groups, holder.id) };
    const account = names.accounts.get(holder.id);
    return account === undefined
      ? { type: "person", name: nameIn(names.people, holder.id) }
      : { type: "service-account", name: account };
  };
  const ruleOf = ({ labelPattern, kinds, mode, requirements }: Omit<ProposedPolicy, "terms">): ManifestRule => ({
    label: labelPattern,
    kinds,
    mode,
    requirements: requirements.map((requirement) => requirementOf(requirement, names, nameIn)),
  });

  const byName = (a: { readonly name: string }, b: typeof a): number => compareBytes(a.name, b.name);
  return {
    at: now,
    workspaces: (await listWorkspaceOwnership(tx, organizationId)).toSorted(byName),
    roles: roles.toSorted(byName).map(({ id, name, description, managedBy }) => {
      const role = state.roles.get(id);
      return {
        id,
        name,
        description,
        managedBy,
        permissions: role?.permissions.toList() ?? [],
        includes: (role?.includes ?? []).map((included) => nameIn(names.roles, included)).sort(),
      };
    }),
    groups: groups.toSorted(byName).map(({ id, name, description, managedBy }) => {
      const group = state.groups.get(id);
      return {
        id,
        name,
        description,
        managedBy,
        members: (group?.memberIds ?? []).map((member) => nameIn(names.people, member)).sort(),
        groups: (group?.groupIds ?? []).map((inner) => nameIn(names.groups, inner)).sort(),
      };
    }),
    serviceAccounts: accounts.toSorted(byName).map(({ id, name, description, managedBy, homeScopeId }) => {
      const principal = state.principals.get(id);
      const responsibleIds = principal?.type === "service-account" ? principal.responsibleIds : [];
      return {
        id,
        name,
        description,
        managedBy,
        home: paths.get(homeScopeId) ?? goneName(homeScopeId),
        responsible: responsibleIds.map((person) => nameIn(names.people, person)).sort(),
      };
    }),
    bindings: sorted(
      bindings.flatMap((binding) => {
        const at = paths.get(binding.scopeId);
        if (at === undefined || phaseOf(binding, now) === "expired") return [];
        const { id, notBefore, expiresAt, reason, managedBy } = binding;
        const role = nameIn(names.roles, binding.roleId);
        return [{ id, holder: holderOf(binding.holder), role, at, notBefore, expiresAt, reason, managedBy }];
      }),
      bindingName,
    ),
    policies: sorted(
      policies.flatMap((policy) => {
        const at = paths.get(policy.scopeId);
        if (at === undefined) return [];
        const proposal = proposals.find(({ policyId }) => policyId === policy.id);
        return [
          {
            id: policy.id,
            name: policy.name,
            at,
            managedBy: policy.managedBy,
            ...ruleOf({ ...policy, mode: policy.current.mode, requirements: policy.current.requirements }),
            proposed:
              proposal === undefined ? null : proposal.proposed === null ? "removal" : ruleOf(proposal.proposed),
          },
        ];
      }),
      policyName,
    ),
    people: new Map(
      members.map(({ id, email, state: standing }) => [email.toLowerCase(), { id, active: standing === "active" }]),
    ),
    places: new Map([...paths].map(([id, path]) => [path, id])),
  };
}

/** In the order of names, each of which is worked out once. */
function sorted<T>(items: readonly T[], nameOf: (item: T) => string): readonly T[] {
  return items
    .map((item) => ({ item, name: nameOf(item) }))
    .sort((a, b) => compareBytes(a.name, b.name))
    .map(({ item }) => item);
}

interface Names {
  readonly people: ReadonlyMap<string, string>;
  readonly groups: ReadonlyMap<string, string>;
  readonly roles: ReadonlyMap<string, string>;
}

function requirementOf(
  requirement: Requirement,
  names: Names,
  nameIn: (known: ReadonlyMap<string, string>, id: string) => string,
): ManifestRequirement {
  const { count, when = null } = requirement;
  switch (requirement.type) {
    case "role":
      return { type: "role", count, when, role: nameIn(names.roles, requirement.roleId) };
    case "group":
      return { type: "group", count, when, group: nameIn(names.groups, requirement.groupId) };
    case "people":
      return {
        type: "people",
        count,
        when,
        people: requirement.principalIds.map((id) => nameIn(names.people, id)).sort(),
      };
  }
}

/** The paths of places that are not archived, by id; `/` is the organization. */
function pathsOf({ state, organizationId }: Reading): ReadonlyMap<string, string> {
  const paths = new Map<string, string>();
  for (const id of state.scopes.keys()) {
    const way = pathToRoot(state.scopes, organizationId, id);
    if (way === null || way.some(({ archived }) => archived)) continue;
    const names = way.slice(0, -1).map(({ name }) => name);
    paths.set(id, names.length === 0 ? "/" : names.reverse().join("/"));
  }
  return paths;
}
