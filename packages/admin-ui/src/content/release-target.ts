import type { WorkspaceRecord } from "@countersign/core";

/**
 * The workspace that a release most likely goes to: another one in which one may ask, those called like production
 * first; else the resource's own; `null` when there is none at all.
 */
export function likelyTarget(
  workspaces: readonly WorkspaceRecord[],
  ownId: string,
  mayAsk: (workspaceId: string) => boolean,
): string | null {
  const others = workspaces.filter((workspace) => workspace.id !== ownId && mayAsk(workspace.id));
  const production = others.find((workspace) => workspace.name.startsWith("prod"));
  return production?.id ?? others[0]?.id ?? workspaces.find((workspace) => workspace.id === ownId)?.id ?? null;
}
