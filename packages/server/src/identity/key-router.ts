import { z } from "zod";
import { permissionField } from "../access/role-router.ts";
import { anyMember, requires } from "../command/requirement.ts";
import { instant, name, page, reference } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { keyArgument, keyHolderArgument } from "./key-locators.ts";
import { createKey, listKeys, revokeKey } from "./key-service.ts";

export const keyRouter = router({
  list: query({
    requires: anyMember("Lists one's own keys and those that one manages, and no others."),
    input: z.strictObject({
      ...page,
      principalId: reference.optional(),
      includeEnded: z.boolean().optional(),
    }),
    answer: listKeys,
  }),
  create: mutation({
    action: "key.create",
    requires: requires("key:manage", keyHolderArgument, { orOwn: true }),
    input: z.strictObject({
      name,
      principalId: reference.optional(),
      permissions: z.array(permissionField).max(128).readonly().optional(),
      scopeIds: z.array(reference).max(100).readonly().optional(),
      labels: z.array(z.string().max(63)).max(100).readonly().nullish(),
      expiresAt: instant.nullish(),
    }),
    secrets: ["secret"],
    answer: createKey,
  }),
  revoke: mutation({
    action: "key.revoke",
    requires: requires("key:manage", keyArgument, { orOwn: true }),
    input: z.strictObject({ keyId: reference }),
    answer: revokeKey,
  }),
});
