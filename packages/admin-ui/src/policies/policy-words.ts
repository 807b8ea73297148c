import type { PolicyRecord, ResourceKind } from "@countersign/core";

/** What a policy applies to, as the middle of a sentence: "prompts and workflows at the label production". */
export function appliesTo({ labelPattern, kinds }: Pick<PolicyRecord, "labelPattern" | "kinds">): string {
  const labels =
    labelPattern === "*"
      ? "every label"
      : labelPattern.includes("*")
        ? `labels like ${labelPattern}`
        : `the label ${labelPattern}`;
  return `${kindWords(kinds)} at ${labels}`;
}

/** Kinds in words. */
export function kindWords(kinds: readonly ResourceKind[] | null): string {
  if (kinds === null) return "everything";
  const words = kinds.map((kind) => `${kind}s`);
  const last = words.pop() ?? "nothing";
  return words.length === 0 ? last : `${words.join(", ")} and ${last}`;
}

/**
 * How many people could satisfy a requirement, in a sentence. The server counts those who could wherever the policy
 * counts; at a place below it, where more may review, more could.
 */
export function eligibleWords(count: number, required: number): string {
  const people = count === 0 ? "nobody could" : count === 1 ? "1 person could" : `${count} people could`;
  return count < required ? `${people} everywhere there, too few` : people;
}
