import type { Requirement, RequirementRecord } from "@countersign/core";
import type { Reading } from "../command/reading.ts";

/** Whom a requirement names is for those who may ask about others' access, or set policies there. */
export function knownRequirement(reading: Reading, scopeId: string, requirement: Requirement): RequirementRecord {
  if (requirement.type !== "people" || reading.mayAny(["access:view", "policy:manage"], scopeId)) return requirement;
  return { ...requirement, principalIds: [] };
}
