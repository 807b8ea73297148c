import type { ResourceKind, ScopeId, TreeChange } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { scopePath } from "./label-protection.ts";
import { type LabelBelow, readLabelsBelow } from "./label-store.ts";

/** A label that a change of the tree would reach, with the address that serves it before and after. */
export interface LabelEnds {
  readonly label: LabelBelow;
  readonly kind: ResourceKind;
  /** `null` where nothing serves it now. */
  readonly before: LabelEnd | null;
  /** `null` where nothing would. */
  readonly after: LabelEnd | null;
}

/** An address, and where in the tree it stands. */
export interface LabelEnd {
  readonly workspaceId: string;
  readonly path: string;
  /** The resource's scope and every one above it, as they are or would be: where policies are looked for. */
  readonly scopes: readonly ScopeId[];
  /** Where permissions at the address are asked: the resource, or the scope that it would come into or back to. */
  readonly scopeId: ScopeId;
}

/**
 * Every label that serves something before a change of the tree, after it, or both, with its addresses. What is archived
 * or was withdrawn serves nothing, so that nothing is changed by moving it.
 */
export async function labelEnds(reading: Reading, change: TreeChange): Promise<readonly LabelEnds[]> {
  const labels = await readLabelsBelow(reading.tx, reading.organizationId, [change.scopeId]);
  return labels.flatMap((label): readonly LabelEnds[] => {
    const { resourceId, kind, name, releaseKind } = label;
    if (releaseKind === "withdrawn" || (change.type === "withdraw" && name !== change.label)) return [];
    const here = endOf(reading, scopePath(reading.state.scopes, reading.organizationId, resourceId), resourceId);
    const archived = here.scopes.filter((id) => reading.state.scopes.get(id)?.archived !== false);
    if (change.type === "restore") {
      // In what is archived nobody has anything: permissions are asked where it comes back to.
      const after = { ...here, scopeId: parentOf(reading, change.scopeId) };
      return archived.every((id) => id === change.scopeId) ? [{ label, kind, before: null, after }] : [];
    }
    if (archived.length > 0) return [];
    return [{ label, kind, before: here, after: change.type === "move" ? endAfter(reading, here, change) : null }];
  });
}

/** Where something is or comes to: its parent, and for a workspace the organization. */
export function parentOf({ state, organizationId }: Reading, scopeId: ScopeId): ScopeId {
  return state.scopes.get(scopeId)?.parentId ?? organizationId;
}

function endAfter(reading: Reading, before: LabelEnd, move: Extract<TreeChange, { readonly type: "move" }>): LabelEnd {
  const { scopes } = reading.state;
  const top = before.scopes.indexOf(move.scopeId);
  const path = [...before.scopes.slice(0, top + 1), ...scopePath(scopes, reading.organizationId, move.parentId)];
  const stays = scopes.get(move.scopeId)?.parentId === move.parentId;
  return endOf(reading, path, stays ? before.scopeId : move.parentId, move);
}

/** @param renamed whose name will be another one */
function endOf(
  reading: Reading,
  path: readonly ScopeId[],
  scopeId: ScopeId,
  renamed?: { readonly scopeId: ScopeId; readonly name: string },
): LabelEnd {
  const nodes = path.flatMap((id) => reading.state.scopes.get(id) ?? []);
  return {
    workspaceId: nodes.find(({ type }) => type === "workspace")?.id ?? "",
    path: nodes
      .filter(({ type }) => type === "folder" || type === "resource")
      .map(({ id, name }) => (id === renamed?.scopeId ? renamed.name : name))
      .reverse()
      .join("/"),
    scopes: path,
    scopeId,
  };
}
