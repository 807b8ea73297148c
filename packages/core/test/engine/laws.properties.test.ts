import fc from "fast-check";
import { expect, test } from "vitest";
import { Random } from "../../proof/random.ts";
import { changedWorld, randomChange, randomWorld, scopeIds, times } from "../../proof/world-generator.ts";
import {
  type AccessState,
  type Binding,
  CompiledPolicy,
  changesBetween,
  meaningfulOn,
  type PermissionSet,
  type PolicyDifference,
  parseAccessState,
  permissionsOn,
  serializeAccessState,
} from "../../src/index.ts";

const aSeed = fc.integer({ min: 0, max: 2 ** 31 });
const runs = { numRuns: 150 };

/** A random world, a change of it, and one of the moments at which something can differ. */
const aCase = aSeed.map((seed) => {
  const random = new Random(seed);
  const world = randomWorld(random);
  return { world, change: randomChange(random, world), at: random.pick(times), random };
});

test("I22 the order of rows changes no answer", () => {
  fc.assert(
    fc.property(aCase, aSeed, ({ world, at }, seed) => {
      const random = new Random(seed);
      const shuffled = <Row>(rows: ReadonlyMap<string, Row>): ReadonlyMap<string, Row> => {
        const sorted = [...rows].map((row): [number, [string, Row]] => [random.below(1e9), row]);
        return new Map(sorted.sort(([a], [b]) => a - b).map(([, row]) => row));
      };
      const other: AccessState = {
        ...world,
        principals: shuffled(world.principals),
        groups: shuffled(world.groups),
        roles: shuffled(world.roles),
        bindings: shuffled(world.bindings),
        restrictions: shuffled(world.restrictions),
        scopes: shuffled(world.scopes),
        keys: shuffled(world.keys),
      };
      expect(everything(CompiledPolicy.of(other), at)).toEqual(everything(CompiledPolicy.of(world), at));
    }),
    runs,
  );
});

test("I3 a binding more never takes away, and a restriction never adds", () => {
  fc.assert(
    fc.property(aCase, ({ world, at, random }) => {
      const policy = CompiledPolicy.of(world);
      const binding = { ...randomBinding(random), id: "one-more" };
      const restriction = { id: "one-more", scopeId: random.pick(scopeIds), permissions: permissionsOf(random) };
      for (const { lost } of policy.differenceOf([{ set: "binding", row: binding }], at)) {
        expect(lost.toList()).toEqual([]);
      }
      for (const { gained } of policy.differenceOf([{ set: "restriction", row: restriction }], at)) {
        expect(gained.toList()).toEqual([]);
      }
    }),
    runs,
  );
});

test("I3 what is granted and taken back leaves nothing, and neither does any other change that is undone", () => {
  fc.assert(
    fc.property(aCase, ({ world, change, at }) => {
      const policy = CompiledPolicy.of(world);
      const before = everything(policy, at);
      const changed = changedWorld(world, change);
      policy.apply([change], world.revision);
      policy.apply(changesBetween(changed, world), world.revision);
      expect(everything(policy, at)).toEqual(before);
    }),
    runs,
  );
});

test("a move is a removal and a creation elsewhere", () => {
  fc.assert(
    fc.property(aCase, ({ world, at, random }) => {
      const scope = world.scopes.get(random.pick(scopeIds.slice(3)));
      if (scope === undefined) return;
      const moved = { ...scope, parentId: random.pick(scopeIds) };
      const [one, other] = [CompiledPolicy.of(world), CompiledPolicy.of(world)];
      one.apply([{ set: "scope", row: moved }], 1);
      other.apply([{ remove: "scope", id: scope.id }], 1);
      other.apply([{ set: "scope", row: moved }], 1);
      expect(everything(one, at)).toEqual(everything(other, at));
    }),
    runs,
  );
});

test("what is written down and read again answers the same", () => {
  fc.assert(
    fc.property(aCase, ({ world, change, at }) => {
      const policy = CompiledPolicy.of(world);
      policy.apply([change], world.revision + 1);
      const read = parseAccessState(JSON.parse(JSON.stringify(serializeAccessState(policy.toState()))));
      const again = CompiledPolicy.of(read);
      expect(again.revision).toBe(world.revision + 1);
      expect(everything(again, at)).toEqual(everything(policy, at));
    }),
    runs,
  );
});

