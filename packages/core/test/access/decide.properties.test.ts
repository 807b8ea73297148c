import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayAt } from "../../proof/oracle.ts";
import {
  type AccessState,
  authorize,
  type Instant,
  type Masks,
  momentOf,
  PermissionSet,
  parseAccessState,
  permissionsOn,
  phaseOf,
  type Question,
  serializeAccessState,
} from "../../src/index.ts";
import { listHolders } from "./asked.ts";
import {
  aBinding,
  aKey,
  aMoment,
  aPermission,
  aPrincipalId,
  aRestriction,
  aScopeId,
  aWorld,
  busyPermissions,
  moments,
  principalIds,
  scopeIds,
  somePermissions,
} from "./random-world.ts";
import { without, withParts } from "./world.ts";

const runs = { numRuns: 60 };

const aQuestion: fc.Arbitrary<Question> = fc.record(
  {
    principalId: aPrincipalId,
    permission: aPermission,
    scopeId: aScopeId,
    at: aMoment,
    keyId: fc.option(fc.constantFrom("key-1", "key-2"), { nil: undefined }),
    label: fc.option(fc.constantFrom("production", "staging", "v1.1", "v1x1"), { nil: undefined }),
  },
  { requiredKeys: ["principalId", "permission", "scopeId", "at"] },
);

/** Everything that everybody may and may hand on everywhere, at a moment, with and without keys. */
function everything(state: AccessState, at: Instant): ReadonlyMap<string, Masks> {
  const rows = new Map<string, Masks>();
  for (const principalId of principalIds) {
    for (const scopeId of scopeIds) {
      for (const keyId of [undefined, "key-1", "key-2"]) {
        rows.set(`${principalId} ${scopeId} ${keyId}`, permissionsOn(state, { principalId, scopeId, keyId, at }));
      }
    }
  }
  return rows;
}

function expectNoMore(less: AccessState, more: AccessState): void {
  for (const at of moments) {
    const upper = everything(more, at);
    for (const [where, { may, mayGrant }] of everything(less, at)) {
      expect(may.minus(upper.get(where)?.may ?? PermissionSet.empty).toList(), where).toEqual([]);
      expect(mayGrant.minus(upper.get(where)?.mayGrant ?? PermissionSet.empty).toList(), where).toEqual([]);
    }
  }
}

describe("deciding", () => {
  test("I1 I2 is what a second, naive formulation of the rules says", () => {
    let allowed = 0;
    fc.assert(
      fc.property(aWorld, fc.array(aQuestion, { minLength: 30, maxLength: 30 }), (state, questions) => {
        for (const question of questions) {
          const decision = authorize(state, question);
          expect(decision.allowed, JSON.stringify([question, decision])).toBe(
            mayAt(state, { ...question, at: momentOf(question.at) }),
          );
          if (decision.allowed) allowed += 1;
        }
      }),
      { numRuns: 2000 },
    );
    expect(allowed).toBeGreaterThan(100);
  });

  test("one permission at a time is the same as all at once", () => {
    fc.assert(
      fc.property(aWorld, aQuestion, (state, question) => {
        const { may } = permissionsOn(state, question);
        for (const permission of busyPermissions) {
          expect(authorize(state, { ...question, permission }).allowed).toBe(may.has(permission));
        }
      }),
      runs,
    );
  });

  test("I1 every grant of an allowed decision is by itself a reason, and without all of them it is denied", () => {
    fc.assert(
      fc.property(aWorld, aMoment, aPermission, aScopeId, (state, at, permission, scopeId) => {
        for (const { principalId, grants } of listHolders(state, permission, scopeId, at)) {
          const ids = grants.map(({ bindingId }) => bindingId);
          const rest = new Map([...state.bindings].filter(([id]) => !ids.includes(id)));
          const question = { principalId, permission, scopeId, at };
          expect(authorize({ ...state, bindings: rest }, question).allowed).toBe(false);
          for (const id of ids) {
            const others = new Map([...state.bindings].filter(([other]) => other === id || !ids.includes(other)));
            const decision = authorize({ ...state, bindings: others }, question);
            // A binding alone may lack what the permission requires; it is then denied for that and nothing else.
            expect(decision.allowed || decision.reason === "requirement").toBe(true);
          }
        }
      }),
      runs,
    );
  });
});

