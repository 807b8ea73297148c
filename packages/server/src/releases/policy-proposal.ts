import { countingOwners, OWNER_ROLE, type PolicyRecord, type PolicyRule } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { found, refuse } from "../command/refuse.ts";
import { putInForce, removePolicy } from "./policy-force.ts";
import { getPolicy } from "./policy-listing.ts";
import {
  endProposal,
  insertProposal,
  insertProposalReview,
  type PolicyProposal,
  type ProposedPolicy,
  readOpenProposals,
  readProposal,
  readProposalReviews,
} from "./policy-proposal-store.ts";
import { checkedRule, ruleDigest, ruleOf } from "./policy-rule.ts";
import { type PolicyRow, readPolicies } from "./policy-store.ts";
import { standingOfProposal } from "./proposal-standing.ts";
import { readSharedFacts } from "./request-facts.ts";
import { readPeopleBehind, standsBehind } from "./standing-behind.ts";

/** How long a loosening waits where one human owner alone could decide it, in milliseconds. */
const soleOwnerDelay = 24 * 60 * 60 * 1000;

/** Writes a loosening down, to be decided by somebody else; the policy stays as it is until then. */
export async function propose(
  command: Command,
  policy: PolicyRow,
  rule: PolicyRule | null,
  reason: string,
): Promise<PolicyRecord> {
  const { tx, organizationId, now } = command;
  const open = (await readOpenProposals(tx, organizationId)).find(({ policyId }) => policyId === policy.id);
  if (open !== undefined) {
    refuse({
      code: "conflict",
      message: `A loosening of the policy "${policy.name}" waits for its decision already.`,
      remedy: "Have it decided or withdraw it first.",
    });
  }
  const proposed: ProposedPolicy | null =
    rule === null
      ? null
      : {
          labelPattern: rule.labelPattern,
          kinds: rule.kinds,
          mode: rule.mode,
          requirements: rule.requirements,
          terms: rule.terms,
        };
  const id = newId("ppr");
  await command.raiseRevision();
  await insertProposal(tx, organizationId, {
    id,
    policyId: policy.id,
    proposed,
    reason,
    proposedBy: command.actor.principalId,
    proposedAt: now,
    actsAt: humanOwners(command).length === 1 ? new Date(Date.parse(now) + soleOwnerDelay).toISOString() : null,
  });
  command.record({
    action: "policy.propose",
    target: { type: "policy", id: policy.id },
    scopeId: policy.scopeId,
    before: ruleDigest(ruleOf(policy)),
    after: rule === null ? null : ruleDigest(rule),
    details: { proposalId: id },
    texts: { reason },
  });
  return getPolicy(command, { policyId: policy.id });
}

/** A person approves a proposed loosening, as he would a release under the policy, or takes his approval back. */
export async function approveProposal(
  command: Command,
  input: { readonly proposalId: string; readonly approves: boolean },
): Promise<PolicyRecord> {
  const { tx, organizationId, actor, now } = command;
  const { proposal, policy } = await openProposal(command, input.proposalId);
  if (actor.type !== "user" || actor.keyId !== null) {
    refuse({
      code: "forbidden",
      message: "A loosening of a policy is approved by a person, signed in and without a key.",
      remedy: "Sign in, and approve it yourself.",
    });
  }
  if (input.approves && (await standsBehind(command, actor.principalId, proposal.proposedBy))) {
    refuse({
      code: "forbidden",
      message: "You proposed this yourself, or stand behind the service account that did; others approve it.",
      remedy: "Ask somebody who may review at the policy's place.",
    });
  }
  const verdict = input.approves ? "approve" : "withdraw";
  await command.raiseRevision();
  await insertProposalReview(tx, organizationId, {
    id: newId("pry"),
    proposalId: proposal.id,
    principalId: actor.principalId,
    verdict,
    at: now,
  });
  command.record({
    action: "policy.approve",
    target: { type: "policy", id: policy.id },
    scopeId: policy.scopeId,
    details: { proposalId: proposal.id, verdict },
  });
  return getPolicy(command, { policyId: policy.id });
}

/**
 * Decides a proposed loosening. An owner who did not propose it accepts it, once the policy as it stands has the approvals
 * that it asks for, or rejects it; its proposer may withdraw it. Where there is one human owner only, he may accept his
 * own after 24 hours, in which everybody can see it; the approvals are needed all the same.
 */
