import { phaseOf, type StaleAccess } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { bindingRecords } from "./binding-records.ts";
import { listBindingRows } from "./binding-store.ts";
import { principalRef, readPrincipalRefs } from "./principal-names.ts";
import { listUnusedKeys, listUnusedPrincipals } from "./stale-store.ts";

const day = 86_400_000;

/** What nobody would miss: unused principals and keys, bindings that ended, and bindings that never decided anything. */
export async function staleAccess(
  reading: Reading,
  input: { readonly days?: number | undefined },
): Promise<StaleAccess> {
  const { tx, organizationId, now } = reading;
  const before = new Date(Date.parse(now) - (input.days ?? 90) * day).toISOString();
  const principals = await listUnusedPrincipals(tx, organizationId, before);
  const keys = await listUnusedKeys(tx, organizationId, before, now);
  const bindings = await listBindingRows(tx, organizationId, {}, null);
  const expired = bindings.filter((binding) => phaseOf(binding, now) === "expired");
  const neverUsed = bindings.filter(
    (binding) => phaseOf(binding, now) === "live" && binding.lastUsedAt === null && startOf(binding) < before,
  );
  const ids = [...principals.map(({ id }) => id), ...keys.map(({ principalId }) => principalId)];
  const refs = await readPrincipalRefs(tx, organizationId, ids);
  return {
    unusedPrincipals: principals.map(({ id, lastUsedAt, createdAt }) => ({
      principal: principalRef(refs, id),
      lastUsedAt,
      createdAt,
    })),
    unusedKeys: keys.map(({ principalId, ...key }) => ({ ...key, principal: principalRef(refs, principalId) })),
    expiredBindings: await bindingRecords(reading, expired),
    neverUsedBindings: await bindingRecords(reading, neverUsed),
  };
}

/** Since when it could have been used. */
function startOf(binding: { readonly grantedAt: string; readonly notBefore: string | null }): string {
  return binding.notBefore !== null && binding.notBefore > binding.grantedAt ? binding.notBefore : binding.grantedAt;
}
