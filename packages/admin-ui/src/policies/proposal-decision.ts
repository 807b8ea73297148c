import type { PolicyProposalRecord } from "@countersign/core";

/** Why somebody can't do something with a proposal; `null` where they can. */
export interface ProposalReasons {
  readonly accept: string | null;
  readonly reject: string | null;
  readonly withdraw: string | null;
}

/** Who may decide a proposal, once it has its approvals: an owner who did not propose it; an only owner, once its day has passed; its proposer withdraws. */
export function proposalReasons(
  proposal: Pick<PolicyProposalRecord, "proposedBy" | "actsAt" | "blockers">,
  viewer: { readonly id: string; readonly isOwner: boolean },
  now: Date,
): ProposalReasons {
  const [missing] = proposal.blockers;
  const own = proposal.proposedBy.id === viewer.id;
  const owner = viewer.isOwner ? null : "Only an owner of the organization decides this. Ask one.";
  const waits =
    proposal.actsAt !== null && now.getTime() < Date.parse(proposal.actsAt)
      ? "You proposed it and are the only owner, so it can be accepted only after 24 hours."
      : null;
  const others =
    proposal.actsAt === null ? "You proposed it yourself; an owner who did not decides. Ask another owner." : waits;
  return {
    accept: owner ?? (own ? others : null) ?? (missing === undefined ? null : `${missing.message} ${missing.remedy}`),
    reject: owner,
    withdraw: own ? null : `Only ${proposal.proposedBy.name}, who proposed it, can withdraw it.`,
  };
}
