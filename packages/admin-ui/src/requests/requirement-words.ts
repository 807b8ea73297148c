import { type ChangeRecord, conditionAreas, type RequestCheck, type RequestPolicy } from "@countersign/core";

type Requirement = RequestPolicy["requirements"][number];

/** Where a check stands, with what to do about it; `null` where nothing is to be done. */
export function checkWords(check: Pick<RequestCheck, "applies" | "state">): {
  readonly state: string;
  readonly remedy: string | null;
} {
  if (!check.applies) return { state: "not asked for by this change", remedy: null };
  return checkStates[check.state];
}

const checkStates: Readonly<Record<RequestCheck["state"], { readonly state: string; readonly remedy: string | null }>> =
  {
    passed: { state: "passed", remedy: null },
    missing: { state: "not reported", remedy: "Let the check run on what is proposed." },
    failed: { state: "failed", remedy: "Push a version that passes, or let the check run again." },
    expired: { state: "expired", remedy: "Let the check run again." },
    "contributors-own": {
      state: "does not count",
      remedy: "Somebody who contributed is responsible for that account, or made a key of it.",
    },
  };

/** What differs from what the label serves, in words. */
export function changeSentence(change: ChangeRecord): string {
  if (change.type === "everything") return "Nothing is served there yet: everything is new.";
  const areas = change.areas.map((area) => conditionAreas[area].words);
  const size = `${change.lines} ${change.lines === 1 ? "line" : "lines"} added and removed`;
  if (areas.length === 0) return change.lines === 0 ? "Nothing changes." : `${size}.`;
  const last = areas.pop() ?? "";
  const said = areas.length === 0 ? last : `${areas.join(", ")} and ${last}`;
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}; ${size}.`;
}

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
