import {
  compareStrictness,
  fewestApprovals,
  isLoosening,
  NO_TERMS,
  type PolicyMode,
  type PolicyRecord,
  type PolicyTerms,
  type PolicyTermsInput,
  type RequirementRecord,
  type ResourceKind,
} from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { found, refuse } from "../command/refuse.ts";
import { adoptLabels } from "./label-adoption.ts";
import { putInForce, removePolicy } from "./policy-force.ts";
import { getPolicy } from "./policy-listing.ts";
import { propose } from "./policy-proposal.ts";
import { checkedRule, policyWith, ruleDetails, ruleDigest, ruleOf } from "./policy-rule.ts";
import { assertSatisfiable } from "./policy-satisfiability.ts";
import { insertPolicy, readPolicies } from "./policy-store.ts";

/** Sets a new policy in force. Making one is always stricter, so it acts at once. */
export async function createPolicy(
  command: Command,
  input: {
    readonly scopeId: string;
    readonly name: string;
    readonly labelPattern: string;
    readonly kinds?: readonly ResourceKind[] | null | undefined;
    readonly mode?: PolicyMode | undefined;
    readonly requirements: readonly RequirementRecord[];
    readonly terms?: PolicyTermsInput | undefined;
  },
): Promise<PolicyRecord> {
  const before = await readPolicies(command.tx, command.organizationId);
  const rule = checkedRule(command, {
    scopeId: input.scopeId,
    labelPattern: input.labelPattern,
    kinds: input.kinds ?? null,
    mode: input.mode ?? "enforce",
    requirements: input.requirements,
    terms: { ...NO_TERMS, ...said(input.terms ?? {}) },
  });
  if (before.some((policy) => policy.scopeId === input.scopeId && policy.name === input.name)) {
    refuse({
      code: "conflict",
      message: `There is a policy named "${input.name}" at this place already.`,
      remedy: "Edit that policy, or choose another name.",
    });
  }
  await assertSatisfiable(command, rule);
  const id = newId("pol");
  await command.raiseRevision();
  await insertPolicy(command.tx, command.organizationId, {
    ...rule,
    id,
    name: input.name,
    approvals: fewestApprovals(rule.requirements),
    by: command.actor.principalId,
    at: command.now,
  });
  command.record({
    action: "policy.create",
    target: { type: "policy", id },
    scopeId: input.scopeId,
    after: ruleDigest(rule),
    details: ruleDetails(rule, 1),
    texts: { name: input.name },
  });
  await adoptLabels(
    command,
    before,
    policyWith(id, input.name, rule, 1, command.now),
    `The policy "${input.name}" came into force.`,
  );
  return getPolicy(command, { policyId: id });
}

/** Makes a policy stricter at once, or proposes to loosen it. */
export async function updatePolicy(
  command: Command,
  input: {
    readonly policyId: string;
    readonly labelPattern?: string | undefined;
    readonly kinds?: readonly ResourceKind[] | null | undefined;
    readonly mode?: PolicyMode | undefined;
    readonly requirements?: readonly RequirementRecord[] | undefined;
    readonly terms?: PolicyTermsInput | undefined;
    readonly reason?: string | undefined;
  },
): Promise<PolicyRecord> {
  const before = await readPolicies(command.tx, command.organizationId);
  const policy = found(before.find(({ id }) => id === input.policyId));
  const current = ruleOf(policy);
  const rule = checkedRule(command, {
    scopeId: policy.scopeId,
    labelPattern: input.labelPattern ?? current.labelPattern,
    kinds: input.kinds === undefined ? current.kinds : input.kinds,
    mode: input.mode ?? current.mode,
    requirements: input.requirements ?? current.requirements,
    terms: { ...current.terms, ...said(input.terms ?? {}) },
  });
  const strictness = compareStrictness(current, rule);
  if (strictness === "equal" && ruleDigest(current) === ruleDigest(rule)) return getPolicy(command, input);
  if (isLoosening(strictness)) return propose(command, policy, rule, input.reason ?? "");
  await assertSatisfiable(command, rule);
  await putInForce(command, before, policy, rule, input.reason ?? "");
  return getPolicy(command, { policyId: policy.id });
}

/** Proposes that a policy go; one that is only tried out goes at once. */
export async function deletePolicy(
  command: Command,
  input: { readonly policyId: string; readonly reason: string },
): Promise<PolicyRecord> {
  const before = await readPolicies(command.tx, command.organizationId);
  const policy = found(before.find(({ id }) => id === input.policyId));
  // One that is only tried out protects nothing, and is missed by nobody.
  if (!isLoosening(compareStrictness(ruleOf(policy), null))) {
    const record = await getPolicy(command, { policyId: policy.id });
    await removePolicy(command, policy, { reason: input.reason });
    return record;
  }
  return propose(command, policy, null, input.reason);
}

/** The terms that a call names; what it leaves out stays as it is. */
function said({ owners, checks, reviewDays, waiting, freezes }: PolicyTermsInput): Partial<PolicyTerms> {
  return {
    ...(owners === undefined ? {} : { owners }),
    ...(checks === undefined ? {} : { checks }),
    ...(reviewDays === undefined ? {} : { reviewDays }),
    ...(waiting === undefined ? {} : { waiting }),
    ...(freezes === undefined ? {} : { freezes }),
  };
}
