import { type Permission, parsePermission } from "@countersign/core";
import { z } from "zod";
import { anyMember, requires } from "../command/requirement.ts";
import { name, reference, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { previewRole } from "./role-preview.ts";
import { createRole, deleteRole, getRole, listRoles, updateRole } from "./role-service.ts";
import { organizationScope } from "./scope-locators.ts";

export const permissionField = z.custom<Permission>((value) => parsePermission(value) !== null, {
  error: (issue) => `${JSON.stringify(issue.input)} is not a permission of the catalogue.`,
});

const roleFields = {
  name,
  description: sentence.optional(),
  permissions: z.array(permissionField).max(128).readonly(),
  includes: z.array(reference).max(32).readonly().optional(),
};

export const roleRouter = router({
  list: query({
    requires: anyMember("What roles mean is no secret; who holds them is, and is not told here."),
    input: z.strictObject({}),
    answer: listRoles,
  }),
  get: query({
    requires: anyMember("What roles mean is no secret; who holds them is, and is not told here."),
    input: z.strictObject({ roleId: reference }),
    answer: getRole,
  }),
  create: mutation({
    action: "role.create",
    requires: requires("role:manage", organizationScope),
    input: z.strictObject({ ...roleFields, managedBy: name.optional() }),
    answer: createRole,
  }),
  update: mutation({
    action: "role.update",
    requires: requires("role:manage", organizationScope),
    input: z.strictObject({
      roleId: reference,
      name: name.optional(),
      description: sentence.optional(),
      permissions: roleFields.permissions.optional(),
      includes: roleFields.includes,
    }),
    answer: updateRole,
  }),
  delete: mutation({
    action: "role.delete",
    requires: requires("role:manage", organizationScope),
    input: z.strictObject({ roleId: reference }),
    answer: deleteRole,
  }),
  preview: query({
    requires: requires("role:manage", organizationScope),
    input: z.strictObject({
      roleId: reference,
      permissions: roleFields.permissions,
      includes: z.array(reference).max(32).readonly(),
    }),
    answer: previewRole,
  }),
});
