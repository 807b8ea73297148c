import { includedRoles, type Permission, type RoleApi } from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { accessDifferences } from "./access-differences.ts";
import { candidateRole } from "./role-service.ts";

/** Who would gain and lose what, now and at every later moment at which a binding of the role begins, if it were saved so. */
export async function previewRole(
  reading: Reading,
  input: {
    readonly roleId: string;
    readonly permissions: readonly Permission[];
    readonly includes: readonly string[];
  },
): Promise<Awaited<ReturnType<RoleApi["preview"]>>> {
  reading.require("access:view", reading.organizationId);
  const { state } = reading;
  const role = candidateRole(reading, input);
  const starts = [...state.bindings.values()].flatMap(({ roleId, notBefore }) => {
    if (notBefore === null || notBefore <= reading.now) return [];
    return includedRoles(state.roles, roleId)?.some(({ id }) => id === role.id) === true ? [notBefore] : [];
  });
  return {
    revision: reading.organization.revision,
    differences: await accessDifferences(reading, [{ set: "role", row: role }], starts),
  };
}
