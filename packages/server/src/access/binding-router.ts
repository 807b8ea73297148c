import { z } from "zod";
import { requires } from "../command/requirement.ts";
import { instant, name, page, reference, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { accessOf, accessOfAny, bindingArgument } from "./access-locators.ts";
import { createBinding, deleteBinding, listBindings } from "./binding-service.ts";

export const bindingRouter = router({
  list: query({
    requires: requires("access:view", accessOfAny("access:view", "binding:manage"), { orOwn: true }),
    input: z.strictObject({
      ...page,
      scopeId: reference.optional(),
      holderId: reference.optional(),
      roleId: reference.optional(),
    }),
    answer: listBindings,
  }),
  create: mutation({
    action: "binding.create",
    requires: requires("binding:manage", accessOf("binding:manage")),
    input: z.strictObject({
      holder: z.strictObject({ type: z.enum(["principal", "group"]), id: reference }),
      roleId: reference,
      scopeId: reference,
      reason: sentence.optional(),
      notBefore: instant.nullish(),
      expiresAt: instant.nullish(),
      managedBy: name.optional(),
    }),
    answer: createBinding,
  }),
  delete: mutation({
    action: "binding.delete",
    requires: requires("binding:manage", bindingArgument),
    input: z.strictObject({ bindingId: reference }),
    answer: deleteBinding,
  }),
});
