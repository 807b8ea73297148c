import type { Permission } from "@countersign/core";
import { type PermissionRow, permissionBlocks } from "../interface/permission-rows.ts";

/** A permission that at least one of two roles gives. */
interface ComparedPermission extends PermissionRow {
  readonly left: boolean;
  readonly right: boolean;
}

export interface ComparedBlock {
  readonly title: string;
  readonly rows: readonly ComparedPermission[];
}

/** What two roles give, block by block; `differingOnly` leaves out what both give. */
export function compareRoles(
  left: readonly Permission[],
  right: readonly Permission[],
  differingOnly: boolean,
): readonly ComparedBlock[] {
  return permissionBlocks
    .map(({ title, rows }) => ({
      title,
      rows: rows
        .map((row) => ({ ...row, left: left.includes(row.permission), right: right.includes(row.permission) }))
        .filter((row) => (row.left || row.right) && !(differingOnly && row.left && row.right)),
    }))
    .filter(({ rows }) => rows.length > 0);
}

/** How the right role stands to the left one, in a sentence. */
export function comparisonSummary(
  left: { readonly name: string; readonly may: readonly Permission[] },
  right: { readonly name: string; readonly may: readonly Permission[] },
): string {
  const more = right.may.filter((permission) => !left.may.includes(permission)).length;
  const less = left.may.filter((permission) => !right.may.includes(permission)).length;
  if (more === 0 && less === 0) return `${left.name} and ${right.name} give the same.`;
  if (less === 0) return `${right.name} gives all that ${left.name} gives, and ${more} more.`;
  if (more === 0) return `${left.name} gives all that ${right.name} gives, and ${less} more.`;
  return `${more} only by ${right.name}, ${less} only by ${left.name}.`;
}
