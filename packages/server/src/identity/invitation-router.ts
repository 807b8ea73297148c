import { z } from "zod";
import { organizationScope } from "../access/scope-locators.ts";
import { isPublic, requires } from "../command/requirement.ts";
import { name, page, reference } from "../rpc/fields.ts";
import { mutation, publicMutation, publicQuery, query, router } from "../rpc/procedure.ts";
import { giftFields } from "./invitation-gift.ts";
import { invitationArgument } from "./invitation-locators.ts";
import { createInvitation, listInvitations, revokeInvitation } from "./invitation-service.ts";
import { acceptLink, previewLink } from "./link-service.ts";
import { emailField, newPasswordField } from "./session-router.ts";

const token = z.string().min(1).max(200);

export const invitationRouter = router({
  list: query({
    requires: requires("member:invite", organizationScope),
    input: z.strictObject(page),
    answer: listInvitations,
  }),
  create: mutation({
    action: "member.invite",
    requires: requires("member:invite", organizationScope),
    input: z.strictObject({ email: emailField, ...giftFields }),
    secrets: ["token"],
    answer: createInvitation,
  }),
  revoke: mutation({
    action: "invitation.revoke",
    requires: requires("member:invite", invitationArgument),
    input: z.strictObject({ invitationId: reference }),
    answer: revokeInvitation,
  }),
  preview: publicQuery({
    requires: isPublic("The token of the link is the right."),
    input: z.strictObject({ token }),
    answer: previewLink,
  }),
  accept: publicMutation({
    action: "invitation.accept",
    requires: isPublic("The token of the link is the right."),
    input: z.strictObject({ token, name: name.optional(), password: newPasswordField }),
    answer: acceptLink,
  }),
});
