import { err, ok, type Result } from "../result.ts";
import { type AccessInventory, ownerMark } from "./access-inventory.ts";
import { bindingName, type Manifest, type ManifestPath, type ManifestProblem, policyName } from "./manifest.ts";
import { type ManifestKind, manifestKinds } from "./manifest-source.ts";
import { planBindings } from "./plan-bindings.ts";
import { planGroups } from "./plan-groups.ts";
import { planPolicies } from "./plan-policies.ts";
import { planPruning } from "./plan-pruning.ts";
import { planRoles } from "./plan-roles.ts";
import { planServiceAccounts } from "./plan-service-accounts.ts";
import { planWorkspaces } from "./plan-workspaces.ts";
import type { KeptThing, PlannedChange, Planning } from "./planned-change.ts";
import { unknownNames } from "./unknown-names.ts";

/** What leads from what stands to what a manifest says, in the order in which it is done. */
export interface ManifestPlan {
  readonly changes: readonly PlannedChange[];
  readonly kept: readonly KeptThing[];
}

export interface PlanOptions {
  /** The kinds of which goes what the manifest owns and does not name any more. Default: none. */
  readonly prune?: readonly ManifestKind[] | undefined;
  /** Take over what the manifest names and does not own. Default: no. */
  readonly adopt?: boolean | undefined;
}

/** Compares a manifest with what stands. Nothing is left out silently: what cannot be done is a problem. */
export function planManifest(
  inventory: AccessInventory,
  manifest: Manifest,
  options: PlanOptions = {},
): Result<ManifestPlan, readonly ManifestProblem[]> {
  const planning: Planning = {
    inventory,
    manifest,
    prune: new Set(options.prune ?? []),
    adopt: options.adopt ?? false,
    owner: ownerMark(manifest.name),
  };
  const problems = [...unknownNames(planning), ...foreign(planning)];
  if (problems.length > 0) return err(problems);
  const parts = [planWorkspaces, planRoles, planGroups, planServiceAccounts, planBindings, planPolicies];
  const made: PlannedChange[] = [];
  for (const plan of parts) made.push(...plan(planning, problems));
  const pruned = planPruning(planning, problems);
  // What is taken away of bindings goes before what is given, so that one can take the other's place.
  const changes = [
    ...pruned.changes.filter((change) => change.do === "unbind"),
    ...made,
    ...pruned.changes.filter((change) => change.do !== "unbind"),
    ...(planning.adopt ? takenOver(planning, made) : []),
  ];
  problems.push(...protectedOnes(planning, changes));
  return problems.length > 0 ? err(problems) : ok({ changes, kept: pruned.kept });
}

interface Listed {
  readonly kind: ManifestKind;
  readonly path: ManifestPath;
  readonly name: string;
  readonly standing: { readonly id: string; readonly managedBy: string | null };
}

/** What the manifest names and what stands already. */
function listedAndStanding({ inventory, manifest }: Planning): readonly Listed[] {
  return manifestKinds.flatMap((kind): readonly Listed[] => {
    const nameOf = (item: NamedThing): string =>
      "holder" in item ? bindingName(item) : "label" in item ? policyName(item) : item.name;
    const standing = new Map<string, Listed["standing"]>(inventory[kind].map((item) => [nameOf(item), item]));
    return manifest[kind].flatMap((item) => {
      const name = nameOf(item);
      const found = standing.get(name);
      return found === undefined ? [] : [{ kind, path: item.path, name, standing: found }];
    });
  });
}

type NamedThing = Manifest[ManifestKind][number] | AccessInventory[ManifestKind][number];

/** What another manifest owns is that one's to change. */
function foreign(planning: Planning): readonly ManifestProblem[] {
  if (planning.adopt) return [];
  return listedAndStanding(planning).flatMap(({ path, name, standing: { managedBy } }) => {
    if (managedBy === null || managedBy === planning.owner) return [];
    return [
      {
        path,
        message: `"${name}" is managed by ${managedBy}.`,
        remedy: "Take it out of one of the two, or take it over: plan and apply with --adopt.",
      },
    ];
  });
}

/** What is the manifest's own from now on; what is changed is so by the change. */
function takenOver(planning: Planning, made: readonly PlannedChange[]): readonly PlannedChange[] {
  const changed = new Set(made.flatMap((change) => ("id" in change ? [change.id] : [])));
  for (const change of made) if (change.do === "bind" && change.replaces !== null) changed.add(change.replaces);
  return listedAndStanding(planning).flatMap(
    ({ kind, name, standing: { id, managedBy } }): readonly PlannedChange[] => {
      return managedBy === planning.owner || changed.has(id) ? [] : [{ do: "take-over", kind, id, name }];
    },
  );
}

/** Changes of what the manifest protects. */
function protectedOnes({ manifest }: Planning, changes: readonly PlannedChange[]): readonly ManifestProblem[] {
  return changes.flatMap((change) => {
    const touched = touchedBy(change).filter((thing) => manifest.protect.has(thing));
    return touched.map((thing) => ({
      path: ["protect"],
      message: `The ${thing} is protected, and the plan would change it or take it away.`,
      remedy: `Leave it as it is, or take "${thing}" out of protect first.`,
    }));
  });
}

/** The things that a change alters or takes away, as `protect` names them. */
function touchedBy(change: PlannedChange): readonly string[] {
  switch (change.do) {
    case "describe-workspace":
    case "archive-workspace":
      return [`workspace ${change.name}`];
    case "change-role":
      return [`role ${change.before.name}`];
    case "delete-role":
      return [`role ${change.name}`];
    case "describe-group":
    case "delete-group":
      return [`group ${change.name}`];
    case "fill-place":
    case "clear-place":
      return [`group ${change.group}`];
    case "change-service-account":
    case "delete-service-account":
      return [`service-account ${change.name}`];
    case "unbind":
      return [`${change.binding.holder.type} ${change.binding.holder.name}`];
    case "bind":
      return change.replaces === null ? [] : [`${change.binding.holder.type} ${change.binding.holder.name}`];
    case "change-policy":
      return [`policy ${change.policy.name}`];
    case "delete-policy":
      return [`policy ${change.name}`];
    case "create-workspace":
    case "create-role":
    case "create-group":
    case "create-service-account":
    case "create-policy":
    case "take-over":
      return [];
  }
}
