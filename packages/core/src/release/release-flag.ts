import type { ReleaseKind } from "./release-kind.ts";

/** What a release says of itself beside its kind; its statement carries those that are true. */
export const releaseFlags = {
  reviewed: "Every byte that it serves was approved for this address.",
  unreviewed: "Nobody had to approve, or nobody did, what it serves.",
  rollback: "It leads the label back to what an earlier release served.",
  gradual: "It serves several versions, each to a share.",
  "break-glass": "It was released in an emergency, before any review.",
  adopted: "It was there already when a policy began to ask for approvals.",
  withdrawn: "It serves nothing.",
  "signed-later": "It was signed on the host's command line, after it was released.",
} as const satisfies Record<string, string>;

/** The name of a flag. */
export type ReleaseFlag = keyof typeof releaseFlags;

/** Whether a text is the name of a flag. */
export function isReleaseFlag(text: string): text is ReleaseFlag {
  return Object.hasOwn(releaseFlags, text);
}

/** The flags of a release, in the order of the table. */
export function flagsOf(release: {
  readonly kind: ReleaseKind;
  readonly reviewed: boolean;
  readonly signedLater: boolean;
}): readonly ReleaseFlag[] {
  const { kind, reviewed, signedLater } = release;
  return [
    reviewed ? "reviewed" : "unreviewed",
    ...(kind !== "approved" && kind !== "unprotected" ? [kind] : []),
    ...(signedLater ? (["signed-later"] as const) : []),
  ];
}
