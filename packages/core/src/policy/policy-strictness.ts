import type { PolicyRule } from "./approval-policy.ts";
import { coversConditions } from "./change-condition.ts";
import { coversPattern } from "./label-pattern.ts";
import { maximumMatching } from "./maximum-matching.ts";
import type { PathOwner } from "./path-owner.ts";
import { termsAtLeast } from "./policy-terms.ts";
import { type Requirement, slotsOf } from "./requirement.ts";

/**
 * What a change does to a policy.
 *
 * - `equal`: it lets through exactly what it let through.
 * - `stricter`: it lets through nothing new.
 * - `looser`: it takes nothing away from what it let through.
 * - `mixed`: neither can be proved.
 */
export type Strictness = "stricter" | "equal" | "looser" | "mixed";

/**
 * Compares a policy before and after a change; `null` where there is none, so making one is `stricter` and deleting one
 * is `looser`. Says `stricter` or `equal` only where it holds for every person, label and kind, however roles and
 * groups change: narrowing the pattern, dropping a kind, moving the policy to another scope, asking for fewer people or
 * for others is no such case.
 */
export function compareStrictness(before: PolicyRule | null, after: PolicyRule | null): Strictness {
  const noLooser = atLeastAsStrict(after, before);
  const noStricter = atLeastAsStrict(before, after);
  if (noLooser) return noStricter ? "equal" : "stricter";
  return noStricter ? "looser" : "mixed";
}

/** Whether a change must go through a request of its own: everything that is not provably stricter or equal. */
export function isLoosening(strictness: Strictness): boolean {
  return strictness === "looser" || strictness === "mixed";
}

function atLeastAsStrict(strict: PolicyRule | null, loose: PolicyRule | null): boolean {
  if (loose === null || loose.mode === "evaluate") return true;
  if (strict === null || strict.mode === "evaluate") return false;
  return (
    strict.scopeId === loose.scopeId &&
    coversPattern(strict.labelPattern, loose.labelPattern) &&
    coversKinds(strict.kinds, loose.kinds) &&
    demandsAtLeast(strict.requirements, loose.requirements) &&
    ownersAtLeast(strict.terms.owners, loose.terms.owners) &&
    termsAtLeast(strict.terms, loose.terms)
  );
}

function coversKinds(wide: PolicyRule["kinds"], narrow: PolicyRule["kinds"]): boolean {
  return wide === null || narrow?.every((kind) => wide.includes(kind)) === true;
}

/**
 * Every slot of `loose` has a slot of its own in `strict` that only people of its sort can fill, and that is asked for
 * whenever it is: then whoever fills those of `strict` fills all of `loose`.
 */
function demandsAtLeast(strict: readonly Requirement[], loose: readonly Requirement[]): boolean {
  const looseSlots = slotsOf(loose);
  const strictSlots = slotsOf(strict);
  const matching = maximumMatching(looseSlots.length, strictSlots.length, (looseSlot, strictSlot) => {
    const weaker = loose[looseSlots[looseSlot] ?? -1];
    const stronger = strict[strictSlots[strictSlot] ?? -1];
    return weaker !== undefined && stronger !== undefined && implies(stronger, weaker);
  });
  return matching.every((slot) => slot !== null);
}

/**
 * The last owner that matches counts, so those of `loose` must be the last ones of `strict`, each asking for no fewer
 * and no others. What comes before them asks only where nobody was asked.
 */
function ownersAtLeast(strict: readonly PathOwner[], loose: readonly PathOwner[]): boolean {
  const last = strict.slice(Math.max(0, strict.length - loose.length));
  return (
    last.length === loose.length &&
    loose.every(({ pattern, requirement }, index) => {
      const stronger = last[index];
      return (
        stronger?.pattern === pattern &&
        stronger.requirement.count >= requirement.count &&
        implies(stronger.requirement, requirement)
      );
    })
  );
}

/** Whoever is of the sort of `stronger` is of the sort of `weaker`, whatever roles and groups mean, and is asked for whenever. */
function implies(stronger: Requirement, weaker: Requirement): boolean {
  return coversConditions(stronger.when, weaker.when) && ofSort(stronger, weaker);
}

function ofSort(stronger: Requirement, weaker: Requirement): boolean {
  switch (weaker.type) {
    case "role":
      return stronger.type === "role" && stronger.roleId === weaker.roleId;
    case "group":
      return stronger.type === "group" && stronger.groupId === weaker.groupId;
    case "people":
      return stronger.type === "people" && stronger.principalIds.every((id) => weaker.principalIds.includes(id));
  }
}
