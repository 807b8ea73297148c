import {
  type EligibilityPath,
  groupChains,
  holdingsOf,
  includedRoles,
  isEligibleIndependently,
  kindPermission,
  type Permission,
  pathToRoot,
  permissionCatalogue,
  phaseOf,
  type Requirement,
  type ResourceKind,
  type ReviewerFacts,
  type Satisfies,
} from "@countersign/core";
import type { RecordedOpening } from "../access/opening-store.ts";
import type { Reading } from "../command/reading.ts";
import type { Contribution } from "./contributor-finder.ts";
import type { Grantors, GrantStep } from "./contributor-store.ts";

/** How many ways into a group are looked at. */
const maximumWays = 200;

/** Who may review at a place, by what, and who meets which requirement. */
export interface Eligibility {
  readonly reviewers: ReviewerFacts;
  readonly satisfies: Satisfies;
}

/** Answers, for the people of this transaction's access state, who is eligible at the target and through whose grants. */
export function eligibilityAt(
  reading: Reading,
  target: { readonly scopeId: string; readonly kind: ResourceKind },
  contribution: Contribution,
  grantors: Grantors,
  openings: readonly RecordedOpening[],
): Eligibility {
  const { state, now } = reading;
  const permission = kindPermission(target.kind, "review");
  const needed = withRequired(permission);
  const path = new Set((pathToRoot(state.scopes, state.organizationId, target.scopeId) ?? []).map(({ id }) => id));
  const independent = (paths: readonly EligibilityPath[]): boolean =>
    isEligibleIndependently(paths, contribution.ids, contribution.workBeganAt);

  const bindingsOf = (principalId: string) =>
    holdingsOf(state, principalId).filter(
      ({ binding }) => path.has(binding.scopeId) && phaseOf(binding, now) === "live",
    );

  return {
    reviewers: {
      contributors: contribution.ids,
      isPerson: (principalId) => state.principals.get(principalId)?.type === "user",
      mayReview: (principalId) => reading.policy.check(principalId, permission, target.scopeId, reading.moment).allowed,
      eligibility: (principalId) => {
        const ways = needed.map((one) =>
          bindingsOf(principalId)
            .filter(({ may }) => may.has(one))
            .flatMap((holding) => pathsOf(principalId, holding.binding)),
        );
        // `review` is nothing without what it requires: whoever gave the last of them made the reviewer. One way to each
        // is enough, and one that no contributor gave is as good as any.
        const chosen = ways.map((paths) => paths.find((path) => independent([path])) ?? paths[0]);
        return chosen.every((path) => path !== undefined) ? [[...chosen.flat(), ...openedFor(principalId)]] : [];
      },
      workBeganAt: contribution.workBeganAt,
    },
    satisfies: (requirement, principalId) => {
      switch (requirement.type) {
        case "people":
          return requirement.principalIds.includes(principalId);
        case "group":
          return independent(membershipPaths(principalId, requirement.groupId));
        case "role":
          return independent(
            bindingsOf(principalId)
              .filter(({ binding }) => includes(binding.roleId, requirement))
              .flatMap((holding) => pathsOf(principalId, holding.binding)),
          );
      }
    },
  };

  /** What let the review right of a person count here again, whoever granted it. */
  function openedFor(principalId: string): EligibilityPath {
    return openings.filter(({ opening }) => {
      if (opening.type === "reactivated") return opening.principalId === principalId;
      if (!path.has(opening.scopeId)) return false;
      return opening.type === "restored" || needed.some((one) => opening.permissions.has(one));
    });
  }

  function includes(roleId: string, requirement: Extract<Requirement, { readonly type: "role" }>): boolean {
    return includedRoles(state.roles, roleId)?.some(({ id }) => id === requirement.roleId) === true;
  }

  /** Every way on which a binding reaches a person, with the role as it is now as a step of each. */
  function pathsOf(
    principalId: string,
    binding: ReturnType<typeof holdingsOf>[number]["binding"],
  ): readonly EligibilityPath[] {
    const steps = [
      stepOf(grantors.bindings, binding.id),
      ...(includedRoles(state.roles, binding.roleId) ?? []).flatMap(({ id, builtIn }) =>
        builtIn ? [] : [stepOf(grantors.roles, id)],
      ),
    ];
    if (binding.holder.type === "principal") return [steps];
    return membershipPaths(principalId, binding.holder.id).map((way) => [...way, ...steps]);
  }

  function membershipPaths(principalId: string, groupId: string): readonly EligibilityPath[] {
    return groupChains(state.groups, principalId, groupId, maximumWays).map((chain) =>
      chain.map((id, index) =>
        index === 0
          ? stepOf(grantors.memberships, `${id}/${principalId}`)
          : stepOf(grantors.nestings, `${id}/${chain[index - 1] ?? ""}`),
      ),
    );
  }
}

/** A permission and all without which it is not effective. */
function withRequired(permission: Permission): readonly Permission[] {
  return [permission, ...permissionCatalogue[permission].requires.flatMap(withRequired)];
}

/** The access state and the grantors are read in one transaction: what one knows the other does. */
function stepOf(steps: ReadonlyMap<string, GrantStep>, key: string): GrantStep {
  const step = steps.get(key);
  if (step === undefined) throw new Error(`The grant ${key} is not on record.`);
  return step;
}
