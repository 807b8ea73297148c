import { kindPermission } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { notFound, refuse } from "../command/refuse.ts";
import { readVersion, type StoredVersion } from "../resources/version-store.ts";
import { closureDigestOf } from "./closure-digest.ts";
import type { StoredPush } from "./request-store.ts";
import { placeOf } from "./target-address.ts";

/** A version that is proposed, and where its resource is. */
export interface ProposedSource {
  readonly version: StoredVersion;
  readonly path: string;
}

/** The version that is proposed, which the actor must be able to view where it stands. */
export async function viewedSource(reading: Reading, versionId: string): Promise<ProposedSource> {
  const version = await readVersion(reading.tx, reading.organizationId, versionId);
  if (version === null || !reading.may(kindPermission(version.kind, "view"), version.resourceId)) refuse(notFound);
  return { version, path: placeOf(reading, version.resourceId).path };
}

/** The proposed version, frozen as a push of a request. */
export function pushOf(
  reading: Reading,
  { version }: ProposedSource,
  number: number,
  reason: StoredPush["reason"],
): StoredPush {
  return {
    number,
    sourceVersionId: version.id,
    sourceScopeId: version.resourceId,
    content: version.content,
    expanded: version.expanded,
    closure: version.closure,
    digest: version.digest,
    closureDigest: closureDigestOf(version.closure),
    reason,
    pushedBy: reading.actor.principalId,
    pushedAt: reading.now,
  };
}
