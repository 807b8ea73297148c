import type { Tx } from "../db/database.ts";

/**
 * The policies under which other resources were served at an address. A path that was served once under a protected label
 * belongs to its resource: another that takes it answers to them too, as long as they stand, wherever they apply now.
 *
 * @param resourceId the resource that has or would have the address; `null` where it is still to be made.
 */
export async function readFormerPolicies(
  tx: Tx,
  organizationId: string,
  address: { readonly workspaceId: string; readonly path: string; readonly label: string },
  resourceId: string | null,
): Promise<ReadonlySet<string>> {
  const rows = await tx
    .selectFrom("releases")
    .select("policy_versions")
    .distinct()
    .where("organization_id", "=", organizationId)
    .where("target_workspace_id", "=", address.workspaceId)
    .where("target_path", "=", address.path)
    .where("label", "=", address.label)
    .where("resource_id", "<>", resourceId ?? "")
    .execute();
  const ids = rows.flatMap((row) => {
    const versions: readonly { readonly policyId: string }[] = JSON.parse(row.policy_versions); // as `insertRelease` wrote it
    return versions.map(({ policyId }) => policyId);
  });
  if (ids.length === 0) return new Set();
  const standing = await tx
    .selectFrom("policies")
    .select("id")
    .where("organization_id", "=", organizationId)
    .where("id", "in", ids)
    .where("deleted_at", "is", null)
    // One that is only tried out protects nothing, and matches no label here.
    .where("label_pattern", "<>", "")
    .execute();
  return new Set(standing.map(({ id }) => id));
}
