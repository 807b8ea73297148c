/** What the process answers its caller, by what happened. The help lists it. */
export const exitCodes = {
  done: { code: 0, means: "done, or there is nothing to do" },
  failed: { code: 1, means: "not done; standard error says why and what to do about it" },
  different: { code: 2, means: "what was compared is not the same: `check`, `plan --exit-code`, `diff --exit-code`" },
  broken: { code: 3, means: "an audit chain is broken" },
  denied: { code: 4, means: "`explain`: not allowed" },
  misused: { code: 64, means: "no such command, argument or flag" },
} as const;

/** An outcome by its name. */
export type Outcome = keyof typeof exitCodes;
