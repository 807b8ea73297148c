import { openRequest, type ReleasePreview } from "@countersign/core";
import { principalRef, readPrincipalRefs } from "../access/principal-names.ts";
import type { Reading } from "../command/reading.ts";
import { closureDigestOf } from "./closure-digest.ts";
import { readChange } from "./policy-circumstances.ts";
import { proposedAddress } from "./proposed-address.ts";
import { pushOf } from "./proposed-version.ts";
import { readRelease } from "./release-store.ts";
import { readSharedFacts, readStanding } from "./request-facts.ts";
import { changeOf, requestPolicies, triedOutPolicies } from "./request-policies.ts";

/**
 * What a request from this version to this address would need, were it opened now. Works the request out as if it had
 * been, and writes nothing.
 */
export async function previewRequest(
  reading: Reading,
  input: {
    readonly sourceVersionId: string;
    readonly targetWorkspaceId: string;
    readonly targetPath?: string | undefined;
    readonly label: string;
  },
): Promise<ReleasePreview> {
  const { tx, organizationId, now, actor } = reading;
  const { source, label, path, base } = await proposedAddress(reading, input);
  const push = pushOf(reading, source, 1, "open");
  const shared = await readSharedFacts(reading);
  const standing = await readStanding(
    reading,
    {
      // No id begins like this: nothing is recorded of it.
      request: openRequest({
        id: "preview",
        target: { workspaceId: input.targetWorkspaceId, path, label },
        base,
        digest: push.digest,
        closureDigest: closureDigestOf(push.closure),
        at: now,
        expiresAt: null,
      }),
      number: 0,
      kind: source.version.kind,
      title: "",
      description: "",
      requesterId: actor.principalId,
      endedReason: null,
      endedBy: null,
      updatedAt: now,
      push,
    },
    shared,
  );
  const served = base.releaseId === null ? null : await readRelease(tx, organizationId, base.releaseId);
  const change = await readChange(
    reading,
    source.version.kind,
    push,
    served?.release.serves.map(({ versionId }) => versionId) ?? [],
  );
  const refs = await readPrincipalRefs(tx, organizationId, [
    ...standing.contribution.ids,
    ...reading.state.principals.keys(),
  ]);
  return {
    target: {
      workspaceId: input.targetWorkspaceId,
      workspaceName: reading.state.scopes.get(input.targetWorkspaceId)?.name ?? input.targetWorkspaceId,
      path,
      label,
      resourceId: standing.target.resourceId,
    },
    protected: standing.policies.now.length > 0,
    change: changeOf(change),
    policies: requestPolicies(reading, standing, shared, refs),
    triedOut: triedOutPolicies(reading, standing, shared, refs),
    contributors: standing.contribution.contributors.map(({ principalId, reason }) => ({
      principal: principalRef(refs, principalId),
      reason,
    })),
  };
}
