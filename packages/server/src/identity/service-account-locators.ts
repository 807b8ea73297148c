import { askedScope } from "../access/access-locators.ts";
import { locateScope } from "../access/scope-locators.ts";
import type { Locator } from "../command/requirement.ts";

/** A service account by the argument `serviceAccountId`, seen by whoever manages those of its home scope. */
export const serviceAccountArgument: Locator<{ readonly serviceAccountId: string }> = {
  argument: "serviceAccountId",
  locate: async ({ state }, { serviceAccountId }) => {
    const account = state.principals.get(serviceAccountId);
    if (account?.type !== "service-account") return null;
    return {
      scopeId: askedScope(state, account.homeScopeId, "service-account:manage"),
      target: { type: "principal", id: account.id },
      visibleBy: ["service-account:manage"],
    };
  },
};

/** The scope that a new service account belongs to, by the argument `homeScopeId`. */
export const homeScopeArgument: Locator<{ readonly homeScopeId: string }> = {
  argument: "homeScopeId",
  locate: async (reading, { homeScopeId }) => locateScope(reading, homeScopeId),
};
