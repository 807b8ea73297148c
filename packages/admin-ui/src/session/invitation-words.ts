import type { CountersignApi } from "@countersign/core";

export type InvitationPreview = Awaited<ReturnType<CountersignApi["invitation"]["preview"]>>;

/** What the page of a link says and asks for. */
export interface InvitationWords {
  readonly title: string;
  readonly text: string;
  readonly verb: string;
  readonly passwordLabel: string;
  /** A password is chosen here, rather than proved. */
  readonly newPassword: boolean;
  readonly asksName: boolean;
}

export function invitationWords(preview: InvitationPreview): InvitationWords {
  if (preview.purpose === "credential") {
    return {
      title: "Set a new password",
      text: `For your account in ${preview.organizationName}. Whatever was signed in with the old one is signed out.`,
      verb: "Set password and sign in",
      passwordLabel: "New password",
      newPassword: true,
      asksName: false,
    };
  }
  const title = `Join ${preview.organizationName}`;
  if (preview.hasAccount) {
    return {
      title,
      text: "You have an account on this server. Prove that it is yours with its password.",
      verb: "Join",
      passwordLabel: "Your password",
      newPassword: false,
      asksName: false,
    };
  }
  return {
    title,
    text: "You were invited. Choose a name and a password to join.",
    verb: "Join and sign in",
    passwordLabel: "A password",
    newPassword: true,
    asksName: true,
  };
}
