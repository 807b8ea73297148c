import type { ServerStatus } from "@countersign/core";
import { z } from "zod";
import { anyMember, isPublic } from "../command/requirement.ts";
import { name } from "../rpc/fields.ts";
import { publicMutation, publicQuery, query, router, sessionMutation } from "../rpc/procedure.ts";
import { passwordLength } from "./credentials.ts";
import { changePassword, describeMe, signIn, signOut } from "./session-service.ts";
import { needsSetup, setUp } from "./setup-service.ts";

/** An address as it is stored and compared: trimmed, lower case. */
export const emailField = z.string().trim().max(254).toLowerCase().pipe(z.email("This is not an e-mail address."));

/** A new password. */
export const newPasswordField = z
  .string()
  .min(passwordLength.min, `A password has at least ${passwordLength.min} characters.`)
  .max(passwordLength.max);

const givenPassword = z.string().min(1).max(passwordLength.max);

export const sessionRouter = router({
  status: publicQuery({
    requires: isPublic("The sign-in page asks it: whether there is an organization, and whether this is the demo."),
    input: z.strictObject({}),
    answer: async ({ environment, server }): Promise<ServerStatus> => ({
      version: server.version,
      needsSetup: await needsSetup(environment),
      demo: server.demo === null ? null : { people: server.demo },
    }),
  }),
  setUp: publicMutation({
    action: "setup.claim",
    requires: isPublic("The setup token, printed on the host, is the right."),
    input: z.strictObject({
      token: z.string().max(200),
      organizationName: name,
      name,
      email: emailField,
      password: newPasswordField,
    }),
    answer: async (context, input) => {
      await setUp(context.environment, input, context.frame.requestId);
      return signIn(context, input);
    },
  }),
  signIn: publicMutation({
    action: "session.sign-in-refused",
    requires: isPublic("The password is the right."),
    input: z.strictObject({ email: emailField, password: givenPassword }),
    answer: (context, input) => signIn(context, input),
  }),
  signOut: sessionMutation({
    action: "session.sign-out",
    requires: anyMember("One ends one's own session."),
    input: z.strictObject({}),
    answer: signOut,
  }),
  me: query({
    requires: anyMember("About oneself."),
    input: z.strictObject({}),
    answer: describeMe,
  }),
  changePassword: sessionMutation({
    action: "credential.reset",
    requires: anyMember("One's own password, proven by the old one."),
    input: z.strictObject({ currentPassword: givenPassword, newPassword: newPasswordField }),
    answer: changePassword,
  }),
});
