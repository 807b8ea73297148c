import {
  type ClosureEntry,
  type ClosureRecord,
  kindPermission,
  type VersionProvenance,
  type VersionRecord,
  type VersionSummary,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import type { StoredVersion, StoredVersionSummary } from "./version-store.ts";

/** A version without its content, as it is listed. */
export function versionSummary(version: StoredVersionSummary, labels: readonly string[]): VersionSummary {
  return {
    id: version.id,
    resourceId: version.resourceId,
    number: version.number,
    digest: version.digest,
    message: version.message,
    author: { type: version.authorType, id: version.authorId, name: version.authorName },
    claimedAuthor: version.claimedAuthor,
    createdAt: version.createdAt,
    labels,
    provenance: provenanceOf(version),
  };
}

/** A version with its content. */
export function versionRecord(reading: Reading, version: StoredVersion, labels: readonly string[]): VersionRecord {
  return {
    ...versionSummary(version, labels),
    content: version.content,
    expanded: version.expanded,
    closure: closureRecords(reading, version.closure),
  };
}

/**
 * A closure as the actor may see it: what the content names itself, what he sees of the rest, and what is named by
 * something whose content he may view. A thing that another one includes is no less hidden for being included.
 */
export function closureRecords(reading: Reading, closure: readonly ClosureEntry[]): readonly ClosureRecord[] {
  const viewed = new Set(
    closure
      .filter(({ kind, resourceId }) => reading.may(kindPermission(kind, "view"), resourceId))
      .map(({ versionId }) => versionId),
  );
  return closure
    .filter(
      ({ kind, resourceId, includedBy }) =>
        includedBy === null ||
        viewed.has(includedBy) ||
        reading.mayAny([kindPermission(kind, "use"), kindPermission(kind, "view")], resourceId),
    )
    .map(({ reference, path, resourceId, versionId, number, digest, depth }) => ({
      reference,
      path,
      resourceId,
      versionId,
      versionNumber: number,
      digest,
      depth,
    }));
}

function provenanceOf(version: StoredVersionSummary): VersionProvenance {
  const { requestId, sourceVersionId, importKey, basedOnId } = version;
  if (requestId !== null && sourceVersionId !== null) return { type: "published", requestId, sourceVersionId };
  if (importKey !== null) return { type: "imported", importKey };
  return { type: "saved", basedOnVersionId: basedOnId };
}