export async function decideProposal(
  command: Command,
  input: { readonly proposalId: string; readonly verdict: "accept" | "reject" | "withdraw" },
): Promise<{ readonly policy: PolicyRecord | null }> {
  const { tx, organizationId, now } = command;
  const { proposal, policy, before } = await openProposal(command, input.proposalId);
  if (input.verdict === "withdraw") {
    if (proposal.proposedBy !== command.actor.principalId) {
      refuse({
        code: "forbidden",
        message: "A proposal is withdrawn by its proposer alone.",
        remedy: "An owner may reject it.",
      });
    }
  } else {
    await assertMayDecide(command, proposal, input.verdict);
    if (input.verdict === "accept") await assertApproved(command, policy, proposal);
  }
  const state = ({ accept: "accepted", reject: "rejected", withdraw: "withdrawn" } as const)[input.verdict];
  await endProposal(tx, organizationId, proposal.id, { state, by: command.actor.principalId, at: now });
  command.record({
    action: "policy.decide",
    target: { type: "policy", id: policy.id },
    scopeId: policy.scopeId,
    details: { proposalId: proposal.id, verdict: input.verdict },
  });
  if (input.verdict === "accept") {
    if (proposal.proposed === null) {
      await removePolicy(command, policy, { proposalId: proposal.id, reason: proposal.reason });
      return { policy: null };
    }
    const rule = checkedRule(command, { scopeId: policy.scopeId, ...proposal.proposed });
    await putInForce(command, before, policy, rule, proposal.reason);
  }
  return { policy: await getPolicy(command, { policyId: policy.id }) };
}

async function openProposal(
  { tx, organizationId }: Command,
  proposalId: string,
): Promise<{
  readonly proposal: PolicyProposal;
  readonly policy: PolicyRow;
  readonly before: readonly PolicyRow[];
}> {
  const proposal = found(await readProposal(tx, organizationId, proposalId));
  const before = await readPolicies(tx, organizationId);
  const policy = before.find(({ id }) => id === proposal.policyId);
  if (proposal.state !== "open" || policy === undefined) {
    refuse({
      code: "conflict",
      message: `The proposal was ${proposal.state === "open" ? "overtaken: its policy is gone" : proposal.state}.`,
      remedy: "Load the policy again.",
    });
  }
  return { proposal, policy, before };
}

/** The policy as it stands has what it asks for. */
async function assertApproved(command: Command, policy: PolicyRow, proposal: PolicyProposal): Promise<void> {
  const { blockers, judgement } = standingOfProposal(
    command,
    policy,
    proposal,
    await readProposalReviews(command.tx, command.organizationId, [proposal.id]),
    await readSharedFacts(command),
    await readPeopleBehind(command),
  );
  if (judgement.satisfied && blockers.length === 0) return;
  refuse({
    code: "policy_unsatisfied",
    message: `The loosening does not have what the policy as it stands asks for. ${blockers.map(({ message }) => message).join(" ")}`,
    remedy: blockers[0]?.remedy ?? "Ask those who may review at the policy's place to approve it.",
  });
}

async function assertMayDecide(
  command: Command,
  proposal: PolicyProposal,
  verdict: "accept" | "reject",
): Promise<void> {
  const { actor, now } = command;
  const where = { principalId: actor.principalId, scopeId: command.organizationId, at: command.moment };
  const held = command.policy.rolesHeldOn(where);
  if (actor.type !== "user" || actor.keyId !== null || !held.has(OWNER_ROLE)) {
    refuse({
      code: "forbidden",
      message: "A loosening of a policy is decided by an owner of the organization, signed in and without a key.",
      remedy: "Ask an owner who did not propose it.",
    });
  }
  if (verdict === "reject" || !(await standsBehind(command, actor.principalId, proposal.proposedBy))) return;
  const sole = humanOwners(command).length === 1;
  if (sole && proposal.actsAt !== null && now >= proposal.actsAt) return;
  refuse({
    code: "forbidden",
    message: sole
      ? `You proposed this yourself, or stand behind the service account that did, and are the only owner: it can be accepted from ${proposal.actsAt ?? "24 hours after it is proposed anew"} on.`
      : "You proposed this yourself, or stand behind the service account that did; another owner decides it.",
    remedy: sole ? "Wait until then, or withdraw it." : "Ask another owner.",
  });
}

/** Owners who are people, active now. */
function humanOwners(command: Command): readonly string[] {
  return countingOwners(command.state, command.now);
}
