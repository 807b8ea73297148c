import { kindPermission } from "@countersign/core";
import { resourceArgument } from "../access/scope-locators.ts";
import type { Located, Locator } from "../command/requirement.ts";
import { reachesLabel } from "../releases/key-labels.ts";
import { requestArgument } from "../releases/release-locators.ts";
import { containerOf } from "../releases/target-address.ts";
import { madeIt } from "./emergency-records.ts";
import { readEmergency } from "./emergency-store.ts";

type LocateInput = Parameters<Locator<unknown>["locate"]>[0];

/** A resource that is to be released in an emergency: whoever may do that there sees it, whatever else he lacks. */
export const emergencyResource: Locator<{ readonly resourceId: string }> = {
  argument: "resourceId",
  locate: async (reading, input) => atContainer(reading, await resourceArgument.locate(reading, input)),
};

/** A request whose content is to be released in an emergency. */
export const emergencyRequest: Locator<{ readonly requestId: string }> = {
  argument: "requestId",
  locate: async (reading, input) => atContainer(reading, await requestArgument.locate(reading, input)),
};

/** An emergency by the argument `emergencyId`, at its resource. */
export const emergencyArgument: Locator<{ readonly emergencyId: string }> = {
  argument: "emergencyId",
  locate: async (reading, input) => {
    const emergency = await readEmergency(reading.tx, reading.organizationId, input.emergencyId);
    const scope = emergency === null ? undefined : reading.state.scopes.get(emergency.resourceId);
    if (emergency === null || scope?.type !== "resource" || !reachesLabel(reading, emergency.target.label)) return null;
    return {
      scopeId: scope.id,
      kind: scope.kind,
      target: { type: "release", id: emergency.releaseId },
      visibleBy: [kindPermission(scope.kind, "view")],
      own: madeIt(reading, emergency.principalId),
    };
  },
};

/** `release:break-glass` means something in folders and workspaces alone. */
function atContainer(reading: LocateInput, located: Located | null): Located | null {
  if (located === null) return null;
  const scopeId = containerOf(reading, located.scopeId);
  const visible =
    located.visibleBy === "always" ||
    located.own === true ||
    reading.mayAny(located.visibleBy, located.scopeId) ||
    reading.may("release:break-glass", scopeId);
  return { ...located, scopeId, visibleBy: visible ? "always" : [] };
}
