import type { ResourceKind, ScopeId } from "../access/scope.ts";
import { canonicalJson } from "../content/canonical-json.ts";
import { sha256Hex } from "../content/sha256.ts";
import type { LabelPosition, PolicyVersionRef, Serving } from "./release.ts";
import type { ReleaseTarget } from "./release-target.ts";

/**
 * A change of the tree, or of a label, that changes at which address something is served and therefore, where a policy
 * protects the address, needs a request.
 *
 * - `move`: another name, another parent, or both, for a resource or folder; inside its workspace.
 * - `archive`: a resource, folder or workspace serves nothing from then on.
 * - `restore`: what was archived serves again.
 * - `withdraw`: one label of a resource serves nothing from then on.
 */
export type TreeChange =
  | { readonly type: "move"; readonly scopeId: ScopeId; readonly parentId: ScopeId; readonly name: string }
  | { readonly type: "archive"; readonly scopeId: ScopeId }
  | { readonly type: "restore"; readonly scopeId: ScopeId }
  | { readonly type: "withdraw"; readonly scopeId: ScopeId; readonly label: string };

/** A label that a change of the tree touches: what it serves, where it does now, and where it would. */
export interface TouchedLabel {
  readonly resourceId: ScopeId;
  readonly kind: ResourceKind;
  /** The newest release of the label, whose bytes are concerned. */
  readonly position: LabelPosition;
  readonly serves: readonly Serving[];
  /** The address that serves it now; `null` where nothing does, as for what is archived. */
  readonly before: TouchedAddress | null;
  /** The address that would serve it; `null` where nothing would. */
  readonly after: TouchedAddress | null;
}

/** One end of a touched label. */
export interface TouchedAddress {
  readonly target: ReleaseTarget;
  /** The policies that protect it there, as they stood when the change was looked at. */
  readonly policies: readonly PolicyVersionRef[];
}

/**
 * The digest that the reviews of a request for a change of the tree are bound to: what would be changed, and every
 * protected address that it touches with exactly what is served there. A label that moves meanwhile, one that appears and
 * one that goes make it another. The order of the labels makes no difference, and policies are no part of it: they are
 * judged anew each time.
 */
export function treeChangeDigest(change: TreeChange, touched: readonly TouchedLabel[]): string {
  const labels = touched.map(({ resourceId, position, serves, before, after }) => ({
    resourceId,
    label: labelOf({ before, after }),
    releaseId: position.releaseId,
    sequence: position.sequence,
    serves: serves.map(({ versionId, digest, weight, segment }) => ({ versionId, digest, weight, segment })),
    before: before === null ? null : { ...before.target },
    after: after === null ? null : { ...after.target },
  }));
  const ordered = labels.sort((a, b) => compare(`${a.resourceId} ${a.label}`, `${b.resourceId} ${b.label}`));
  return `sha256:${sha256Hex(canonicalJson({ format: "countersign-tree-change/1", change: { ...change }, labels: ordered }))}`;
}

/**
 * Where a set of addresses stands, as a position that a request compares: the digest takes the place of the release. A
 * request whose base is another digest is stale.
 */
export function treePosition(digest: string): LabelPosition {
  return { releaseId: digest, sequence: 0 };
}

/** The name of a touched label. */
export function labelOf({ before, after }: Pick<TouchedLabel, "before" | "after">): string {
  return (before ?? after)?.target.label ?? "";
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
