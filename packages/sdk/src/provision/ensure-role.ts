import type { CountersignApi, Permission, RoleRecord } from "@countersign/core";
import type { ManyCallOptions } from "../place/many-call-options.ts";
import { type Ensured, ensure, sameSet } from "./ensured.ts";
import { roleIdOf } from "./named.ts";

export interface RoleWish {
  /** A role is recognized by its name. */
  readonly name: string;
  /** Left as it is where it is not given. */
  readonly description?: string | undefined;
  /** Exactly what the role names itself; what it has beyond is taken away. */
  readonly permissions: readonly Permission[];
  /** Exactly the roles that it includes, by id or name. Default: none. */
  readonly includes?: readonly string[] | undefined;
  /** What provisions it, shown beside it. */
  readonly managedBy?: string | undefined;
}

/** `role:manage`. A custom role of this name with exactly these permissions; a built-in one of the name is refused. */
export async function ensureRole(
  api: CountersignApi,
  wish: RoleWish,
  options?: ManyCallOptions,
): Promise<Ensured<RoleRecord>> {
  const includes: string[] = [];
  for (const role of wish.includes ?? []) includes.push(await roleIdOf(api, role, options));
  const { name, description, permissions, managedBy } = wish;
  return ensure<RoleRecord>({
    find: async () => (await api.role.list({}, options)).find((role) => role.name === name) ?? null,
    create: () => api.role.create({ name, description, permissions, includes, managedBy }, options),
    update: (found) =>
      sameSet(found.permissions, permissions) &&
      sameSet(found.includes, includes) &&
      (description === undefined || found.description === description)
        ? null
        : () => api.role.update({ roleId: found.id, description, permissions, includes }, options),
  });
}
