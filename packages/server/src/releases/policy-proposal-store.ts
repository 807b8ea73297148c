import { NO_TERMS, type PolicyMode, type PolicyTerms, type Requirement, type ResourceKind } from "@countersign/core";
import type { Tx } from "../db/database.ts";

/** What a policy would become; `null` when it would go. */
export interface ProposedPolicy {
  readonly labelPattern: string;
  readonly kinds: readonly ResourceKind[] | null;
  readonly mode: PolicyMode;
  readonly requirements: readonly Requirement[];
  readonly terms: PolicyTerms;
}

export interface PolicyProposal {
  readonly id: string;
  readonly policyId: string;
  readonly proposed: ProposedPolicy | null;
  readonly reason: string;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly actsAt: string | null;
  readonly state: "open" | "accepted" | "rejected" | "withdrawn";
}

const columns = ["id", "policy_id", "proposed", "reason", "proposed_by", "proposed_at", "acts_at", "state"] as const;

export async function readOpenProposals(tx: Tx, organizationId: string): Promise<readonly PolicyProposal[]> {
  const rows = await tx
    .selectFrom("policy_proposals")
    .select(columns)
    .where("organization_id", "=", organizationId)
    .where("state", "=", "open")
    .orderBy("id")
    .execute();
  return rows.map(proposalOf);
}

export async function readProposal(tx: Tx, organizationId: string, id: string): Promise<PolicyProposal | null> {
  const row = await tx
    .selectFrom("policy_proposals")
    .select(columns)
    .where("organization_id", "=", organizationId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : proposalOf(row);
}

export async function insertProposal(
  tx: Tx,
  organizationId: string,
  proposal: Omit<PolicyProposal, "state">,
): Promise<void> {
  await tx
    .insertInto("policy_proposals")
    .values({
      organization_id: organizationId,
      id: proposal.id,
      policy_id: proposal.policyId,
      proposed: proposal.proposed === null ? null : JSON.stringify(proposal.proposed),
      reason: proposal.reason,
      proposed_by: proposal.proposedBy,
      proposed_at: proposal.proposedAt,
      acts_at: proposal.actsAt,
      state: "open",
    })
    .execute();
}

export async function endProposal(
  tx: Tx,
  organizationId: string,
  id: string,
  ending: { readonly state: "accepted" | "rejected" | "withdrawn"; readonly by: string; readonly at: string },
): Promise<void> {
  await tx
    .updateTable("policy_proposals")
    .set({ state: ending.state, decided_by: ending.by, decided_at: ending.at })
    .where("organization_id", "=", organizationId)
    .where("id", "=", id)
    .execute();
}

/** One person's word on a proposal; the newest of each counts. */
export interface ProposalReview {
  readonly proposalId: string;
  readonly principalId: string;
  readonly verdict: "approve" | "withdraw";
  readonly at: string;
}

/** Everything said about proposals, oldest first. */
export async function readProposalReviews(
  tx: Tx,
  organizationId: string,
  proposalIds: readonly string[],
): Promise<readonly ProposalReview[]> {
  if (proposalIds.length === 0) return [];
  const rows = await tx
    .selectFrom("policy_proposal_reviews")
    .select(["proposal_id", "principal_id", "verdict", "created_at"])
    .where("organization_id", "=", organizationId)
    .where("proposal_id", "in", proposalIds)
    .orderBy("proposal_id")
    .orderBy("number")
    .execute();
  return rows.map((row) => ({
    proposalId: row.proposal_id,
    principalId: row.principal_id,
    verdict: row.verdict,
    at: row.created_at,
  }));
}

export async function insertProposalReview(
  tx: Tx,
  organizationId: string,
  review: ProposalReview & { readonly id: string },
): Promise<void> {
  const last = await tx
    .selectFrom("policy_proposal_reviews")
    .select((eb) => eb.fn.max("number").as("number"))
    .where("organization_id", "=", organizationId)
    .where("proposal_id", "=", review.proposalId)
    .executeTakeFirst();
  await tx
    .insertInto("policy_proposal_reviews")
    .values({
      organization_id: organizationId,
      id: review.id,
      proposal_id: review.proposalId,
      number: Number(last?.number ?? 0) + 1,
      principal_id: review.principalId,
      verdict: review.verdict,
      created_at: review.at,
    })
    .execute();
}

function proposalOf(row: {
  readonly id: string;
  readonly policy_id: string;
  readonly proposed: string | null;
  readonly reason: string;
  readonly proposed_by: string;
  readonly proposed_at: string;
  readonly acts_at: string | null;
  readonly state: PolicyProposal["state"];
}): PolicyProposal {
  // Written above alone, before there were terms and modes too.
  const proposed: ProposedPolicy | null =
    row.proposed === null ? null : { mode: "enforce", terms: NO_TERMS, ...JSON.parse(row.proposed) };
  return {
    id: row.id,
    policyId: row.policy_id,
    proposed,
    reason: row.reason,
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
    actsAt: row.acts_at,
    state: row.state,
  };
}
