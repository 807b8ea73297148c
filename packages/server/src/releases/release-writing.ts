import { encodeStatement, flagsOf, isReviewed, type ReleaseStatement } from "@countersign/core";
import { digestOf } from "../audit/state-digest.ts";
import type { Command } from "../command/command.ts";
import type { Tx } from "../db/database.ts";
import { readPolicyRules, readServedNames, readVersionNumbers } from "./release-statement-store.ts";
import { insertRelease, type ReleaseDraft, readLabelHistory, releaseOf } from "./release-store.ts";
import { readReviewers } from "./review-store.ts";

/**
 * Writes a release, of whatever kind, with its statement and signature, in the command's transaction. The tree must
 * already be as it is when the release serves.
 */
export async function writeRelease(command: Command, release: ReleaseDraft): Promise<void> {
  const { tx, organizationId, environment } = command;
  const statement = encodeStatement(await statementOf(tx, organizationId, release, release.at));
  const signature = await environment.signer.sign(tx, "release", statement);
  await insertRelease(tx, organizationId, release, { statement, ...signature, at: release.at });
}

/** What a release says of itself, gathered in the transaction that writes or signs it. */
export async function statementOf(
  tx: Tx,
  organizationId: string,
  release: ReleaseDraft,
  signedAt: string,
): Promise<ReleaseStatement> {
  const { target, resourceId, policyVersions, serves } = release;
  const names = await readServedNames(tx, organizationId, target.workspaceId, resourceId);
  const reviewers = await readReviewers(tx, organizationId, release.reviews);
  const numbers = await readVersionNumbers(
    tx,
    organizationId,
    serves.map(({ versionId }) => versionId),
  );
  const rules = await readPolicyRules(tx, organizationId, policyVersions);
  return {
    format: 1,
    organizationId,
    workspace: { id: target.workspaceId, name: names.workspace },
    resource: { id: resourceId, kind: names.kind, path: target.path },
    label: target.label,
    releaseId: release.id,
    sequence: release.sequence,
    kind: release.kind,
    flags: flagsOf({
      kind: release.kind,
      reviewed: await wasReviewed(tx, organizationId, release),
      signedLater: signedAt !== release.at,
    }),
    serves: serves.map((serving) => ({ ...serving, number: known(numbers.get(serving.versionId), serving.versionId) })),
    requestId: release.requestId,
    approvals: release.reviews.map((reviewId) => ({ reviewId, reviewerId: known(reviewers.get(reviewId), reviewId) })),
    policies: policyVersions.map(({ policyId, number }) => ({ policyId, number })),
    policyDigest: rules.length === 0 ? null : digestOf(rules),
    releasedBy: release.releasedBy,
    at: release.at,
    signedAt,
  };
}

/** The history matters to those alone that serve what an earlier release was reviewed for. */
async function wasReviewed(tx: Tx, organizationId: string, release: ReleaseDraft): Promise<boolean> {
  const said = releaseOf({ release });
  if (release.kind !== "rollback" && release.kind !== "gradual") return isReviewed(said, []);
  const history = await readLabelHistory(tx, organizationId, release.resourceId, release.target.label);
  return isReviewed(said, history.map(releaseOf));
}

function known<T>(found: T | undefined, id: string): T {
  if (found === undefined) throw new Error(`A release names ${id}, which is not there.`);
  return found;
}
