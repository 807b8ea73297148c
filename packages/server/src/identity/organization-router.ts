import { z } from "zod";
import { organizationScope } from "../access/scope-locators.ts";
import { anyMember, requires } from "../command/requirement.ts";
import { name } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { getOrganization, updateOrganization } from "./organization-service.ts";

export const organizationRouter = router({
  get: query({
    requires: anyMember("Everybody knows the organization that he belongs to."),
    input: z.strictObject({}),
    answer: getOrganization,
  }),
  update: mutation({
    action: "organization.update",
    requires: requires("organization:update", organizationScope),
    input: z.strictObject({ name }),
    answer: updateOrganization,
  }),
});
