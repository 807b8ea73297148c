import { kindPermission } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { notFound, refuse } from "../command/refuse.ts";
import { readVersion, type StoredVersion } from "../resources/version-store.ts";
import { closureDigestOf } from "./closure-digest.ts";
import type { StoredPush } from "./request-store.ts";
import { placeOf } from "./target-address.ts";

/** The version that is proposed, which the actor must be able to view where it stands. */
export async function viewedSource(
  command: Command,
  versionId: string,
): Promise<{ readonly version: StoredVersion; readonly path: string }> {
  const version = await readVersion(command.tx, command.organizationId, versionId);
  if (version === null || !command.may(kindPermission(version.kind, "view"), version.resourceId)) refuse(notFound);
  return { version, path: placeOf(command, version.resourceId).path };
}

/** The proposed version, frozen as a push of a request. */
export function pushOf(
  command: Command,
  { version }: { readonly version: StoredVersion },
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
    pushedBy: command.actor.principalId,
    pushedAt: command.now,
  };
}
