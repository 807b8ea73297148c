import {
  type ApprovalPolicy,
  approvalsOf,
  compareStrictness,
  couldSatisfy,
  countingOwners,
  describeRequirement,
  groupsOf,
  isLoosening,
  kindPermission,
  OWNER_ROLE,
  type PolicyProposalRecord,
  type PolicyRecord,
  type PolicyRule,
  parsePolicyRule,
  pathToRoot,
  type Requirement,
  type RequirementRecord,
  type ResourceKind,
  resourceKinds,
  roleMasks,
} from "@countersign/core";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import { scopeRef } from "../access/scope-names.ts";
import { seesContainer, visibleContainers } from "../access/visibility.ts";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { readOtherSelves, readServiceAccountPeople } from "./contributor-store.ts";
import { adoptLabels } from "./label-adoption.ts";
import {
  endProposal,
  insertProposal,
  type PolicyProposal,
  type ProposedPolicy,
  readOpenProposals,
  readProposal,
} from "./policy-proposal-store.ts";
import { endPolicy, insertPolicy, type PolicyRow, readPolicies, replacePolicyVersion } from "./policy-store.ts";
import { peopleOf, readSharedFacts } from "./request-facts.ts";

/** How long a loosening waits where one human owner alone could decide it, in milliseconds. */
const soleOwnerDelay = 24 * 60 * 60 * 1000;

/** Policies that count at a scope, inherited ones first; without a scope those of every place that one sees. */
export async function listPolicies(
  reading: Reading,
  input: { readonly scopeId?: string | undefined },
): Promise<readonly PolicyRecord[]> {
  const rows = await readPolicies(reading.tx, reading.organizationId);
  if (input.scopeId !== undefined) {
    if (!seesScope(reading, input.scopeId)) refuse(notFound);
    const path = (pathToRoot(reading.state.scopes, reading.organizationId, input.scopeId) ?? []).map(({ id }) => id);
    return policyRecords(
      reading,
      rows
        .filter((policy) => path.includes(policy.scopeId))
        .sort((a, b) => path.indexOf(b.scopeId) - path.indexOf(a.scopeId)),
      input.scopeId,
    );
  }
  const visible = visibleContainers(reading);
  return policyRecords(
    reading,
    rows.filter((policy) => seesScope(reading, policy.scopeId, visible)),
  );
}

export async function getPolicy(reading: Reading, input: { readonly policyId: string }): Promise<PolicyRecord> {
  const rows = await readPolicies(reading.tx, reading.organizationId);
  const policy = found(rows.find(({ id }) => id === input.policyId));
  return found((await policyRecords(reading, [policy]))[0]);
}

/** Sets a new policy in force. Making one is always stricter, so it acts at once. */
export async function createPolicy(
  command: Command,
  input: {
    readonly scopeId: string;
    readonly name: string;
    readonly labelPattern: string;
    readonly kinds?: readonly ResourceKind[] | null | undefined;
    readonly requirements: readonly RequirementRecord[];
  },
): Promise<PolicyRecord> {
  const before = await readPolicies(command.tx, command.organizationId);
  const rule = checkedRule(command, {
    scopeId: input.scopeId,
    labelPattern: input.labelPattern,
    kinds: input.kinds ?? null,
    requirements: input.requirements,
  });
  if (before.some((policy) => policy.scopeId === input.scopeId && policy.name === input.name)) {
    refuse({
      code: "conflict",
      message: `There is a policy named "${input.name}" at this place already.`,
      remedy: "Edit that policy, or choose another name.",
    });
  }
  const id = newId("pol");
  await command.raiseRevision();
  await insertPolicy(command.tx, command.organizationId, {
    ...rule,
    id,
    name: input.name,
    approvals: approvalsOf(rule.requirements),
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
    readonly requirements?: readonly RequirementRecord[] | undefined;
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
    requirements: input.requirements ?? current.requirements,
  });
  const strictness = compareStrictness(current, rule);
  if (strictness === "equal" && ruleDigest(current) === ruleDigest(rule)) return getPolicy(command, input);
  if (isLoosening(strictness)) return propose(command, policy, rule, input.reason ?? "");
  await putInForce(command, before, policy, rule, input.reason ?? "");
  return getPolicy(command, { policyId: policy.id });
}

