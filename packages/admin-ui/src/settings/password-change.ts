/** A password being changed. */
export interface PasswordDraft {
  readonly current: string;
  readonly next: string;
  readonly again: string;
}

export const emptyPassword: PasswordDraft = { current: "", next: "", again: "" };

/** What keeps the password from being changed; `null` when nothing does. Its strength is the server's to judge. */
export function passwordProblem({ current, next, again }: PasswordDraft): string | null {
  if (current === "") return "Type your current password.";
  if (next === "") return "Type a new password.";
  if (next === current) return "The new password is the current one.";
  return next === again ? null : "The new password and its repetition differ.";
}
