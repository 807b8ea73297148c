import type { Refusal } from "@countersign/core";

const header = "x-countersign-revision";

/** The revision of the organization that the caller has seen: it is not answered from an older one. `null`: any will do. */
export function seenRevisionOf(headers: Headers): number | null | "malformed" {
  const text = headers.get(header);
  if (text === null) return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : "malformed";
}

export const malformedRevision: Refusal = {
  code: "invalid",
  message: `The header ${header} holds a revision, a whole number; what was sent is none.`,
  remedy: "Send the `revision` of an earlier answer, or leave the header out.",
};

/** This server has not seen yet what the caller has. */
export function behind(seen: number, revision: number): Refusal {
  return {
    code: "unavailable",
    message: `You have seen revision ${seen} of the organization, and this would be answered from revision ${revision}.`,
    remedy: "Ask again in a moment: a server that is behind catches up.",
  };
}
