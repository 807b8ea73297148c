import type { Permission, RoleRecord } from "@countersign/core";
import type { CellStanding } from "../interface/permission-cell.tsx";
import { lacksRequirement } from "../interface/permission-rows.ts";
import { drafted, includedPermissions, type RoleDrafts } from "./role-drafts.ts";

/** A role as a column of the matrix. */
export interface RoleColumn {
  readonly role: RoleRecord;
  standingOf(permission: Permission): CellStanding;
}

/** The roles with their drafts, as columns. */
export function roleColumns(
  shown: readonly RoleRecord[],
  all: readonly RoleRecord[],
  drafts: RoleDrafts,
): readonly RoleColumn[] {
  const names = new Map(all.map((role) => [role.id, role.name]));
  return shown.map((role) => {
    const own = new Set(drafted(role, drafts).permissions);
    const included = includedPermissions(role.id, all, drafts);
    const given = new Set([...own, ...included.keys()]);
    const saved = new Set(role.permissions);
    return {
      role,
      standingOf: (permission) => {
        const through = included.get(permission);
        const lacking = lacksRequirement(permission, given);
        const idle = lacking.length > 0;
        const standing = own.has(permission) ? "own" : through === undefined ? "none" : "included";
        const note = idle
          ? `Without effect: it needs ${lacking.join(" and ")} too`
          : standing === "included"
            ? `Comes by ${(through ?? []).map((id) => names.get(id) ?? id).join(" and ")}`
            : null;
        return { standing, note, idle, changed: own.has(permission) !== saved.has(permission) };
      },
    };
  });
}
