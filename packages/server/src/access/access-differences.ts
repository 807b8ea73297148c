import {
  type AccessDifference,
  type AccessState,
  momentOf,
  type PolicyChange,
  type PolicyDifference,
  type PrincipalRef,
  type ScopeRef,
} from "@countersign/core";
import type { Reading } from "../command/reading.ts";
import { principalRef, readPrincipalRefs } from "./principal-names.ts";
import { scopeRef } from "./scope-names.ts";

/** Principals and places that changes make, by id: nobody can look them up yet. */
export interface NewThings {
  readonly principals: ReadonlyMap<string, PrincipalRef>;
  readonly scopes: ReadonlyMap<string, ScopeRef>;
}

const nothingNew: NewThings = { principals: new Map(), scopes: new Map() };

/**
 * Who would gain and lose what by changes, now or at one of the later moments, once for each principal and scope, by name
 * and path. Whether the actor may know is the caller's question.
 */
export async function accessDifferences(
  reading: Reading,
  changes: readonly PolicyChange[],
  starts: readonly string[],
  made: NewThings = nothingNew,
): Promise<readonly AccessDifference[]> {
  const { policy, state } = reading;
  const moments = [...new Set([reading.moment, ...starts.map(momentOf)])];
  // In a new place everybody has what he inherits there, and nobody gains anything by that.
  const [places, others] = partition(changes, (change) => isNewPlace(state, change));
  const changed = united(policy.simulate(places, (grown) => moments.flatMap((at) => grown.differenceOf(others, at))));
  const standing = changed.map(({ principalId }) => principalId).filter((id) => !made.principals.has(id));
  const refs = await readPrincipalRefs(reading.tx, reading.organizationId, standing);
  return changed
    .map(({ principalId, scopeId, gained, lost }) => ({
      principal: made.principals.get(principalId) ?? principalRef(refs, principalId),
      scope: made.scopes.get(scopeId) ?? scopeRef(state, scopeId),
      gained: gained.toList(),
      lost: lost.toList(),
    }))
    .sort(byPrincipalAndScope);
}

/** What differs at one moment or another, once for each principal and scope. */
function united(differences: readonly PolicyDifference[]): readonly PolicyDifference[] {
  const byPlace = new Map<string, PolicyDifference>();
  for (const difference of differences) {
    const place = `${difference.principalId}\n${difference.scopeId}`;
    const known = byPlace.get(place);
    byPlace.set(place, {
      ...difference,
      gained: known?.gained.union(difference.gained) ?? difference.gained,
      lost: known?.lost.union(difference.lost) ?? difference.lost,
    });
  }
  return [...byPlace.values()];
}

function byPrincipalAndScope(a: AccessDifference, b: AccessDifference): number {
  const [one, other] = [a, b].map(({ principal, scope }) => `${principal.name}\n${principal.id}\n${scope.path}`);
  return (one ?? "") < (other ?? "") ? -1 : 1;
}

function isNewPlace({ scopes }: AccessState, change: PolicyChange): boolean {
  return "set" in change && change.set === "scope" && !scopes.has(change.row.id);
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
