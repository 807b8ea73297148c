import { z } from "zod";
import { anyMember, requires } from "../command/requirement.ts";
import { name, page, reference, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { homeScopeArgument, serviceAccountArgument } from "./service-account-locators.ts";
import {
  createServiceAccount,
  getServiceAccount,
  listServiceAccounts,
  updateServiceAccount,
} from "./service-account-service.ts";
import {
  deleteServiceAccount,
  reactivateServiceAccount,
  suspendServiceAccount,
} from "./service-account-standing-service.ts";

const oneAccount = z.strictObject({ serviceAccountId: reference });
const responsibleIds = z.array(reference).max(100).readonly().optional();

export const serviceAccountRouter = router({
  list: query({
    requires: anyMember("Lists those that the actor may manage, and nothing to somebody who manages none."),
    input: z.strictObject(page),
    answer: listServiceAccounts,
  }),
  get: query({
    requires: requires("service-account:manage", serviceAccountArgument),
    input: oneAccount,
    answer: getServiceAccount,
  }),
  create: mutation({
    action: "service-account.create",
    requires: requires("service-account:manage", homeScopeArgument),
    input: z.strictObject({
      name,
      description: sentence.optional(),
      homeScopeId: reference,
      responsibleIds,
      managedBy: name.optional(),
    }),
    answer: createServiceAccount,
  }),
  update: mutation({
    action: "service-account.update",
    requires: requires("service-account:manage", serviceAccountArgument),
    input: z.strictObject({
      serviceAccountId: reference,
      name: name.optional(),
      description: sentence.optional(),
      responsibleIds,
    }),
    answer: updateServiceAccount,
  }),
  suspend: mutation({
    action: "service-account.suspend",
    requires: requires("service-account:manage", serviceAccountArgument),
    input: z.strictObject({ serviceAccountId: reference, reason: sentence }),
    answer: suspendServiceAccount,
  }),
  reactivate: mutation({
    action: "service-account.reactivate",
    requires: requires("service-account:manage", serviceAccountArgument),
    input: oneAccount,
    answer: reactivateServiceAccount,
  }),
  delete: mutation({
    action: "service-account.delete",
    requires: requires("service-account:manage", serviceAccountArgument),
    input: oneAccount,
    answer: deleteServiceAccount,
  }),
});
