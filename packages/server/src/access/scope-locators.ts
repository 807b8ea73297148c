import { kindPermission, type ScopeType } from "@countersign/core";
import type { Locator } from "../command/requirement.ts";
import { seesContainer } from "./visibility.ts";

/** The organization itself: for what is asked there and comes from no argument. */
export const organizationScope: Locator<unknown> = {
  argument: "organization",
  locate: async (reading) => ({
    scopeId: reading.organizationId,
    target: { type: "organization", id: reading.organizationId },
    visibleBy: "always",
  }),
};

/** A workspace by the argument `workspaceId`. */
export const workspaceArgument: Locator<{ readonly workspaceId: string }> = {
  argument: "workspaceId",
  locate: async (reading, input) => locateContainer(reading, input.workspaceId, ["workspace"]),
};

/** A folder by the argument `folderId`. */
export const folderArgument: Locator<{ readonly folderId: string }> = {
  argument: "folderId",
  locate: async (reading, input) => locateContainer(reading, input.folderId, ["folder"]),
};

/** Any scope by the argument `scopeId`. */
export const scopeArgument: Locator<{ readonly scopeId: string }> = {
  argument: "scopeId",
  locate: async (reading, input) => locateScope(reading, input.scopeId),
};

/** A resource by the argument `resourceId`, seen by `use` or `view`. */
export const resourceArgument: Locator<{ readonly resourceId: string }> = {
  argument: "resourceId",
  locate: async (reading, input) => {
    const scope = reading.state.scopes.get(input.resourceId);
    return scope?.type === "resource" ? locateScope(reading, scope.id) : null;
  },
};

type LocateInput = Parameters<Locator<unknown>["locate"]>[0];

function locateContainer(reading: LocateInput, id: string, types: readonly ScopeType[]) {
  const scope = reading.state.scopes.get(id);
  return scope !== undefined && types.includes(scope.type) ? locateScope(reading, id) : null;
}

/** Any scope of the organization as the thing that a call is about; `null` where there is none. */
export function locateScope(reading: LocateInput, id: string) {
  const scope = reading.state.scopes.get(id);
  if (scope === undefined) return null;
  const target = { type: scope.type, id };
  if (scope.type === "resource") {
    return {
      scopeId: id,
      kind: scope.kind,
      target,
      visibleBy: [kindPermission(scope.kind, "use"), kindPermission(scope.kind, "view")],
    };
  }
  const visible = scope.type === "organization" || seesContainer(reading, id);
  return { scopeId: id, target, visibleBy: visible ? ("always" as const) : [] };
}
