import type { Me } from "@countersign/core";
import type { Context } from "../rpc/context.ts";
import { credentialIsClaimed } from "./credential-store.ts";
import { join } from "./joining-service.ts";
import { findOpenLink, refuseLink } from "./link.ts";
import { acceptRecovery, findOpenRecovery } from "./owner-recovery.ts";
import { setPasswordByLink } from "./password-link-service.ts";
import { signIn } from "./session-service.ts";

/** What the page of a link says before anything is done. */
export interface LinkPreview {
  readonly purpose: "invitation" | "credential";
  readonly organizationName: string;
  readonly email: string;
  /** The address has an account, whose password is asked instead of a new one. */
  readonly hasAccount: boolean;
}

export async function previewLink(context: Context, input: { readonly token: string }): Promise<LinkPreview> {
  const { environment } = context;
  const link = await findOpenLink(environment, input.token);
  if (link !== null) {
    const { purpose, organizationName, email } = link;
    return { purpose, organizationName, email, hasAccount: await hasAccount(context, email) };
  }
  const recovery = (await findOpenRecovery(environment, input.token)) ?? refuseLink();
  const { organizationName, email } = recovery;
  // Whoever holds this link sets the password anew, account or not.
  const known = await hasAccount(context, email);
  return { purpose: known ? "credential" : "invitation", organizationName, email, hasAccount: known };
}

/** Does what a link is for, once, and signs its bearer in. */
export async function acceptLink(
  context: Context,
  input: { readonly token: string; readonly name?: string | undefined; readonly password: string },
): Promise<Me> {
  const { environment, frame } = context;
  const link = await findOpenLink(environment, input.token);
  if (link === null) {
    const recovery = (await findOpenRecovery(environment, input.token)) ?? refuseLink();
    await acceptRecovery(environment, frame, recovery, input);
    return signIn(context, { email: recovery.email, password: input.password }, recovery.organizationId);
  }
  if (link.purpose === "invitation") await join(environment, frame, link, input);
  else await setPasswordByLink(environment, frame, link, input.password);
  return signIn(context, { email: link.email, password: input.password }, link.organizationId);
}

async function hasAccount({ environment }: Context, email: string): Promise<boolean> {
  const credentialId = await environment.credentials.find(email);
  if (credentialId === null) return false;
  return environment.db
    .transaction()
    .setAccessMode("read only")
    .execute((tx) => credentialIsClaimed(tx, credentialId));
}
