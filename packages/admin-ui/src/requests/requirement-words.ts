import type { RequestPolicy } from "@countersign/core";

type Requirement = RequestPolicy["requirements"][number];

export function isMet(requirement: Pick<Requirement, "metBy" | "required">): boolean {
  return requirement.metBy.length >= requirement.required;
}

/** Who else could meet a requirement: by name where the viewer may know, else how many. */
export function eligibleWords(requirement: Pick<Requirement, "eligible" | "eligibleCount">): string {
  const { eligible, eligibleCount } = requirement;
  if (eligibleCount === 0) return "Nobody else could meet it as things are; ask an administrator.";
  if (eligible !== null && eligible.length > 0) return `Could: ${eligible.map((person) => person.name).join(", ")}`;
  return eligibleCount === 1 ? "One other person could." : `${eligibleCount} other people could.`;
}

/** Says where a policy changed while the request was open: both versions of it count. */
export function policyNote(policy: Pick<RequestPolicy, "versionAtOpening" | "versionNow">): string | null {
  const { versionAtOpening, versionNow } = policy;
  if (versionAtOpening === versionNow) return null;
  if (versionAtOpening === null) return "It came into force after this was asked for, and counts.";
  if (versionNow === null) return "It has gone since this was asked for, and still counts here.";
  return `It changed since this was asked for; versions ${versionAtOpening} and ${versionNow} both count.`;
}
