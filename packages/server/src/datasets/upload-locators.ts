import { kindPermission } from "@countersign/core";
import type { Locator } from "../command/requirement.ts";
import { readUpload } from "./upload-store.ts";

/** An upload by `uploadId`, at its dataset. It is its opener's alone: to everybody else it is not there. */
export const uploadArgument: Locator<{ readonly uploadId: string }> = {
  argument: "uploadId",
  locate: async (reading, { uploadId }) => {
    const upload = await readUpload(reading.tx, reading.organizationId, uploadId);
    if (upload === null || upload.openedBy !== reading.actor.principalId) return null;
    const scope = reading.state.scopes.get(upload.resourceId);
    if (scope?.type !== "resource") return null;
    return {
      scopeId: scope.id,
      kind: scope.kind,
      target: { type: "resource", id: scope.id },
      visibleBy: [kindPermission(scope.kind, "use"), kindPermission(scope.kind, "view")],
    };
  },
};
