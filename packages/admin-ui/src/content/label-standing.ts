import type { LabelRecord } from "@countersign/core";

/** How what a label serves came to be served. */
export type LabelStanding = "reviewed" | "unreviewed" | "unprotected" | "withdrawn";

export function labelStanding(label: Pick<LabelRecord, "protected" | "releaseKind">): LabelStanding {
  switch (label.releaseKind) {
    case "withdrawn":
      return "withdrawn";
    case "adopted":
    case "break-glass":
      return "unreviewed";
    case "unprotected":
      return label.protected ? "unreviewed" : "unprotected";
    default:
      return label.protected ? "reviewed" : "unprotected";
  }
}

/** The same in a sentence. */
export function labelSentence(
  label: Pick<LabelRecord, "name" | "protected" | "releaseKind" | "versionNumber">,
): string {
  const serves = label.versionNumber === null ? "serves nothing" : `serves version ${label.versionNumber}`;
  switch (labelStanding(label)) {
    case "reviewed":
      return `Live: ${label.name} ${serves}, approved under its policies.`;
    case "unreviewed":
      return `Unreviewed: ${label.name} ${serves}, and nobody approved that for it.`;
    case "unprotected":
      return `${label.name} ${serves}; no approval policy protects it.`;
    case "withdrawn":
      return `Withdrawn: ${label.name} ${serves}.`;
  }
}
