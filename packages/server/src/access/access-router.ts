import { z } from "zod";
import { anyMember, requires } from "../command/requirement.ts";
import { reference } from "../rpc/fields.ts";
import { query, router } from "../rpc/procedure.ts";
import { accessOf, questionScope, questionSubject } from "./access-locators.ts";
import { checkAccess, effectiveAccess, explainAccess, sliceAccess, whoCan } from "./access-service.ts";
import { permissionField } from "./role-router.ts";
import { organizationScope } from "./scope-locators.ts";
import { staleAccess } from "./stale-service.ts";

const question = z.strictObject({ permission: permissionField, scopeId: reference, principalId: reference.optional() });

export const accessRouter = router({
  check: query({
    requires: requires("access:view", questionScope, { orOwn: true }),
    input: question,
    answer: checkAccess,
  }),
  explain: query({
    requires: requires("access:view", questionScope, { orOwn: true }),
    input: question,
    answer: explainAccess,
  }),
  whoCan: query({
    requires: requires("access:view", accessOf("access:view")),
    input: z.strictObject({ permission: permissionField, scopeId: reference }),
    answer: whoCan,
  }),
  effective: query({
    requires: requires("access:view", questionSubject, { orOwn: true }),
    input: z.strictObject({ principalId: reference.optional() }),
    answer: effectiveAccess,
  }),
  slice: query({
    requires: anyMember("It holds what the caller's own decisions need and nothing of anybody else."),
    input: z.strictObject({}),
    answer: sliceAccess,
  }),
  stale: query({
    requires: requires("access:view", organizationScope),
    input: z.strictObject({ days: z.int().min(1).max(3_650).optional() }),
    answer: staleAccess,
  }),
});
