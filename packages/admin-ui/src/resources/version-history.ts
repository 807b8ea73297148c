import type { VersionSummary } from "@countersign/core";

/** The id of what a version was made from: what it says itself, else the number before; `null` for a first version. */
export function previousVersion(versions: readonly VersionSummary[], version: VersionSummary): string | null {
  const { provenance } = version;
  if (provenance.type === "saved" && provenance.basedOnVersionId !== null) return provenance.basedOnVersionId;
  return versions.find((candidate) => candidate.number === version.number - 1)?.id ?? null;
}

/** How a version came here, where it was not simply saved here. */
export function provenanceWords({ provenance }: Pick<VersionSummary, "provenance">): string | null {
  switch (provenance.type) {
    case "saved":
      return null;
    case "published":
      return "published by a request";
    case "imported":
      return "imported";
  }
}
