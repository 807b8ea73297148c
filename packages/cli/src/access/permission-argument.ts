import { type Permission, parsePermission, permissions } from "@countersign/core";
import { Fault } from "../command-line/fault.ts";
import { didYouMean } from "../command-line/nearest.ts";

/** A permission as it is written. */
export function readPermission(written: string): Permission {
  const permission = parsePermission(written);
  if (permission !== null) return permission;
  throw new Fault(
    `"${written}" is no permission.`,
    `docs/permissions.md lists them.${didYouMean(written, permissions)}`,
  );
}
