import { fewestApprovals, type PolicyRule } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { adoptLabels } from "./label-adoption.ts";
import { policyWith, ruleDetails, ruleDigest, ruleOf } from "./policy-rule.ts";
import { endPolicy, type PolicyRow, replacePolicyVersion } from "./policy-store.ts";

/** Gives a policy its next version, in force from now on; labels that it begins to match are adopted. */
export async function putInForce(
  command: Command,
  before: readonly PolicyRow[],
  policy: PolicyRow,
  rule: PolicyRule,
  reason: string,
): Promise<void> {
  const number = policy.current.number + 1;
  await command.raiseRevision();
  await replacePolicyVersion(
    command.tx,
    command.organizationId,
    policy.id,
    number,
    { ...rule, approvals: fewestApprovals(rule.requirements) },
    { by: command.actor.principalId, at: command.now },
  );
  command.record({
    action: "policy.update",
    target: { type: "policy", id: policy.id },
    scopeId: policy.scopeId,
    before: ruleDigest(ruleOf(policy)),
    after: ruleDigest(rule),
    details: ruleDetails(rule, number),
    texts: { name: policy.name, reason },
  });
  await adoptLabels(
    command,
    before,
    policyWith(policy.id, policy.name, rule, number, command.now),
    `The policy "${policy.name}" was widened.`,
  );
}

/** Ends a policy; its versions stay, and so do the requests that were opened under them. */
export async function removePolicy(
  command: Command,
  policy: PolicyRow,
  why: { readonly proposalId?: string; readonly reason: string },
): Promise<void> {
  await command.raiseRevision();
  await endPolicy(command.tx, command.organizationId, policy.id, command.now);
  command.record({
    action: "policy.delete",
    target: { type: "policy", id: policy.id },
    scopeId: policy.scopeId,
    before: ruleDigest(ruleOf(policy)),
    details: why.proposalId === undefined ? {} : { proposalId: why.proposalId },
    texts: { name: policy.name, reason: why.reason },
  });
}
