import { z } from "zod";
import { organizationScope } from "../access/scope-locators.ts";
import { requires } from "../command/requirement.ts";
import { page, reference, sentence } from "../rpc/fields.ts";
import { mutation, query, router } from "../rpc/procedure.ts";
import { memberArgument } from "./member-locators.ts";
import { getMember, listMembers } from "./member-service.ts";
import { reactivateMember, removeMember, resetCredential, suspendMember } from "./member-standing-service.ts";

const oneMember = z.strictObject({ memberId: reference });
const oneMemberWithReason = z.strictObject({ memberId: reference, reason: sentence });

export const memberRouter = router({
  list: query({
    requires: requires("member:view", organizationScope),
    input: z.strictObject({ ...page, search: z.string().max(200).optional() }),
    answer: listMembers,
  }),
  get: query({
    requires: requires("member:view", memberArgument, { orOwn: true }),
    input: oneMember,
    answer: getMember,
  }),
  suspend: mutation({
    action: "member.suspend",
    requires: requires("member:manage", memberArgument),
    input: oneMemberWithReason,
    answer: suspendMember,
  }),
  reactivate: mutation({
    action: "member.reactivate",
    requires: requires("member:manage", memberArgument),
    input: oneMember,
    answer: reactivateMember,
  }),
  remove: mutation({
    action: "member.remove",
    requires: requires("member:manage", memberArgument),
    input: oneMemberWithReason,
    answer: removeMember,
  }),
  resetCredential: mutation({
    action: "credential.link",
    requires: requires("member:manage", memberArgument),
    input: oneMember,
    secrets: ["token"],
    answer: resetCredential,
  }),
});
