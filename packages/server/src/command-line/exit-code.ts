/** What the process answers its caller, by what happened. The help lists it. */
export const exitCodes = {
  done: { code: 0, means: "done, or ended as told" },
  failed: { code: 1, means: "not done; stderr says why in a sentence" },
  misused: { code: 2, means: "no such command or flag" },
  broken: { code: 3, means: "an audit chain is broken" },
} as const;

/** An outcome by its name. */
export type Outcome = keyof typeof exitCodes;
