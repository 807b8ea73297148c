/** Why a text can't be a workspace's name; `null` when it can. The server's rule. */
export function workspaceNameProblem(name: string): string | null {
  if (name === "") return "It needs a name.";
  return /^[a-z0-9][a-z0-9._-]{0,62}$/.test(name)
    ? null
    : "Use 1 to 63 lower-case letters, digits, dots, underscores and hyphens, beginning with a letter or a digit.";
}
