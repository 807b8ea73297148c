import type { Tx } from "../db/database.ts";

/** What a policy that is tried out would have held up, and by what. */
export interface PolicyTrial {
  readonly id: string;
  readonly policyId: string;
  readonly number: number;
  readonly releaseId: string;
  readonly blockers: readonly TrialBlocker[];
  readonly at: string;
}

/** One thing that would have stood in the way; the message names nobody. */
export interface TrialBlocker {
  readonly code: string;
  readonly message: string;
}

export async function insertTrial(tx: Tx, organizationId: string, trial: PolicyTrial): Promise<void> {
  await tx
    .insertInto("policy_trials")
    .values({
      organization_id: organizationId,
      id: trial.id,
      policy_id: trial.policyId,
      number: trial.number,
      release_id: trial.releaseId,
      blockers: JSON.stringify(trial.blockers),
      created_at: trial.at,
    })
    .execute();
}

/** The newest of a policy, with the release that each is about. */
export async function listTrials(tx: Tx, organizationId: string, policyId: string, limit: number) {
  const rows = await tx
    .selectFrom("policy_trials")
    .innerJoin("releases", (join) =>
      join
        .onRef("releases.organization_id", "=", "policy_trials.organization_id")
        .onRef("releases.id", "=", "policy_trials.release_id"),
    )
    .select([
      "policy_trials.number",
      "policy_trials.release_id",
      "policy_trials.blockers",
      "policy_trials.created_at",
      "releases.resource_id",
      "releases.label",
      "releases.sequence",
      "releases.target_path",
    ])
    .where("policy_trials.organization_id", "=", organizationId)
    .where("policy_trials.policy_id", "=", policyId)
    .orderBy("policy_trials.created_at", "desc")
    .orderBy("policy_trials.id")
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const blockers: readonly TrialBlocker[] = JSON.parse(row.blockers); // written by `insertTrial` alone
    return {
      number: row.number,
      releaseId: row.release_id,
      resourceId: row.resource_id,
      label: row.label,
      sequence: row.sequence,
      path: row.target_path,
      at: row.created_at,
      blockers,
    };
  });
}
