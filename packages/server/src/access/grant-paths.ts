import type { Grant, GrantPath } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { roleRef } from "./binding-records.ts";
import { readGroupNames } from "./principal-names.ts";
import { scopeRef } from "./scope-names.ts";

/** Turns ways of holding a permission into ways with names; all lists of one answer at once. */
export async function grantPaths(
  reading: Reading,
  lists: readonly (readonly Grant[])[],
): Promise<readonly (readonly GrantPath[])[]> {
  const groupIds = lists.flat().flatMap((grant) => grant.groupIds);
  const names = await readGroupNames(reading.tx, reading.organizationId, groupIds);
  return lists.map((grants) =>
    grants.map((grant) => ({
      bindingId: grant.bindingId,
      groups: grant.groupIds.map((id) => ({ id, name: names.get(id) ?? id })),
      roles: grant.roleIds.map((id) => roleRef(reading, id)),
      scope: scopeRef(reading.state, grant.scopeId),
      expiresAt: grant.expiresAt,
    })),
  );
}