test("the difference of two policies, and of a change, is what a look at everybody everywhere finds", () => {
  let found = 0;
  fc.assert(
    fc.property(aCase, ({ world, change, at }) => {
      const changed = changedWorld(world, change);
      const expected = plainDifference(world, changed, at);
      found += expected.length;
      const policy = CompiledPolicy.of(world);
      expect(texts(policy.differenceOf([change], at))).toEqual(expected);
      expect(texts(policy.differenceTo(CompiledPolicy.of(changed), at))).toEqual(expected);
      expect(everything(policy, at)).toEqual(everything(CompiledPolicy.of(world), at));
    }),
    { numRuns: 400 },
  );
  expect(found).toBeGreaterThan(100);
});

test("what two states differ in is a list of changes that leads from one to the other", () => {
  fc.assert(
    fc.property(aSeed, aSeed, fc.constantFrom(...times), (one, two, at) => {
      const [before, after] = [randomWorld(new Random(one)), randomWorld(new Random(two))];
      const policy = CompiledPolicy.of(before);
      policy.apply(changesBetween(before, after), after.revision);
      expect(everything(policy, at)).toEqual(everything(CompiledPolicy.of(after), at));
      expect(changesBetween(after, randomWorld(new Random(two)))).toEqual([]);
    }),
    runs,
  );
});

/** What everybody may and may hand on everywhere, and what each sees. */
function everything(policy: CompiledPolicy, at: number): readonly string[] {
  const state = policy.toState();
  return [...state.principals.keys()].sort().flatMap((principalId) => [
    ...scopeIds.map((scopeId) => {
      const { may, mayGrant } = policy.permissionsOn({ principalId, scopeId, at });
      return `${principalId} ${scopeId} ${may.toHex()} ${mayGrant.toHex()}`;
    }),
    `${principalId} sees ${policy.listResources({ principalId }, at, { actions: ["use", "view"] }).ids.join()}`,
  ]);
}

/** The difference worked out from every single decision of the reference. */
function plainDifference(before: AccessState, after: AccessState, at: number): readonly string[] {
  const instant = new Date(at).toISOString();
  const ids = [...new Set([...before.principals.keys(), ...after.principals.keys()])].sort();
  return ids.flatMap((principalId) => {
    const change = (scopeId: string) => {
      const old = permissionsOn(before, { principalId, scopeId, at: instant }).may;
      const now = permissionsOn(after, { principalId, scopeId, at: instant }).may;
      return { gained: now.minus(old), lost: old.minus(now) };
    };
    return [...scopeIds].sort().flatMap((scopeId): readonly string[] => {
      const { gained, lost } = change(scopeId);
      if (gained.isEmpty && lost.isEmpty) return [];
      const scope = after.scopes.get(scopeId) ?? before.scopes.get(scopeId);
      if (scope === undefined) return [];
      const parentId = after.scopes.has(scopeId) ? scope.parentId : (before.scopes.get(scopeId)?.parentId ?? null);
      const above = parentId === null ? null : change(parentId);
      const here = meaningfulOn(scope);
      const inherited =
        above?.gained.intersect(here).equals(gained) === true && above.lost.intersect(here).equals(lost);
      return inherited ? [] : texts([{ principalId, scopeId, gained, lost }]);
    });
  });
}

function texts(differences: readonly PolicyDifference[]): readonly string[] {
  return differences.map(({ principalId, scopeId, gained, lost }) => {
    return `${principalId} ${scopeId} +${gained.toList().join()} -${lost.toList().join()}`;
  });
}

function randomBinding(random: Random): Binding {
  const world = randomWorld(random);
  const [binding] = world.bindings.values();
  if (binding === undefined) throw new Error("Every random world has bindings.");
  return binding;
}

function permissionsOf(random: Random): PermissionSet {
  const [first] = [...randomWorld(random).roles.values()].map((role) => role.permissions);
  if (first === undefined) throw new Error("Every random world has roles.");
  return first;
}
