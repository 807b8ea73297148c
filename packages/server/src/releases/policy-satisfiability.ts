import { describeRequirement, type PolicyRule, pathToRoot, type Satisfiability } from "@countersign/core";
import type { Command } from "../command/command.ts";
import { refuse } from "../command/refuse.ts";
import { candidatesAt } from "./policy-candidates.ts";
import { readSharedFacts } from "./request-facts.ts";

/**
 * Refuses a policy that nobody could satisfy, neither at its own place nor at one below it where somebody was given a role:
 * it would hold up everything and say so only when it is too late. What is only tried out holds nothing up.
 */
export async function assertSatisfiable(command: Command, rule: PolicyRule): Promise<void> {
  if (rule.mode === "evaluate") return;
  const groups = [
    { of: "", requirements: rule.requirements },
    ...rule.terms.owners.map(({ pattern, requirement }) => ({
      of: `, for paths like ${pattern}`,
      requirements: [...rule.requirements, requirement],
    })),
  ];
  const places = placesOf(command, rule.scopeId);
  for (const { of, requirements } of groups) {
    const tried: Satisfiability[] = [];
    for (const place of places) {
      const candidates = candidatesAt(command, requirements, rule.kinds, place);
      tried.push(candidates);
      if (candidates.satisfiable) break;
    }
    if (tried.some(({ satisfiable }) => satisfiable)) continue;
    const { nameOf } = await readSharedFacts(command);
    const said = requirements.map((requirement, index) => {
      const most = Math.max(0, ...tried.map((one) => one.requirements[index]?.candidates ?? 0));
      return `"${describeRequirement(requirement, nameOf)}" could be met by ${most === 1 ? "1 person" : `${most} people`}`;
    });
    refuse({
      code: "invalid",
      message: `Nobody could satisfy the policy${of}, so it would hold up everything: ${said.join("; ")}. One person meets one requirement.`,
      remedy:
        'Give more people the right to review there, or ask for fewer or others. Or try the policy out first, with the mode "evaluate".',
    });
  }
}

/** The policy's own place, and every one below it where a role was given: there others may review. */
function placesOf({ state, organizationId }: Command, scopeId: string): readonly string[] {
  const bound = new Set([...state.bindings.values()].map((binding) => binding.scopeId));
  bound.delete(scopeId);
  const below = [...bound].filter((id) =>
    (pathToRoot(state.scopes, organizationId, id) ?? []).some((scope) => scope.id === scopeId),
  );
  return [scopeId, ...below];
}
