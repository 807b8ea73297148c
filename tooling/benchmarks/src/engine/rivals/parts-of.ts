import { type Permission, permissions } from "@countersign/core";

/** A permission as the two words that some rivals want, split once and not with every question. */
export interface PermissionParts {
  readonly resource: string;
  readonly action: string;
}

const parts = new Map<Permission, PermissionParts>(
  permissions.map((permission) => {
    const [resource = "", action = ""] = permission.split(":");
    return [permission, { resource, action }];
  }),
);

export function partsOf(permission: Permission): PermissionParts {
  const known = parts.get(permission);
  if (known === undefined) throw new RangeError(`${permission} is no permission.`);
  return known;
}
