import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AccessState,
  authorize,
  gains,
  type Instant,
  judge,
  PermissionSet,
  pathToRoot,
  permissions,
  permissionsOn,
  type ScopeId,
} from "../../src/index.ts";
import { aPrincipalId, aWorld, aWrite, moments } from "./random-world.ts";
import { bind, group, NOW, user, withParts } from "./world.ts";

// An actor with some power somewhere, or hardly a write would be accepted.
const anActor = fc.constantFrom(
  bind("ada", "organization.owner", "acme"),
  bind("ada", "workspace.admin", "acme"),
  bind("ada", "workspace.admin", "dev"),
  bind("ada", "workspace.admin", "dev/support"),
  bind("ada", "custom-1", "dev"),
  bind("ada", "workspace.developer", "prod"),
);

/** What the actor may hand on at a place, read off `permissionsOn` alone: there, or at the nearest place that lived. */
function mayHandOn(before: AccessState, after: AccessState, scopeId: ScopeId, at: Instant): PermissionSet {
  const known = (pathToRoot(after.scopes, "acme", scopeId) ?? []).find(({ id }) => before.scopes.has(id))?.id ?? "";
  const place = nearestLiving(before, known);
  if (place === undefined) return PermissionSet.empty;
  return permissionsOn(before, { principalId: "ada", scopeId: place, at }).mayGrant;
}

/** The place itself, or the nearest above it that is in nothing archived: a restored place is compared with that. */
function nearestLiving(state: AccessState, scopeId: ScopeId): ScopeId | undefined {
  const path = pathToRoot(state.scopes, "acme", scopeId) ?? [];
  return path.find((_, index) => path.slice(index).every(({ archived }) => !archived))?.id;
}

test("I5 no write that is accepted lets anyone do, now or later, what its actor could not have granted", () => {
  let accepted = 0;
  let effective = 0;
  fc.assert(
    fc.property(aWorld, anActor, fc.array(aWrite, { minLength: 1, maxLength: 2 }), (given, power, writes) => {
      const before = withParts(given, { principals: [user("ada")], bindings: [power] });
      const after = writes.reduce((state, write) => write(state), before);
      if (!judge(before, after, { principalId: "ada" }, NOW).ok) return;
      accepted += 1;
      for (const principalId of after.principals.keys()) {
        for (const scopeId of after.scopes.keys()) {
          const known = (pathToRoot(after.scopes, "acme", scopeId) ?? []).find(({ id }) => before.scopes.has(id))?.id;
          const stood = nearestLiving(before, known ?? "");
          for (const at of moments.filter((moment) => moment >= NOW)) {
            const had = permissionsOn(before, { principalId, scopeId: stood ?? scopeId, at });
            const has = permissionsOn(after, { principalId, scopeId, at });
            const gained = has.may.minus(had.may).union(has.mayGrant.minus(had.mayGrant));
            if (!gained.isEmpty) effective += 1;
            expect(
              gained.minus(mayHandOn(before, after, scopeId, NOW)).toList(),
              `${principalId} ${scopeId} ${at}`,
            ).toEqual([]);
          }
        }
      }
    }),
    { numRuns: 400 },
  );
  expect(accepted).toBeGreaterThan(40);
  expect(effective).toBeGreaterThan(40);
});

test("I5 an owner may make any write to access in his living organization", () => {
  fc.assert(
    fc.property(aWorld, aWrite, (given, write) => {
      const organization = given.scopes.get("acme");
      fc.pre(organization?.archived === false);
      const before = withParts(given, {
        principals: [user("ada")],
        bindings: [bind("ada", "organization.owner", "acme")],
      });
      expect(judge(before, write(before), { principalId: "ada" }, NOW)).toEqual({ ok: true, value: undefined });
    }),
    { numRuns: 250 },
  );
});

test("I5 who may hand on nothing gives nobody anything but what restoring lets him inherit", () => {
  fc.assert(
    fc.property(aWorld, aWrite, (given, write) => {
      const before = withParts(given, { principals: [user("nobody")] });
      const after = write(before);
      if (!judge(before, after, { principalId: "nobody" }, NOW).ok) return;
      for (const principalId of after.principals.keys()) {
        for (const scopeId of before.scopes.keys()) {
          for (const permission of permissions) {
            const question = { principalId, permission, scopeId, at: NOW };
            if (!authorize(after, question).allowed) continue;
            const stood = { principalId, scopeId: nearestLiving(before, scopeId) ?? scopeId, at: NOW };
            expect(permissionsOn(before, stood).may.has(permission)).toBe(true);
          }
        }
      }
    }),
    { numRuns: 150 },
  );
});

test("what is only taken away is gained by nobody", () => {
  fc.assert(
    fc.property(aWorld, fc.nat(9), aPrincipalId, (state, nth, principalId) => {
      const bindings = new Map([...state.bindings].filter((_, index) => index !== nth));
      const groups = [...state.groups.values()].map(({ id, memberIds }) =>
        group(
          id,
          memberIds.filter((memberId) => memberId !== principalId),
        ),
      );
      expect(gains(state, withParts({ ...state, bindings }, { groups }), NOW)).toEqual([]);
      expect(gains(state, state, NOW)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test("I15 a refusal names no principal, group, binding, key or restriction, and no place where the actor has no say", () => {
  let refused = 0;
  fc.assert(
    fc.property(aWorld, anActor, aWrite, (given, power, write) => {
      const before = withParts(given, { principals: [user("ada")], bindings: [power] });
      const verdict = judge(before, write(before), { principalId: "ada" }, NOW);
      if (verdict.ok) return;
      refused += 1;
      const { scopeId, missing } = verdict.error.details;
      const text = JSON.stringify(verdict.error);
      for (const word of [
        "ada",
        "robot",
        "@one",
        "@two",
        "@three",
        "binding-",
        "key-1",
        "key-2",
        "restriction-",
        "custom-",
      ]) {
        expect(text).not.toContain(`"${word}`);
        expect(verdict.error.message).not.toContain(word);
      }
      if (scopeId === null) expect(missing).toEqual([]);
      else {
        const path = pathToRoot(before.scopes, "acme", scopeId) ?? [];
        const knows = path.some(({ id }) => {
          const { may } = permissionsOn(before, { principalId: "ada", scopeId: id, at: NOW });
          return may.has("access:view") || may.has("binding:manage");
        });
        expect(knows).toBe(true);
      }
    }),
    { numRuns: 600 },
  );
  expect(refused).toBeGreaterThan(25);
});
