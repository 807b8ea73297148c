import type { ManifestRequirement, PlanIds, PlannedChange, Requirement } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { createPolicy, deletePolicy, updatePolicy } from "../releases/policy-service.ts";
import { writeManagedBy } from "./manifest-store.ts";

type PolicyStep = Extract<PlannedChange, { readonly do: "create-policy" | "change-policy" | "delete-policy" }>;

export function isPolicyChange(change: PlannedChange): change is PolicyStep {
  return change.do === "create-policy" || change.do === "change-policy" || change.do === "delete-policy";
}

/**
 * Makes what is stricter at once, and proposes the rest, as by hand.
 *
 * @returns the names of the policies of which a loosening waits for its decision
 */
export async function applyPolicies(
  command: Command,
  changes: readonly PolicyStep[],
  { owner, ids }: { readonly owner: string; readonly ids: PlanIds },
): Promise<readonly string[]> {
  const proposals: string[] = [];
  const own = (id: string): Promise<void> => writeManagedBy(command.tx, command.organizationId, "policies", id, owner);
  for (const change of changes) {
    if (change.do === "delete-policy") {
      await deletePolicy(command, { policyId: change.id, reason: `It is not in the ${owner} any more.` });
      proposals.push(change.name);
      continue;
    }
    const { name, at, label, kinds, mode, requirements } = change.policy;
    const rule = {
      labelPattern: label,
      kinds,
      mode: mode ?? undefined,
      requirements: requirements.map((one) => requirementOf(one, ids)),
    };
    if (change.do === "create-policy") {
      const { id } = await createPolicy(command, { scopeId: ids.place(at), name, ...rule });
      await own(id);
      continue;
    }
    await updatePolicy(command, { policyId: change.id, ...rule, reason: `The ${owner} says so.` });
    await own(change.id);
    if (change.proposal) proposals.push(name);
  }
  return proposals;
}

function requirementOf(requirement: ManifestRequirement, ids: PlanIds): Requirement {
  const { count, when } = requirement;
  const common = { count, ...(when === null ? {} : { when }) };
  switch (requirement.type) {
    case "role":
      return { type: "role", roleId: ids.role(requirement.role), ...common };
    case "group":
      return { type: "group", groupId: ids.group(requirement.group), ...common };
    case "people":
      return { type: "people", principalIds: requirement.people.map(ids.person), ...common };
  }
}
