import { kindPermission } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import type { Located, Locator } from "../command/requirement.ts";
import { readResourceOfVersion } from "./version-store.ts";

/** The history of a resource by `resourceId`: seen by `view` alone. */
export const historyArgument: Locator<{ readonly resourceId: string }> = {
  argument: "resourceId",
  locate: async (reading, { resourceId }) => locateHistory(reading, resourceId, { type: "resource", id: resourceId }),
};

/** A version by `versionId`: seen by `view` of its resource alone. */
export const versionArgument: Locator<{ readonly versionId: string }> = {
  argument: "versionId",
  locate: async (reading, { versionId }) => locateVersion(reading, versionId),
};

/** The later one of two compared versions, by `afterId`. */
export const comparedVersion: Locator<{ readonly afterId: string }> = {
  argument: "afterId",
  locate: async (reading, { afterId }) => locateVersion(reading, afterId),
};

/** A version inside the actor's organization; `null` where there is none. */
async function locateVersion(reading: Reading, versionId: string): Promise<Located | null> {
  const resourceId = await readResourceOfVersion(reading.tx, reading.organizationId, versionId);
  return resourceId === null ? null : locateHistory(reading, resourceId, { type: "version", id: versionId });
}

function locateHistory(reading: Reading, resourceId: string, target: Located["target"]): Located | null {
  const scope = reading.state.scopes.get(resourceId);
  if (scope?.type !== "resource") return null;
  return { scopeId: resourceId, kind: scope.kind, target, visibleBy: [kindPermission(scope.kind, "view")] };
}
