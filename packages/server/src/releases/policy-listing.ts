import { type PolicyRecord, pathToRoot } from "@countersign/core";
import { seesContainer, visibleContainers } from "../access/visibility.ts";
import type { Reading } from "../command/reading.ts";
import { found, notFound, refuse } from "../command/refuse.ts";
import { policyRecords } from "./policy-records.ts";
import { readPolicies } from "./policy-store.ts";

/** Policies that count at a scope, inherited ones first; without a scope those of every place that one sees. */
export async function listPolicies(
  reading: Reading,
  input: { readonly scopeId?: string | undefined },
): Promise<readonly PolicyRecord[]> {
  const rows = await readPolicies(reading.tx, reading.organizationId);
  if (input.scopeId !== undefined) {
    if (!seesScope(reading, input.scopeId)) refuse(notFound);
    const path = (pathToRoot(reading.state.scopes, reading.organizationId, input.scopeId) ?? []).map(({ id }) => id);
    return policyRecords(
      reading,
      rows
        .filter((policy) => path.includes(policy.scopeId))
        .sort((a, b) => path.indexOf(b.scopeId) - path.indexOf(a.scopeId)),
      input.scopeId,
    );
  }
  const visible = visibleContainers(reading);
  return policyRecords(
    reading,
    rows.filter((policy) => seesScope(reading, policy.scopeId, visible)),
  );
}

/** One policy; its visibility is decided already. */
export async function getPolicy(reading: Reading, input: { readonly policyId: string }): Promise<PolicyRecord> {
  const rows = await readPolicies(reading.tx, reading.organizationId);
  const policy = found(rows.find(({ id }) => id === input.policyId));
  return found((await policyRecords(reading, [policy]))[0]);
}

function seesScope(reading: Reading, scopeId: string, visible = visibleContainers(reading)): boolean {
  return scopeId === reading.organizationId || seesContainer(reading, scopeId, visible);
}