describe("I3 order of power", () => {
  test("I3 adding a binding never takes access away", () => {
    fc.assert(
      fc.property(aWorld, aBinding, (state, binding) => {
        expectNoMore(
          { ...state, bindings: without(state.bindings, binding.id) },
          withParts(state, { bindings: [binding] }),
        );
      }),
      runs,
    );
  });

  test("I3 restricting, suspending and archiving never add access", () => {
    fc.assert(
      fc.property(aWorld, aRestriction, aPrincipalId, aScopeId, (state, restriction, principalId, scopeId) => {
        const lifted = { ...state, restrictions: without(state.restrictions, restriction.id) };
        expectNoMore(withParts(lifted, { restrictions: [restriction] }), lifted);
        const principal = state.principals.get(principalId);
        if (principal !== undefined) {
          expectNoMore(withParts(state, { principals: [{ ...principal, active: false }] }), state);
        }
        const scope = state.scopes.get(scopeId);
        if (scope !== undefined) expectNoMore(withParts(state, { scopes: [{ ...scope, archived: true }] }), state);
      }),
      runs,
    );
  });

  test("I3 narrowing a role, a binding's time or a key never adds access", () => {
    fc.assert(
      fc.property(aWorld, somePermissions, aMoment, fc.nat(9), (state, kept, moment, nth) => {
        const roles = [...state.roles.values()].map((role) => ({
          ...role,
          permissions: role.permissions.intersect(kept),
        }));
        expectNoMore(withParts(state, { roles }), state);
        const binding = [...state.bindings.values()][nth];
        if (binding !== undefined) {
          const { notBefore, expiresAt } = binding;
          const later = notBefore === null || notBefore < moment ? moment : notBefore;
          const earlier = expiresAt === null || moment < expiresAt ? moment : expiresAt;
          expectNoMore(withParts(state, { bindings: [{ ...binding, notBefore: later }] }), state);
          expectNoMore(withParts(state, { bindings: [{ ...binding, expiresAt: earlier }] }), state);
        }
        const keys = [...state.keys.values()].map((key) => ({ ...key, permissions: key.permissions.intersect(kept) }));
        expectNoMore(withParts(state, { keys }), state);
      }),
      runs,
    );
  });
});

test("I4 a binding counts only at and below its scope and within its time", () => {
  fc.assert(
    fc.property(aWorld, aBinding, aQuestion, (state, binding, question) => {
      const isBelow = `${question.scopeId}/`.startsWith(`${binding.scopeId}/`) || binding.scopeId === "acme";
      fc.pre(!isBelow || phaseOf(binding, question.at) !== "live");
      const absent = { ...state, bindings: without(state.bindings, binding.id) };
      const decision = authorize(withParts(state, { bindings: [binding] }), question);
      expect(decision.allowed).toBe(authorize(absent, question).allowed);
      if (decision.allowed) expect(decision.grants.map(({ bindingId }) => bindingId)).not.toContain(binding.id);
    }),
    { numRuns: 400 },
  );
});

test("I16 a key never exceeds its principal, its permissions, its scopes and its labels", () => {
  fc.assert(
    fc.property(aWorld, aKey, aScopeId, aMoment, (given, key, scopeId, at) => {
      const state = withParts(given, { keys: [key] });
      const where = { principalId: key.principalId, scopeId, at };
      const bare = permissionsOn(state, where);
      const keyed = permissionsOn(state, { ...where, keyId: key.id, label: "production" });
      expect(keyed.may.isSubsetOf(bare.may.intersect(key.permissions))).toBe(true);
      expect(keyed.mayGrant.isSubsetOf(bare.mayGrant.intersect(key.permissions))).toBe(true);
      const covers = key.scopeIds.some((id) => id === "acme" || `${scopeId}/`.startsWith(`${id}/`));
      if (!covers || !key.active || (key.labels !== null && !key.labels.includes("production"))) {
        expect(keyed.may.isEmpty && keyed.mayGrant.isEmpty).toBe(true);
      }
      for (const principalId of principalIds.filter((id) => id !== key.principalId)) {
        expect(permissionsOn(state, { principalId, keyId: key.id, scopeId, at }).may.isEmpty).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

test("I22 a decision is the same whatever the order of the rows, how often it is asked, and after a journey as JSON", () => {
  fc.assert(
    fc.property(aWorld, aQuestion, (state, question) => {
      const backwards = <T>(rows: ReadonlyMap<string, T>) => new Map([...rows].reverse());
      const shuffled: AccessState = {
        ...state,
        principals: backwards(state.principals),
        groups: new Map(
          [...state.groups].map(([id, group]) => [
            id,
            { ...group, memberIds: [...group.memberIds].reverse(), groupIds: [...group.groupIds].reverse() },
          ]),
        ),
        roles: new Map([...state.roles].map(([id, role]) => [id, { ...role, includes: [...role.includes].reverse() }])),
        bindings: backwards(state.bindings),
        restrictions: backwards(state.restrictions),
        scopes: backwards(state.scopes),
        keys: backwards(state.keys),
      };
      const text = JSON.stringify(serializeAccessState(state));
      const decision = authorize(state, question);
      expect(authorize(state, question)).toEqual(decision);
      expect(authorize(shuffled, question)).toEqual(decision);
      expect(authorize(parseAccessState(JSON.parse(text)), question)).toEqual(decision);
      expect(JSON.stringify(serializeAccessState(state)), "asking changes nothing").toBe(text);
    }),
    { numRuns: 400 },
  );
});