/** Proposes that a policy go. */
export async function deletePolicy(
  command: Command,
  input: { readonly policyId: string; readonly reason: string },
): Promise<PolicyRecord> {
  const before = await readPolicies(command.tx, command.organizationId);
  const policy = found(before.find(({ id }) => id === input.policyId));
  return propose(command, policy, null, input.reason);
}

/**
 * Decides a proposed loosening. An owner who did not propose it accepts or rejects it; its proposer may withdraw it.
 * Where there is one human owner only, he may accept his own after 24 hours, in which everybody can see it.
 */
export async function decideProposal(
  command: Command,
  input: { readonly proposalId: string; readonly verdict: "accept" | "reject" | "withdraw" },
): Promise<{ readonly policy: PolicyRecord | null }> {
  const { tx, organizationId, now } = command;
  const proposal = found(await readProposal(tx, organizationId, input.proposalId));
  const before = await readPolicies(tx, organizationId);
  const policy = before.find(({ id }) => id === proposal.policyId);
  if (proposal.state !== "open" || policy === undefined) {
    refuse({
      code: "conflict",
      message: `The proposal was ${proposal.state === "open" ? "overtaken: its policy is gone" : proposal.state}.`,
      remedy: "Load the policy again.",
    });
  }
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
      await command.raiseRevision();
      await endPolicy(tx, organizationId, policy.id, now);
      command.record({
        action: "policy.delete",
        target: { type: "policy", id: policy.id },
        scopeId: policy.scopeId,
        before: ruleDigest(ruleOf(policy)),
        details: { proposalId: proposal.id },
        texts: { name: policy.name, reason: proposal.reason },
      });
      return { policy: null };
    }
    const rule = checkedRule(command, { scopeId: policy.scopeId, ...proposal.proposed });
    await putInForce(command, before, policy, rule, proposal.reason);
  }
  return { policy: await getPolicy(command, { policyId: policy.id }) };
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

/** Whether what a principal did counts as done by a person: by himself, under an earlier id, or by a service account of his. */
async function standsBehind(command: Command, personId: string, principalId: string): Promise<boolean> {
  const { tx, organizationId } = command;
  const people = await readServiceAccountPeople(tx, organizationId);
  const otherSelves = await readOtherSelves(tx, organizationId);
  const seen = new Set<string>();
  const pending = [principalId];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const { responsible = [], keyMakers = [] } = people.get(id) ?? {};
    pending.push(...responsible, ...keyMakers, ...(otherSelves.get(id) ?? []));
  }
  return seen.has(personId);
}

