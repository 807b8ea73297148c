import type { PrincipalId } from "../access/access-state.ts";
import type { PermissionSet } from "../access/permission-set.ts";
import type { ScopeId } from "../access/scope.ts";
import { meaningfulWords, setOf, WORDS, type Words } from "./permission-words.ts";
import type { PolicyTables } from "./policy-tables.ts";

/**
 * What somebody gains and loses at a scope and below, from one policy to another. A scope is listed only where that is not
 * just what the scope above it says.
 */
export interface PolicyDifference {
  readonly principalId: PrincipalId;
  readonly scopeId: ScopeId;
  readonly gained: PermissionSet;
  readonly lost: PermissionSet;
}

/** By principal, the scopes at which what it may can change otherwise than in the scope above. */
export type DifferencePlaces = ReadonlyMap<PrincipalId, ReadonlySet<ScopeId>>;

/** What each principal may at the places of interest, at one moment of one policy. */
export interface AccessRecord {
  readonly may: ReadonlyMap<PrincipalId, ReadonlyMap<ScopeId, Words>>;
  /** The scope above each place, in this policy; no entry where there is no such scope. */
  readonly parents: ReadonlyMap<ScopeId, ScopeId | null>;
  /** What means something at each place, archived or not; no entry where there is no such scope. */
  readonly meaningful: ReadonlyMap<ScopeId, Words>;
}

/** Where something is bound to the principals, and the given places for each of them. */
export function placesOf(
  tables: PolicyTables,
  principalIds: Iterable<PrincipalId>,
  shared: Iterable<ScopeId>,
): DifferencePlaces {
  const everywhere = [...shared, ...[...tables.scopes.restrictions.values()].map(({ scopeId }) => scopeId)];
  const places = new Map<PrincipalId, ReadonlySet<ScopeId>>();
  for (const principalId of principalIds) {
    const principal = tables.principals.find(principalId);
    const bound = principal === undefined ? [] : tables.bindingsOf(principal);
    places.set(
      principalId,
      new Set([...everywhere, ...bound.map((binding) => tables.scopes.id(tables.bindings.scope(binding)))]),
    );
  }
  return places;
}

/** The places of both. */
export function unitedPlaces(one: DifferencePlaces, other: DifferencePlaces): DifferencePlaces {
  const ids = new Set([...one.keys(), ...other.keys()]);
  return new Map([...ids].map((id) => [id, new Set([...(one.get(id) ?? []), ...(other.get(id) ?? [])])]));
}

/** Looks up what everybody may at the places. */
export function recordAccess(tables: PolicyTables, at: number, places: DifferencePlaces): AccessRecord {
  const { principals, scopes } = tables;
  const may = new Map<PrincipalId, ReadonlyMap<ScopeId, Words>>();
  const parents = new Map<ScopeId, ScopeId | null>();
  const meaningful = new Map<ScopeId, Words>();
  for (const [principalId, scopeIds] of places) {
    const principal = principals.find(principalId);
    const here = new Map<ScopeId, Words>();
    for (const scopeId of scopeIds) {
      const scope = scopes.find(scopeId);
      const node = scope === undefined ? undefined : scopes.node(scope);
      if (scope === undefined || node === undefined) continue;
      parents.set(scopeId, node.parentId);
      meaningful.set(scopeId, meaningfulWords(scopes.placeIgnoringArchive(scope)));
      if (principal === undefined) continue;
      here.set(scopeId, tables.sumOn(principal, scope, at).may);
    }
    may.set(principalId, here);
  }
  return { may, parents, meaningful };
}

/** The places and all scopes above them in either policy. */
export function withScopesAbove(places: DifferencePlaces, ...policies: readonly PolicyTables[]): DifferencePlaces {
  return new Map(
    [...places].map(([principalId, scopeIds]) => {
      const all = new Set(scopeIds);
      for (const { scopes } of policies) {
        // What is added while it runs is looked at too.
        for (const scopeId of all) {
          const parentId = scopes.node(scopes.find(scopeId) ?? -1)?.parentId;
          if (parentId !== null && parentId !== undefined) all.add(parentId);
        }
      }
      return [principalId, all];
    }),
  );
}

/** What differs between two records of the same places, by principal and scope. */
export function differencesBetween(
  before: AccessRecord,
  after: AccessRecord,
  places: DifferencePlaces,
): readonly PolicyDifference[] {
  const differences: PolicyDifference[] = [];
  for (const principalId of [...places.keys()].sort()) {
    const change = (scopeId: ScopeId): Change => {
      const old = before.may.get(principalId)?.get(scopeId) ?? nothing;
      const now = after.may.get(principalId)?.get(scopeId) ?? nothing;
      return { gained: minus(now, old), lost: minus(old, now) };
    };
    for (const scopeId of [...(places.get(principalId) ?? [])].sort()) {
      const here = change(scopeId);
      if (isEmpty(here.gained) && isEmpty(here.lost)) continue;
      const parentId = after.parents.get(scopeId) ?? before.parents.get(scopeId) ?? null;
      const meaning = after.meaningful.get(scopeId) ?? before.meaningful.get(scopeId) ?? nothing;
      const above = parentId === null ? null : change(parentId);
      if (above !== null && within(above.gained, meaning, here.gained) && within(above.lost, meaning, here.lost))
        continue;
      differences.push({ principalId, scopeId, gained: setOf(here.gained), lost: setOf(here.lost) });
    }
  }
  return differences;
}

interface Change {
  readonly gained: Words;
  readonly lost: Words;
}

const nothing: Words = new Int32Array(WORDS);

function minus(one: Words, other: Words): Words {
  return one.map((word, index) => word & ~(other[index] ?? 0));
}

function isEmpty(words: Words): boolean {
  return words.every((word) => word === 0);
}

/** Whether a set, narrowed to what means something at a place, is the other. */
function within(set: Words, meaning: Words, other: Words): boolean {
  return set.every((word, index) => (word & (meaning[index] ?? 0)) === other[index]);
}
