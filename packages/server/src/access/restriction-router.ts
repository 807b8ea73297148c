import { z } from "zod";
import { requires } from "../command/requirement.ts";
import { reference, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { accessOf, restrictionArgument } from "./access-locators.ts";
import { createRestriction, liftRestriction, listRestrictions } from "./restriction-service.ts";
import { permissionField } from "./role-router.ts";

export const restrictionRouter = router({
  list: query({
    requires: requires("restriction:manage", accessOf("restriction:manage", "access:view"), { orOwn: true }),
    input: z.strictObject({ scopeId: reference, below: z.boolean().optional() }),
    answer: listRestrictions,
  }),
  create: mutation({
    action: "restriction.create",
    requires: requires("restriction:manage", accessOf("restriction:manage")),
    input: z.strictObject({
      scopeId: reference,
      permissions: z.array(permissionField).min(1).max(128).readonly(),
      reason: sentence.trim().min(1),
    }),
    answer: createRestriction,
  }),
  lift: mutation({
    action: "restriction.lift",
    requires: requires("restriction:manage", restrictionArgument),
    input: z.strictObject({ restrictionId: reference }),
    answer: liftRestriction,
  }),
});
