import { z } from "zod";
import { organizationScope } from "../access/scope-locators.ts";
import { requires } from "../command/requirement.ts";
import { name, page, reference, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { groupArgument } from "./group-locators.ts";
import {
  addGroupMember,
  createGroup,
  deleteGroup,
  getGroup,
  listGroups,
  removeGroupMember,
  updateGroup,
} from "./group-service.ts";

const place = z.strictObject({
  groupId: reference,
  member: z.strictObject({ type: z.enum(["principal", "group"]), id: reference }),
});

export const groupRouter = router({
  list: query({
    requires: requires("member:view", organizationScope),
    input: z.strictObject({ ...page, search: z.string().max(200).optional() }),
    answer: listGroups,
  }),
  get: query({
    requires: requires("member:view", groupArgument),
    input: z.strictObject({ groupId: reference }),
    answer: getGroup,
  }),
  create: mutation({
    action: "group.create",
    requires: requires("group:manage", organizationScope),
    input: z.strictObject({ name, description: sentence.optional(), managedBy: name.optional() }),
    answer: createGroup,
  }),
  update: mutation({
    action: "group.update",
    requires: requires("group:manage", groupArgument),
    input: z.strictObject({ groupId: reference, name: name.optional(), description: sentence.optional() }),
    answer: updateGroup,
  }),
  delete: mutation({
    action: "group.delete",
    requires: requires("group:manage", groupArgument),
    input: z.strictObject({ groupId: reference }),
    answer: deleteGroup,
  }),
  addMember: mutation({
    action: "group.member.add",
    requires: requires("group:manage", groupArgument),
    input: place,
    answer: addGroupMember,
  }),
  removeMember: mutation({
    action: "group.member.remove",
    requires: requires("group:manage", groupArgument),
    input: place,
    answer: removeGroupMember,
  }),
});
