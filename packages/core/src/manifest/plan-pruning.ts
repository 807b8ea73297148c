import type { InventoryBinding, InventoryRole } from "./access-inventory.ts";
import { bindingName, type ManifestProblem, policyName } from "./manifest.ts";
import type { ManifestKind } from "./manifest-source.ts";
import type { KeptThing, PlannedChange, Planning } from "./planned-change.ts";

/** What the manifest owns and does not name any more: it goes where its kind is to be pruned, and is told where not. */
export function planPruning(
  planning: Planning,
  problems: ManifestProblem[],
): { readonly changes: readonly PlannedChange[]; readonly kept: readonly KeptThing[] } {
  const { inventory, manifest, prune } = planning;
  const changes: PlannedChange[] = [];
  const kept: KeptThing[] = [];
  const gone = <T extends { readonly managedBy: string | null }>(
    kind: ManifestKind,
    items: readonly T[],
    nameOf: (item: T) => string,
    listed: ReadonlySet<string>,
    change: (item: T) => PlannedChange,
  ): void => {
    for (const item of items) {
      if (item.managedBy !== planning.owner || listed.has(nameOf(item))) continue;
      if (prune.has(kind)) changes.push(change(item));
      else kept.push({ kind, name: nameOf(item) });
    }
  };
  const named = (items: readonly { readonly name: string }[]): ReadonlySet<string> =>
    new Set(items.map(({ name }) => name));

  gone(
    "bindings",
    inventory.bindings,
    bindingName,
    new Set(manifest.bindings.map(bindingName)),
    ({ id, managedBy: _owner, ...binding }) => {
      return { do: "unbind", id, binding };
    },
  );
  gone(
    "policies",
    inventory.policies.filter(({ proposed }) => proposed !== "removal"),
    policyName,
    new Set(manifest.policies.map(policyName)),
    (policy) => {
      if (policy.proposed !== null) {
        problems.push(
          blocked(
            `Another loosening of the policy "${policy.name}" waits for its decision.`,
            "Have it decided or withdrawn first.",
          ),
        );
      }
      return { do: "delete-policy", id: policy.id, name: policy.name, at: policy.at };
    },
  );
  const unbound = new Set(changes.flatMap((change) => (change.do === "unbind" ? [change.id] : [])));
  const left = inventory.bindings.filter(({ id }) => !unbound.has(id));
  const boundBy = (holds: (binding: InventoryBinding) => boolean, what: string): void => {
    const found = left.find(holds);
    if (found === undefined) return;
    problems.push(
      blocked(
        `${what} cannot be pruned: "${bindingName(found)}" is still there.`,
        "Take that binding away first, or prune bindings too where the manifest owns it.",
      ),
    );
  };

  gone(
    "serviceAccounts",
    inventory.serviceAccounts,
    ({ name }) => name,
    named(manifest.serviceAccounts),
    ({ id, name }) => {
      boundBy(
        ({ holder }) => holder.type === "service-account" && holder.name === name,
        `The service account "${name}"`,
      );
      return { do: "delete-service-account", id, name };
    },
  );
  gone(
    "groups",
    inventory.groups,
    ({ name }) => name,
    named(manifest.groups),
    ({ id, name }) => {
      boundBy(({ holder }) => holder.type === "group" && holder.name === name, `The group "${name}"`);
      const outer = inventory.groups.find(
        ({ groups, managedBy }) => groups.includes(name) && managedBy !== planning.owner,
      );
      if (outer !== undefined) {
        problems.push(
          blocked(
            `The group "${name}" cannot be pruned: it is in "${outer.name}", which the manifest does not own.`,
            "Take it out of that group first.",
          ),
        );
      }
      return { do: "delete-group", id, name };
    },
  );
  gone(
    "roles",
    includingFirst(inventory.roles),
    ({ name }) => name,
    named(manifest.roles),
    ({ id, name }) => {
      boundBy(({ role }) => role === name, `The role "${name}"`);
      const including = [
        ...inventory.roles.filter((role) => !named(manifest.roles).has(role.name) && !prunes(planning, role)),
        ...manifest.roles,
      ].find(({ includes }) => includes.includes(name));
      if (including !== undefined) {
        problems.push(
          blocked(
            `The role "${name}" cannot be pruned: "${including.name}" includes it.`,
            "Take it out of that role first.",
          ),
        );
      }
      return { do: "delete-role", id, name };
    },
  );
  gone(
    "workspaces",
    inventory.workspaces.filter(({ archived }) => !archived),
    ({ name }) => name,
    named(manifest.workspaces),
    ({ id, name }) => {
      return { do: "archive-workspace", id, name };
    },
  );
  return { changes, kept };
}

function prunes({ owner, prune }: Planning, role: { readonly managedBy: string | null }): boolean {
  return prune.has("roles") && role.managedBy === owner;
}

/** Each role before those that it includes: a role is deleted when none includes it any more. */
function includingFirst(roles: readonly InventoryRole[]): readonly InventoryRole[] {
  const ordered: InventoryRole[] = [];
  let left = roles;
  while (left.length > 0) {
    const free = left.filter(({ name }) => !left.some(({ includes }) => includes.includes(name)));
    // Includes never run in a circle; if they did, what is left would be refused.
    if (free.length === 0) return [...ordered, ...left];
    ordered.push(...free);
    left = left.filter((role) => !free.includes(role));
  }
  return ordered;
}

function blocked(message: string, remedy: string): ManifestProblem {
  return { path: [], message, remedy };
}
