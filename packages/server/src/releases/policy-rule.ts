import {
  type ApprovalPolicy,
  fewestApprovals,
  type JsonObject,
  type PolicyRule,
  parsePolicyRule,
  type Requirement,
  resourceKinds,
  roleMasks,
} from "@countersign/core";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";

/** A rule that may be stored: it is one, and names roles, groups, people and service accounts of this organization. */
export function checkedRule(command: Command, rule: PolicyRule): PolicyRule {
  const parsed = parsePolicyRule(rule);
  if (!parsed.ok) refuse(parsed.error);
  const { principals } = command.state;
  for (const requirement of [...rule.requirements, ...rule.terms.owners.map((owner) => owner.requirement)]) {
    const unknown = unknownIn(command, requirement);
    if (unknown === null) continue;
    refuse({
      code: "invalid",
      message: `A requirement names ${unknown}, which this organization does not have.`,
      remedy: "Name roles, groups and people of the organization by their ids.",
    });
  }
  for (const { name, serviceAccountId } of rule.terms.checks) {
    if (principals.get(serviceAccountId)?.type === "service-account") continue;
    refuse({
      code: "invalid",
      message: `The check ${name} names the service account "${serviceAccountId}", which this organization does not have.`,
      remedy: "Name the one service account that reports the check by its id.",
    });
  }
  return { ...rule, kinds: rule.kinds === null ? null : resourceKinds.filter((kind) => rule.kinds?.includes(kind)) };
}

function unknownIn({ state }: Command, requirement: Requirement): string | null {
  switch (requirement.type) {
    case "role":
      return roleMasks(state.roles, requirement.roleId).may.isEmpty ? `the role "${requirement.roleId}"` : null;
    case "group":
      return state.groups.has(requirement.groupId) ? null : `the group "${requirement.groupId}"`;
    case "people": {
      const missing = requirement.principalIds.find((id) => state.principals.get(id)?.type !== "user");
      return missing === undefined ? null : `the person "${missing}"`;
    }
  }
}

/** What of a standing policy decides. */
export function ruleOf(policy: ApprovalPolicy): PolicyRule {
  const { scopeId, labelPattern, kinds, current } = policy;
  return { scopeId, labelPattern, kinds, mode: current.mode, requirements: current.requirements, terms: current.terms };
}

/** A policy as it is from now on. */
export function policyWith(id: string, name: string, rule: PolicyRule, number: number, at: string): ApprovalPolicy {
  return {
    id,
    scopeId: rule.scopeId,
    name,
    labelPattern: rule.labelPattern,
    kinds: rule.kinds,
    current: {
      policyId: id,
      number,
      mode: rule.mode,
      requirements: rule.requirements,
      terms: rule.terms,
      approvals: fewestApprovals(rule.requirements),
      createdAt: at,
    },
  };
}

/** What a rule is known by in the audit log, whatever its number. */
export function ruleDigest(rule: PolicyRule): string {
  return digestOf(ruleDetails(rule, 0));
}

/** A rule as an audit event holds it. */
export function ruleDetails(
  { labelPattern, kinds, mode, requirements, terms }: PolicyRule,
  number: number,
): JsonObject {
  // Through its text, in which a condition that is left out is absent, and not undefined.
  const details: JsonObject = JSON.parse(JSON.stringify({ number, labelPattern, kinds, mode, requirements, terms }));
  return details;
}
