import { kindPermission, type ResourceKind } from "@countersign/core";
import { locateScope } from "../access/scope-locators.ts";
import { workspaceOf } from "../access/scope-names.ts";
import { seesContainer } from "../access/visibility.ts";
import type { Reading } from "../command/reading.ts";
import type { Located, Locator } from "../command/requirement.ts";

/** The folder that something is to be put into, by `parentId`; without one, the workspace itself. */
export const parentArgument: Locator<{ readonly workspaceId: string; readonly parentId?: string | null | undefined }> =
  {
    argument: "parentId",
    locate: async (reading, input) => locateParent(reading, input.workspaceId, input.parentId ?? null),
  };

/** As {@link parentArgument}, by `folderId`, for something of a kind. */
export const resourceParentArgument: Locator<{
  readonly kind: ResourceKind;
  readonly workspaceId: string;
  readonly folderId?: string | null | undefined;
}> = {
  argument: "folderId",
  locate: async (reading, input) => {
    const parent = locateParent(reading, input.workspaceId, input.folderId ?? null);
    return parent === null ? null : { ...parent, kind: input.kind };
  },
};

/** Where a workspace is restored: at the organization, since nobody has anything in what is archived. */
export const restoredWorkspace: Locator<{ readonly workspaceId: string }> = {
  argument: "workspaceId",
  locate: async (reading, { workspaceId }) => {
    const scope = reading.state.scopes.get(workspaceId);
    if (scope?.type !== "workspace") return null;
    const target = { type: "workspace", id: workspaceId };
    const seen = !scope.archived && seesContainer(reading, workspaceId);
    return { scopeId: reading.organizationId, target, visibleBy: seen ? "always" : ["workspace:create"] };
  },
};

/** Where a folder is restored: at its parent. */
export const restoredFolder: Locator<{ readonly folderId: string }> = {
  argument: "folderId",
  locate: async (reading, { folderId }) => {
    const scope = reading.state.scopes.get(folderId);
    if (scope?.type !== "folder" || scope.parentId === null) return null;
    const target = { type: "folder", id: folderId };
    const seen = !scope.archived && seesContainer(reading, folderId);
    return { scopeId: scope.parentId, target, visibleBy: seen ? "always" : ["folder:manage"] };
  },
};

/** Where a resource is restored: at its parent. */
export const restoredResource: Locator<{ readonly resourceId: string }> = {
  argument: "resourceId",
  locate: async (reading, { resourceId }) => {
    const scope = reading.state.scopes.get(resourceId);
    if (scope?.type !== "resource" || scope.parentId === null) return null;
    const { kind } = scope;
    const target = { type: "resource", id: resourceId };
    const seen = reading.mayAny([kindPermission(kind, "use"), kindPermission(kind, "view")], resourceId);
    return {
      scopeId: scope.parentId,
      kind,
      target,
      visibleBy: seen ? "always" : [kindPermission(kind, "create")],
    };
  },
};

/**
 * The folder that is named, or the workspace itself for `null`; `null` where there is none in this workspace that the
 * actor sees.
 */
export function locateParent(reading: Reading, workspaceId: string, folderId: string | null): Located | null {
  const id = folderId ?? workspaceId;
  const type = reading.state.scopes.get(id)?.type;
  if (type !== (folderId === null ? "workspace" : "folder")) return null;
  return workspaceOf(reading.state, id) === workspaceId ? locateScope(reading, id) : null;
}
