import type { Instant } from "../access/instant.ts";
import type { LabelPosition } from "./release.ts";
import type { ReleaseTarget } from "./release-target.ts";

/** What is stored of the proposal "let this address serve that content". Whether it is approved is never stored. */
export interface ReleaseRequest {
  readonly id: string;
  readonly target: ReleaseTarget;
  /** What the label served when the request was opened, or when it was last rebased. */
  readonly base: LabelPosition;
  readonly content: RequestContent;
  readonly openedAt: Instant;
  /** From this moment on it has expired; `null` for never. */
  readonly expiresAt: Instant | null;
  /** `null` until something ended it. */
  readonly ending: RequestEnding | null;
}

/** What the request would let the address serve, frozen when it was opened or last pushed to. */
export interface RequestContent {
  readonly digest: string;
  /** Digest of the closure of includes; `null` where nothing is included. */
  readonly closureDigest: string | null;
  /** When it was opened or pushed with this content. */
  readonly pushedAt: Instant;
}

/** How a request ended. */
export type RequestEnding =
  | { readonly type: "published"; readonly releaseId: string; readonly at: Instant }
  | { readonly type: "rejected"; readonly by: string; readonly at: Instant }
  | { readonly type: "cancelled"; readonly by: string; readonly at: Instant }
  | { readonly type: "expired"; readonly at: Instant };

/** What opening needs to know. */
export interface RequestOpening {
  readonly id: string;
  readonly target: ReleaseTarget;
  readonly base: LabelPosition;
  readonly digest: string;
  readonly closureDigest: string | null;
  readonly at: Instant;
  readonly expiresAt: Instant | null;
}

/** A request as it is when it has just been opened: the content frozen, the base noted, nothing reviewed, nothing ended. */
export function openRequest({
  id,
  target,
  base,
  digest,
  closureDigest,
  at,
  expiresAt,
}: RequestOpening): ReleaseRequest {
  return { id, target, base, content: { digest, closureDigest, pushedAt: at }, openedAt: at, expiresAt, ending: null };
}
