import { kindPermission } from "@countersign/core";
import { seesContainer } from "../access/visibility.ts";
import type { Locator } from "../command/requirement.ts";
import { ownsRequest, reachesLabel } from "./key-labels.ts";
import { readProposal } from "./policy-proposal-store.ts";
import { readPolicies } from "./policy-store.ts";
import { kindOfPolicy } from "./proposal-standing.ts";
import { readRequest } from "./request-store.ts";
import { containerOf, resolveTarget } from "./target-address.ts";

/** A release request by the argument `requestId`: at its target, seen by `view` there and by its requester, by a key for its label. */
export const requestArgument: Locator<{ readonly requestId: string }> = {
  argument: "requestId",
  locate: async (reading, input) => {
    const stored = await readRequest(reading.tx, reading.organizationId, input.requestId);
    if (stored === null || !reachesLabel(reading, stored.request.target.label)) return null;
    const { workspaceId, path } = stored.request.target;
    const { scopeId } = resolveTarget(reading, workspaceId, path);
    return {
      scopeId,
      kind: stored.kind,
      target: { type: "release-request", id: stored.request.id },
      visibleBy: [kindPermission(stored.kind, "view")],
      own: ownsRequest(reading, { ...stored, scopeId }),
    };
  },
};

/**
 * A release request by the argument `requestId`, for permissions that mean something in folders and workspaces alone: at
 * the container of its target.
 */
export const requestContainerArgument: Locator<{ readonly requestId: string }> = {
  argument: "requestId",
  locate: async (reading, input) => {
    const located = await requestArgument.locate(reading, input);
    if (located === null || located.visibleBy === "always") return located;
    const visible = located.own === true || reading.mayAny(located.visibleBy, located.scopeId);
    return { ...located, scopeId: containerOf(reading, located.scopeId), visibleBy: visible ? "always" : [] };
  },
};

/** A policy by the argument `policyId`, at the place it applies to. */
export const policyArgument: Locator<{ readonly policyId: string }> = {
  argument: "policyId",
  locate: async (reading, input) => locatePolicy(reading, input.policyId),
};

/** A proposed loosening by the argument `proposalId`, at the place of its policy. */
export const proposalArgument: Locator<{ readonly proposalId: string }> = {
  argument: "proposalId",
  locate: async (reading, input) => {
    const proposal = await readProposal(reading.tx, reading.organizationId, input.proposalId);
    return proposal === null ? null : locatePolicy(reading, proposal.policyId);
  },
};

async function locatePolicy(reading: Parameters<Locator<unknown>["locate"]>[0], policyId: string) {
  const policies = await readPolicies(reading.tx, reading.organizationId);
  const policy = policies.find(({ id }) => id === policyId);
  if (policy === undefined) return null;
  const visible = policy.scopeId === reading.organizationId || seesContainer(reading, policy.scopeId);
  return {
    scopeId: policy.scopeId,
    kind: kindOfPolicy(policy),
    target: { type: "policy", id: policy.id },
    visibleBy: visible ? ("always" as const) : [],
  };
}
