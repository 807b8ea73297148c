import type { ReleaseRecord } from "@countersign/core";

/**
 * Why a label can't be led back to a release; `null` when it can.
 *
 * @param whyNotPublish why the viewer may not publish here; `null` when he may.
 */
export function whyNoRollback(
  release: Pick<ReleaseRecord, "current" | "rollbackTarget">,
  whyNotPublish: string | null,
): string | null {
  if (release.current) return "It is what the label serves now.";
  if (!release.rollbackTarget) {
    return "The light way back leads only to what an approved release of this address served. Ask for a release of its version instead.";
  }
  return whyNotPublish;
}
