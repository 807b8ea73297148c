import type { Instant } from "../access/instant.ts";
import type { ResourceKind } from "../access/scope.ts";
import type { Refusal } from "../refusal.ts";
import { err, ok, type Result } from "../result.ts";
import { problemOfConditions } from "./change-condition.ts";
import { matchesLabel, parseLabelPattern } from "./label-pattern.ts";
import { type PolicyTerms, problemOfTerms } from "./policy-terms.ts";
import type { Requirement } from "./requirement.ts";

/**
 * What a policy does. `enforce` protects the labels that it matches. `evaluate` protects nothing and records what
 * `enforce` would have held up, to be tried out beside what is in force.
 */
export type PolicyMode = "enforce" | "evaluate";

/** For a scope and all below it: which approvals a release to a label of these names needs. */
export interface ApprovalPolicy {
  readonly id: string;
  readonly scopeId: string;
  readonly name: string;
  readonly labelPattern: string;
  /** `null` for all kinds. */
  readonly kinds: readonly ResourceKind[] | null;
  readonly current: PolicyVersion;
}

/** What a policy asked for from a moment on; never changes. */
export interface PolicyVersion {
  readonly policyId: string;
  /** Counts from 1. */
  readonly number: number;
  readonly mode: PolicyMode;
  readonly requirements: readonly Requirement[];
  readonly terms: PolicyTerms;
  /** How many distinct people must approve at least, whatever changed (`fewestApprovals`). */
  readonly approvals: number;
  readonly createdAt: Instant;
}

/** What of a policy decides: where it applies and what it asks. */
export interface PolicyRule {
  readonly scopeId: string;
  readonly labelPattern: string;
  readonly kinds: readonly ResourceKind[] | null;
  readonly mode: PolicyMode;
  readonly requirements: readonly Requirement[];
  readonly terms: PolicyTerms;
}

/** Why a rule cannot be one. */
export interface PolicyRefusal extends Refusal {
  readonly code: "invalid";
  readonly reason: "invalid_policy" | "invalid_label_pattern";
  readonly remedy: string;
}

/** How many slots the requirements of one policy may have together. */
export const MAX_POLICY_APPROVALS = 100;

/**
 * Checks a rule before it is stored. It must ask for somebody, or a label would be approved by nobody; name at least
 * one kind, or say `null`; and no requirement may name fewer people than it counts.
 */
export function parsePolicyRule(rule: PolicyRule): Result<PolicyRule, PolicyRefusal> {
  const pattern = parseLabelPattern(rule.labelPattern);
  if (!pattern.ok) return err({ ...pattern.error, reason: "invalid_label_pattern" });
  if (rule.kinds?.length === 0) {
    return refuse("The policy applies to no kind of resource.", "Name at least one kind, or all of them with null.");
  }
  if (rule.requirements.length === 0) {
    return refuse(
      "The policy asks for nobody's approval.",
      "Add a requirement: holders of a role, members of a group, or named people.",
    );
  }
  for (const requirement of [...rule.requirements, ...rule.terms.owners.map((owner) => owner.requirement)]) {
    if (!Number.isInteger(requirement.count) || requirement.count < 1) {
      return refuse(
        `A requirement asks for ${requirement.count} people.`,
        "Ask for one person or more, in whole numbers.",
      );
    }
    if (requirement.type === "people" && new Set(requirement.principalIds).size < requirement.count) {
      return refuse(
        `A requirement asks for ${requirement.count} of ${new Set(requirement.principalIds).size} named people.`,
        "Name at least as many different people as must approve.",
      );
    }
    const problem = requirement.when === undefined ? null : problemOfConditions(requirement.when, rule.kinds);
    if (problem !== null) return refuse(problem.message, problem.remedy);
  }
  const problem = problemOfTerms(rule.terms, rule.kinds);
  if (problem !== null) return refuse(problem.message, problem.remedy);
  if (approvalsOf(rule.requirements) > MAX_POLICY_APPROVALS) {
    return refuse(
      `The policy asks for ${approvalsOf(rule.requirements)} approvals.`,
      `Ask for ${MAX_POLICY_APPROVALS} or fewer in all its requirements together.`,
    );
  }
  return ok(rule);
}

/**
 * How many distinct people must approve at least, whatever changed and wherever it is: what the database itself insists
 * on. Never less than one, since what nobody approved is not approved.
 */
export function fewestApprovals(requirements: readonly Requirement[]): number {
  return Math.max(1, approvalsOf(requirements.filter(({ when }) => when === undefined)));
}

/** How many distinct people must approve so that the requirements of one policy are met: the sum of counts. */
export function approvalsOf(requirements: readonly Requirement[]): number {
  return requirements.reduce((sum, { count }) => sum + count, 0);
}

/**
 * The policies that protect a label of a resource: all that match on the path from the organization down to the
 * resource's folder or the resource. They apply together; none weakens another. In the order of the path, then by id.
 *
 * @param path scope ids, the organization's first.
 * @param mode `evaluate` for those that are only tried out there, and protect nothing.
 */
export function policiesFor(
  path: readonly string[],
  label: string,
  kind: ResourceKind,
  policies: readonly ApprovalPolicy[],
  mode: PolicyMode = "enforce",
): readonly ApprovalPolicy[] {
  return policies
    .filter(
      (policy) =>
        policy.current.mode === mode &&
        path.includes(policy.scopeId) &&
        (policy.kinds === null || policy.kinds.includes(kind)) &&
        matchesLabel(policy.labelPattern, label),
    )
    .sort((a, b) => path.indexOf(a.scopeId) - path.indexOf(b.scopeId) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function refuse(message: string, remedy: string): Result<never, PolicyRefusal> {
  return err({ code: "invalid", reason: "invalid_policy", message, remedy });
}
