import { type ApprovalPolicy, matchesLabel, pathToRoot } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { newId } from "../command/identifiers.ts";
import { readScope } from "../resources/scope-store.ts";
import { recordRelease } from "./release-service.ts";
import { readRelease, readServed } from "./release-store.ts";
import { writeRelease } from "./release-writing.ts";
import { policiesAt } from "./target-address.ts";

/**
 * Gives every label that a policy begins to match a release of its own, `adopted`: it serves what it served, from now on
 * openly marked as unreviewed, and nothing can pass it off as approved.
 *
 * @param before the policies as they stood.
 * @param policy the policy as it stands from now on.
 */
export async function adoptLabels(
  command: Command,
  before: readonly ApprovalPolicy[],
  policy: ApprovalPolicy,
  reason: string,
): Promise<void> {
  if (policy.current.mode === "evaluate") return;
  const { tx, organizationId, state } = command;
  const below = [...state.scopes.values()].filter(
    (scope) =>
      scope.type === "resource" &&
      (policy.kinds === null || policy.kinds.includes(scope.kind)) &&
      (pathToRoot(state.scopes, organizationId, scope.id) ?? []).some(({ id }) => id === policy.scopeId),
  );
  const served = await readServed(
    tx,
    organizationId,
    below.map(({ id }) => id),
  );
  for (const { resourceId, label, releaseId, sequence } of served) {
    const scope = state.scopes.get(resourceId);
    if (scope?.type !== "resource" || !matchesLabel(policy.labelPattern, label)) continue;
    if (policiesAt(command, before, resourceId, label, scope.kind).length > 0) continue;
    const current = await readRelease(tx, organizationId, releaseId);
    if (current === null || current.release.versionId === null) continue;
    const { versionId, digest, serves } = current.release;
    // Where it is now: it may have moved since its last release, as long as nothing protected it.
    const place = await readScope(tx, organizationId, resourceId);
    if (place?.type !== "resource") continue;
    const target = { workspaceId: place.workspaceId, path: place.path, label };
    const id = newId("rel");
    const revision = await command.raiseRevision();
    await writeRelease(command, {
      id,
      resourceId,
      target,
      sequence: sequence + 1,
      kind: "adopted",
      versionId,
      digest,
      serves,
      requestId: null,
      rollbackToId: null,
      policyVersions: [{ policyId: policy.id, number: policy.current.number }],
      reviews: [],
      releasedBy: command.actor.principalId,
      keyId: command.actor.keyId,
      reason,
      revision,
      at: command.now,
    });
    await recordRelease(command, "release.adopt", {
      id,
      resourceId,
      target,
      current: { releaseId, sequence },
      digest,
      sequence: sequence + 1,
      kind: "adopted",
      reason,
    });
  }
}