async function propose(
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
    rule === null ? null : { labelPattern: rule.labelPattern, kinds: rule.kinds, requirements: rule.requirements };
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

async function putInForce(
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
    { ...rule, approvals: approvalsOf(rule.requirements) },
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

/** Every requirement names roles, groups and people of this organization. */
function checkedRule(command: Command, rule: PolicyRule): PolicyRule {
  const parsed = parsePolicyRule(rule);
  if (!parsed.ok) refuse(parsed.error);
  const { state } = command;
  for (const requirement of rule.requirements) {
    const unknown = unknownIn(requirement);
    if (unknown === null) continue;
    refuse({
      code: "invalid",
      message: `A requirement names ${unknown}, which this organization does not have.`,
      remedy: "Name roles, groups and people of the organization by their ids.",
    });
  }
  return { ...rule, kinds: rule.kinds === null ? null : resourceKinds.filter((kind) => rule.kinds?.includes(kind)) };

  function unknownIn(requirement: Requirement): string | null {
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
}

/** @param at where people are counted who could satisfy each; the policy's own scope where none is named */
async function policyRecords(
  reading: Reading,
  rows: readonly PolicyRow[],
  at?: string,
): Promise<readonly PolicyRecord[]> {
  const shared = await readSharedFacts(reading);
  const proposals = await readOpenProposals(reading.tx, reading.organizationId);
  const refs = await readPrincipalRefs(
    reading.tx,
    reading.organizationId,
    proposals.map(({ proposedBy }) => proposedBy),
  );
  const people = peopleOf(reading);
  return rows.map((policy) => {
    const place = at ?? policy.scopeId;
    const reviewers = people.filter((principalId) => mayReviewSome(reading, policy, place, principalId));
    const candidates = couldSatisfy(policy.current.requirements, reviewers, (requirement, principalId) =>
      isOfSort(reading, place, requirement, principalId),
    );
    const proposal = proposals.find(({ policyId }) => policyId === policy.id);
    return {
      id: policy.id,
      name: policy.name,
      scope: scopeRef(reading.state, policy.scopeId),
      labelPattern: policy.labelPattern,
      kinds: policy.kinds,
      version: policy.current.number,
      requirements: policy.current.requirements.map((requirement, index) => ({
        requirement: knownRequirement(reading, policy.scopeId, requirement),
        text: describeRequirement(requirement, shared.nameOf),
        eligibleCount: candidates.requirements[index]?.candidates ?? 0,
      })),
      satisfiable: candidates.satisfiable,
      proposal:
        proposal === undefined
          ? null
          : ({ ...proposal, proposedBy: principalRef(refs, proposal.proposedBy) } satisfies PolicyProposalRecord),
      createdAt: policy.createdAt,
      updatedAt: policy.updatedAt,
    };
  });
}

/** Whom a requirement names is for those who may ask about others' access, or set policies there. */
function knownRequirement(reading: Reading, scopeId: string, requirement: Requirement): RequirementRecord {
  if (requirement.type !== "people" || reading.mayAny(["access:view", "policy:manage"], scopeId)) return requirement;
  return { ...requirement, principalIds: [] };
}

/** The person has `review` of a kind that the policy is for, at the place. */
function mayReviewSome(reading: Reading, policy: PolicyRow, scopeId: string, principalId: string): boolean {
  return (policy.kinds ?? resourceKinds).some(
    (kind) => reading.policy.check(principalId, kindPermission(kind, "review"), scopeId, reading.moment).allowed,
  );
}

function isOfSort(reading: Reading, scopeId: string, requirement: Requirement, principalId: string): boolean {
  switch (requirement.type) {
    case "people":
      return requirement.principalIds.includes(principalId);
    case "group":
      return groupsOf(reading.state.groups, principalId).has(requirement.groupId);
    case "role":
      return reading.policy.rolesHeldOn({ principalId, scopeId, at: reading.moment }).has(requirement.roleId);
  }
}

function seesScope(reading: Reading, scopeId: string, visible = visibleContainers(reading)): boolean {
  return scopeId === reading.organizationId || seesContainer(reading, scopeId, visible);
}

/** Owners who are people, active now. */
function humanOwners(command: Command): readonly string[] {
  return countingOwners(command.state, command.now);
}

function ruleOf(policy: ApprovalPolicy): PolicyRule {
  const { scopeId, labelPattern, kinds, current } = policy;
  return { scopeId, labelPattern, kinds, requirements: current.requirements };
}

function policyWith(id: string, name: string, rule: PolicyRule, number: number, at: string): ApprovalPolicy {
  return {
    id,
    scopeId: rule.scopeId,
    name,
    labelPattern: rule.labelPattern,
    kinds: rule.kinds,
    current: {
      policyId: id,
      number,
      requirements: rule.requirements,
      approvals: approvalsOf(rule.requirements),
      createdAt: at,
    },
  };
}

function ruleDigest(rule: PolicyRule): string {
  return digestOf(ruleDetails(rule, 0));
}

function ruleDetails(rule: PolicyRule, number: number) {
  return {
    number,
    labelPattern: rule.labelPattern,
    kinds: rule.kinds === null ? null : [...rule.kinds],
    requirements: rule.requirements.map((requirement) => ({ ...requirement })),
  };
}
